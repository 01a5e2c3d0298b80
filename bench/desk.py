"""How soon the tutor's page shows a call for help, an answer and a stroke, with ten sessions of 1 + 5 on one server.

    python -m bench.desk [--sessions 10] [--rounds 4]

In one session the tutor and Alice are in browsers, with small cameras; everybody else is a lean peer whose media flow,
and students answer, draw and call at the pace of a lesson. No wire is between them. The yardstick is that session
alone, before the others come; beside it stands the bare round trip of an act. The thumbnail is told once a second.
The server's part alone, at higher rates, is `bench.acts`.
"""

import argparse
import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import structlog
import uvloop
from e2e.server import Server, serving
from playwright.async_api import async_playwright

from bench.lean.line import Line, Visitor
from bench.lean.pacer import Pacer
from bench.lesson import Lesson, visitors
from bench.load import SETTLE_SECONDS, STRIDE
from bench.report import Circumstances, Comparison, Figure, table, write_section
from bench.trickle import Worker, take_seat, watch_thumbnails, working
from bench.watched_lesson import Stroke, WatchedLesson, watched_lesson
from deskside.demo import FIRST_SESSION

log = structlog.get_logger(__name__)

CALLS = 6
"""For help, over one socket at once (`deskside.realtime.limits`); a page that is loaded anew may call again."""
ANSWERS, THUMBNAILS, STROKES, ROUND_TRIPS = 10, 10, 30, 60
"""For each call or round, and for each time that boards are open."""
ROUND_TRIP_GAP_SECONDS = 0.1


@dataclass(slots=True)
class Desk:
    """What was measured, in milliseconds."""

    help: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    thumbnails: list[float] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    round_trips: list[float] = field(default_factory=list)


async def round_trips(line: Line) -> list[float]:
    """Of an act that stores nothing and tells nobody."""
    found = []
    for _ in range(ROUND_TRIPS):
        began = time.monotonic()
        await line.act("heartbeat", {"active": True})
        found.append((time.monotonic() - began) * 1000)
        await asyncio.sleep(ROUND_TRIP_GAP_SECONDS)
    return found


async def look(lesson: WatchedLesson, line: Line, rounds: int) -> Desk:
    """Calls, answers and strokes in the watched session. `line`: of a lean student of it."""
    desk = Desk()
    for _ in range(rounds):
        await lesson.enter()
        for _ in range(CALLS):
            desk.help.append(await lesson.help())
        for _ in range(ANSWERS):
            desk.answers.append(await lesson.answer())
    await lesson.open_board()
    for number in range(THUMBNAILS):
        desk.thumbnails.append(await lesson.stroke_to_thumbnail(number))
    await lesson.open_lane()
    for number in range(STROKES):
        desk.strokes.append(await lesson.stroke(THUMBNAILS + number))
    await lesson.close_lane()
    desk.round_trips = await round_trips(line)
    log.info("desk", help=desk.help, answers=desk.answers, strokes=desk.strokes)
    return desk


@contextlib.asynccontextmanager
async def classmates(tutor: Visitor, students: list[Visitor], pacer: Pacer) -> AsyncIterator[list[Worker]]:
    """The lean students of the watched session."""
    seats = [await take_seat(visitor, FIRST_SESSION, tutor.user, pacer) for visitor in students]
    try:
        yield [await Worker.ready(tutor, seat.line) for seat in seats]
    finally:
        for seat in seats:
            seat.person.close()
            await seat.line.close()


@contextlib.asynccontextmanager
async def others(tutor: Visitor, students: list[Visitor], pacer: Pacer, count: int) -> AsyncIterator[list[Worker]]:
    """So many more sessions of lean people; those of their students who work."""
    lessons: list[Lesson] = []
    try:
        workers = []
        for number in range(count):
            lesson = await Lesson.open(tutor, students, pacer, stride=STRIDE)
            lessons.append(lesson)
            await watch_thumbnails(lesson.tutor.line, [seat.line.user for seat in lesson.students])
            workers += [await Worker.ready(tutor, seat.line) for seat in lesson.students]
            log.info("session", number=number + 2)
        await asyncio.sleep(SETTLE_SECONDS)
        yield workers
    finally:
        await asyncio.gather(*(lesson.close() for lesson in lessons), return_exceptions=True)


async def in_browsers(server: Server, options: argparse.Namespace) -> tuple[Desk, Desk, float]:
    """Alone, with all sessions, and by how many milliseconds the lean peers' media were at worst late."""
    async with contextlib.AsyncExitStack() as stack:
        tutor, students = await stack.enter_async_context(visitors(server.url, server.links))
        pacer = await stack.enter_async_context(Pacer())
        playwright = await stack.enter_async_context(async_playwright())
        lesson = await stack.enter_async_context(watched_lesson(playwright, server))
        mates = await stack.enter_async_context(classmates(tutor, students[1:], pacer))
        await stack.enter_async_context(working(mates))
        alone = await look(lesson, mates[0].line, options.rounds)
        workers = await stack.enter_async_context(others(tutor, students, pacer, options.sessions - 1))
        await stack.enter_async_context(working(workers))
        pacer.latest = 0.0
        together = await look(lesson, mates[0].line, options.rounds)
        late = pacer.latest * 1000
        pacer.clear()
    return alone, together, late


def pages(alone: Desk, together: Desk) -> str:
    """What pages showed, each beside the session alone."""

    def begun(desk: Desk) -> list[float]:
        return [stroke.begun for stroke in desk.strokes]

    def finished(desk: Desk) -> list[float]:
        return [stroke.finished for stroke in desk.strokes]

    measured = (
        ("help: press to the tutor's panel", together.help, alone.help, "p95 ≤ 100"),
        ("answer: press to the lane's progress bar", together.answers, alone.answers, "p95 ≤ 100"),
        ("stroke: first move to the tutor's large board", begun(together), begun(alone), "p95 ≤ 150"),
        ("stroke: pen lifted to the whole on the large board", finished(together), finished(alone), "p95 ≤ 150"),
        ("stroke: first move to the thumbnail (told once a second)", together.thumbnails, alone.thumbnails, ""),
        ("bare round trip of an act, without a browser", together.round_trips, alone.round_trips, ""),
    )
    return table(
        Comparison(Figure(f"{name}, ms", ours), Figure("the same in that session alone, ms", other), goal)
        for name, ours, other, goal in measured
    )


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    with tempfile.TemporaryDirectory() as folder:
        async with serving(Path(folder)) as server:
            alone, together, late = await in_browsers(server, options)
    body = f"{pages(alone, together)}\n\nThe lean peers' media were at worst {late:.0f} ms late."
    write_section(f"The tutor's page with {options.sessions} sessions of 1 + 5", "bench.desk", body, circumstances)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=10, help="at once")
    parser.add_argument(
        "--rounds", type=int, default=4, help="of six calls and ten answers, alone and with all sessions"
    )
    return parser.parse_args()


if __name__ == "__main__":
    uvloop.run(main(parse_options()))
