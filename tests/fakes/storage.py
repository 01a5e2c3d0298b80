"""Storage in memory: the whole port, for tests of what is above it.

One transaction at a time, undone if its block fails. Unlike a database it does not ask that people exist.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from copy import copy
from dataclasses import dataclass, field, fields, replace

from deskside.domain.events import Recorded
from deskside.domain.ids import CenterId, Millis, Seq, SessionId, UserId
from deskside.domain.people import Presence
from deskside.domain.session import Session, SessionStatus, people
from deskside.ports.planning import Series
from deskside.ports.sessions import ACTS_RECALLED, Attendance, Change, DoneAct, Planned, PresenceEntry, Recalled
from deskside.ports.storage import StaleSession, StorageUnavailable, UnitOfWork
from deskside.storage.appends import Appends, Made
from deskside.storage.projections import Effects, StayOpened, effects, folded
from tests.fakes.accounts import AccountTables, FakeAccounts, FakeExercises
from tests.fakes.audit import FakeAudit
from tests.fakes.boards import BoardTables, FakeBoards
from tests.fakes.consents import ConsentTables, FakeConsents
from tests.fakes.history import FakeHistory
from tests.fakes.jobs import FakeJobs, Jobs
from tests.fakes.logins import FakeLogins
from tests.fakes.planning import FakeCalendar, FakePlanning
from tests.fakes.recordings import FakeRecordings, Files
from tests.fakes.rights import FakeRights, RightsTables
from tests.fakes.segments import FakeSegments, SegmentTables
from tests.fakes.transcripts import FakeTranscripts, Rows
from tests.fakes.vault import FakeVault, VaultTables


@dataclass(frozen=True, slots=True)
class _Stay:
    shown: Attendance
    is_open: bool = True


@dataclass(slots=True)
class _Tables:
    """Everything kept. Values are immutable, so a copy of the dictionaries is a snapshot."""

    sessions: dict[SessionId, Session] = field(default_factory=dict)
    series: dict[SessionId, Series] = field(default_factory=dict)
    log: dict[SessionId, tuple[Recorded, ...]] = field(default_factory=dict)
    stays: dict[SessionId, tuple[_Stay, ...]] = field(default_factory=dict)
    active_ms: dict[tuple[CenterId, UserId], int] = field(default_factory=dict)
    presence: dict[SessionId, tuple[PresenceEntry, ...]] = field(default_factory=dict)
    accounts: AccountTables = field(default_factory=AccountTables)
    boards: BoardTables = field(default_factory=BoardTables)
    vault: VaultTables = field(default_factory=VaultTables)
    consents: ConsentTables = field(default_factory=ConsentTables)
    segments: SegmentTables = field(default_factory=SegmentTables)
    jobs: Jobs = field(default_factory=dict)
    transcripts: Rows = field(default_factory=dict)
    rights: RightsTables = field(default_factory=RightsTables)
    recordings: Files = field(default_factory=dict)

    def snapshot(self) -> "_Tables":
        each = {x.name: getattr(self, x.name) for x in fields(self)}
        return _Tables(**{name: x.snapshot() if hasattr(x, "snapshot") else copy(x) for name, x in each.items()})


class FakeSessions:
    """`SessionStore` in memory."""

    def __init__(self, tables: _Tables) -> None:
        self._t = tables

    async def add(self, planned: tuple[Planned, ...], series: Series | None = None) -> None:
        for session, recorded in planned:
            if session.id in self._t.sessions:
                raise ValueError(f"there is a session {session.id} already")
            self._t.sessions[session.id] = session
            if series is not None:
                self._t.series[session.id] = series
            await self.append(folded(session, recorded))

    async def load(self, center_id: CenterId, session_id: SessionId) -> Session | None:
        session = self._t.sessions.get(session_id)
        return session if session is not None and session.center_id == center_id else None

    async def recall(self, center_id: CenterId, session_id: SessionId) -> Recalled | None:
        session, log = await self.load(center_id, session_id), self._t.log.get(session_id, ())
        if session is None:
            return None
        acts = tuple(DoneAct(x.actor_id, x.act_id, x.seq) for x in log if x.act_id and x.actor_id)
        return Recalled(session, log[-1].at if log else Millis(0), acts[-ACTS_RECALLED:])

    async def append(self, changes: tuple[Change, ...]) -> None:
        if not changes:
            return
        first, session = changes[0][0], changes[-1][2]
        before = await self.load(session.center_id, session.id)
        if before is None or before.seq != first.seq:
            raise StaleSession
        after = effects(first, changes)
        self._t.sessions[session.id] = session
        self._t.log[session.id] = (*self._t.log.get(session.id, ()), *(recorded for _, recorded, _ in changes))
        self._project(session, after)
        await self.log_presence(after.presence)

    def _project(self, session: Session, after: Effects) -> None:
        stays = list(self._t.stays.get(session.id, ()))
        for change in after.stays:
            if isinstance(change, StayOpened):
                came = Attendance(change.user_id, change.participant_id, change.joined_at, None, Millis(0))
                stays.append(_Stay(came))
                continue
            at, old = next((i, x) for i, x in enumerate(stays) if x.is_open and x.shown.user_id == change.user_id)
            left = old.shown.left_at if old.shown.left_at is not None else max(change.at, old.shown.joined_at)
            gathered = Millis(old.shown.duration_ms + change.gained_ms)
            shown = replace(old.shown, left_at=None if change.here else left, duration_ms=gathered)
            stays[at] = _Stay(shown, is_open=not change.over)
        self._t.stays[session.id] = tuple(stays)
        for row in after.enrollments:
            key = (session.center_id, row.student_id)
            self._t.active_ms[key] = self._t.active_ms.get(key, 0) + row.gained_ms

    async def events_after(self, session_id: SessionId, seq: Seq) -> tuple[Recorded, ...]:
        return tuple(x for x in self._t.log.get(session_id, ()) if x.seq > seq)

    async def open_sessions(self) -> tuple[tuple[CenterId, SessionId], ...]:
        def is_open(x: Session) -> bool:
            return x.status is SessionStatus.LIVE or any(p.presence is not Presence.OFFLINE for p in people(x))

        found = sorted(filter(is_open, self._t.sessions.values()), key=lambda x: x.id)
        return tuple((x.center_id, x.id) for x in found)

    async def prior_ms(self, center_id: CenterId, student_id: UserId) -> Millis:
        return Millis(self._t.active_ms.get((center_id, student_id), 0))

    async def attendances(self, session_id: SessionId) -> tuple[Attendance, ...]:
        return tuple(sorted((x.shown for x in self._t.stays.get(session_id, ())), key=lambda x: x.joined_at))

    async def log_presence(self, entries: tuple[PresenceEntry, ...]) -> None:
        for x in entries:
            self._t.presence[x.session_id] = (*self._t.presence.get(x.session_id, ()), x)

    async def last_presence(self, session_id: SessionId) -> Millis | None:
        return max((x.at for x in self._t.presence.get(session_id, ())), default=None)


class FakeUnitOfWork:
    """`UnitOfWork` over the tables."""

    def __init__(self, tables: _Tables) -> None:
        self.sessions = FakeSessions(tables)
        self.accounts = FakeAccounts(tables.accounts)
        self.logins = FakeLogins(tables.accounts)
        self.audit = FakeAudit(tables.accounts, tables.sessions)
        self.exercises = FakeExercises(tables.accounts)
        self.planning = FakePlanning(tables.sessions, tables.log, tables.series)
        self.calendar = FakeCalendar(tables.accounts)
        stays = {key: tuple(x.shown for x in found) for key, found in tables.stays.items()}
        self.history = FakeHistory(tables.sessions, tables.log, stays, tables.accounts)
        self.boards = FakeBoards(tables.boards)
        self.vault = FakeVault(tables.vault)
        self.consents = FakeConsents(tables.consents, tables.accounts)
        self.segments = FakeSegments(tables.segments, tables.sessions, tables.vault.files)
        self.jobs = FakeJobs(tables.jobs)
        self.transcripts = FakeTranscripts(tables.transcripts, tables.sessions)
        self.rights = FakeRights(tables.rights, tables.sessions, tables.log, tables.accounts)
        self.recordings = FakeRecordings(tables.recordings)


class FakeStorage:
    """`Storage` in memory."""

    def __init__(self) -> None:
        self._tables = _Tables()
        self._turn = asyncio.Lock()
        self._task: asyncio.Task[object] | None = None
        self._failure: Exception | None = None
        self._appends = Appends(self._append)
        self.turns = self.reads = self.tidied = 0
        """Transactions that might write, and such that only read, since the beginning."""

    def fail_next(self, error: Exception) -> None:
        """The next transaction raises this instead of beginning."""
        self._failure = error

    async def tidy(self) -> None:
        """Nothing is left in memory."""
        self.tidied += 1

    async def check(self) -> None:
        """Always well, unless the next transaction is to fail."""
        async with self.transaction():
            pass

    def kept(self, *, grants: bool = True) -> str:
        """Everything that is stored, to be compared; perhaps without join grants."""
        tables = self._tables.snapshot()
        if not grants:
            tables.accounts.grants = {}
        return repr(tables)

    def transaction(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Waits for its turn. RuntimeError for a transaction within one: a database would wait forever."""
        return self._transaction()

    async def append(self, made: Made) -> None:
        """In one transaction with what else waits. RuntimeError within a transaction, as there."""
        self._refuse_within()
        await self._appends.append(made)

    async def _append(self, made: Made) -> None:
        async with self.transaction() as unit:
            for changes in made:
                await unit.sessions.append(changes)

    def _refuse_within(self) -> None:
        if self._task is asyncio.current_task():
            raise RuntimeError("a transaction was opened within a transaction")

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Of what is committed; waits for nobody, also within a transaction."""
        return self._reading()

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[UnitOfWork]:
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure
        self.reads += 1
        before = self._tables.snapshot()
        tables = before.snapshot()
        yield FakeUnitOfWork(tables)
        if tables != before:
            raise StorageUnavailable("something was written by what only reads")

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[UnitOfWork]:
        self._refuse_within()
        failure, self._failure = self._failure, None
        if failure is not None:
            raise failure
        async with self._turn:
            self.turns += 1
            self._task = asyncio.current_task()
            tables = self._tables.snapshot()
            try:
                yield FakeUnitOfWork(tables)
                self._tables = tables
            finally:
                self._task = None
