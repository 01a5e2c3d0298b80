"""Shapes of the library's own page: what is selected, the archive, and trying an answer."""

from typing import Annotated

from pydantic import Field, StringConstraints

from deskside.domain.work import ANSWER_LIMIT
from deskside.ports.exercises import Exercise
from deskside.wire.shapes import ExerciseKey, Incoming, ItemKey, Outgoing

SELECTED_LIMIT = 1_000
"""Exercises in one act."""


class Selection(Incoming):
    """Some exercises of the library."""

    exercise_ids: Annotated[tuple[ExerciseKey, ...], Field(min_length=1, max_length=SELECTED_LIMIT)]


class ArchivedLine(Outgoing):
    """An exercise in the archive, in one line."""

    id: str
    title: str
    course: str
    lesson: str
    archived_at: int

    @classmethod
    def of(cls, exercise: Exercise) -> "ArchivedLine":
        """Without its content."""
        return cls(
            id=exercise.id,
            title=exercise.title,
            course=exercise.course,
            lesson=exercise.lesson,
            archived_at=exercise.archived_at or 0,
        )


class Archive(Outgoing):
    """By course, lesson, title."""

    exercises: tuple[ArchivedLine, ...]


class TriedAnswer(Incoming):
    """An answer that is judged and not kept; written as a student's is."""

    item_id: ItemKey
    value: Annotated[str, StringConstraints(max_length=ANSWER_LIMIT, pattern=r"^[^\x00]*$")]


class VerdictView(Outgoing):
    """What a student would be told; null: nothing."""

    correct: bool | None
    unreadable: bool = False
