"""What has to be kept. One transaction is one unit of work; every read of a center's things names the center."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from deskside.domain.center import CenterSettings
from deskside.domain.events import Recorded
from deskside.domain.ids import CenterId, Millis, PageId, Seq, SessionId, UserId
from deskside.domain.people import Role
from deskside.domain.session import Session
from deskside.ports.boards import BoardStore
from deskside.ports.exercises import ExerciseStore
from deskside.ports.history import HistoryStore
from deskside.ports.planning import CalendarStore, PlanningStore, Series


class StorageUnavailable(Exception):
    """The database cannot be used now; nothing of the transaction remains. Try again."""


class StaleSession(Exception):
    """Somebody else appended to this session first: load it again and decide again."""


@dataclass(frozen=True, slots=True)
class Center:
    """A tutoring center: the tenant to which everything belongs."""

    id: CenterId
    name: str
    settings: CenterSettings = CenterSettings()


@dataclass(frozen=True, slots=True)
class User:
    """A person of a center. `email` and `password_hash` (argon2id) are None for students, who come by link."""

    id: UserId
    center_id: CenterId
    role: Role
    name: str
    email: str | None = None
    password_hash: str | None = None
    grade_level: str = ""
    course_level: str = ""
    disabled: bool = False


@dataclass(frozen=True, slots=True)
class Login:
    """A signed-in browser. Only the hash of its secret is kept."""

    secret_hash: str
    user_id: UserId
    csrf: str
    created_at: Millis
    expires_at: Millis


@dataclass(frozen=True, slots=True)
class PersonalLink:
    """A student's own way in (or, for staff, a one-time sign-in). Only the hash is kept; `path` is where it leads."""

    secret_hash: str
    user_id: UserId
    path: str
    expires_at: Millis
    single_use: bool


@dataclass(frozen=True, slots=True)
class JoinGrant:
    """The right of one user to connect to one session's room until `expires_at`. Only the hash of the token is kept."""

    token_hash: str
    user_id: UserId
    session_id: SessionId
    expires_at: Millis


@dataclass(frozen=True, slots=True)
class PresenceEntry:
    """A line of the presence log; `kind` is JOIN, LEAVE, HEARTBEAT or DISCONNECT."""

    session_id: SessionId
    user_id: UserId
    at: Millis
    kind: str


@dataclass(frozen=True, slots=True)
class Attendance:
    """A row of the plan's VideoParticipant: one stay of one person in the room."""

    user_id: UserId
    participant_id: PageId
    joined_at: Millis
    left_at: Millis | None
    duration_ms: Millis


class SessionStore(Protocol):
    """Sessions: the state, its log, and the plan's tables kept as projections of the log."""

    async def add(self, session: Session, series: Series | None = None) -> None:
        """Store a new session at seq 0, perhaps as one of a series."""
        ...

    async def load(self, center_id: CenterId, session_id: SessionId) -> Session | None:
        """The session as of its last event; None if this center has no such session."""
        ...

    async def append(self, session: Session, recorded: tuple[Recorded, ...]) -> None:
        """Store the session after these events, the events, and their effect on the projections.

        Projections: columns of `session`; `video_participant` (a row opens with PersonJoined and closes with what ends
        the stay: PersonLeft or a PersonDropped that is not followed by a return; `duration_ms` from the person's
        stopwatch, never negative); `student_session_enrollment` (`active_ms` from the lane's stopwatch, exercise,
        progress, mode); `session_presence_log` (JOIN, LEAVE, DISCONNECT).
        Raises StaleSession if the stored seq is not the one before the first event.
        """
        ...

    async def events_after(self, session_id: SessionId, seq: Seq) -> tuple[Recorded, ...]:
        """The log after `seq`, in order."""
        ...

    async def open_sessions(self) -> tuple[tuple[CenterId, SessionId], ...]:
        """Every session of every center that is LIVE or has somebody present: what a new server process looks after."""
        ...

    async def prior_ms(self, center_id: CenterId, student_id: UserId) -> Millis:
        """Time that this student gathered in all sessions of the center (sum of `active_ms`)."""
        ...

    async def attendances(self, session_id: SessionId) -> tuple[Attendance, ...]:
        """All stays, by `joined_at`."""
        ...

    async def log_presence(self, entries: tuple[PresenceEntry, ...]) -> None:
        """Append to the presence log; heartbeats come in batches."""
        ...

    async def last_presence(self, session_id: SessionId) -> Millis | None:
        """The newest instant in the presence log: how long the server was certainly alive."""
        ...


class AccountStore(Protocol):
    """Centers, people and their ways in. Lookups by secret take the hash and never return what is expired."""

    async def add_center(self, center: Center) -> None: ...

    async def center(self, center_id: CenterId) -> Center | None: ...

    async def update_center(self, center: Center) -> None:
        """Its name and settings."""
        ...

    async def add_user(self, user: User) -> None:
        """Raises EmailTaken if another user has this email (compared without case)."""
        ...

    async def user(self, center_id: CenterId, user_id: UserId) -> User | None: ...

    async def user_by_email(self, email: str) -> User | None: ...

    async def users(self, center_id: CenterId, role: Role | None) -> tuple[User, ...]:
        """Sorted by name."""
        ...

    async def disable_user(self, center_id: CenterId, user_id: UserId) -> None:
        """The user can no longer come in; logins, links and grants of theirs are gone."""
        ...

    async def set_password(self, user_id: UserId, password_hash: str) -> None: ...

    async def add_login(self, login: Login) -> None: ...

    async def login(self, secret_hash: str, now: Millis) -> tuple[Login, User] | None: ...

    async def remove_login(self, secret_hash: str) -> None: ...

    async def add_link(self, link: PersonalLink) -> None: ...

    async def use_link(self, secret_hash: str, now: Millis) -> tuple[PersonalLink, User] | None:
        """The link and its user; a single-use link is gone afterwards."""
        ...

    async def remove_links(self, user_id: UserId) -> None: ...

    async def add_grant(self, grant: JoinGrant) -> None: ...

    async def grant(self, token_hash: str, now: Millis) -> tuple[JoinGrant, User] | None: ...

    async def remove_grants(self, session_id: SessionId, user_id: UserId) -> None: ...

    async def sweep(self, now: Millis) -> None:
        """Forget what is expired."""
        ...


class EmailTaken(Exception):
    """Another user already signs in with this email."""


class UnitOfWork(Protocol):
    """One transaction. It commits when its block ends without an exception, else nothing of it remains."""

    @property
    def sessions(self) -> SessionStore: ...

    @property
    def accounts(self) -> AccountStore: ...

    @property
    def exercises(self) -> ExerciseStore: ...

    @property
    def planning(self) -> PlanningStore: ...

    @property
    def calendar(self) -> CalendarStore: ...

    @property
    def history(self) -> HistoryStore: ...

    @property
    def boards(self) -> BoardStore: ...


class Storage(Protocol):
    """Opens transactions; opening, each act in one and its end may raise StorageUnavailable."""

    def transaction(self) -> AbstractAsyncContextManager[UnitOfWork]: ...
