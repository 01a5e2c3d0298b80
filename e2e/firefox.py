"""A Firefox, driven through WebDriver BiDi (W3C): what Debian's Firefox speaks by itself, without a driver program.

Its camera and microphone are Firefox's own fakes: a picture of changing colour, and a tone of a pitch that can be set.
"""

import asyncio
import contextlib
import json
import shutil
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from e2e.media import REMEMBER_SHADOWS
from e2e.remote import ANSWER_SECONDS, MESSAGE_BYTES, RemotePage
from e2e.server import free_port

START_SECONDS = 40.0


def program() -> str | None:
    """Where Debian's Firefox is; None if it is not installed. (Ubuntu's is a snap: no profile outside of it.)"""
    return shutil.which("firefox-esr")


REMEMBER_PEERS = """
(() => {
  const Known = window.RTCPeerConnection;
  window.__peers = [];
  window.RTCPeerConnection = class extends Known {
    constructor(...given) {
      super(...given);
      window.__peers.push(this);
    }
  };
})();
"""
_SOUND = """
async () => {
  const sources = () => window.__peers
    .flatMap((peer) => peer.getReceivers())
    .filter((receiver) => receiver.track.kind === "audio")
    .flatMap((receiver) => receiver.getSynchronizationSources());
  const before = new Set(sources().map((source) => source.rtpTimestamp));
  await new Promise((done) => setTimeout(done, 300));
  return sources().some((source) => source.audioLevel > 0.01 && !before.has(source.rtpTimestamp));
}
"""


@dataclass(slots=True)
class FirefoxPage(RemotePage):
    """One tab."""

    context: str = ""

    async def goto(self, url: str) -> None:
        """Load a page."""
        await self.command("browsingContext.navigate", context=self.context, url=url, wait="complete")

    async def follow(self, link: str) -> None:
        """Open a personal link and press the button of its page."""
        await self.goto(link)
        await self.evaluate("() => document.querySelector('form[action^=\"/join/\"] button').click()")

    async def evaluate(self, expression: str, arg: object = None) -> Any:
        """Call the JavaScript function with one argument; what it returns or resolves to, as from JSON."""
        function = f"async () => JSON.stringify((await ({expression})({json.dumps(arg)})) ?? null)"
        answer = await self.command(
            "script.callFunction",
            functionDeclaration=function,
            target={"context": self.context},
            awaitPromise=True,
            userActivation=True,
        )
        assert answer["type"] == "success", answer["exceptionDetails"]["text"]
        return json.loads(answer["result"]["value"])

    async def hears_anything(self) -> bool:
        """Whether sound that is not silence arrives now. (Without a sound card, Firefox analyses none: no pitches.)"""
        return bool(await self.evaluate(_SOUND))

    async def click(self, name: str) -> bool:
        """Press the button with this text; False if there is none yet."""
        find = "(name) => [...document.querySelectorAll('button')].find((each) => each.innerText.trim() === name)"
        return bool(await self.evaluate(f"(name) => {{ const it = ({find})(name); it?.click(); return !!it; }}", name))


@contextlib.asynccontextmanager
async def firefox(folder: Path, pitch: int) -> AsyncIterator[FirefoxPage]:
    """A Firefox with a profile in this folder and a voice of this pitch (Hz)."""
    found = program()
    assert found is not None, "firefox-esr is not installed"
    port = free_port()
    profile = folder / "firefox"
    profile.mkdir()
    (profile / "user.js").write_text(_preferences(pitch))
    arguments = ["--headless", "--no-remote", "--profile", str(profile), f"--remote-debugging-port={port}"]
    with (folder / "firefox.log").open("ab") as log:
        process = await asyncio.create_subprocess_exec(found, *arguments, "about:blank", stdout=log, stderr=log)
    try:
        async with await _connected(port) as socket:
            page = FirefoxPage(socket)
            await page.command("session.new", capabilities={})
            await page.command(
                "script.addPreloadScript", functionDeclaration=f"() => {{ {REMEMBER_SHADOWS} {REMEMBER_PEERS} }}"
            )
            page.context = (await page.command("browsingContext.getTree"))["contexts"][0]["context"]
            yield page
            await page.command("browser.close")
            await asyncio.wait_for(process.wait(), ANSWER_SECONDS)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _connected(port: int) -> ClientConnection:
    async with asyncio.timeout(START_SECONDS):
        while True:
            try:
                return await connect(f"ws://127.0.0.1:{port}/session", max_size=MESSAGE_BYTES)
            except OSError:
                await asyncio.sleep(0.1)


def _preferences(pitch: int) -> str:
    given: dict[str, object] = {
        "media.navigator.streams.fake": True,
        "media.navigator.permission.disabled": True,
        "media.navigator.audio.fake_frequency": pitch,
        "media.autoplay.default": 0,
        "media.autoplay.blocking_policy": 0,
        "remote.prefs.recommended": True,
        "browser.shell.checkDefaultBrowser": False,
        "datareporting.policy.dataSubmissionEnabled": False,
        "app.update.auto": False,
        "network.proxy.type": 0,
    }
    return "".join(f"user_pref({json.dumps(name)}, {json.dumps(value)});\n" for name, value in given.items())
