"""A Chromium as people have it: without flags that keep hidden pages going, and with tabs that really hide each other.

Playwright lets every page believe that it is in front. So this one is driven by DevTools alone.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from websockets.asyncio.client import connect

from e2e.chromium import starter
from e2e.media import REMEMBER_SHADOWS
from e2e.people import FLAGS, make_media, until
from e2e.remote import MESSAGE_BYTES, RemotePage
from e2e.server import free_port

START_SECONDS = 40.0
KEEP_GOING = {
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
}
SOON = "--enable-features=IntensiveWakeUpThrottling:grace_period_seconds/5"
"""What comes after five minutes in the background comes after five seconds."""


@dataclass(slots=True)
class PlainPage(RemotePage):
    """The first tab."""

    http: httpx.AsyncClient

    async def evaluate(self, expression: str, arg: object = None) -> Any:
        """Call the JavaScript function with one argument; what it returns or resolves to, as from JSON."""
        call = f"(async () => (await ({expression})({json.dumps(arg)})) ?? null)()"
        answer = await self.command("Runtime.evaluate", expression=call, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    async def goto(self, url: str) -> None:
        """Load a page, or begin to."""
        await self.command("Page.navigate", url=url)

    async def click(self, name: str) -> bool:
        """Press the button of this accessible name or text; False if there is none yet."""
        is_it = "each.innerText.trim() === name || each.ariaLabel === name"
        find = f"[...document.querySelectorAll('button')].find((each) => {is_it})"
        return bool(await self.evaluate(f"(name) => {{ const it = {find}; it?.click(); return !!it; }}", name))

    async def covered(self) -> str:
        """Open another tab in front of this one; the id of that tab."""
        opened = await self.http.put("/json/new?about:blank")
        opened.raise_for_status()
        return str(opened.json()["id"])

    async def uncovered(self, other: str) -> None:
        """Close that other tab again."""
        (await self.http.get(f"/json/close/{other}")).raise_for_status()


@contextlib.asynccontextmanager
async def plain_chromium(folder: Path, name: str) -> AsyncIterator[PlainPage]:
    """A Chromium with the camera and the microphone of this person."""
    face, voice = make_media(folder, name)
    port = free_port()
    arguments = [
        *(flag for flag in FLAGS if flag not in KEEP_GOING),
        "--headless=new",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={face}",
        f"--use-file-for-fake-audio-capture={voice}",
        f"--user-data-dir={folder / 'plain-chromium'}",
        f"--remote-debugging-port={port}",
        SOON,
    ]
    with (folder / "plain-chromium.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            str(starter(folder)), *arguments, "about:blank", stdout=log, stderr=log
        )
    try:
        async with (
            httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}") as http,
            connect(await _address(http), max_size=MESSAGE_BYTES) as socket,
        ):
            page = PlainPage(socket, http)
            await page.command("Page.enable")
            await page.command("Page.addScriptToEvaluateOnNewDocument", source=REMEMBER_SHADOWS)
            yield page
    finally:
        process.terminate()
        await process.wait()


async def _address(http: httpx.AsyncClient) -> str:
    """Where the first tab listens, once there is one."""

    async def found() -> str:
        with contextlib.suppress(httpx.TransportError):
            tabs = [each for each in (await http.get("/json")).json() if each["type"] == "page"]
            return str(tabs[0]["webSocketDebuggerUrl"]) if tabs else ""
        return ""

    return await until(found, "Chromium answers", START_SECONDS)
