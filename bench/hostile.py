"""Whether anybody notices hostile input: ≥ 50,000 hostile inputs over HTTP and sockets beside a lesson that is watched.

    python -m bench.hostile [--inputs 54000] [--seconds 150] [--seed 7]

Hostile people of many centers, and one student of the watched lesson, send what `tests/hostile` draws from the seed.
The lesson's tutor has a page in Chromium that is asked every 100 ms whether it still draws; another student's socket
beats as often and folds what it is told. The server runs with the limits of production, before others of this machine.
"""

import argparse
import asyncio
import json
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TypeVar

import structlog
from e2e.people import CHROMIUM, FLAGS
from e2e.server import Server, serving
from e2e.ways_in import follow
from playwright.async_api import Error, Page, async_playwright
from tests.realtime.house import Page as Seat

from bench.hostile_people import Den, Outcome, dens, settle
from bench.lean.line import Visitor
from bench.processes import favour, resident_mb
from bench.report import Circumstances, Comparison, Figure, table, write_section
from deskside.demo import FIRST_SESSION, TUTOR

log = structlog.get_logger(__name__)

DENS, PROCESSES = 24, 2
LOOK_SECONDS = 0.1
CALM_SECONDS = 10.0
OVERTIME_SECONDS = 120.0
TELLING = ("loop_late", "act_failed", "Traceback", "connect_failed", "disconnect_failed", "a chore failed", "engine")
"""Words of the server's log for which it is shown."""
T = TypeVar("T")
DRAWS = "new Promise((done) => requestAnimationFrame(() => done(document.querySelectorAll('.video-grid').length)))"
"""How many lessons are on the screen, said once the page has drawn."""


@dataclass(slots=True)
class Felt:
    """Milliseconds until each was answered, and what went wrong."""

    beats: list[float] = field(default_factory=list)
    draws: list[float] = field(default_factory=list)
    disturbed: list[str] = field(default_factory=list)


async def beat(seat: Seat, felt: Felt) -> None:
    """The honest student."""
    while True:
        began = time.monotonic()
        answer = await seat.act("heartbeat", active=True)
        felt.beats.append((time.monotonic() - began) * 1000)
        if not answer["ok"]:
            felt.disturbed.append(f"heartbeat: {answer}")
        await asyncio.sleep(LOOK_SECONDS)


async def look(page: Page, felt: Felt) -> None:
    """The tutor's page."""
    while True:
        began = time.monotonic()
        try:
            lessons = await page.evaluate(DRAWS)
        except Error as error:
            felt.disturbed.append(f"page: {error}")
            return
        felt.draws.append((time.monotonic() - began) * 1000)
        if lessons != 1:
            felt.disturbed.append(f"{lessons} lessons on the tutor's screen")
        await asyncio.sleep(LOOK_SECONDS)


@asynccontextmanager
async def lesson(server: Server, felt: Felt) -> AsyncIterator[tuple[Page, Seat]]:
    """The tutor's page in a browser, and the honest student's socket."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        context = await browser.new_context(
            permissions=["camera", "microphone"], viewport={"width": 1440, "height": 900}
        )
        page = await context.new_page()
        page.on("pageerror", lambda error: felt.disturbed.append(f"page: {error}"))
        await follow(page, server.links["tutor"])
        await page.get_by_role("button", name="Start Session").click()
        await page.locator(".video-grid").wait_for()
        visitor = await Visitor.come(server.url, server.links["bob"])
        seat = await seated(visitor, "bob")
        try:
            yield page, seat
        finally:
            await seat.leave()
            await visitor.close()
            await browser.close()


async def seated(visitor: Visitor, page: str) -> Seat:
    """A student's page that is in the room."""
    admission = await visitor.get(f"/api/sessions/{FIRST_SESSION}/video/token")
    seat = await Seat(visitor.url, page, str(admission["token"])).connect()
    joined = await seat.act("join-session", audience=[TUTOR.id])
    assert joined["ok"], joined
    await seat.knows(joined["seq"])
    return seat


async def until_done(work: Awaitable[T], page: Page, seat: Seat, felt: Felt) -> T:
    """Feel while this is going on."""
    watching = [asyncio.create_task(beat(seat, felt)), asyncio.create_task(look(page, felt))]
    try:
        return await work
    finally:
        for task in watching:
            task.cancel()
        for outcome in await asyncio.gather(*watching, return_exceptions=True):
            if isinstance(outcome, Exception):
                felt.disturbed.append(f"{outcome!r}")


async def attack(url: str, options: argparse.Namespace, folder: Path) -> Outcome:
    """All that is hostile, from processes of its own."""
    files = [folder / f"dens-{number}.json" for number in range(PROCESSES)]
    asked, acted = options.inputs // 4 // len(files), options.inputs * 3 // 4 // len(files)
    found = Outcome()
    processes = []
    for number, file in enumerate(files):
        given = (url, str(file), str(options.seed + number), str(asked), str(acted), str(options.seconds))
        command = [sys.executable, "-m", "bench.hostile_lines", *given]
        processes.append(await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE))
    try:
        async with asyncio.timeout(options.seconds + OVERTIME_SECONDS):
            for process in processes:
                said, _ = await process.communicate()
                found += Outcome(**json.loads(said))
    finally:
        for process in processes:
            if process.returncode is None:
                process.kill()
    return found


def share_out(server: Server, folder: Path) -> None:
    """Half of the dens for each process, and with the first a student of the watched lesson."""
    hostile = dens(folder / "dens.json")
    ids: dict[str, list[str]] = {
        "student_id": ["demo-alice", "demo-bob"],
        "exercise_id": ["demo-fractions"],
        "tutor": [TUTOR.id],
    }
    ids |= {"session_id": [FIRST_SESSION], "board": ["demo-alice", "demo-bob"], "": ["none"]}
    alice = Den("10.65.0.1", FIRST_SESSION, FIRST_SESSION, {"ada": server.links["alice"].removeprefix(server.url)}, ids)
    for number in range(PROCESSES):
        part = [*([] if number else [alice]), *hostile[number::PROCESSES]]
        (folder / f"dens-{number}.json").write_text(json.dumps([asdict(den) for den in part]))


async def is_right(server: Server, seat: Seat, felt: Felt) -> None:
    """What the honest student holds is what a new page of theirs is told."""
    visitor = await Visitor.come(server.url, server.links["bob"])
    fresh = await seated(visitor, "bob-again")
    truth = fresh.view()
    await asyncio.sleep(1.0)
    if seat.seqs != list(range(seat.seqs[0], seat.seqs[-1] + 1)):
        felt.disturbed.append("the honest student missed something")
    if seat.view().lanes != truth.lanes:
        felt.disturbed.append("the honest student holds something else than a new page of theirs")
    await fresh.leave()
    await visitor.close()


async def measure(options: argparse.Namespace, folder: Path) -> str:
    """The section's body."""
    async with serving(folder, prepare=lambda settings: settle(settings, DENS, folder / "dens.json")) as server:
        favour(server.pid)
        share_out(server, folder)
        felt, calm = Felt(), Felt()
        async with lesson(server, felt) as (page, seat):
            await until_done(asyncio.sleep(CALM_SECONDS), page, seat, calm)
            memory = [resident_mb(server.pid)]
            outcome = await until_done(attack(server.url, options, folder), page, seat, felt)
            memory.append(resident_mb(server.pid))
            await asyncio.sleep(CALM_SECONDS)
            memory.append(resident_mb(server.pid))
            await is_right(server, seat, felt)
        said = server.log.read_text()
    for line in said.splitlines():
        if any(word in line for word in TELLING):
            log.info("server", said=line[:600])
    log.info("not let in", why=outcome.refused, slowest=outcome.slowest)
    for line in [*outcome.faults[:40], *felt.disturbed[:40]]:
        log.info("fault", what=line)
    late = [float(each) for each in re.findall(r"loop_late.*?ms=(\d+)", said)]
    return body(outcome, (felt, calm), memory, late)


def body(outcome: Outcome, felt: tuple[Felt, Felt], memory: list[float], late: list[float]) -> str:
    """Rows, and how often everything was answered."""
    under, calm = felt
    broken = [each for each in outcome.faults if not each.startswith("nothing")]
    rows = [
        Comparison(Figure("hostile inputs that were answered", [outcome.inputs]), goal="≥ 50,000 in all"),
        Comparison(Figure("answered by 5xx or internal", [len(broken)]), goal="0"),
        Comparison(Figure("not answered within 20 s", [len(outcome.faults) - len(broken)]), goal="0"),
        Comparison(Figure("times that somebody else was disturbed", [len(under.disturbed)]), goal="0"),
        Comparison(Figure("the honest student's heartbeat, ms", under.beats), Figure("the same in calm", calm.beats)),
        Comparison(Figure("the tutor's page drew, ms", under.draws), Figure("the same in calm", calm.draws)),
        Comparison(Figure("latest heartbeat and drawing, ms", [max(under.beats), max(under.draws)])),
        Comparison(Figure("times that the loop was late by 250 ms", [len(late)]), goal="0"),
        Comparison(Figure("the latest, ms (0: never by 250)", [max(late, default=0.0)]), goal="< 250"),
    ]
    answers = ", ".join(f"{key} {count}" for key, count in sorted(outcome.answers.items()))
    grown = ", ".join(f"{each:.0f}" for each in memory)
    return (
        f"{table(rows)}\n\nThe server's memory before, after and {CALM_SECONDS:.0f} s later: {grown} MiB."
        f" The slowest answer: {outcome.slowest_ms:.0f} ms. Everything that was sent was answered by: {answers}."
    )


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    with tempfile.TemporaryDirectory() as folder:
        text = await measure(options, Path(folder))
    write_section(f"A lesson beside hostile input, seed {options.seed}", "bench.hostile", text, circumstances)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--inputs", type=int, default=54_000, help="a quarter over HTTP, the others over sockets")
    parser.add_argument("--seconds", type=float, default=150.0, help="over which they are spread")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
