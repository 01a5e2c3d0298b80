"""Whether the event loop is on time: everything that the server does waits for it, so nothing is judged late unless the
loop was not.

A task sleeps for a short while again and again and looks how late it wakes. While it is late a thread looks what runs.
"""

import asyncio
import gc
import sys
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType

import structlog

TICK_SECONDS = 0.05
LATE_SECONDS = 0.25
"""From here on it is told: a heartbeat, a stroke or a toggle that waits so long is felt."""
REMEMBERED = 64
FRAMES = 8
"""Innermost frames that are told of what kept the loop."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds of the processor. A loop that was late and spent little waited for others: for a thread of this process
    that computes, which `process` shows, or for other programs of the machine."""

    loop: float
    process: float

    def to_log(self) -> dict[str, int]:
        """In milliseconds."""
        return {"own_ms": round(self.loop * 1000), "process_ms": round(self.process * 1000)}


class LoopWatch:
    """Measures one event loop. `measured`: monotonic seconds."""

    def __init__(self, measured: Callable[[], float] = time.perf_counter) -> None:
        self._measured = measured
        self._due: float | None = None
        self._seen: deque[tuple[float, float]] = deque(maxlen=REMEMBERED)
        """When the loop was late, and by how many seconds."""
        self._culprit: list[str] = []

    def late_seconds(self, within_seconds: float) -> float:
        """How late the loop was at worst within the last so many seconds; 0 if always on time, or not watched."""
        now = self._measured()
        pending = 0.0 if self._due is None else now - self._due
        former = [late for at, late in self._seen if now - at <= within_seconds]
        worst = max([pending, *former])
        return worst if worst >= LATE_SECONDS else 0.0

    async def watch(self) -> None:
        """Measure for ever. One task of the application runs this, on the loop that is measured."""
        ended = threading.Event()
        loop_thread = threading.get_ident()
        threading.Thread(target=self._find_culprits, args=(loop_thread, ended), name="loop watch", daemon=True).start()
        try:
            while True:
                self._due = self._measured() + TICK_SECONDS
                own, everybody = time.thread_time(), time.process_time()
                await asyncio.sleep(TICK_SECONDS)
                spent = Spent(time.thread_time() - own, time.process_time() - everybody)
                self.note(self._measured() - self._due, spent)
        finally:
            self._due = None
            ended.set()

    def note(self, late_seconds: float, spent: Spent | None = None) -> None:
        """The loop woke this much later than it should have. `spent`: since it last slept."""
        culprit, self._culprit = self._culprit, []
        if late_seconds >= LATE_SECONDS:
            self._seen.append((self._measured(), late_seconds))
            processor = {} if spent is None else spent.to_log()
            _log.warning("loop_late", ms=round(late_seconds * 1000), at=culprit, **processor)

    def _find_culprits(self, loop_thread: int, ended: threading.Event) -> None:
        """What the loop's thread does while it is late, once for each time."""
        while not ended.wait(LATE_SECONDS / 2):
            due = self._due
            if due is not None and self._measured() - due >= LATE_SECONDS and not self._culprit:
                frame = sys._current_frames().get(loop_thread)
                self._culprit = places(frame)


def spare_what_stays() -> None:
    """Leave all that exists now out of every later garbage collection. Called once, when everything has been put
    together: modules, models and routes are there for ever, and looking through them again and again (some 200,000
    objects, 100 ms of the processor) kept the loop each time. Source: `gc.freeze`."""
    gc.collect()
    gc.freeze()


def places(frame: FrameType | None) -> list[str]:
    """Where a thread is, as `file:line function`, innermost first. Code only, never values."""
    found: list[str] = []
    while frame is not None and len(found) < FRAMES:
        code = frame.f_code
        found.append(f"{'/'.join(code.co_filename.split('/')[-3:])}:{frame.f_lineno} {code.co_name}")
        frame = frame.f_back
    return found
