"""Every fact that can become part of a session's log. Past tense; each is shown to exactly those who may see it.

An event holds what is needed to fold it into a session (`evolve`) and nothing else. The instant and the number are
in the record around it.
"""

from dataclasses import dataclass

from deskside.domain.ids import ExerciseId, HelpId, Millis, PageId, Seq, UserId
from deskside.domain.modes import AddressAll, HelpOutcome, LaneMode, LeaveReason, Urgency


@dataclass(frozen=True, slots=True)
class SessionStarted:
    """SCHEDULED → LIVE; the room is open."""

    video_room_id: str


@dataclass(frozen=True, slots=True)
class SessionPaused:
    """A break: clocks stand still and nothing is forwarded to anybody."""


@dataclass(frozen=True, slots=True)
class SessionResumed:
    """The break is over."""


@dataclass(frozen=True, slots=True)
class SessionEnded:
    """LIVE → COMPLETED; the call is closed for all."""


@dataclass(frozen=True, slots=True)
class SessionCancelled:
    """SCHEDULED → CANCELLED."""

    reason: str


@dataclass(frozen=True, slots=True)
class StudentEnrolled:
    """A lane was added. `prior_ms`: time gathered in earlier sessions of the center."""

    student_id: UserId
    name: str
    grade_level: str
    course_level: str
    prior_ms: Millis


@dataclass(frozen=True, slots=True)
class StudentRemoved:
    """A lane was taken away; the person is out at once."""

    student_id: UserId


@dataclass(frozen=True, slots=True)
class ObserverAdmitted:
    """A center admin looks in: everyone in the session is told."""

    user_id: UserId
    name: str


@dataclass(frozen=True, slots=True)
class PersonArrived:
    """A new page of this person is open (lobby). Any former page of theirs is superseded."""

    person_id: UserId
    page: PageId


@dataclass(frozen=True, slots=True)
class PersonJoined:
    """The person is in the room."""

    person_id: UserId


@dataclass(frozen=True, slots=True)
class PersonDropped:
    """The page's socket was lost; the person is expected back."""

    person_id: UserId


@dataclass(frozen=True, slots=True)
class PersonReturned:
    """The same page is connected again; nothing else changed."""

    person_id: UserId


@dataclass(frozen=True, slots=True)
class PersonLeft:
    """The person is gone."""

    person_id: UserId
    reason: LeaveReason


@dataclass(frozen=True, slots=True)
class TracksChanged:
    """What the person sends: microphone, camera, screen."""

    person_id: UserId
    mic: bool
    camera: bool
    screen: bool


@dataclass(frozen=True, slots=True)
class ActivityChanged:
    """The person's page saw input lately (active) or did not (idle)."""

    person_id: UserId
    active: bool


@dataclass(frozen=True, slots=True)
class QualityChanged:
    """The person's network got better or worse by at least one bar (0–4)."""

    person_id: UserId
    bars: int


@dataclass(frozen=True, slots=True)
class SignShown:
    """The student's page says: I am showing that exactly these people can hear and see this student."""

    student_id: UserId
    audience: tuple[UserId, ...]


@dataclass(frozen=True, slots=True)
class LaneModeChanged:
    """TEACH or OBSERVE for one lane."""

    student_id: UserId
    mode: LaneMode


@dataclass(frozen=True, slots=True)
class AddressAllChanged:
    """The tutor starts or stops speaking to every lane."""

    kind: AddressAll


@dataclass(frozen=True, slots=True)
class ScreenAudienceChanged:
    """The tutor's screen is shown to every lane, or to lanes in TEACH only."""

    to_all: bool


@dataclass(frozen=True, slots=True)
class OpenTableChanged:
    """Everyone receives everyone, or private lanes again."""

    open_table: bool


@dataclass(frozen=True, slots=True)
class ExerciseAssigned:
    """The lane has a new exercise; progress starts at 0."""

    student_id: UserId
    exercise_id: ExerciseId
    title: str
    lesson: str


@dataclass(frozen=True, slots=True)
class ProgressChanged:
    """Progress on the lane's exercise in percent, 0–100."""

    student_id: UserId
    percent: int


@dataclass(frozen=True, slots=True)
class HelpAsked:
    """The student calls the tutor. `help_id` is made by the page, so a retry is no second call."""

    student_id: UserId
    help_id: HelpId
    urgency: Urgency
    text: str


@dataclass(frozen=True, slots=True)
class HelpClosed:
    """The call for help was answered, put aside with a word, or taken back."""

    student_id: UserId
    help_id: HelpId
    outcome: HelpOutcome
    word: str


@dataclass(frozen=True, slots=True)
class EngineFailed:
    """The media engine is down: nobody hears or sees anybody until it is restored."""


@dataclass(frozen=True, slots=True)
class EngineRestored:
    """A new engine is up; every browser connects its media again."""


Event = (
    SessionStarted
    | SessionPaused
    | SessionResumed
    | SessionEnded
    | SessionCancelled
    | StudentEnrolled
    | StudentRemoved
    | ObserverAdmitted
    | PersonArrived
    | PersonJoined
    | PersonDropped
    | PersonReturned
    | PersonLeft
    | TracksChanged
    | ActivityChanged
    | QualityChanged
    | SignShown
    | LaneModeChanged
    | AddressAllChanged
    | ScreenAudienceChanged
    | OpenTableChanged
    | ExerciseAssigned
    | ProgressChanged
    | HelpAsked
    | HelpClosed
    | EngineFailed
    | EngineRestored
)

Events = tuple[Event, ...]
"""What a decision returns; empty where it is already so."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its place in the log. `actor_id` None: the server itself noticed it."""

    seq: Seq
    at: Millis
    actor_id: UserId | None
    event: Event
