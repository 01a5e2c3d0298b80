"""One hostile browser: somebody's sign-in, whatever they ask over HTTP, and a bare socket that takes any frame."""

import asyncio
import json
import re
import secrets
from contextlib import suppress
from dataclasses import dataclass, field

import aiohttp
from tests.hostile.requests import Asked
from yarl import URL

ANSWER_SECONDS = 20.0
_ACK = re.compile(r"43(\d+)\[")


class Gone(Exception):
    """The server closed the socket, or let nobody in."""


@dataclass(slots=True)
class Person:
    """Somebody hostile in a browser of their own. `link` None: a stranger."""

    http: aiohttp.ClientSession
    site: str
    link: str | None
    csrf: str = ""

    async def sign_in(self) -> None:
        """By the personal link, again and again if need be. Not where the line was cut at that moment."""
        if self.link is None:
            return
        with suppress(aiohttp.ClientConnectionError, TimeoutError):
            await self._sign_in(self.link)

    async def _sign_in(self, link: str) -> None:
        self.http.cookie_jar.clear()
        async with self.http.post(link, headers={"Sec-Fetch-Site": "same-origin"}, allow_redirects=False):
            pass
        async with self.http.get("/api/me") as answer:
            self.csrf = (await answer.json()).get("csrf", "") if answer.status == 200 else ""

    async def ask(self, asked: Asked) -> int:
        """The status."""
        headers = {"Content-Type": asked.kind, "X-CSRF-Token": self.csrf, "Sec-Fetch-Site": "same-origin"}
        async with self.http.request(
            asked.method,
            self.url(asked.path),
            data=asked.content,
            headers=headers | dict(asked.headers),
            allow_redirects=False,
        ) as answer:
            await answer.read()
            return answer.status

    def url(self, path: str) -> URL:
        """As it is, and never elsewhere, also where it begins with two slashes."""
        return URL(self.site + path, encoded=True)

    async def token(self, session: str) -> str:
        """A join token. Raises Gone."""
        path = f"/api/sessions/{session}/video/token"
        status = 0
        for _ in range(2):
            async with self.http.get(path) as answer:
                if answer.status == 200:
                    return str((await answer.json())["token"])
                status = answer.status
            await self.sign_in()
        raise Gone(str(status))


@dataclass(slots=True)
class Line:
    """A bare socket of a page."""

    socket: aiohttp.ClientWebSocketResponse
    waiting: dict[int, asyncio.Future[str]] = field(default_factory=dict)
    number: int = 0

    @classmethod
    async def open(cls, person: Person, session: str, audience: list[str]) -> "Line":
        """Enter the room. Raises Gone."""
        token = await person.token(session)
        socket = await person.http.ws_connect("/api/socket/?EIO=4&transport=websocket", max_msg_size=0)
        line = cls(socket)
        await line._heard("0")
        auth = {"token": token, "page": secrets.token_hex(16), "seq": None}
        await socket.send_str("40" + json.dumps(auth))
        await line._heard("40")
        reader = asyncio.create_task(line._read())
        reader.add_done_callback(lambda done: done.cancelled() or done.exception())
        await line.ask(f"42{line.next()}" + json.dumps(["join-session", {"audience": audience}]))
        return line

    def next(self) -> int:
        self.number += 1
        return self.number

    async def ask(self, message: str) -> str:
        """The acknowledgement's code, or "ok". Raises Gone, TimeoutError."""
        told = self.waiting[self.number] = asyncio.get_running_loop().create_future()
        if self.socket.closed:
            raise Gone
        await self.socket.send_str(message)
        async with asyncio.timeout(ANSWER_SECONDS):
            return str(await told)

    async def _heard(self, beginning: str) -> None:
        async with asyncio.timeout(ANSWER_SECONDS):
            message = await self.socket.receive()
        if message.type is not aiohttp.WSMsgType.TEXT or not str(message.data).startswith(beginning):
            raise Gone(str(message.data)[:100])

    async def _read(self) -> None:
        async for message in self.socket:
            if message.data == "2":
                await self.socket.send_str("3")
            elif found := _ACK.match(str(message.data)):
                answer = json.loads(message.data[found.end() - 1 :])[0]
                told = self.waiting.pop(int(found[1]), None)
                if told is not None and not told.done():
                    told.set_result("ok" if answer["ok"] else str(answer["code"]))
        for told in self.waiting.values():
            if not told.done():
                told.set_exception(Gone())
