"""A web server of a test's own: the real acceptor and protocols, a small application, little patience."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import uvicorn

from deskside.serving.doorkeeper import Caps, Doorkeeper, Reason
from deskside.serving.http import Http, Patience
from deskside.serving.run import Server
from deskside.serving.socket import Socket
from tests.fakes.loop import until

IMPATIENT = Patience(header=0.5, body=0.5, linger=0.3, reading=0.5)


class Site:
    """Answers each request with the length of its body; `/hold` waits, `/poll` for something that never comes, `/early`
    answers before the body, `/large` with 8 MB, `/me` as somebody who is signed in. A socket's `/texts` says `texts`,
    and then closes."""

    def __init__(self) -> None:
        self.texts: tuple[str, ...] = ()
        self.late: list[Exception] = []
        """What was raised when something was said after all that."""
        self.served = 0
        self.disconnected = 0
        self.release = asyncio.Event()
        self.port = 0
        self.said: list[Reason] = []
        self.doorkeeper = Doorkeeper(Caps(200, 50), on_full=self.said.append)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] == "websocket":
            await receive()
            await send({"type": "websocket.accept"})
            if scope["path"] == "/me":
                scope["state"]["visitor"].signed_in()
            if scope["path"] == "/large":
                for _ in range(8):
                    await send({"type": "websocket.send", "bytes": bytes(1_000_000)})
            if scope["path"] == "/texts":
                await self._say(send)
            while (await receive())["type"] != "websocket.disconnect":
                pass
            return
        if scope["path"] == "/poll":
            await self._wait_in_vain(scope, receive)
            return
        size, more = 0, scope["path"] != "/early"
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                self.disconnected += 1
                return
            size, more = size + len(message.get("body", b"")), message.get("more_body", False)
        if scope["path"] == "/hold":
            await self.release.wait()
        if scope["path"] == "/me":
            scope["state"]["actor"] = "alice"
        body = bytes(8_000_000) if scope["path"] == "/large" else str(size).encode()
        head = [(b"content-length", str(len(body)).encode())]
        self.served += 1
        await send({"type": "http.response.start", "status": 200, "headers": head})
        await send({"type": "http.response.body", "body": body})

    async def _wait_in_vain(self, scope: Any, receive: Any) -> None:
        scope["state"]["visitor"].idles = True
        while (await receive())["type"] != "http.disconnect":
            pass
        self.disconnected += 1

    async def _say(self, send: Any) -> None:
        for text in self.texts:
            await send({"type": "websocket.send", "text": text})
        await send({"type": "websocket.close", "code": 1000})
        try:
            await send({"type": "websocket.send", "text": "late"})
        except RuntimeError as error:
            self.late.append(error)


class Stranger:
    """A TCP connection that sends what it likes."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def send(self, data: bytes) -> None:
        """Also to a connection that is gone."""
        try:
            self.writer.write(data)
            await self.writer.drain()
        except ConnectionError:
            pass

    async def status(self) -> int:
        """Of the next answer."""
        line = await self.reader.readline()
        return int(line.split()[1])

    async def headers(self) -> dict[str, str]:
        """Of the answer whose status was read."""
        lines = (await self.reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
        return {name.lower(): value for name, _, value in (line.partition(": ") for line in lines if line)}

    async def is_closed(self) -> None:
        """Returns once the other end has closed it."""
        try:
            while await self.reader.read(65_536):
                pass
        except ConnectionError:
            pass

    async def close(self) -> None:
        self.writer.close()


async def stranger(site: Site, address: str = "127.0.0.1", tls: ssl.SSLContext | None = None) -> Stranger:
    """A connection from this address of the loopback network."""
    return Stranger(*await asyncio.open_connection("127.0.0.1", site.port, local_addr=(address, 0), ssl=tls))


@asynccontextmanager
async def serving(
    site: Site,
    *,
    patience: Patience = IMPATIENT,
    ws: type[Socket] = Socket,
    certificate: tuple[Path, Path] | None = None,
    farewell_seconds: int = 1,
) -> AsyncIterator[Server]:
    """The site on a free port."""
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0)
    site.port = listener.getsockname()[1]
    config = uvicorn.Config(
        site,
        lifespan="off",
        log_config=None,
        access_log=False,
        http=Http,
        ws=ws,
        timeout_graceful_shutdown=farewell_seconds,
        ssl_certfile=certificate[0] if certificate else None,
        ssl_keyfile=certificate[1] if certificate else None,
    )
    server = Server(config, site.doorkeeper, patience=patience)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    await until(lambda: server.started)
    try:
        yield server
    finally:
        site.release.set()
        server.should_exit = True
        await running
