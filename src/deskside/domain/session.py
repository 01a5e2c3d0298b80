"""A session as a value: who is in it, in which lane, in which state."""

from dataclasses import dataclass, replace
from enum import StrEnum

from deskside.domain.clock import Stopwatch
from deskside.domain.errors import NotFound
from deskside.domain.events import Queued
from deskside.domain.ids import (
    CenterId,
    ExerciseId,
    HelpId,
    ItemId,
    MessageId,
    Millis,
    RecordingId,
    Seq,
    SessionId,
    UserId,
)
from deskside.domain.modes import AddressAll, LaneMode, SignFault, Urgency
from deskside.domain.people import Part, Person


class SessionStatus(StrEnum):
    """SCHEDULED → LIVE (⇄ paused) → COMPLETED, or SCHEDULED → CANCELLED."""

    SCHEDULED = "SCHEDULED"
    LIVE = "LIVE"
    COMPLETED = "COMPLETED"
    CANCELLED = "CANCELLED"


@dataclass(frozen=True, slots=True)
class Answer:
    """The newest answer to an item. `correct` None: nobody has checked it. `unreadable`: a number was asked for."""

    item_id: ItemId
    value: str
    correct: bool | None
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class Hint:
    """A hint of the tutor for an item."""

    item_id: ItemId
    text: str


@dataclass(frozen=True, slots=True)
class Assignment:
    """The exercise that a lane works on, and how far it is (percent). Answers in the order of their first giving."""

    exercise_id: ExerciseId
    title: str
    lesson: str
    percent: int = 0
    items: tuple[ItemId, ...] = ()
    answers: tuple[Answer, ...] = ()
    hints: tuple[Hint, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A text in a lane, or from the tutor to all."""

    message_id: MessageId
    from_id: UserId
    text: str
    at: Millis


@dataclass(frozen=True, slots=True)
class Board:
    """What the session knows of a board; its drawing is stored beside. Revision 0: never drawn on."""

    revision: int = 0
    locked: bool = False


@dataclass(frozen=True, slots=True)
class HelpRequest:
    """An open call for help. `place` in the queue, from 1, is there only in a student's view of their own call.

    `board_revision`: the lane's board as it was then; None: there was nothing on it, or it could not be stored.
    """

    help_id: HelpId
    urgency: Urgency
    text: str
    asked_at: Millis
    item_id: ItemId | None = None
    postponed: bool = False
    place: int | None = None
    board_revision: int | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """One student's place in the session. `sign`: the audience that their page vouches to show, sorted; `sign_fault`:
    why it cannot vouch for any, None as long as it did not say so.

    `deafened`: no sound reaches the student's page, as somebody beside them has it on.

    `messages` are the newest `MESSAGES_KEPT`, the oldest first; `unread_by_tutor` and `unread_by_student` count what
    the other side wrote since.
    """

    person: Person
    grade_level: str = ""
    course_level: str = ""
    mode: LaneMode = LaneMode.OBSERVE
    sign: tuple[UserId, ...] = ()
    sign_fault: SignFault | None = None
    exercise: Assignment | None = None
    help: HelpRequest | None = None
    teach_watch: Stopwatch = Stopwatch()
    queue: tuple[Queued, ...] = ()
    messages: tuple[Message, ...] = ()
    unread_by_tutor: int = 0
    unread_by_student: int = 0
    deafened: bool = False
    board: Board = Board()


@dataclass(frozen=True, slots=True)
class Recording:
    """That the session is recorded now, and since when."""

    recording_id: RecordingId
    started_at: Millis


@dataclass(frozen=True, slots=True)
class Session:
    """A tutoring session. Lanes keep the order of enrollment. `seq` is the number of the last event folded in."""

    id: SessionId
    center_id: CenterId
    title: str
    tutor: Person
    scheduled_start: Millis
    scheduled_end: Millis
    status: SessionStatus = SessionStatus.SCHEDULED
    paused: bool = False
    open_table: bool = False
    address_all: AddressAll = AddressAll.OFF
    screen_to_all: bool = False
    engine_up: bool = True
    video_room_id: str | None = None
    lanes: tuple[Lane, ...] = ()
    observers: tuple[Person, ...] = ()
    """Who looks in now, also from the lobby or reconnecting: whoever leaves is no observer any more."""
    watch: Stopwatch = Stopwatch()
    text_allowed: bool = True
    """Whether tutor and students may write to each other; a setting of the center."""
    announcements: tuple[Message, ...] = ()
    table_board: Board = Board()
    started_at: Millis | None = None
    ends_at: Millis | None = None
    """When it ends by itself, unless a tutor comes back; None: it does not."""
    auto_record: bool = False
    """Recording begins with the session."""
    recording: Recording | None = None
    was_recorded: bool = False
    """Recording was on at some time, though perhaps of nobody."""
    seq: Seq = Seq(0)

    @property
    def flowing(self) -> bool:
        """Whether time counts and media may be forwarded."""
        return self.status is SessionStatus.LIVE and not self.paused

    @property
    def over(self) -> bool:
        """Whether nothing can happen in it any more."""
        return self.status in (SessionStatus.COMPLETED, SessionStatus.CANCELLED)


def people(session: Session) -> tuple[Person, ...]:
    """Everybody whom the session knows, present or not: tutor, students, and the observers who are there."""
    return (session.tutor, *(lane.person for lane in session.lanes), *session.observers)


def find_person(session: Session, user_id: UserId) -> Person | None:
    """The person, or None if the session does not know them."""
    return next((p for p in people(session) if p.user_id == user_id), None)


def looks_in(session: Session, user_id: UserId) -> bool:
    """Whether this person is an observer now, and so on every sign."""
    return any(x.user_id == user_id for x in session.observers)


def person_of(session: Session, user_id: UserId) -> Person:
    """The person; raises NotFound."""
    found = find_person(session, user_id)
    if found is None:
        raise NotFound("This person is not in the session.")
    return found


def find_lane(session: Session, student_id: UserId) -> Lane | None:
    """The student's lane, or None."""
    return next((lane for lane in session.lanes if lane.person.user_id == student_id), None)


def lane_of(session: Session, student_id: UserId) -> Lane:
    """The student's lane; raises NotFound."""
    found = find_lane(session, student_id)
    if found is None:
        raise NotFound("This student has no lane in the session. Enroll them first.")
    return found


def with_lane(session: Session, lane: Lane) -> Session:
    """The session with this lane in the place of the one of the same student."""
    return replace(session, lanes=tuple(lane if x.person.user_id == lane.person.user_id else x for x in session.lanes))


def with_person(session: Session, person: Person) -> Session:
    """The session with this person in the place of the one of the same id; unchanged if there is none."""
    if person.part is Part.TUTOR:
        return replace(session, tutor=person)
    if person.part is Part.OBSERVER:
        return replace(
            session, observers=tuple(person if x.user_id == person.user_id else x for x in session.observers)
        )
    lane = find_lane(session, person.user_id)
    return session if lane is None else with_lane(session, replace(lane, person=person))
