"""Whether anybody notices hostile input: ≥ 50,000 hostile inputs over HTTP and sockets beside a lesson that is watched.

    python -m bench.hostile [--inputs 54000] [--seconds 200] [--seed 7]

Hostile people of many centers, and one student of the watched lesson, send what `tests/hostile` draws from the seed.
The lesson's tutor has a page in Chromium that is asked every 100 ms whether it still draws; another student's socket
beats as often and folds what it is told (`bench.hostile_lesson`). The server runs with the limits of production,
before others of this machine.
"""

import argparse
import asyncio
import json
import re
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

import structlog
from e2e.server import Server, serving

from bench.hostile_lesson import Felt, lesson
from bench.hostile_people import Den, Outcome, dens, settle
from bench.processes import favour, resident_mb
from bench.report import Circumstances, Comparison, Figure, table, write_section
from deskside.demo import FIRST_SESSION, TUTOR

log = structlog.get_logger(__name__)

DENS, PROCESSES = 24, 2
CALM_SECONDS = 10.0
OVERTIME_SECONDS = 200.0
TELLING = ("loop_late", "act_failed", "Traceback", "connect_failed", "disconnect_failed", "a chore failed", "engine")
"""Words of the server's log for which an entry is shown."""


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


async def measure(options: argparse.Namespace, folder: Path) -> str:
    """The section's body."""
    async with serving(folder, prepare=lambda settings: settle(settings, DENS, folder / "dens.json")) as server:
        favour(server.pid)
        share_out(server, folder)
        felt, calm = Felt(), Felt()
        async with lesson(server, felt, browser=options.browser) as watched:
            await watched.watched(asyncio.sleep(CALM_SECONDS), calm)
            memory = [resident_mb(server.pid)]
            outcome = await watched.watched(attack(server.url, options, folder), felt)
            memory.append(resident_mb(server.pid))
            await asyncio.sleep(CALM_SECONDS)
            memory.append(resident_mb(server.pid))
            await watched.compare(felt)
        said = server.log.read_text()
    for entry in re.split(r"\n(?=\d{4}-\d\d-\d\dT)", said):
        if any(word in entry for word in TELLING):
            log.info("server", said=f"{entry[:600]} … {entry[-1500:]}" if len(entry) > 2100 else entry)
    log.info("not let in", why=outcome.refused, slowest=outcome.slowest)
    for line in [*outcome.faults[:40], *felt.disturbed[:40]]:
        log.info("fault", what=line)
    late = [float(each) for each in re.findall(r"loop_late.*? ms=(\d+)", said)]
    own = [float(each) for each in re.findall(r"loop_late.*? own_ms=(\d+)", said)]
    tutor = "page drew" if options.browser else "heartbeat"
    if not options.browser:
        tutor += " (no browser)"
    text = body(outcome, (felt, calm), memory, late, tutor)
    return (
        f"{text} Of these the loop itself computed for {max(own, default=0.0):.0f} ms at most."
        f" Media engine: {server.settings.engine}. Other work went on on the machine; the server had precedence."
    )


def body(outcome: Outcome, felt: tuple[Felt, Felt], memory: list[float], late: list[float], tutor: str) -> str:
    """Rows, and how often everything was answered."""
    under, calm = felt
    broken = [each for each in outcome.faults if not each.startswith("nothing")]
    rows = [
        Comparison(Figure("hostile inputs that were answered", [outcome.inputs]), goal="≥ 50,000 in all"),
        Comparison(Figure("answered by 5xx or internal", [len(broken)]), goal="0"),
        Comparison(Figure("not answered within 20 s", [len(outcome.faults) - len(broken)]), goal="0"),
        Comparison(Figure("times that somebody else was disturbed", [len(under.disturbed)]), goal="0"),
        Comparison(Figure("the honest student's heartbeat, ms", under.beats), Figure("the same in calm", calm.beats)),
        Comparison(Figure(f"the tutor's {tutor}, ms", under.tutors), Figure("the same in calm", calm.tutors)),
        Comparison(Figure("the latest of both, ms", [max(under.beats), max(under.tutors)])),
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
    parser.add_argument("--seconds", type=float, default=200.0, help="over which they are spread")
    parser.add_argument("--no-browser", dest="browser", action="store_false", help="the tutor is a socket alone")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
