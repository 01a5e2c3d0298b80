"""What happens to the work in a lane: answers, hints, what comes next."""

from dataclasses import dataclass

from deskside.domain.ids import ExerciseId, ItemId, UserId


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
