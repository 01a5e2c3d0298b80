"""What happens to lanes and to the room around them: who belongs to it, modes, exercises, calls for help."""

from dataclasses import dataclass

from deskside.domain.ids import ExerciseId, HelpId, ItemId, Millis, UserId
from deskside.domain.modes import AddressAll, HelpOutcome, LaneMode, Urgency


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
class LaneDeafened:
    """No sound reaches the student's page any more, or it does again."""

    student_id: UserId
    deafened: bool


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
class HelpPostponed:
    """The tutor has seen the call and comes later."""

    student_id: UserId
    help_id: HelpId
