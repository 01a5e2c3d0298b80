"""The record of a center, as it is kept: it is only ever added to."""

from dataclasses import dataclass
from typing import Protocol

from deskside.domain.audit import AuditAct
from deskside.domain.chain import Head, KeptRow
from deskside.domain.ids import CenterId, Millis, SessionId, UserId

AUDIT_SHOWN = 100
"""Rows in one answer; whoever wants more asks for what came before."""


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One act. `detail` says how, without content: a device, a network, which kind of thing was read."""

    center_id: CenterId
    at: Millis
    actor_id: UserId
    act: AuditAct
    target_id: UserId | None = None
    """Whom it concerns; None: nobody in particular."""
    session_id: SessionId | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class AuditLine:
    """A row as it is read: with its number in the center, and names."""

    number: int
    at: Millis
    act: AuditAct
    actor_id: UserId
    actor_name: str
    target_id: UserId | None
    target_name: str | None
    session_id: SessionId | None
    session_title: str | None
    detail: str


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which rows. None: whichever."""

    act: AuditAct | None = None
    person_id: UserId | None = None
    """By them, or about them."""
    before: int | None = None
    """Rows with a smaller number."""


class AuditStore(Protocol):
    """Rows of all centers, each center's a chain (`domain.chain`)."""

    async def add(self, *rows: AuditRow) -> None:
        """They are chained when the transaction ends, one transaction after the other."""
        ...

    async def search(self, center_id: CenterId, query: AuditQuery) -> tuple[AuditLine, ...]:
        """Newest first, `AUDIT_SHOWN` at most."""
        ...

    async def kept(self, center_id: CenterId, after: int | None, most: int) -> tuple[KeptRow, ...]:
        """Rows as they are kept, in order; None: from the first one, whatever its number."""
        ...

    async def heads(self) -> tuple[Head, ...]:
        """The newest row of each center that has any, also of centers that are gone."""
        ...

    async def empty(self, center_id: CenterId, person_id: UserId) -> int:
        """Empty the details of all rows by this person or about them; how many had one. The chain holds, once the
        record says that the person was erased."""
        ...


class HeadsUnreadable(Exception):
    """What is kept of the heads outside of the database cannot be read. Says where and why."""


@dataclass(frozen=True, slots=True)
class KnownHeads:
    """What is known of the chains outside of the database."""

    heads: tuple[Head, ...] = ()
    torn: int = 0
    """Lines that are none, but for one that was being written when the machine went off."""


class Heads(Protocol):
    """Where the newest row of each center is kept outside of the database: it is only ever added to."""

    @property
    def where(self) -> str:
        """As people find it."""
        ...

    def note(self, heads: tuple[Head, ...]) -> None:
        """Keep these too, on the disk on return. Blocks. What cannot be kept is told in the log: the next ones stand
        for it."""
        ...

    def read(self) -> KnownHeads:
        """All that were ever kept. Blocks. Raises HeadsUnreadable; nothing where nothing was kept yet."""
        ...


class NoHeads:
    """`Heads` that keep nothing."""

    where = "nowhere"

    def note(self, heads: tuple[Head, ...]) -> None:
        """Forget them."""

    def read(self) -> KnownHeads:
        """Nothing."""
        return KnownHeads()
