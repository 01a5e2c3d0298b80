"""What a center remembers of a student: sessions attended, what was worked on, notes of tutors."""

from dataclasses import dataclass
from typing import Protocol

from deskside.domain.events import Recorded
from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.session import SessionStatus


@dataclass(frozen=True, slots=True)
class PastSession:
    """A session in which the student had a lane. `joined_at` None: they never came; `left_at` None: they are there."""

    session_id: SessionId
    title: str
    tutor_name: str
    status: SessionStatus
    scheduled_start: Millis
    joined_at: Millis | None
    left_at: Millis | None
    active_ms: Millis


@dataclass(frozen=True, slots=True)
class StudentNote:
    """What one member of staff wrote down about a student. Students never see it."""

    student_id: UserId
    author_id: UserId
    author_name: str
    text: str
    updated_at: Millis


@dataclass(frozen=True, slots=True)
class About:
    """Events of these kinds (names of their types) about one person in these sessions."""

    person_id: UserId
    session_ids: tuple[SessionId, ...]
    kinds: tuple[str, ...]


class HistoryStore(Protocol):
    """Reads of what happened over sessions; notes are all that is written here."""

    async def sessions(
        self, center_id: CenterId, student_id: UserId, until: Millis, limit: int
    ) -> tuple[PastSession, ...]:
        """Those that have begun, or were planned to begin before `until`. Newest first, by when they were planned."""
        ...

    async def events(self, about: About, limit: int) -> tuple[tuple[SessionId, Recorded], ...]:
        """The newest of them, in the order in which they happened."""
        ...

    async def notes(self, center_id: CenterId, student_id: UserId) -> tuple[StudentNote, ...]:
        """Newest first."""
        ...

    async def put_note(self, center_id: CenterId, note: StudentNote) -> None:
        """In place of the author's earlier one about this student; an empty text takes it away."""
        ...
