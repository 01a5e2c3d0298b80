"""How long it takes to erase one child of a hundred sessions, in a SQLite file and on a PostgreSQL server of the
bench's own, both durable: from the act to the certificate, with SQLite's file written anew.

    python -m bench.erasure [--sessions 100] [--rounds 3]

Each session has six students, of whom each wrote, answered and called; the child's own board has a picture of 200 kB.
"""

import argparse
import asyncio
import tempfile
import time
from pathlib import Path

import structlog
from tests.fakes.broadcast import RecordedBroadcast
from tests.fakes.clock import HeldClock
from tests.fakes.engine import FakeEngine
from tests.fakes.outside import around
from tests.fakes.passwords import PlainPasswords
from tests.postgres import cluster

from bench.report import Circumstances, Comparison, Figure, table, write_section
from deskside.domain import events as ev
from deskside.domain.access import Actor
from deskside.domain.boards.scene import BoardId
from deskside.domain.ids import CenterId, ExerciseId, HelpId, ItemId, MessageId, Millis, SessionId, UserId
from deskside.domain.modes import HelpOutcome, Urgency
from deskside.domain.people import Part, Person, Role
from deskside.domain.session import Session
from deskside.ports.boards import Picture, Place, Revision
from deskside.ports.storage import Center, Storage, User
from deskside.services.boards.packing import pack
from deskside.services.suite import Services, assemble
from deskside.services.turns import Mark, fold
from deskside.storage.database import Database, migrate

log = structlog.get_logger(__name__)

HERE, TUTOR, ADMIN, MARK = CenterId("here"), UserId("tutor"), UserId("admin"), "Qvxzlp"
STUDENTS = tuple(UserId(f"student-{number}") for number in range(6))
MESSAGES, ANSWERS, LIMIT_SECONDS = 20, 40, 60.0
PICTURE_BYTES = 200_000


def events(number: int) -> ev.Events:
    """One whole lesson."""
    told: list[ev.Event] = []
    for it in STUDENTS:
        name = f"{MARK} Name" if it == STUDENTS[0] else f"Name of {it}"
        told.append(ev.StudentEnrolled(it, name, "7", "Algebra", Millis(0)))
    told.append(ev.SessionStarted(f"room-{number}"))
    for it in STUDENTS:
        items = tuple(ItemId(f"i{n}") for n in range(ANSWERS))
        told.append(ev.ExerciseAssigned(it, ExerciseId("e"), "Title", "Lesson", items))
        word = MARK if it == STUDENTS[0] else "word"
        told += [ev.AnswerGiven(it, x, f"{word} answer", correct=True, percent=5) for x in items]
        told += [ev.MessageSent(it, MessageId(f"{it}-{n}"), it, f"{word} says " * 8) for n in range(MESSAGES)]
        told.append(ev.HelpAsked(it, HelpId(f"h-{it}"), Urgency.HIGH, f"{word} help"))
        told.append(ev.HelpClosed(it, HelpId(f"h-{it}"), HelpOutcome.RESPONDED, ""))
    return (*told, ev.SessionEnded())


async def furnish(storage: Storage, services: Services, sessions: int) -> None:
    """People, and their lessons."""
    people = ((TUTOR, Role.TEACHER), (ADMIN, Role.CENTER_ADMIN), *((x, Role.STUDENT) for x in STUDENTS))
    async with storage.transaction() as unit:
        await unit.accounts.add_center(Center(HERE, "Here"))
        for it, role in people:
            name = f"{MARK} Name" if it == STUDENTS[0] else f"Name of {it}"
            await unit.accounts.add_user(User(it, HERE, role, name))
    actor = Actor(TUTOR, HERE, Role.TEACHER, "Tutor")
    for number in range(sessions):
        tutor = Person(TUTOR, "Tutor", Part.TUTOR)
        session = Session(SessionId(f"s-{number:04}"), HERE, "Lesson", tutor, Millis(1), Millis(2))
        changes = fold(session, events(number), Mark(services.outside.clock.now(), actor))
        async with storage.transaction() as unit:
            await unit.sessions.add(((session, tuple(recorded for _, recorded, _ in changes)),))
            place = Place(HERE, session.id, BoardId(STUDENTS[0]))
            await unit.boards.add_revision(place, Revision(1, 0, Millis(5), True, pack(())))
            await unit.boards.add_picture(place, Picture("p", "image/png", MARK.encode() * (PICTURE_BYTES // 6)))


async def erased(url: str, sessions: int) -> float:
    """Seconds."""
    await migrate(url)
    database = Database(url)
    storage = database.storage()
    outside = around(storage, FakeEngine(), RecordedBroadcast(), HeldClock())
    services = assemble(outside, PlainPasswords())
    await furnish(storage, services, sessions)
    began = time.perf_counter()
    admin = Actor(ADMIN, HERE, Role.CENTER_ADMIN, "Admin")
    await services.rights.erasures.erase(admin, STUDENTS[0], f"{MARK} Name")
    await services.rights.erasures.settle()
    took = time.perf_counter() - began
    found = await services.rights.erasures.certificate(admin, STUDENTS[0])
    await database.close()
    if found.done_at is None or found.counts["sessions"] != sessions:
        raise RuntimeError(f"it was not done: {found}")
    if url.startswith("sqlite"):
        file = Path(url.removeprefix("sqlite:///"))
        left = [x.name for x in file.parent.glob(f"{file.name}*") if MARK.encode() in x.read_bytes()]
        if left:
            raise RuntimeError(f"something is left in {left}")
    log.info("erased", seconds=round(took, 2), **found.counts)
    return took


async def main() -> None:
    """Measure, and write it down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    circumstances = Circumstances.now()
    goal = f"<= {LIMIT_SECONDS:.0f}"
    compared = []
    with tempfile.TemporaryDirectory() as folder, cluster(durable=True) as server:
        urls = {"SQLite": f"sqlite:///{folder}/%d.db", "PostgreSQL": ""}
        for kind, pattern in urls.items():
            took = [
                await erased(pattern % n if pattern else server.create(f"bench_{n}"), given.sessions)
                for n in range(given.rounds)
            ]
            name = f"{kind}, one child of {given.sessions} sessions erased, s"
            compared.append(Comparison(Figure(name, took), goal=goal))
    write_section("Erasing one person", "bench.erasure", table(compared), circumstances)


if __name__ == "__main__":
    asyncio.run(main())
