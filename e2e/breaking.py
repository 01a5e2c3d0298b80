"""A proxy in front of a server that breaks WebSockets, as those of some schools and offices do; requests pass."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field
from typing import Literal

Mood = Literal["refuses", "cuts", "cuts now and then", "holds"]
"""Upgrades are refused by 502; WebSockets are cut after seconds, each or some; they stay open and carry nothing from
each `hold` on."""
LIVES: dict[Mood, tuple[float, ...]] = {"cuts": (3.0,), "cuts now and then": (25.0, 3.0, 8.0)}
"""For how long (s) one WebSocket after the other lives."""
REFUSAL = b"HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
UPGRADE, POLL = b"upgrade: websocket", b"/api/socket/?eio=4&transport=polling"


@dataclass(slots=True)
class Breaking:
    """The proxy, listening at `port` for a server at `behind`."""

    mood: Mood
    port: int
    behind: int = 0
    upgrades: int = 0
    """So many were asked for."""
    polls: int = 0
    """Requests of lines by polls, as far as each begins a piece of what comes."""
    _carrying: set[asyncio.Event] = field(default_factory=set)
    """Of each WebSocket: set while it carries."""
    _serving: set[asyncio.Task[None]] = field(default_factory=set)
    _lives: Iterator[float] = field(default_factory=lambda: itertools.repeat(3600.0))

    def hold(self) -> int:
        """The WebSockets there are carry nothing from now on, and nobody is told. Returns how many."""
        held = len(self._carrying)
        for each in self._carrying:
            each.clear()
        self._carrying.clear()
        return held

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection of a browser."""
        task = asyncio.current_task()
        assert task is not None
        self._serving.add(task)
        task.add_done_callback(self._serving.discard)
        with contextlib.suppress(OSError, asyncio.CancelledError):  # asyncio logs a connection that was cancelled
            first = await reader.read(65_536)
            upgrade = UPGRADE in first.lower()
            self.upgrades += upgrade
            self._count(first)
            if upgrade and self.mood == "refuses":
                writer.write(REFUSAL)
                await writer.drain()
            else:
                await self._carry(first, reader, writer, next(self._lives) if upgrade else None)
        writer.close()

    async def stop(self) -> None:
        """End every connection."""
        serving = tuple(self._serving)
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving)

    async def _carry(
        self, first: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, lives: float | None
    ) -> None:
        """Until either end closes it, or its time is over. `lives`: it is a WebSocket, and has so many seconds."""
        inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self.behind)
        carries = asyncio.Event()
        carries.set()
        if lives is not None:
            self._carrying.add(carries)
        inner_writer.write(first)
        ways = [
            asyncio.ensure_future(self._pump(reader, inner_writer, carries)),
            asyncio.ensure_future(self._pump(inner_reader, writer, carries)),
        ]
        try:
            await asyncio.wait(ways, timeout=lives, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._carrying.discard(carries)
            for way in ways:
                way.cancel()
            inner_writer.close()

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, carries: asyncio.Event) -> None:
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                await carries.wait()
                self._count(data)
                writer.write(data)
                await writer.drain()

    def _count(self, data: bytes) -> None:
        self.polls += POLL in data[:200].lower()


@contextlib.asynccontextmanager
async def breaking(mood: Mood, port: int) -> AsyncIterator[Breaking]:
    """It runs until the block is left; `behind` is to be set once the server has its port."""
    proxy = Breaking(mood, port)
    if mood in LIVES:
        proxy._lives = itertools.cycle(LIVES[mood])
    server = await asyncio.start_server(proxy.serve, "127.0.0.1", port)
    try:
        yield proxy
    finally:
        server.close()
        await proxy.stop()
