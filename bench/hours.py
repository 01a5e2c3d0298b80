"""Whether memory grows while lessons go on for hours: server, engine, and the tutor's and a student's page.

    python -m bench.hours [--sessions 3] [--pace 4] [--minutes 30]

In one session the tutor and Alice are in browsers; everybody else is a lean peer whose media flow. Students answer and
draw `pace` times as often as in a lesson, so that half an hour is two hours of what a lesson does. The clock is the
real one: what grows with time alone (heartbeats, samples, media) has had only these minutes, so every slope stands
twice: by the clock, and by the pace. Each is a least-squares line through a look every 20 s, after the first third,
in which caches fill. Pages tell their heap after a collection (CDP: HeapProfiler, Performance).
"""

import argparse
import asyncio
import contextlib
import statistics
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from pathlib import Path

import structlog
import uvloop
from e2e.server import Server, serving
from playwright.async_api import CDPSession, Page, async_playwright

from bench.desk import classmates, others
from bench.lean.pacer import Pacer
from bench.lesson import visitors
from bench.processes import resident_mb
from bench.report import Circumstances, significant, write_section
from bench.trickle import working
from bench.watched_lesson import WatchedLesson, draw, watched_lesson

log = structlog.get_logger(__name__)

LOOK_SECONDS = 20.0
SETTLED = 1 / 3
"""Of the looks that are not used: caches fill."""
STROKE_SECONDS = 6.0
"""Between two strokes of Alice."""
SERVER, ENGINE, TUTOR, STUDENT = "server", "engine", "tutor's page, heap", "student's page, heap"
GOALS = {SERVER: "≤ 1 MB/h and session", TUTOR: "≤ 5 MB/h"}
MB = 1_000_000
MIB_IN_MB = 1.048576

Looks = defaultdict[str, list[tuple[float, float]]]
"""By what: seconds and megabytes."""


async def heap_mb(cdp: CDPSession) -> float:
    """What lives on a page's heap."""
    await cdp.send("HeapProfiler.collectGarbage")
    metrics = (await cdp.send("Performance.getMetrics"))["metrics"]
    return float(next(each["value"] for each in metrics if each["name"] == "JSHeapUsedSize")) / MB


async def watched(page: Page) -> CDPSession:
    """A page's own witness."""
    cdp = await page.context.new_cdp_session(page)
    await cdp.send("Performance.enable")
    return cdp


def slope_per_hour(looks: list[tuple[float, float]]) -> float:
    """Megabytes an hour, of the looks after the first third. Least squares."""
    used = looks[int(len(looks) * SETTLED) :]
    return 3600 * statistics.linear_regression([at for at, _ in used], [size for _, size in used]).slope


@contextlib.asynccontextmanager
async def at_work(lesson: WatchedLesson) -> AsyncIterator[None]:
    """Alice draws, over and over; the others answer, draw and call."""

    async def works() -> None:
        number = 0
        while True:
            await draw(lesson.alice.page, number)
            number += 1
            await asyncio.sleep(STROKE_SECONDS)

    await lesson.open_board()
    async with asyncio.TaskGroup() as group:
        task = group.create_task(works())
        try:
            yield
        finally:
            task.cancel()


async def look(server: Server, lesson: WatchedLesson, minutes: float) -> Looks:
    """For so many minutes."""
    looks = Looks(list)
    pages = {TUTOR: await watched(lesson.tutor.page), STUDENT: await watched(lesson.alice.page)}
    began = time.monotonic()
    while (now := time.monotonic() - began) < 60 * minutes:
        looks[SERVER].append((now, resident_mb(server.pid) * MIB_IN_MB))
        looks[ENGINE].append((now, resident_mb(server.engine_pid) * MIB_IN_MB))
        for name, cdp in pages.items():
            looks[name].append((now, await heap_mb(cdp)))
        log.info("look", minutes=round(now / 60, 1), **{name: round(each[-1][1], 1) for name, each in looks.items()})
        await asyncio.sleep(LOOK_SECONDS)
    return looks


async def measure(options: argparse.Namespace) -> Looks:
    """The lessons, and what is looked at."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = await stack.enter_async_context(serving(folder))
        tutor, students = await stack.enter_async_context(visitors(server.url, server.links))
        pacer = await stack.enter_async_context(Pacer())
        playwright = await stack.enter_async_context(async_playwright())
        lesson = await stack.enter_async_context(watched_lesson(playwright, server))
        mates = await stack.enter_async_context(classmates(tutor, students[1:], pacer))
        workers = await stack.enter_async_context(others(tutor, students, pacer, options.sessions - 1))
        await stack.enter_async_context(working([*mates, *workers], pace=options.pace))
        await stack.enter_async_context(at_work(lesson))
        looks = await look(server, lesson, options.minutes)
        pacer.clear()
    return looks


def report(looks: Looks, sessions: int, pace: float) -> str:
    """A row for each."""
    rows = [
        "| memory, MB | at first | at the end | slope an hour by the clock | by the pace | goal |",
        "|---|--:|--:|--:|--:|---|",
    ]
    for name, found in looks.items():
        shared = sessions if name in (SERVER, ENGINE) else 1
        slope = slope_per_hour(found) / shared
        title = f"{name}, slope a session" if shared > 1 else name
        sizes = f"{significant(found[0][1])} | {significant(found[-1][1])}"
        rows.append(f"| {title} | {sizes} | {slope:+.2f} | {slope / pace:+.2f} | {GOALS.get(name, '')} |")
    return "\n".join(rows)


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    looks = await measure(options)
    count = len(looks[SERVER])
    body = (
        f"{report(looks, options.sessions, options.pace)}\n\n{options.minutes:.0f} minutes at {options.pace:.0f} times"
        f" the pace of a lesson, {options.sessions} sessions of 1 + 5, {count} looks; the last two thirds count."
    )
    write_section("Memory while lessons go on", "bench.hours", body, circumstances)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=3, help="at once")
    parser.add_argument("--pace", type=float, default=4.0, help="times that of a lesson")
    parser.add_argument("--minutes", type=float, default=30.0)
    return parser.parse_args()


if __name__ == "__main__":
    uvloop.run(main(parse_options()))
