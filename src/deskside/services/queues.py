"""Whose turn it is in one session: one order for all, and whatever waits at the same moment has its turn together."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from contextvars import Context
from dataclasses import dataclass, field

from deskside.services.turns import Job

MOST = 64
"""Acts of one turn: more than the people of a session do within a commit, and no more than are stored in a moment."""


@dataclass(frozen=True, slots=True)
class _Alone:
    """A turn of somebody who does nothing here, or more than this session."""

    begun: asyncio.Future[None] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    ended: asyncio.Event = field(default_factory=asyncio.Event)


class Queue:
    """`do`: does these acts, one after the other and in one commit; it tells each of them, and never raises."""

    def __init__(self, do: Callable[[tuple[Job, ...]], Awaitable[None]]) -> None:
        self._do = do
        self._waiting: deque[Job | _Alone] = deque()
        self._worker: asyncio.Task[None] | None = None

    @property
    def at_rest(self) -> bool:
        """Nobody waits, and nobody has a turn."""
        return self._worker is None or self._worker.done()

    def put(self, job: Job) -> None:
        """Do this act after all that came before it."""
        self._add(job)

    @asynccontextmanager
    async def alone(self) -> AsyncIterator[None]:
        """A turn of one's own, after all that came before; whatever comes meanwhile waits until the block ends."""
        mine = _Alone()
        self._add(mine)
        try:
            await mine.begun
            yield
        finally:
            mine.ended.set()

    def _add(self, waiting: Job | _Alone) -> None:
        self._waiting.append(waiting)
        if self.at_rest:
            # Its context is nobody's: what it logs belongs to no act in particular.
            self._worker = asyncio.create_task(self._work(), name="turns", context=Context())

    async def _work(self) -> None:
        try:
            while self._waiting:
                await self._turn(self._waiting.popleft())
        except BaseException:  # the server ends: nobody may wait for ever
            for waiting in self._waiting:
                _give_up(waiting)
            self._waiting.clear()
            raise

    async def _turn(self, first: Job | _Alone) -> None:
        if isinstance(first, _Alone):
            if not first.begun.done():  # else it waits no more
                first.begun.set_result(None)
            await first.ended.wait()
            return
        jobs = (first, *self._others(first))
        try:
            await self._do(jobs)
        except BaseException:
            for job in jobs:
                _give_up(job)
            raise

    def _others(self, first: Job) -> list[Job]:
        """Those that may share its turn, as far as they follow on it without a break."""
        found: list[Job] = []
        while first.shares and self._waiting and len(found) < MOST - 1:
            following = self._waiting[0]
            if isinstance(following, _Alone) or not following.shares:
                break
            found.append(following)
            self._waiting.popleft()
        return found


def _give_up(waiting: Job | _Alone) -> None:
    """Whoever waits for it is cancelled; nothing if it has ended or begun."""
    (waiting.begun if isinstance(waiting, _Alone) else waiting.done).cancel()
