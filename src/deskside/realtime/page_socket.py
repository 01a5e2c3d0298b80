"""The sending half of one page's socket. It goes past the library's queue: a message costs one write instead of three
tasks that wake each other, and its text is made once for all who are told the same.

Engine.IO protocol 4: text of type 4 is a message. Socket.IO protocol 5: packet of type 2 is an event.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

from deskside.realtime.outbox import Shared
from deskside.wire.shapes import JsonObject

MESSAGE, EVENT = "4", "2"
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
CLOSE_SECONDS = 2.0
"""How long a page may take to read the last message."""


class PageSocket:
    """Sends to one page, at the page's own speed."""

    def __init__(self, server: Any, sid: str) -> None:
        """`server`: the library's. `sid`: what it knows this connection by."""
        self._server = server
        self._sid = sid
        self._eio_sid = server.manager.eio_sid_from_sid(sid, "/")
        self._transport = server.eio.sockets[self._eio_sid]
        self._send: Send = server.get_environ(sid)["asgi.send"]
        self._greeted = False

    @property
    def gone(self) -> bool:
        """Whether the other end is away."""
        return bool(self._transport.closed)

    async def send(self, message: str, data: JsonObject) -> None:
        """Returns once the transport took it."""
        packet = packet_of(message, data)
        if self._greeted:
            await write(self._send, packet)
            return
        # What the library itself says first, that the page is connected, is in its queue yet.
        await self._server.eio.send(self._eio_sid, packet)
        await self._transport.queue.join()
        self._greeted = True

    async def close(self) -> None:
        """Disconnect, and end the transport after what is still in its queue."""
        await self._server.disconnect(self._sid)
        self._transport.queue.put_nowait(None)  # what the library itself ends a transport with
        try:
            async with asyncio.timeout(CLOSE_SECONDS):
                await self._transport.queue.join()
        except TimeoutError:
            with suppress(OSError, RuntimeError):  # it is closed already
                await self._send({"type": "websocket.close", "code": 1008})


async def write(send: Send, packet: str) -> None:
    """Write this to a page, once its line takes it; nothing if it is closed already. `send`: of its connection."""
    with suppress(OSError, RuntimeError):
        await send({"type": "websocket.send", "text": MESSAGE + packet})


def packet_of(message: str, data: JsonObject) -> str:
    """As it goes over the wire: made once of what many are told."""
    if isinstance(data, Shared):
        if data.text is None:
            data.text = _packet(message, data)
        return data.text
    return _packet(message, data)


def _packet(message: str, data: JsonObject) -> str:
    return EVENT + json.dumps([message, data], separators=(",", ":"))
