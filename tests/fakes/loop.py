"""An event loop whose waiting takes no time: what a test waits for happens at once, in the right order."""

import asyncio
import selectors
from collections.abc import Callable

PATIENCE_SECONDS = 60.0


class _Impatient(selectors.SelectSelector):
    """Counts the time that would have been waited instead of waiting it: no other time passes."""

    skipped_seconds = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        ready = super().select(None if timeout is None else 0)
        if not ready and timeout is not None:
            self.skipped_seconds += max(0.0, timeout)
        return ready


class SkippingLoop(asyncio.SelectorEventLoop):
    """Runs timers as soon as nothing else is left to do. Only for tests without sockets, threads and processes."""

    def __init__(self) -> None:
        self._impatient = _Impatient()
        super().__init__(self._impatient)

    def time(self) -> float:
        return self._impatient.skipped_seconds


async def until(condition: Callable[[], bool]) -> None:
    """Wait for something to become true; fail after a limit. Of the test's own time it takes nothing."""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not condition():  # noqa: ASYNC110  what is waited for lies in the code under test
            await asyncio.sleep(0.001)
