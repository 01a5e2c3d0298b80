"""Shapes of HTTP: planning and managing sessions, and the way into their rooms (docs/protocol.md, "HTTP")."""

from typing import Annotated, Literal

from pydantic import Field

from deskside.domain.ids import SessionId
from deskside.domain.modes import LaneMode
from deskside.domain.people import Part
from deskside.domain.session import Session
from deskside.ports.media import Grant
from deskside.ports.planning import SessionSummary
from deskside.wire.http import Instant, Line
from deskside.wire.shapes import ID, ExerciseKey, Incoming, Outgoing, PersonId

SessionKey = Annotated[SessionId, ID]
Percent = Annotated[int, Field(ge=0, le=100)]


class Summaries(Outgoing):
    """Soonest first. `now`: the server's clock; `more`: there are others, further away from now."""

    sessions: tuple[SessionSummary, ...]
    now: Instant
    more: bool


class OneSummary(Outgoing):
    """A session in one line."""

    session: SessionSummary


class SessionRequest(Incoming):
    """A new session. Without `tutor_id` it is one's own; without `open_table` or `auto_record` it is as the center has
    decided."""

    title: Line
    scheduled_start: Instant
    scheduled_end: Instant
    student_ids: Annotated[tuple[PersonId, ...], Field(max_length=50)] = ()
    tutor_id: PersonId | None = None
    open_table: bool | None = None
    auto_record: bool | None = None


class SeqView(Outgoing):
    """The number after which the act is visible."""

    seq: int


class ViewNow(Outgoing):
    """The session as this person may know it after event `seq`."""

    view: Session
    seq: int
    now: Instant


class RoomView(Outgoing):
    """Where the session's media is carried."""

    video_room_id: str
    video_provider: str


class AdmissionView(Outgoing):
    """The join grant, valid for one hour, with everything to draw the page from."""

    token: str
    expires_at: Instant
    user_id: str
    part: Part
    now: Instant
    seq: int
    view: Session
    grant: Grant


class ManageStep(Incoming):
    """`start`, `pause`, `resume` or `end` the session; `start_recording` or `stop_recording`."""

    session_id: SessionKey
    action: Literal["start", "pause", "resume", "end", "start_recording", "stop_recording"]


class ManageCancel(Incoming):
    """Call a scheduled session off; `following`: and those after it in its series."""

    session_id: SessionKey
    action: Literal["cancel"]
    reason: Line
    following: bool = False


class ManageReschedule(Incoming):
    """Plan a scheduled session for another time, and call it something else if there is a `title`; `following`: move
    those after it in its series by as much of the wall clock, all of them or none."""

    session_id: SessionKey
    action: Literal["reschedule"]
    scheduled_start: Instant
    scheduled_end: Instant
    title: Line | None = None
    following: bool = False


class ManageTutor(Incoming):
    """Give a session that is not over to another tutor; `following`: and those after it in its series that have not
    begun, all of them or none."""

    session_id: SessionKey
    action: Literal["tutor"]
    tutor_id: PersonId
    following: bool = False


class ManageEnrolment(Incoming):
    """Add a student, or take one out at once."""

    session_id: SessionKey
    action: Literal["enroll", "remove"]
    student_id: PersonId


class ManageMode(Incoming):
    """Set a student's lane to TEACH or OBSERVE."""

    session_id: SessionKey
    action: Literal["mode"]
    student_id: PersonId
    mode: LaneMode


class ManageAssign(Incoming):
    """Give a student an exercise of the library."""

    session_id: SessionKey
    action: Literal["assign"]
    student_id: PersonId
    exercise_id: ExerciseKey


class ManageProgress(Incoming):
    """Say how far a student's exercise is."""

    session_id: SessionKey
    action: Literal["progress"]
    student_id: PersonId
    percent: Percent


class ManageComplete(Incoming):
    """Say that a student's exercise is done."""

    session_id: SessionKey
    action: Literal["complete"]
    student_id: PersonId


class ManageOpenTable(Incoming):
    """Let the students of the session hear and see each other, or not."""

    session_id: SessionKey
    action: Literal["open_table"]
    open_table: bool


ManageRequest = Annotated[
    ManageStep
    | ManageCancel
    | ManageReschedule
    | ManageTutor
    | ManageEnrolment
    | ManageMode
    | ManageAssign
    | ManageProgress
    | ManageComplete
    | ManageOpenTable,
    Field(discriminator="action"),
]
