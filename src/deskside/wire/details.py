"""What a tutor sees of a student beside the lane: history, notes, this session's events."""

from typing import Annotated

from deskside.domain.ids import Millis, Seq, SessionId
from deskside.domain.session import SessionStatus
from deskside.wire.events import WireEvent
from deskside.wire.shapes import Incoming, Outgoing, text

NOTE_LIMIT = 4_000


class PastSessionView(Outgoing):
    """A session in which the student had a lane."""

    session_id: SessionId
    title: str
    tutor_name: str
    status: SessionStatus
    scheduled_start: Millis
    joined_at: Millis | None
    left_at: Millis | None
    active_ms: Millis


class PastExerciseView(Outgoing):
    """An exercise that the student was given, and how far they came."""

    exercise_id: str
    title: str
    lesson: str
    session_id: SessionId
    assigned_at: Millis
    percent: int


class NoteView(Outgoing):
    """What one member of staff wrote down."""

    author_id: str
    author_name: str
    text: str
    updated_at: Millis


class EventView(Outgoing):
    """Something that happened to the student in this session."""

    seq: Seq
    at: Millis
    event: WireEvent


class DetailsView(Outgoing):
    """Newest first in every list."""

    total_ms: Millis
    sessions: tuple[PastSessionView, ...]
    exercises: tuple[PastExerciseView, ...]
    notes: tuple[NoteView, ...]
    events: tuple[EventView, ...]


class NoteRequest(Incoming):
    """The actor's own note about the student; empty: none."""

    text: Annotated[str, text(NOTE_LIMIT)]
