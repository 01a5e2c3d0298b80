"""What has to be kept. One transaction is one unit of work; every read of a center's things names the center."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from deskside.domain.center import CenterSettings
from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.people import Role
from deskside.ports.audit import AuditStore
from deskside.ports.boards import BoardStore
from deskside.ports.consents import ConsentStore
from deskside.ports.devices import KnownDevice
from deskside.ports.exercises import ExerciseStore
from deskside.ports.history import HistoryStore
from deskside.ports.jobs import JobStore
from deskside.ports.logins import JoinGrant, Login, LoginStore, PersonalLink
from deskside.ports.planning import CalendarStore, PlanningStore
from deskside.ports.recordings import RecordingStore
from deskside.ports.rights import RightsStore
from deskside.ports.segments import SegmentStore
from deskside.ports.sessions import Change, SessionStore
from deskside.ports.transcripts import TranscriptStore
from deskside.ports.vault import VaultStore


class StorageUnavailable(Exception):
    """The database cannot be used now; nothing of the transaction remains. Try again."""


class CommitUnknown(StorageUnavailable):
    """The connection was lost while committing: all of the transaction remains, or nothing. Look it up."""


def once_more(error: StorageUnavailable) -> StorageUnavailable:
    """The same for one more who is told: an exception gathers the way of whoever raises it."""
    told = type(error)(*error.args)
    told.__cause__ = error
    return told


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
    """A person of a center. `email` and `password_hash` (argon2id) are None for students, who come by link.

    `password_given`: somebody else chose the password, and knows it; it leads to choosing another one.
    """

    id: UserId
    center_id: CenterId
    role: Role
    name: str
    email: str | None = None
    password_hash: str | None = None
    grade_level: str = ""
    course_level: str = ""
    disabled: bool = False
    password_given: bool = False


class AccountStore(Protocol):
    """Centers, people and their ways in. Lookups by secret take the hash and never return what is expired."""

    async def add_center(self, center: Center) -> None: ...

    async def centers(self) -> tuple[Center, ...]: ...

    async def center(self, center_id: CenterId) -> Center | None: ...

    async def update_center(self, center: Center) -> None: ...

    async def add_user(self, user: User) -> None:
        """Raises EmailTaken if another user of the center has this email (`domain.text.email_key`)."""
        ...

    async def update_user(self, user: User) -> None:
        """Store the record anew. Raises EmailTaken as `add_user`; the email of somebody disabled is free for others."""

    async def user(self, center_id: CenterId, user_id: UserId) -> User | None: ...

    async def users_by_email(self, email: str) -> tuple[User, ...]:
        """Who signs in with it, in whichever center; disabled people are not among them."""
        ...

    async def users(self, center_id: CenterId, role: Role | None) -> tuple[User, ...]:
        """Sorted by name."""
        ...

    async def disable_user(self, center_id: CenterId, user_id: UserId) -> None:
        """The user can no longer come in; logins, links and grants of theirs are gone."""
        ...

    async def set_password(self, user_id: UserId, password_hash: str) -> None:
        """The user chose this password: nobody else did."""
        ...

    async def add_login(self, login: Login) -> None: ...

    async def login(self, secret_hash: str, now: Millis) -> tuple[Login, User] | None: ...

    async def remove_login(self, secret_hash: str) -> None: ...

    async def add_link(self, link: PersonalLink) -> None: ...

    async def link(self, secret_hash: str, now: Millis) -> tuple[PersonalLink, User] | None:
        """The link and its user; it is not used up."""
        ...

    async def use_link(self, secret_hash: str, now: Millis) -> tuple[PersonalLink, User] | None:
        """The link and its user; a single-use link is gone afterwards."""
        ...

    async def remove_links(self, user_id: UserId) -> frozenset[str]:
        """None of the user's links work any more; the hashes of those that were there."""
        ...

    async def add_device(self, device: KnownDevice) -> None: ...

    async def known_device(self, user_id: UserId, secret_hashes: tuple[str, ...], now: Millis) -> str | None:
        """The one of these hashes that is a browser of this person; None if none is."""
        ...

    async def add_grant(self, grant: JoinGrant) -> None: ...

    async def remove_grants(self, session_id: SessionId, user_id: UserId) -> None: ...

    async def sweep(self, now: Millis) -> None:
        """Forget what is expired."""
        ...


class EmailTaken(Exception):
    """Another user of the center already signs in with this email."""


class UnitOfWork(Protocol):
    """One transaction. It commits when its block ends without an exception, else nothing of it remains."""

    @property
    def sessions(self) -> SessionStore: ...

    @property
    def accounts(self) -> AccountStore: ...

    @property
    def logins(self) -> LoginStore: ...

    @property
    def audit(self) -> AuditStore: ...

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

    @property
    def vault(self) -> VaultStore: ...

    @property
    def consents(self) -> ConsentStore: ...

    @property
    def segments(self) -> SegmentStore: ...

    @property
    def jobs(self) -> JobStore: ...

    @property
    def transcripts(self) -> TranscriptStore: ...

    @property
    def rights(self) -> RightsStore: ...

    @property
    def recordings(self) -> RecordingStore: ...


class Storage(Protocol):
    """Opens transactions; opening, each act in one and its end may raise StorageUnavailable."""

    def transaction(self) -> AbstractAsyncContextManager[UnitOfWork]: ...

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A transaction that only reads: what was committed before its first read, and nothing newer. It waits for
        none that writes and keeps none waiting; whoever writes in it is told StorageUnavailable, and nothing stays."""
        ...

    async def append(self, made: tuple[tuple[Change, ...], ...]) -> None:
        """Store what happened to some sessions (`SessionStore.append`), all of it or nothing: durable on return. What
        others append meanwhile goes into the same commit; if one of them is stale, only that one is told.

        Raises StaleSession, StorageUnavailable and CommitUnknown. Done also if the caller goes away.
        """
        ...

    async def tidy(self) -> None:
        """Leave no byte of what was deleted or written over, as far as the database can: it may take a while, in which
        nothing is written. Raises StorageUnavailable if it cannot be done now."""
        ...

    async def check(self) -> None:
        """Write something that changes nothing, and have it on the disk. Raises StorageUnavailable if that fails."""
        ...
