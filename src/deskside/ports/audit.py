"""The record of a center, as it is kept: it is only ever added to."""

from dataclasses import dataclass
from typing import Protocol

from deskside.domain.audit import AuditAct
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
    """A row as it is read: with its number and names."""

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
    """Rows of all centers."""

    async def add(self, *rows: AuditRow) -> None: ...

    async def search(self, center_id: CenterId, query: AuditQuery) -> tuple[AuditLine, ...]:
        """Newest first, `AUDIT_SHOWN` at most."""
        ...
