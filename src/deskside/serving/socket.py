"""WebSockets: nobody's until somebody signs in over them. The time to do so, and how many may wait, is the edge's; what
is bounded here is what never reaches it: frames that mean nothing, and answers that nobody reads.
"""

import asyncio
from typing import Any

import structlog
from uvicorn._types import ASGISendEvent
from uvicorn.config import Config
from uvicorn.protocols.utils import ClientDisconnected
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

from deskside.domain.ids import Millis
from deskside.domain.limits import Bucket, Rate
from deskside.serving.doorkeeper import Visitor
from deskside.serving.http import VISITOR

FRAMES = Rate(200, 1_500)
"""Frames of any kind. A page may do 80 acts a second and 300 at once (`realtime.limits`); pings, empty pieces of a
message and Engine.IO's own packets are no acts, and each costs the loop some 30 µs."""
PIECE_BYTES = 2_048
"""Read at once, then counted: 256 KiB, as they come from a line, are 43,000 pings, and 1.3 s of the loop."""
GATHERED_BYTES = 64 * 1024
"""More is handed on at once: only so is it felt when the other end does not read."""
OPEN = 1
"""`websockets.protocol.State`: neither end has said that it closes."""
UNREAD_SECONDS = 30.0
"""How long the other end may leave unread what was sent. Engine.IO misses a page after ten."""

_log = structlog.get_logger(__name__)


def text_frame(text: str) -> bytes:
    """A whole text as one frame of a server (RFC 6455, 5.2: FIN, opcode 1, no mask)."""
    payload = text.encode()
    length = len(payload)
    if length < 126:
        return bytes((0x81, length)) + payload
    if length < 65_536:
        return b"\x81\x7e" + length.to_bytes(2) + payload
    return b"\x81\x7f" + length.to_bytes(8) + payload


class Socket(WebSocketsSansIOProtocol):
    """One connection, from the upgrade on."""

    unread_seconds = UNREAD_SECONDS

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._visitor: Visitor = app_state[VISITOR]
        self._frames = Bucket(FRAMES, self._now())
        self._unread: asyncio.TimerHandle | None = None
        self._gathered: list[bytes] = []
        self._gathered_bytes = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._visitor.drop = self.transport.abort
        self._visitor.waits()

    def connection_lost(self, exc: Exception | None) -> None:
        self.resume_writing()
        self._visitor.leave()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        for start in range(0, len(data), PIECE_BYTES):
            if self.transport.is_closing():
                return
            super().data_received(data[start : start + PIECE_BYTES])

    def handle_events(self) -> None:
        """Count first. More than any page sends ends the connection without a word."""
        now = self._now()
        if not all(self._frames.take(now) for _ in self.conn.events):
            _log.warning("too_many_frames", known=self._visitor.known)
            self.transport.abort()
            return
        super().handle_events()

    async def send(self, message: ASGISendEvent) -> None:
        """As uvicorn's own, in a tenth of its time for what nearly all is: a text over an open connection. Texts that
        are sent in one turn of the loop are one write: with many students that is several to each of them."""
        await self.writable.wait()
        text = message.get("text") if message["type"] == "websocket.send" else None
        if text is None or self.close_sent or not self.handshake_complete or self.conn.state != OPEN:
            self._write()
            await super().send(message)
        elif self.disconnected:
            raise ClientDisconnected
        else:
            self._gather(text_frame(text))

    def _gather(self, frame: bytes) -> None:
        if not self._gathered:
            self.loop.call_soon(self._write)
        self._gathered.append(frame)
        self._gathered_bytes += len(frame)
        if self._gathered_bytes > GATHERED_BYTES:
            self._write()

    def _write(self) -> None:
        """What was gathered, unless the other end has gone meanwhile."""
        frames, self._gathered, self._gathered_bytes = self._gathered, [], 0
        if frames and self.conn.state == OPEN and not self.transport.is_closing():
            self.transport.write(b"".join(frames))

    def pause_writing(self) -> None:
        super().pause_writing()
        if self._unread is None:
            self._unread = self.loop.call_later(self.unread_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _now(self) -> Millis:
        return Millis(int(self.loop.time() * 1000))
