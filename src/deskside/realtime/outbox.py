"""What is still to be sent to one page: in order, bounded, at the page's own speed."""

import asyncio
from collections import deque
from typing import Protocol

import structlog
from pydantic import JsonValue

from deskside.wire.shapes import JsonObject

_log = structlog.get_logger()


class Shared(dict[str, JsonValue]):
    """What several pages are told alike: the socket that sends it first leaves its text for the others."""

    __slots__ = ("text",)

    def __init__(self, data: JsonObject) -> None:
        super().__init__(data)
        self.text: str | None = None


class Socket(Protocol):
    """The sending half of a page's socket."""

    async def send(self, message: str, data: JsonObject) -> None:
        """Send; returns once the transport took it, which a slow reader delays. A socket that is gone takes all."""
        ...

    async def close(self) -> None:
        """Close it after what was sent; within two seconds also if the other end reads nothing."""
        ...


class Outbox:
    """Putting in never waits. Nothing is sent before `open`."""

    def __init__(self, socket: Socket, limit: int) -> None:
        self._socket = socket
        self._limit = limit
        self._waiting: deque[tuple[str, JsonObject]] = deque()
        self._more = asyncio.Event()
        self._sender: asyncio.Task[None] | None = None
        self._closing = False
        self._sending = False

    def open(self, message: str, data: JsonObject) -> None:
        """Begin to send: this message first, then whatever was put in before."""
        self._waiting.appendleft((message, data))
        self._more.set()
        self._sender = asyncio.create_task(self._send_all(), name="outbox")

    def put(self, message: str, data: JsonObject) -> None:
        """Send this after the rest. A page that is too far behind is cut off instead; it may come back and catch up."""
        if self._closing:
            return
        if len(self._waiting) >= self._limit:
            _log.warning("too_slow", waiting=len(self._waiting))
            self.stop()
            return
        self._waiting.append((message, data))
        self._more.set()

    @property
    def waiting(self) -> int:
        """Messages that are not sent yet."""
        return len(self._waiting)

    def close(self) -> None:
        """Close the socket after what is waiting."""
        self._closing = True
        self._more.set()

    def stop(self) -> None:
        """Send nothing more and close the socket, if it is not gone already."""
        self._closing = True
        self._waiting.clear()
        self._more.set()
        if self._sender is not None and self._sending:
            self._sender.cancel()

    async def _send_all(self) -> None:
        try:
            while self._waiting or not self._closing:
                await self._more.wait()
                self._more.clear()
                await self._send_waiting()
        finally:
            await self._socket.close()

    async def _send_waiting(self) -> None:
        self._sending = True
        try:
            while self._waiting:
                await self._socket.send(*self._waiting.popleft())
        finally:
            self._sending = False
