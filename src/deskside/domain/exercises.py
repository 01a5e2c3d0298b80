"""What an exercise says: text to read, items to answer, and whether an answer is right.

How it is written in a file is in `exercise_files`. An exercise never changes: a lane keeps what it was given.
"""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from deskside.domain.errors import Invalid, NotFound
from deskside.domain.ids import ItemId
from deskside.domain.numbers import readings
from deskside.domain.text import blank, fold


class Check(StrEnum):
    """When a student learns whether an answer is right: as soon as it is given, or later, from the tutor."""

    NOW = "now"
    LATER = "later"


@dataclass(frozen=True, slots=True)
class Choice:
    """Choose of `options` (Markdown); `right` counts from 1. An answer is the chosen numbers: "2", or "1,3"."""

    item_id: ItemId
    prompt: str
    options: tuple[str, ...]
    right: frozenset[int]


@dataclass(frozen=True, slots=True)
class Number:
    """A number, right within `tolerance`; `written` is the solution as its author wrote it."""

    item_id: ItemId
    prompt: str
    value: Fraction
    tolerance: Fraction
    written: str


@dataclass(frozen=True, slots=True)
class ShortText:
    """A word or a few. None `accepted`: only a person can tell."""

    item_id: ItemId
    prompt: str
    accepted: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LongText:
    """Some sentences, or a page."""

    item_id: ItemId
    prompt: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """Something to draw on the lane's board; the answer is the student's word that it is there."""

    item_id: ItemId
    prompt: str


Item = Choice | Number | ShortText | LongText | Drawing


@dataclass(frozen=True, slots=True)
class Sheet:
    """An exercise in its order: Markdown to read, and items."""

    parts: tuple[str | Item, ...]

    @property
    def items(self) -> tuple[Item, ...]:
        """What is to be answered."""
        return tuple(part for part in self.parts if not isinstance(part, str))

    @property
    def item_ids(self) -> tuple[ItemId, ...]:
        """Their ids, in order."""
        return tuple(item.item_id for item in self.items)


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is found of an answer. `correct` None: it is empty, not checked now, or only a person can tell.
    `unreadable`: a number is asked, and this cannot be read as one, so nobody can say that it is wrong."""

    correct: bool | None = None
    unreadable: bool = False


def judged(sheet: Sheet, check: Check, item_id: ItemId, value: str) -> Judgement:
    """What the student is told of an answer: whether it is right only if the exercise is checked now; whether it can
    be read always. NotFound if there is no such item, Invalid for options that are none."""
    item = next((item for item in sheet.items if item.item_id == item_id), None)
    if item is None:
        raise NotFound("This exercise has no such item. Load the page again.")
    if isinstance(item, Number) and not blank(value) and not readings(value):
        return Judgement(unreadable=True)
    verdict = is_right(item, value)
    return Judgement(verdict if check is Check.NOW else None)


def is_right(item: Item, value: str) -> bool | None:
    """Whether an answer is right; None: it is empty, cannot be read as a number, or only a person can tell.

    Invalid: no such options. A number with two readings (12,500) is right if one of them is, and wrong only if both
    are. A short text is compared as `fold` does it, without a full stop at the end.
    """
    if blank(value):
        return None
    match item:
        case Choice(options=options, right=right):
            return _chosen(value, len(options)) == right
        case Number(value=wanted, tolerance=tolerance):
            given = readings(value)
            return any(abs(x - wanted) <= tolerance for x in given) if given else None
        case ShortText(accepted=accepted):
            return _plain(value) in map(_plain, accepted) if accepted else None
        case LongText() | Drawing():
            return None
        case _:
            assert_never(item)


def solution(item: Item) -> tuple[str, ...]:
    """What would be right, as an answer is written; empty where only a person can tell."""
    match item:
        case Choice(right=right):
            return tuple(str(number) for number in sorted(right))
        case Number(written=written):
            return (written,)
        case ShortText(accepted=accepted):
            return accepted
        case LongText() | Drawing():
            return ()
        case _:
            assert_never(item)


def _chosen(value: str, options: int) -> frozenset[int]:
    numbers = value.replace(" ", "").split(",")
    known = {str(number): number for number in range(1, options + 1)}
    if not all(number in known for number in numbers):
        raise Invalid(f"Choose of the options 1 to {options}.")
    return frozenset(known[number] for number in numbers)


def _plain(text: str) -> str:
    return fold(text).removesuffix(".")
