"""Segments that ended, until that is on record: a database that is away is waited for."""

import asyncio
from contextlib import suppress

from deskside.domain.ids import Millis
from deskside.ports.storage import StorageUnavailable
from deskside.services.segments import SegmentRegister

AGAIN_SECONDS = 1.0
FAREWELL_SECONDS = 3.0
"""So long a server that ends tries to have it on record. What is not, the next one finds out."""


class Ended:
    """Never fails, and keeps nobody waiting."""

    def __init__(self, register: SegmentRegister) -> None:
        self._register = register
        self._ended: dict[str, tuple[Millis, str]] = {}
        self._noting: asyncio.Task[None] | None = None

    def end(self, name: str, why: str) -> None:
        """Now. What was said first of a segment counts."""
        self._ended.setdefault(name, (self._register.now(), why))
        if self._noting is None or self._noting.done():
            self._noting = asyncio.create_task(self._note(), name="note ended segments")

    async def settle(self) -> None:
        """Before the server ends."""
        if self._noting is not None:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._noting, FAREWELL_SECONDS)

    async def _note(self) -> None:
        while self._ended:
            ended = dict(self._ended)
            try:
                await self._register.close(ended)
            except StorageUnavailable:
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            for name in ended:
                del self._ended[name]
