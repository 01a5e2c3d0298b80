"""Every fact that can become part of a session's log. Past tense; each is shown to exactly those who may see it.

An event holds what is needed to fold it into a session (`evolve`) and nothing else. The instant and the number are
in the record around it.
"""

from dataclasses import dataclass

from deskside.domain.ids import ActId, ExerciseId, HelpId, ItemId, Millis, Seq, UserId
from deskside.domain.life_events import EndForeseen as EndForeseen
from deskside.domain.life_events import SessionCancelled as SessionCancelled
from deskside.domain.life_events import SessionEnded as SessionEnded
from deskside.domain.life_events import SessionPaused as SessionPaused
from deskside.domain.life_events import SessionRescheduled as SessionRescheduled
from deskside.domain.life_events import SessionResumed as SessionResumed
from deskside.domain.life_events import SessionStarted as SessionStarted
from deskside.domain.life_events import TutorChanged as TutorChanged
from deskside.domain.modes import AddressAll, HelpOutcome, LaneMode, Urgency
from deskside.domain.presence_events import (
    ActivityChanged as ActivityChanged,
)
from deskside.domain.presence_events import (
    PageDrawn as PageDrawn,
)
from deskside.domain.presence_events import (
    PageSilent as PageSilent,
)
from deskside.domain.presence_events import (
    PersonArrived as PersonArrived,
)
from deskside.domain.presence_events import (
    PersonDropped as PersonDropped,
)
from deskside.domain.presence_events import (
    PersonJoined as PersonJoined,
)
from deskside.domain.presence_events import (
    PersonLeft as PersonLeft,
)
from deskside.domain.presence_events import (
    PersonReturned as PersonReturned,
)
from deskside.domain.presence_events import (
    QualityChanged as QualityChanged,
)
from deskside.domain.presence_events import (
    SignShown as SignShown,
)
from deskside.domain.presence_events import (
    SignTakenBack as SignTakenBack,
)
from deskside.domain.presence_events import (
    TracksChanged as TracksChanged,
)
from deskside.domain.work_events import LaneWorkEvent, TableEvent


@dataclass(frozen=True, slots=True)
class StudentEnrolled:
    """A lane was added. `prior_ms`: time gathered in other sessions of the center until then."""

    student_id: UserId
    name: str
    grade_level: str
    course_level: str
    prior_ms: Millis


@dataclass(frozen=True, slots=True)
class PriorTimeCounted:
    """What the student gathered in other sessions of the center by the start of this one."""

    student_id: UserId
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
    """The lane has a new exercise; progress starts at 0. `items`: ids of what is to be answered, in order."""

    student_id: UserId
    exercise_id: ExerciseId
    title: str
    lesson: str
    items: tuple[ItemId, ...] = ()


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
    item_id: ItemId | None = None


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
    | EndForeseen
    | SessionCancelled
    | SessionRescheduled
    | TutorChanged
    | StudentEnrolled
    | PriorTimeCounted
    | StudentRemoved
    | ObserverAdmitted
    | PersonArrived
    | PersonJoined
    | PersonDropped
    | PersonReturned
    | PageSilent
    | PageDrawn
    | PersonLeft
    | TracksChanged
    | ActivityChanged
    | QualityChanged
    | SignShown
    | SignTakenBack
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
    | LaneWorkEvent
    | TableEvent
)

Events = tuple[Event, ...]
"""What a decision returns; empty where it is already so."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its place in the log. `actor_id` None: the server itself noticed it; `act_id`: of which act of the
    actor's page it came, if the page named it."""

    seq: Seq
    at: Millis
    actor_id: UserId | None
    event: Event
    act_id: ActId | None = None
