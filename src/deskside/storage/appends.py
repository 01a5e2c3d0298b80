"""Whatever waits to be appended at the same moment is stored in one trip to the database and one commit.

While one commit is on its way the next appends gather, so that many sessions cost hardly more than one: what an act
waits for is the trip, its turn and the disk, not its own few rows. Nobody hears of a commit before it is durable.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextvars import Context
from dataclasses import dataclass, field

from deskside.ports.sessions import Change
from deskside.ports.storage import StorageUnavailable, once_more

MOST = 128
"""Appends of one commit: far more than wait at once on a machine that keeps up, and a fraction of a second where it
does not."""

Made = tuple[tuple[Change, ...], ...]
"""What happened to some sessions, to each in order; all of it is stored or nothing."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    made: Made
    stored: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())

    def end(self, error: Exception | None = None) -> None:
        """Tell whoever waits, if somebody still does."""
        if self.stored.done():
            return
        if error is None:
            self.stored.set_result(None)
        else:
            self.stored.set_exception(error)


class Appends:
    """`store`: keeps all of what it is given, or nothing, in one transaction, and raises as `Storage.append` does."""

    def __init__(self, store: Callable[[Made], Awaitable[None]]) -> None:
        self._store = store
        self._waiting: list[_Waiting] = []
        self._writer: asyncio.Task[None] | None = None

    async def append(self, made: Made) -> None:
        """Store this with what else waits, in the order of coming. Raises what storing this alone would."""
        mine = _Waiting(made)
        self._waiting.append(mine)
        if self._writer is None or self._writer.done():
            # Its context is nobody's: what it logs belongs to no act in particular.
            self._writer = asyncio.create_task(self._write(), name="append", context=Context())
        await mine.stored

    async def settle(self) -> None:
        """Wait until what was handed in is stored, or was refused."""
        if self._writer is not None:
            await asyncio.gather(self._writer, return_exceptions=True)

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
            try:
                await self._write_together(batch)
            except BaseException:  # the server ends: nobody may wait for ever
                for each in (*batch, *self._waiting):
                    each.stored.cancel()
                self._waiting.clear()
                raise
            await asyncio.sleep(0)  # who was told now hands in what they have next before the next trip begins

    async def _write_together(self, batch: list[_Waiting]) -> None:
        try:
            await self._store(tuple(changes for each in batch for changes in each.made))
        except StorageUnavailable as error:
            for each in batch:
                each.end(once_more(error))
        except Exception as error:  # noqa: BLE001  goes to whom it concerns
            if len(batch) == 1:
                batch[0].end(error)
                return
            for each in batch:  # nothing of it was stored; which one it is shows when each is alone
                await self._write_together([each])
        else:
            for each in batch:
                each.end()
