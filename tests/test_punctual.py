"""The event loop is measured, and says what kept it."""

import asyncio
import gc
import time

from structlog.testing import capture_logs

from deskside.punctual import LATE_SECONDS, LoopWatch, spare_what_stays
from tests.fakes.loop import until


def keep_the_loop(seconds: float) -> None:
    """What must not be done on an event loop."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        sum(range(1000))


async def test_a_late_loop_says_how_late_and_what_ran() -> None:
    loop_watch = LoopWatch()
    watching = asyncio.create_task(loop_watch.watch())
    await asyncio.sleep(0.1)
    with capture_logs() as logs:
        keep_the_loop(1.0)
        assert loop_watch.late_seconds(5.0) >= 0.5, "known before the watch itself has woken"
        await until(lambda: any(line["event"] == "loop_late" and line["ms"] >= 500 for line in logs))
    worst = max((line for line in logs if line["event"] == "loop_late"), key=lambda line: line["ms"])
    assert any("keep_the_loop" in place for place in worst["at"])
    assert loop_watch.late_seconds(60.0) >= 0.5
    watching.cancel()


async def test_a_loop_that_had_to_wait_is_told_from_one_that_computed() -> None:
    loop_watch = LoopWatch()
    watching = asyncio.create_task(loop_watch.watch())
    await asyncio.sleep(0.1)
    for keep in (time.sleep, keep_the_loop):
        with capture_logs() as logs:
            keep(0.6)
            await until(lambda logs=logs: any(line["event"] == "loop_late" for line in logs))  # type: ignore[misc]
        line = max((line for line in logs if line["event"] == "loop_late"), key=lambda line: line["ms"])
        assert line["process_ms"] >= line["own_ms"]
        assert (line["own_ms"] >= 100) == (keep is keep_the_loop)
    watching.cancel()


def test_lateness_is_forgotten_after_a_while_and_little_of_it_is_none() -> None:
    now = 100.0
    loop_watch = LoopWatch(measured=lambda: now)
    loop_watch.note(LATE_SECONDS / 2)
    assert loop_watch.late_seconds(60.0) == 0
    loop_watch.note(2.0)
    loop_watch.note(1.0)
    now = 103.0
    assert loop_watch.late_seconds(3.0) == 2.0
    assert loop_watch.late_seconds(2.0) == 0


def test_what_was_there_at_the_start_is_not_looked_through_again() -> None:
    before = gc.get_freeze_count()
    here = [object()]
    try:
        spare_what_stays()
        assert gc.get_freeze_count() > before
        assert not any(each is here for each in gc.get_objects())
    finally:
        gc.unfreeze()
    assert any(each is here for each in gc.get_objects())
