"""What an exercise says: text to read, items to answer, and whether an answer is right.

How it is written in a file is in `exercise_files`. An exercise never changes: a lane keeps what it was given.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from deskside.domain.errors import Invalid, NotFound
from deskside.domain.ids import ItemId

NUMBER_LIMIT = 40
"""Characters of a number; nobody writes a longer one by hand."""


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


def judged(sheet: Sheet, check: Check, item_id: ItemId, value: str) -> bool | None:
    """What the student is told of an answer; None: nothing. NotFound if there is no such item, Invalid for nonsense."""
    item = next((item for item in sheet.items if item.item_id == item_id), None)
    if item is None:
        raise NotFound("This exercise has no such item. Load the page again.")
    verdict = is_right(item, value)
    return verdict if check is Check.NOW else None


def is_right(item: Item, value: str) -> bool | None:
    """Whether an answer is right; None: it is empty, or only a person can tell. Invalid: no such options."""
    if not value.strip():
        return None
    match item:
        case Choice(options=options, right=right):
            return _chosen(value, len(options)) == right
        case Number(value=wanted, tolerance=tolerance):
            given = read_number(value)
            return given is not None and abs(given - wanted) <= tolerance
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


_FRACTION = re.compile(r"(?P<sign>[+-]?) ?(?:(?P<whole>\d+) )?(?P<top>\d+) ?/ ?(?P<bottom>\d+)", re.ASCII)
_DECIMAL = re.compile(r"[+-]? ?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)


def read_number(text: str) -> Fraction | None:
    """A number as people write it: 3, −0.5, 0,5, 5/6, 1 2/3. The comma is a decimal one. None: it is not a number."""
    plain = " ".join(text.replace("\N{MINUS SIGN}", "-").replace(",", ".").split())
    if len(plain) > NUMBER_LIMIT:
        return None
    if found := _FRACTION.fullmatch(plain):
        if int(found["bottom"]) == 0:
            return None
        size = int(found["whole"] or 0) + Fraction(int(found["top"]), int(found["bottom"]))
        return -size if found["sign"] == "-" else size
    return Fraction(plain.replace(" ", "")) if _DECIMAL.fullmatch(plain) else None


def _chosen(value: str, options: int) -> frozenset[int]:
    numbers = value.replace(" ", "").split(",")
    known = {str(number): number for number in range(1, options + 1)}
    if not all(number in known for number in numbers):
        raise Invalid(f"Choose of the options 1 to {options}.")
    return frozenset(known[number] for number in numbers)


def _plain(text: str) -> str:
    """How short texts are compared: without case, spaces at the ends or doubled, or a full stop at the end."""
    return " ".join(text.casefold().split()).removesuffix(".")
