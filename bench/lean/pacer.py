"""One clock for the tracks of all lean publishers: each is due in its own rhythm, spread evenly over time."""

import asyncio
import heapq
import random
import time
from collections.abc import Iterable
from types import TracebackType
from typing import Self

from bench.lean.publisher import Track

REST_SECONDS = 0.002
"""What falls due within it is sent in one go: waking up costs more than sending."""


class Pacer:
    """Sends while its block is open. `latest` tells whether this process keeps up."""

    def __init__(self) -> None:
        self._due: list[tuple[float, int, Track]] = []
        self._count = 0
        self._task: asyncio.Task[None] | None = None
        self.latest = 0.0
        """By how many seconds the latest packet came too late since it was last set to 0: a busy generator's sign."""

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._run())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    def add(self, tracks: Iterable[Track]) -> None:
        """Send these from now on, each at a random place of its period."""
        for track in tracks:
            self._count += 1
            heapq.heappush(self._due, (time.monotonic() + random.random() * track.period, self._count, track))

    def clear(self) -> None:
        """Send nothing any more."""
        self._due.clear()

    async def _run(self) -> None:
        while True:
            now = time.monotonic()
            while self._due and self._due[0][0] <= now:
                due, order, track = self._due[0]
                track.send()
                self.latest = max(self.latest, now - due)
                heapq.heapreplace(self._due, (due + track.period, order, track))
            rest = self._due[0][0] - time.monotonic() if self._due else REST_SECONDS
            await asyncio.sleep(max(rest, REST_SECONDS))
