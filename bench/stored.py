"""What storing an act costs: in lessons whose state is small or large, and in fifty sessions at once; in a SQLite file
and on a PostgreSQL server of the bench's own, both durable.

    python -m bench.stored --before /path/to/checkout [--rounds 5]

The yardstick is the code of the checkout `--before`. Each version measures in a process of its own, in turns. Acts are
answers to one item. CPU is that of the process: with SQLite all there is, while PostgreSQL's server has its own.
"""

import argparse
import asyncio
import contextlib
import json
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import structlog
from tests.postgres import cluster

from bench.commands import run
from bench.latency import ALICE, AT_ONCE, EXERCISE, ROUND_SECONDS, TUTOR, assemble_over, busy, new, people
from bench.report import ROOT, Circumstances, Comparison, Figure, table, write_section
from deskside.domain import events as ev
from deskside.domain.ids import ItemId
from deskside.domain.session import Session
from deskside.ports.storage import Storage
from deskside.services.attendance import actor_of
from deskside.services.suite import Services
from deskside.services.turns import Mark, fold
from deskside.serving.run import SWITCH_SECONDS
from deskside.storage.codec import dump_session
from deskside.storage.database import Database, migrate

log = structlog.get_logger(__name__)

LETTERS = (0, 60_000, 300_000)
"""Of answers in the lane: of a short lesson, and of writing ones."""
PIECE = 6_000
ACTS = 128
"""In a row."""
Found = dict[str, list[float]]


def answer(item: str, value: str) -> ev.Event:
    """Alice's."""
    return ev.AnswerGiven(ALICE.id, ItemId(item), value, correct=None, percent=1)


async def happen(storage: Storage, services: Services, session: Session, *events: ev.Event) -> Session:
    """Store what happened in one act."""
    changes = fold(session, events, Mark(services.outside.clock.now(), actor_of(TUTOR)))
    await storage.append((changes,))
    return changes[-1][2]


async def of_lesson(storage: Storage, services: Services, letters: int) -> tuple[int, float, list[float]]:
    """The size of its state in kB; CPU of an act and how long each took, in milliseconds."""
    tutor = actor_of(TUTOR)
    planned = await services.sessions.create(tutor, new(services))
    await services.sessions.start(tutor, planned.id)
    async with storage.reading() as unit:
        session = await unit.sessions.load(planned.center_id, planned.id)
    assert session is not None
    pieces = [answer(f"item-{at}", "word " * (PIECE // 5)) for at in range(letters // PIECE)]
    given = ev.ExerciseAssigned(ALICE.id, EXERCISE.id, EXERCISE.title, "")
    session = await happen(storage, services, session, given, *pieces, answer("item", "0"))
    took, began_cpu = [], time.process_time()
    for number in range(ACTS):
        began = time.perf_counter()
        session = await happen(storage, services, session, answer("item", str(number % 10)))
        took.append((time.perf_counter() - began) * 1000)
    return len(dump_session(session)) // 1000, (time.process_time() - began_cpu) * 1000 / ACTS, took


@contextlib.asynccontextmanager
async def furnished(url: str) -> AsyncIterator[tuple[Storage, Services]]:
    """A new database with its people."""
    await migrate(url)
    database = Database(url)
    try:
        await people(database.storage())
        yield database.storage(), assemble_over(database.storage())
    finally:
        await database.close()


async def measure_in(kind: str, url: str, found: Found) -> None:
    """Everything in one database."""
    async with furnished(url) as (storage, services):
        for letters in LETTERS:
            size, cpu, took = await of_lesson(storage, services, letters)
            found.setdefault(f"{kind}, a state of {size} kB: CPU of an act, ms", []).append(cpu)
            found.setdefault(f"{kind}, a state of {size} kB: an act, ms", []).extend(took)
        tutor = actor_of(TUTOR)
        sessions = [(await services.sessions.create(tutor, new(services))).id for _ in range(AT_ONCE)]
        for session in sessions:
            await services.sessions.start(tutor, session)
        took = await busy(services, sessions)
        found.setdefault(f"{kind}, {AT_ONCE} sessions at once: acts a second", []).append(len(took) / ROUND_SECONDS)
        found.setdefault(f"{kind}, {AT_ONCE} sessions at once: an act, ms", []).extend(took)


async def measure() -> Found:
    """Both databases."""
    found: Found = {}
    with tempfile.TemporaryDirectory() as folder, cluster(durable=True) as server:
        await measure_in("SQLite", f"sqlite:///{folder}/deskside.db", found)
        await measure_in("PostgreSQL", server.create("bench"), found)
    return found


def measured(source: Path) -> Found:
    """By the code in this folder."""
    command = ["env", f"PYTHONPATH={source}:{ROOT}", sys.executable, "-m", "bench.stored", "--measure"]
    found: Found = json.loads(run(*command, limit_seconds=300).splitlines()[-1])
    log.info("measured", source=str(source), **{name: Figure("", x).p50 for name, x in found.items()})
    return found


def compare(before: Path, rounds: int) -> None:
    """In turns, and write the section."""
    circumstances, ours, former = Circumstances.now(), Found(), Found()
    for _ in range(rounds):
        for source, found in ((before / "src", former), (ROOT / "src", ours)):
            for name, values in measured(source).items():
                found.setdefault(name, []).extend(values)
    commit = run("git", "-C", str(before), "describe", "--always").strip()
    rows = [
        Comparison(Figure(name, values), Figure(f"the same at {commit}", former[name])) for name, values in ours.items()
    ]
    body = f"{table(rows)}\n\nIn {rounds} rounds, in turns; other work went on on the machine."
    write_section("What storing an act costs", "bench.stored", body, circumstances)


def main() -> None:
    """Measure, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--before", type=Path, help="a checkout of what to compare with")
    parser.add_argument("--measure", action="store_true", help="this version alone, once; prints JSON")
    options = parser.parse_args()
    sys.setswitchinterval(SWITCH_SECONDS)
    if options.measure:
        print(json.dumps(asyncio.run(measure())))
    elif options.before is None:
        parser.error("--before is needed")
    else:
        compare(options.before, options.rounds)


if __name__ == "__main__":
    main()
