"""Numbers as people write them on every keyboard; what cannot be read is not a number, and is not called wrong."""

from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.exercise_files import read_content, read_file
from deskside.domain.exercises import Check, Judgement, Number, is_right, judged
from deskside.domain.numbers import read_number, readings

CASES = Path(__file__).parent.parent / "cases"
HALF = Fraction(5, 2)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("3", [3]),
        (" −0,5 ", [Fraction(-1, 2)]),
        ("+.5", [Fraction(1, 2)]),
        ("5.", [5]),
        ("10/12", [Fraction(5, 6)]),
        ("-1 2/3", [Fraction(-5, 3)]),
        ("- 2", [-2]),
        ("–5", [-5]),
        ("—5", [-5]),
        ("－５", [-5]),
        ("ー５", [-5]),
        ("12 500", [12500]),
        ("12\u00a0500", [12500]),
        ("12'500", [12500]),
        ("12’500,5", [Fraction(25001, 2)]),
        ("１２５００", [12500]),
        ("١٢٥٠٠", [12500]),
        ("٥", [5]),
        ("12,500", [Fraction(25, 2), 12500]),
        ("12.500", [Fraction(25, 2), 12500]),
        ("0,500", [Fraction(1, 2)]),
        ("1,234.5", [Fraction(2469, 2)]),
        ("1.234,5", [Fraction(2469, 2)]),
        ("1,234,567", [1234567]),
        ("2½", [HALF]),
        ("2 ½", [HALF]),
        ("-½", [Fraction(-1, 2)]),
        ("２．５", [HALF]),
        ("2。5", [HALF]),
        ("2·5", [HALF]),
        ("٢٫٥", [HALF]),
        ("5/2", [HALF]),
        ("５／２", [HALF]),
        ("2.5.", [HALF]),
        ("1/0", []),
        ("one", []),
        ("1e9", []),
        ("10²", []),
        ("5 cm", []),
        ("1.2.3", []),
        ("1,234,56", []),
        ("9" * 41, []),
        (".", []),
        ("-", []),
        ("", []),
    ],
)
def test_numbers_are_read_as_people_write_them(text: str, numbers: list[Fraction | int]) -> None:
    assert list(readings(text)) == numbers
    assert read_number(text) == (numbers[0] if numbers else None)


@given(st.fractions(), st.booleans())
def test_a_fraction_and_its_double_are_the_same_number(number: Fraction, comma: bool) -> None:
    written = f"{2 * number.numerator}/{2 * number.denominator}"
    assert len(written) > 40 or read_number(written) == number
    tenth = f"{number.numerator // 10}{',' if comma else '.'}5"
    assert len(tenth) > 40 or read_number(tenth) == Fraction(tenth.replace(",", "."))


@given(st.integers(-(10**12), 10**12), st.sampled_from([" ", "'", "’", "\u202f"]))
def test_thousands_may_be_set_apart(number: int, between: str) -> None:
    assert readings(f"{number:,}".replace(",", between)) == (Fraction(number),)


@pytest.mark.parametrize("name", ["answers-typed-on-tablets.md", "accepted-answer-decomposed.md"])
@pytest.mark.parametrize(
    ("item", "typed"),
    [
        (0, ("don't", "don’t", "don‘t", "Don`t", "DON’T.")),
        (1, ("caf\u00e9", "cafe\u0301", "CAF\u00c9", "caf\u00e9.", " caf\u00e9\u00a0")),
        (2, ("-5", "–5", "—5", "−5", "－5", "－５")),
        (3, ("12500", "12,500", "12.500", "12 500", "12'500", "12\u00a0500", "１２５００", "١٢٥٠٠")),
        (4, ("2.5", "2,5", "2½", "2 1/2", "5/2", "２．５", "５/２", "2.5.")),
    ],
)
def test_right_answers_are_right_on_every_keyboard(name: str, item: int, typed: tuple[str, ...]) -> None:
    file = read_file((CASES / name).read_text("utf-8"))
    asked = file.sheet.items[item]
    assert [x for x in typed if not is_right(asked, x)] == []


def test_wrong_answers_stay_wrong_and_what_is_no_number_is_neither() -> None:
    sheet = read_content("```number\nHow many?\n= 12500\n```\n```short-text\nTen squared?\n= 10²\n```")
    number, text = sheet.items
    assert isinstance(number, Number)
    assert [is_right(number, x) for x in ("12501", "12,501", "-12500", "1250")] == [False] * 4
    assert [is_right(number, x) for x in ("many", "12500 g", "10²")] == [None] * 3
    assert is_right(text, "10^2") is True
    assert is_right(text, "102") is False
    assert judged(sheet, Check.LATER, number.item_id, "many") == Judgement(unreadable=True)


def test_what_was_stored_before_two_readings_were_refused_is_read_as_it_was() -> None:
    sheet = read_content("```number\nHow much?\n= 12,500\n```", stored=True)
    assert isinstance(sheet.items[0], Number)
    assert sheet.items[0].value == Fraction(25, 2)
