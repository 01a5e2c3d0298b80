"""What an act waits for: long reads of the same database, and the acts of other sessions.

    python -m bench.latency [--samples 20]

Over a SQLite file with 20 lessons of one student, 2,000 events each, and a calendar of 400 sessions. A sample is the
longest that a tutor's act (a pause, or the end of one) took while one such reading went on; acts follow one another
every 2 ms. The yardstick is the same with `reading` as `transaction`: one thread for all, as before.

Then fifty sessions at once, in each of which an act follows on the other; the yardstick is the same with a commit for
each act. Services and the file alone, no sockets; both take turns.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.outside import around

from bench.report import Circumstances, Comparison, Figure, table, write_section
from deskside.app import system_clock
from deskside.domain import events as ev
from deskside.domain.access import Actor
from deskside.domain.ids import CenterId, ExerciseId, Millis, SessionId, UserId
from deskside.domain.people import Role
from deskside.http.passwords import Argon2Passwords
from deskside.media.null import NullEngine
from deskside.ports.exercises import Exercise
from deskside.ports.sessions import Change
from deskside.ports.storage import Center, Storage, UnitOfWork, User
from deskside.realtime.broadcast import SocketBroadcast
from deskside.realtime.connections import Connections
from deskside.services.attendance import actor_of
from deskside.services.recurrence import Weekly
from deskside.services.sessions import NewSession
from deskside.services.suite import Services, assemble
from deskside.services.turns import Mark, fold
from deskside.serving.run import SWITCH_SECONDS
from deskside.storage.database import migrate
from deskside.storage.sqlite import SqliteStorage

HOUR_MS = 3_600_000
LESSONS, EVENTS, SERIES = 20, 2_000, 100
AT_ONCE, ROUND_SECONDS = 50, 2.0
CENTER = Center(CenterId("center"), "Center")
TUTOR = User(UserId("tutor"), CENTER.id, Role.TEACHER, "Tutor")
COLLEAGUE = User(UserId("colleague"), CENTER.id, Role.TEACHER, "Colleague")
ALICE = User(UserId("alice"), CENTER.id, Role.STUDENT, "Alice")
EXERCISE = Exercise(ExerciseId("exercise"), CENTER.id, "Fractions", "", "1/2 + 1/3")


class OneThread(SqliteStorage):
    """What reads takes its turn with what writes."""

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """As a transaction."""
        return self.transaction()


class OneCommitEach(SqliteStorage):
    """No act shares its commit with another."""

    async def append(self, made: tuple[tuple[Change, ...], ...]) -> None:
        """As a transaction."""
        async with self.transaction() as unit:
            for changes in made:
                await unit.sessions.append(changes)


@dataclass(frozen=True, slots=True)
class House:
    """Services over one storage, and the lesson in which the act is done."""

    services: Services
    live: SessionId
    calendar: str

    async def worst_beside(self, reading: Callable[[], Awaitable[object]]) -> float:
        """The longest act, in milliseconds, while this goes on."""
        going, worst = asyncio.ensure_future(reading()), 0.0
        await asyncio.sleep(0)
        while True:
            for act in (self.services.sessions.pause, self.services.sessions.resume):
                began = time.perf_counter()
                await act(actor_of(TUTOR), self.live)
                worst = max(worst, (time.perf_counter() - began) * 1000)
                if going.done():
                    going.result()
                    return worst
                await asyncio.sleep(0.002)

    async def details(self) -> None:
        """A panel over all lessons."""
        await self.services.details.details(actor_of(TUTOR), self.live, ALICE.id)

    async def read_calendar(self) -> None:
        """Four hundred sessions."""
        await self.services.calendar.read(self.calendar)

    async def plan_series(self) -> None:
        """A hundred sessions of a colleague."""
        await _series(self.services, COLLEAGUE)

    async def nothing(self) -> None:
        """As long as a panel takes, about."""
        await asyncio.sleep(0.2)


def new(services: Services) -> NewSession:
    now = services.outside.clock.now()
    return NewSession("Math", now, Millis(now + HOUR_MS), (ALICE.id,))


async def _series(services: Services, tutor: User) -> None:
    await services.planning.create_series(actor_of(tutor), new(services), Weekly((0, 2, 4), "Europe/Berlin", SERIES))


async def _past_lesson(services: Services, tutor: Actor) -> None:
    """It took place, with as many events of Alice."""
    session = await services.sessions.create(tutor, new(services))
    given = ev.ExerciseAssigned(ALICE.id, EXERCISE.id, EXERCISE.title, "")
    progress = tuple(ev.ProgressChanged(ALICE.id, number % 100) for number in range(EVENTS - 3))
    events: ev.Events = (ev.SessionStarted(f"room of {session.id}", None), given, *progress, ev.SessionEnded())
    changes = fold(session, events, Mark(services.outside.clock.now(), tutor))
    async with services.outside.storage.transaction() as unit:
        await unit.sessions.append(changes)


def assemble_over(storage: Storage) -> Services:
    """The services, with nobody to tell and no media."""
    return assemble(around(storage, NullEngine(), SocketBroadcast(Connections()), system_clock()), Argon2Passwords())


async def people(storage: Storage) -> None:
    """The center, its people and an exercise."""
    async with storage.transaction() as unit:
        await unit.accounts.add_center(CENTER)
        for user in (TUTOR, COLLEAGUE, ALICE):
            await unit.accounts.add_user(user)
        await unit.exercises.add(EXERCISE)


async def furnish(storage: Storage) -> House:
    """Put everything in that is read."""
    services, tutor = assemble_over(storage), actor_of(TUTOR)
    await people(storage)
    for _ in range(LESSONS):
        await _past_lesson(services, tutor)
    for _ in range(4):
        await _series(services, TUTOR)
    live = await services.sessions.create(tutor, new(services))
    await services.sessions.start(tutor, live.id)
    return House(services, live.id, await services.calendar.make(tutor))


async def measure(kinds: tuple[type[SqliteStorage], ...], samples: int) -> list[dict[str, Figure]]:
    """Each reading so many times with each kind, in turns: whatever else the machine does meets all alike."""
    with tempfile.TemporaryDirectory() as folder:
        storages, houses = [], []
        for kind in kinds:
            url = f"sqlite:///{Path(folder) / kind.__name__}.db"
            await migrate(url)
            storages.append(kind(url))
            houses.append(await furnish(storages[-1]))
        names = ("nothing", f"details of {LESSONS} lessons", "a calendar of 400", f"a series of {SERIES} is planned")
        values: list[dict[str, list[float]]] = [{name: [] for name in names} for _ in kinds]
        for _ in range(samples):
            for house, found in zip(houses, values, strict=True):
                readings = (house.nothing, house.details, house.read_calendar, house.plan_series)
                for name, reading in zip(names, readings, strict=True):
                    found[name].append(await house.worst_beside(reading))
        for storage in storages:
            await storage.close()
        return [{name: Figure(f"longest act beside {name}, ms", x) for name, x in found.items()} for found in values]


async def together(kinds: tuple[type[SqliteStorage], ...], rounds: int) -> list[tuple[list[float], list[float]]]:
    """Acts a second in each round, and how long each act took, in milliseconds; of each kind."""
    with tempfile.TemporaryDirectory() as folder:
        storages, live = [], []
        for kind in kinds:
            url = f"sqlite:///{Path(folder) / kind.__name__}.db"
            await migrate(url)
            storages.append(kind(url))
            services = assemble_over(storages[-1])
            await people(storages[-1])
            sessions = [await services.sessions.create(actor_of(TUTOR), new(services)) for _ in range(AT_ONCE)]
            for session in sessions:
                await services.sessions.start(actor_of(TUTOR), session.id)
            live.append((services, [session.id for session in sessions]))
        found: list[tuple[list[float], list[float]]] = [([], []) for _ in kinds]
        for _ in range(rounds):
            for (services, sessions_of), (rates, took) in zip(live, found, strict=True):
                values = await busy(services, sessions_of)
                rates.append(len(values) / ROUND_SECONDS)
                took += values
        for storage in storages:
            await storage.close()
        return found


async def busy(services: Services, sessions: list[SessionId]) -> list[float]:
    end, took = time.perf_counter() + ROUND_SECONDS, []

    async def one(session: SessionId) -> None:
        while time.perf_counter() < end:
            for act in (services.sessions.pause, services.sessions.resume):
                began = time.perf_counter()
                await act(actor_of(TUTOR), session)
                took.append((time.perf_counter() - began) * 1000)

    await asyncio.gather(*(one(session) for session in sessions))
    return took


async def at_once(rounds: int) -> None:
    """Measure fifty sessions at once, and write it down."""
    circumstances = Circumstances.now()
    (each_rates, each_took), (rates, took) = await together((OneCommitEach, SqliteStorage), rounds)
    compared = (("acts a second", rates, each_rates), ("an act, ms", took, each_took))
    rows = [Comparison(Figure(name, x), Figure(f"{name}, a commit for each", y)) for name, x, y in compared]
    write_section(f"Acts of {AT_ONCE} sessions at once", "bench.latency", table(rows), circumstances)


async def main() -> None:
    """Measure both, and write them down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=20)
    parser.add_argument("--only-at-once", action="store_true", help="the sessions at once alone")
    options = parser.parse_args()
    sys.setswitchinterval(SWITCH_SECONDS)
    await at_once(rounds=5)
    if options.only_at_once:
        return
    circumstances = Circumstances.now()
    before, after = await measure((OneThread, SqliteStorage), options.samples)
    rows = [
        Comparison(figure, Figure(f"{figure.name}, one thread for all", before[name].values))
        for name, figure in after.items()
    ]
    write_section("Acts beside long reads", "bench.latency", table(rows), circumstances)


if __name__ == "__main__":
    asyncio.run(main())
