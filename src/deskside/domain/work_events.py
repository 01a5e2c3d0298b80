"""What happens to the work in a lane: answers, hints, what comes next, messages, the board."""

from dataclasses import dataclass

from deskside.domain.ids import ExerciseId, HelpId, ItemId, MessageId, UserId


@dataclass(frozen=True, slots=True)
class Queued:
    """An exercise that is to come."""

    exercise_id: ExerciseId
    title: str
    lesson: str


@dataclass(frozen=True, slots=True)
class AnswerGiven:
    """The student answered an item of the lane's exercise, perhaps again. `correct` None: it is not checked at once.

    `unreadable`: a number is asked and this is none (then nobody says that it is wrong, and it does not count).
    `percent` is the progress that follows from all answers.
    """

    student_id: UserId
    item_id: ItemId
    value: str
    correct: bool | None
    percent: int
    unreadable: bool = False


@dataclass(frozen=True, slots=True)
class HintGiven:
    """The tutor gave a hint for an item."""

    student_id: UserId
    item_id: ItemId
    text: str


@dataclass(frozen=True, slots=True)
class ExercisesQueued:
    """What the lane works on after its present exercise, in order; replaces what was queued."""

    student_id: UserId
    queue: tuple[Queued, ...]


@dataclass(frozen=True, slots=True)
class HelpPostponed:
    """The tutor has seen the call and comes later."""

    student_id: UserId
    help_id: HelpId


@dataclass(frozen=True, slots=True)
class HelpBoardAttached:
    """The lane's board as it was when the student called was stored as this revision. Comes right after the call."""

    student_id: UserId
    help_id: HelpId
    revision: int


@dataclass(frozen=True, slots=True)
class MessageSent:
    """A text between the tutor and one student, in the student's lane."""

    student_id: UserId
    message_id: MessageId
    from_id: UserId
    text: str


@dataclass(frozen=True, slots=True)
class MessagesRead:
    """One side of a lane has read everything so far."""

    student_id: UserId
    by_tutor: bool


@dataclass(frozen=True, slots=True)
class AnnouncementMade:
    """A text from the tutor to everybody."""

    message_id: MessageId
    text: str


@dataclass(frozen=True, slots=True)
class BoardLocked:
    """The student may (not) draw on the lane's board; the tutor always may."""

    student_id: UserId
    locked: bool


@dataclass(frozen=True, slots=True)
class BoardRevised:
    """The lane's board was stored as this revision; strokes in between travel beside the log."""

    student_id: UserId
    revision: int


@dataclass(frozen=True, slots=True)
class TableBoardRevised:
    """The board of the open table was stored as this revision."""

    revision: int


LaneWorkEvent = (
    AnswerGiven
    | HintGiven
    | ExercisesQueued
    | HelpPostponed
    | HelpBoardAttached
    | MessageSent
    | MessagesRead
    | BoardLocked
    | BoardRevised
)
TableEvent = AnnouncementMade | TableBoardRevised
