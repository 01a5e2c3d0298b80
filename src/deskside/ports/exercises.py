"""The center's library of exercises, as it is kept."""

from dataclasses import dataclass
from typing import Protocol

from deskside.domain.exercises import Check
from deskside.domain.ids import CenterId, ExerciseId, Millis


@dataclass(frozen=True, slots=True)
class Exercise:
    """Something to work on, written in Markdown (docs/exercises.md). It never changes; a new version is a new one.

    `current` False: it was replaced, and is kept for those who work on it. `archived_at`: since when it is given to
    nobody; None: it is offered.
    """

    id: ExerciseId
    center_id: CenterId
    title: str
    lesson: str
    content: str
    course: str = ""
    check: Check = Check.NOW
    current: bool = True
    archived_at: Millis | None = None


class ExerciseStore(Protocol):
    """The center's library."""

    async def add(self, exercise: Exercise) -> None: ...

    async def retire(self, center_id: CenterId, exercise_id: ExerciseId) -> None:
        """It is no longer in the library; whoever has its id can still read it."""
        ...

    async def exercise(self, center_id: CenterId, exercise_id: ExerciseId) -> Exercise | None:
        """Also one that was retired."""
        ...

    async def some(self, center_id: CenterId, exercise_ids: tuple[ExerciseId, ...]) -> dict[ExerciseId, Exercise]:
        """The same of several at once; those that this center does not have are missing."""
        ...

    async def exercises(self, center_id: CenterId) -> tuple[Exercise, ...]:
        """The library with its archive, sorted by course, lesson, title."""
        ...

    async def archive(self, center_id: CenterId, exercise_ids: tuple[ExerciseId, ...], at: Millis | None) -> None:
        """They are in the archive since `at`; None: back among those that are offered."""
        ...
