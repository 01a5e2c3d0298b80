"""The services over fakes, with one session in it, and what everyone in that session would see."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace

from deskside.domain.access import Actor
from deskside.domain.events import Event
from deskside.domain.ids import CenterId, ExerciseId, Millis, PageId, Seq, SessionId, UserId
from deskside.domain.people import Part, Person, Role
from deskside.domain.session import Lane, Session, lane_of, person_of
from deskside.domain.signs import audience
from deskside.domain.tracks import RoutingTable
from deskside.domain.visibility import Viewer, envelope, receive, redact
from deskside.ports.exercises import Exercise
from deskside.ports.logins import Login
from deskside.ports.media import MediaEngine, Offer
from deskside.ports.sessions import Change
from deskside.ports.storage import Center, StorageUnavailable, UnitOfWork, User
from deskside.services.admissions import Admission
from deskside.services.attendance import actor_of
from deskside.services.door import Ref
from deskside.services.sessions import NewSession
from deskside.services.suite import assemble
from tests.fakes.broadcast import RecordedBroadcast
from tests.fakes.clock import HeldClock
from tests.fakes.engine import FakeEngine
from tests.fakes.machine import HeldMachine
from tests.fakes.outside import around
from tests.fakes.passwords import PlainPasswords
from tests.fakes.storage import FakeStorage

HERE, ELSEWHERE = CenterId("here"), CenterId("elsewhere")
STUDENTS = ("alice", "bob", "carol", "david", "erin")
EXERCISE = ExerciseId("exercise")


class HeldStorage(FakeStorage):
    """Storage whose next commits a test can hold back or let fail, and whose reads it can hold back."""

    def __init__(self) -> None:
        super().__init__()
        self.commits = asyncio.Event()
        self.commits.set()
        self.reading_on = asyncio.Event()
        self.reading_on.set()
        self.waiting = 0
        """For `commits` or `reading_on`."""
        self.failures = 0
        """How many of the next commits fail."""
        self.away = self.full = False  # full: it can be read, but takes nothing

    def transaction(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """As always, but it ends when and how the test says."""
        return self._held()

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """As always, but it ends when the test says."""
        return self._held_reading()

    @asynccontextmanager
    async def _held_reading(self) -> AsyncIterator[UnitOfWork]:
        if self.away:
            raise StorageUnavailable
        async with super().reading() as unit:
            yield unit
            self.waiting += 1
            await self.reading_on.wait()
            self.waiting -= 1

    @asynccontextmanager
    async def _held(self) -> AsyncIterator[UnitOfWork]:
        if self.away or self.full:
            raise StorageUnavailable
        async with super().transaction() as unit:
            yield unit
            self.waiting += 1
            await self.commits.wait()
            self.waiting -= 1
            if self.failures:
                self.failures -= 1
                raise OSError("the disk is full")


class WatchedBroadcast(RecordedBroadcast):
    """Also folds what each person is told into the view that their page would hold."""

    def __init__(self) -> None:
        super().__init__()
        self.views: dict[tuple[SessionId, Viewer], Session] = {}
        self.failures = 0
        """How many of the next tellings fail, after everybody was told."""

    def watch(self, session: Session, viewer: Viewer) -> None:
        """From now on keep this person's view."""
        self.views[session.id, viewer] = redact(session, viewer)

    async def tell(self, changes: tuple[Change, ...]) -> None:
        for before, recorded, after in changes:
            for (session_id, viewer), view in self.views.items():
                if session_id == after.id:
                    got = envelope(before, after, recorded, viewer)
                    assert got.seq == view.seq + 1, f"{viewer.user_id} was told {got.seq} after {view.seq}"
                    self.views[session_id, viewer] = receive(view, got)
        await super().tell(changes)
        self._fail()

    async def edges(self, session: Session, table: RoutingTable, kept: RoutingTable) -> None:
        await super().edges(session, table, kept)
        self._fail()

    async def needed(self, session: SessionId, table: RoutingTable) -> None:
        await super().needed(session, table)
        self._fail()

    async def offer(self, session: SessionId, person: UserId, page: PageId, offer: Offer) -> None:
        await super().offer(session, person, page, offer)
        self._fail()

    def _fail(self) -> None:
        if self.failures:
            self.failures -= 1
            raise OSError("nobody listens")


class House:
    """One process: everything wired, and the people of two centers."""

    def __init__(
        self, engine: MediaEngine | None = None, storage: HeldStorage | None = None, clock: HeldClock | None = None
    ) -> None:
        self.engine: MediaEngine = engine or FakeEngine(everyone_connected=True)
        self.storage, self.clock = storage or HeldStorage(), clock or HeldClock()
        self.broadcast = WatchedBroadcast()
        self.machine = HeldMachine()
        outside = around(self.storage, self.engine, self.broadcast, self.clock, self.machine)
        self.services = assemble(outside, PlainPasswords())
        self.router, self.door = self.services.router, self.services.door
        self.sessions, self.lanes, self.work = self.services.sessions, self.services.lanes, self.services.work
        self.attendance, self.calls, self.talk = self.services.attendance, self.services.calls, self.services.talk
        self.tutor, self.admin = _actor("tutor", Role.TEACHER), _actor("admin", Role.CENTER_ADMIN)
        self.students = tuple(_actor(name, Role.STUDENT) for name in STUDENTS)
        self.alice, self.bob = self.students[:2]
        self.colleague = _actor("colleague", Role.TEACHER)
        self.pupil = _actor("pupil", Role.STUDENT)
        """Of the same center, but in no session."""
        self.foreigners = tuple(
            replace(x, center_id=ELSEWHERE, user_id=UserId(f"foreign-{x.user_id}"))
            for x in (self.tutor, self.admin, self.alice)
        )
        self.session_id = SessionId("session")

    async def open(self) -> "House":
        """Put the people in, and plan the session."""
        async with self.storage.transaction() as unit:
            for center in (HERE, ELSEWHERE):
                await unit.accounts.add_center(Center(center, center))
            for x in (self.tutor, self.admin, self.colleague, self.pupil, *self.students, *self.foreigners):
                await unit.accounts.add_user(User(x.user_id, x.center_id, x.role, x.name, grade_level="7"))
            await unit.exercises.add(Exercise(EXERCISE, HERE, "Fractions", "Lesson 4", "1/2 + 1/3"))
        session = await self.sessions.create(self.tutor, self.new(session_id=self.session_id))
        for actor in (self.tutor, self.admin, *self.students):
            self.broadcast.watch(session, self.viewer(actor))
        return self

    def new(self, *, session_id: SessionId | None = None, students: tuple[str, ...] = STUDENTS) -> NewSession:
        """What it takes to plan a session that begins now."""
        now = self.clock.now()
        enrolled = tuple(UserId(x) for x in students)
        return NewSession("Math", now, Millis(now + 3_600_000), enrolled, session_id=session_id)

    def another(self, engine: MediaEngine | None = None) -> "House":
        """Another process over the same storage, clock and (unless another is given) engine."""
        return House(engine or self.engine, self.storage, self.clock)

    async def login(self, actor: Actor) -> str:
        """The hash of a login of this person, which is made when it is asked for."""
        key = f"login of {actor.user_id}"
        made = Login(key, actor.user_id, "csrf", self.clock.now(), Millis(self.clock.now() + 10**10), id=key)
        async with self.storage.transaction() as unit:
            await unit.accounts.add_login(made)
        return key

    async def admit(self, actor: Actor, page: PageId | None = None) -> Admission:
        """The right to connect; `page`: used by this one at once."""
        admission = await self.attendance.admit(actor, self.session_id, await self.login(actor))
        if page is not None:
            await self.attendance.identify(admission.token, page)
        return admission

    async def enter(self, actor: Actor, page: str | None = None) -> PageId:
        """Arrive with a page and join; a student's page shows everyone who can hear and see them."""
        at = PageId(page or f"{actor.user_id}-page")
        await self.attendance.arrive(actor, self.session_id, at)
        await self.attendance.join(actor, self.session_id, at, audience(await self.session(), actor.user_id))
        return at

    async def session(self) -> Session:
        """The session, with nothing hidden."""
        return await self.door.read(Ref(HERE, self.session_id))

    async def person(self, actor: Actor) -> Person:
        return person_of(await self.session(), actor.user_id)

    async def lane(self, actor: Actor) -> Lane:
        return lane_of(await self.session(), actor.user_id)

    async def log(self) -> list[Event]:
        """Everything that happened, as it is stored; its numbers have no gaps."""
        async with self.storage.transaction() as unit:
            recorded = await unit.sessions.events_after(self.session_id, Seq(0))
        assert [x.seq for x in recorded] == list(range(1, len(recorded) + 1))
        return [x.event for x in recorded]

    @property
    def fake(self) -> FakeEngine:
        """The engine, with its knobs."""
        assert isinstance(self.engine, FakeEngine)
        return self.engine

    async def routed(self) -> RoutingTable:
        """What the engine forwards once it follows."""
        await self.router.settled(self.session_id, (await self.session()).seq)
        return self.fake.in_force(self.session_id)

    def viewer(self, actor: Actor) -> Viewer:
        part = {Role.TEACHER: Part.TUTOR, Role.STUDENT: Part.STUDENT, Role.CENTER_ADMIN: Part.OBSERVER}
        return Viewer(actor.user_id, part[actor.role])

    def check(self) -> None:
        """What everyone was told adds up to what each may know (law 5)."""
        known = {x.id: x for x in self.door.known()}
        for (session_id, viewer), view in self.broadcast.views.items():
            if session_id in known:
                assert view == redact(known[session_id], viewer), viewer

    def closed(self, actor: Actor) -> list[tuple[PageId | None, str]]:
        """Which pages of this person were sent away, and why."""
        return [(page, code) for _, person, page, code in self.broadcast.closed if person == actor.user_id]


def between(table: RoutingTable, source: Actor, target: Actor) -> set[str]:
    """The kinds of tracks that `target` receives of `source`."""
    return {str(x.kind) for x in table if (x.source, x.target) == (source.user_id, target.user_id)}


def _actor(name: str, role: Role) -> Actor:
    return actor_of(User(UserId(name), HERE, role, name.title()))
