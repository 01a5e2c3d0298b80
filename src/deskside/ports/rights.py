"""What is kept of people's rights to what is kept of them: exports that were put together, and who was erased."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from deskside.domain.events import Recorded
from deskside.domain.ids import CenterId, FileId, Millis, SessionId, UserId
from deskside.domain.session import Session, SessionStatus


@dataclass(frozen=True, slots=True)
class Involved:
    """A session that knows a person, or once did. `is_open`: live, or somebody is in it."""

    session_id: SessionId
    status: SessionStatus
    is_open: bool


@dataclass(frozen=True, slots=True)
class Export:
    """Everything of a person, as one sealed file. `size` None: it is being put together; `failed`: why it is not."""

    id: str
    center_id: CenterId
    person_id: UserId
    asked_at: Millis
    file_id: FileId
    size: int | None = None
    failed: str = ""


@dataclass(frozen=True, slots=True)
class Erasure:
    """One person is being erased, or was. `counts`: how much of what, so far; there is no name in it."""

    center_id: CenterId
    person_id: UserId
    by: UserId
    begun_at: Millis
    done_at: Millis | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


class RightsStore(Protocol):
    """Across everything that is kept of one person."""

    async def sessions_of(self, center_id: CenterId, person_id: UserId, *, staff: bool) -> tuple[Involved, ...]:
        """Every session that they have, or had, a part in; by id. `staff`: also what they conducted or looked into."""
        ...

    async def rewrite(self, session: Session, changed: tuple[Recorded, ...]) -> None:
        """Put these events in the place of those of their numbers, and this in the place of the session's state.
        Raises StaleSession if something has happened since."""
        ...

    async def forget_person(self, center_id: CenterId, person_id: UserId, name: str) -> Mapping[str, int]:
        """Their record keeps its id and this name; notes about them, consents, sign-ins, links, browsers and
        calendars are gone.
        How many of each."""
        ...

    async def add_export(self, export: Export) -> None: ...

    async def end_export(self, export_id: str, size: int | None, failed: str) -> None:
        """It is whole, or why it will not be."""
        ...

    async def exports(self, center_id: CenterId, person_id: UserId | None = None) -> tuple[Export, ...]:
        """Of one person or (None) of all, newest first."""
        ...

    async def remove_exports(self, ids: tuple[str, ...]) -> None: ...

    async def put_erasure(self, erasure: Erasure) -> None:
        """In the place of what was there of this person."""
        ...

    async def erasure(self, center_id: CenterId, person_id: UserId) -> Erasure | None: ...

    async def unfinished(self) -> tuple[Erasure, ...]:
        """Of all centers, the oldest first."""
        ...
