"""What a page may send about the work in a lane: answers, hints, what comes next; and exercises as HTTP shows them."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from deskside.domain.exercise_files import CONTENT_LIMIT, TOPIC_LIMIT
from deskside.domain.exercises import Check, Choice, Drawing, Item, LongText, Number, Sheet, ShortText, solution
from deskside.domain.text import label
from deskside.domain.work import ANSWER_LIMIT, HINT_LIMIT, QUEUE_LIMIT
from deskside.ports.exercises import Exercise
from deskside.wire.http import Line
from deskside.wire.shapes import ExerciseKey, Incoming, ItemKey, Outgoing, PersonId, as_kept, text


class GiveAnswer(Incoming):
    """Answer an item of one's own exercise; empty takes the answer back. Of a choice: "2", or "1,3".

    Spaces at its end stay: somebody may be in the middle of a sentence.
    """

    exercise_id: ExerciseKey
    item_id: ItemKey
    value: Annotated[str, StringConstraints(max_length=ANSWER_LIMIT, pattern=r"^[^\x00]*$")]


class GiveHint(Incoming):
    """A hint for an item."""

    student_id: PersonId
    item_id: ItemKey
    text: Annotated[str, text(HINT_LIMIT)]


class QueueExercises(Incoming):
    """What the lane works on after its present exercise, in order; replaces what was queued."""

    student_id: PersonId
    exercise_ids: Annotated[tuple[ExerciseKey, ...], Field(max_length=QUEUE_LIMIT)]


class NextExercise(Incoming):
    """Go on to the first queued exercise."""

    student_id: PersonId


Topic = Annotated[str, text(TOPIC_LIMIT), as_kept(label, TOPIC_LIMIT)]
Kind = Literal["text", "choice", "number", "short-text", "long-text", "drawing"]


class ExerciseRequest(Incoming):
    """A new exercise; `content` is Markdown with items (docs/exercises.md)."""

    title: Line
    course: Topic = ""
    lesson: Topic = ""
    check: Check = Check.NOW
    content: Annotated[str, text(CONTENT_LIMIT)]


class LibraryLine(Outgoing):
    """An exercise of the center's library in one line."""

    id: str
    title: str
    course: str
    lesson: str

    @classmethod
    def of(cls, exercise: Exercise) -> "LibraryLine":
        """Without its content."""
        return cls(id=exercise.id, title=exercise.title, course=exercise.course, lesson=exercise.lesson)


class Library(Outgoing):
    """By course, lesson, title."""

    exercises: tuple[LibraryLine, ...]


class OneExercise(Outgoing):
    """An exercise in one line."""

    exercise: LibraryLine


class ImportView(Outgoing):
    """What an import did."""

    exercises: tuple[LibraryLine, ...]
    added: int
    replaced: int
    unchanged: int


class PartView(Outgoing):
    """Something to read (`kind` text, no id) or to answer. `markdown` is what it says, `options` those of a choice.

    `several`: more than one may be chosen. `solution`: what would be right, as an answer is written; null for students.
    """

    kind: Kind
    id: str
    markdown: str
    options: tuple[str, ...] = ()
    several: bool = False
    solution: tuple[str, ...] | None = None


class SheetView(Outgoing):
    """The exercise of a lane."""

    exercise_id: str
    title: str
    course: str
    lesson: str
    check: Check
    parts: tuple[PartView, ...]

    @classmethod
    def of(cls, exercise: Exercise, sheet: Sheet, *, solved: bool) -> "SheetView":
        """`solved`: with solutions."""
        return cls(
            exercise_id=exercise.id,
            title=exercise.title,
            course=exercise.course,
            lesson=exercise.lesson,
            check=exercise.check,
            parts=tuple(_part(part, solved=solved) for part in sheet.parts),
        )


def _part(part: str | Item, *, solved: bool) -> PartView:
    if isinstance(part, str):
        return PartView(kind="text", id="", markdown=part)
    choice = part if isinstance(part, Choice) else None
    return PartView(
        kind=_KINDS[type(part)],
        id=part.item_id,
        markdown=part.prompt,
        options=choice.options if choice else (),
        several=choice is not None and len(choice.right) > 1,
        solution=solution(part) if solved else None,
    )


_KINDS: dict[type[Item], Kind] = {
    Choice: "choice",
    Number: "number",
    ShortText: "short-text",
    LongText: "long-text",
    Drawing: "drawing",
}
