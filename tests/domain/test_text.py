"""What people write is one thing: compared without what keyboards and systems add, kept without what nobody means."""

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.errors import Invalid
from deskside.domain.text import LINE_MARKS_LIMIT, MARKS_LIMIT, blank, email, email_key, fold, label, line, order_key
from tests.vectors import make_text

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
ODD_TEXT = st.text(st.sampled_from("aA1 '’–－½²ⁿ\u0301\u0323\u200b\u034f\u202e\ufffdßſςΣİéﾞ\u0f73\u2800\t"), max_size=60)


@given(ANY_TEXT | ODD_TEXT)
def test_what_is_folded_stays_as_it_is(text: str) -> None:
    folded = fold(text)
    assert fold(folded) == folded == folded.strip()
    assert blank(text) is (folded == "")


def test_no_character_is_folded_twice() -> None:
    for code in (x for x in range(sys.maxunicode + 1) if not 0xD800 <= x < 0xE000):
        folded = fold(f"1{chr(code)}\u0301")
        assert fold(folded) == folded, hex(code)


@given(ANY_TEXT | ODD_TEXT)
def test_composed_and_decomposed_are_the_same(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text)) == fold(text)


def test_the_vectors_are_current() -> None:
    assert make_text.FILE.read_text(encoding="utf-8") == make_text.text()


@pytest.mark.parametrize(
    "same",
    [
        ("don't", "don’t", "Don‘t", "don`t", "don´t", "DON＇T"),
        ("caf\u00e9", "cafe\u0301", "CAF\u00c9", " caf\u00e9\u200b "),
        ("-5", "–5", "—5", "−5", "－５", "\u20105"),
        ("12 500", "12\u00a0500", "12\u202f500", "１２　５００", "١٢ ٥٠٠"),
        ("2 1/2", "2½", "2 ½", "２ １/２", "2 1⁄2"),
        ("10^2", "10²"),
        ("strasse", "Straße", "STRASSE", "STRAẞE"),
        ("school@example.com", "ſchool@example.com", "SCHOOL@EXAMPLE.COM"),
    ],
)
def test_keyboards_write_one_thing_in_many_ways(same: tuple[str, ...]) -> None:
    assert {fold(x) for x in same} == {same[0]}


@pytest.mark.parametrize(("one", "other"), [("10²", "102"), ("cafe", "caf\u00e9"), ("2½", "21/2"), ("a b", "ab")])
def test_what_differs_for_people_differs(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_an_email_is_one_however_it_is_typed() -> None:
    assert email_key(" Ms.Rivera@ſchool.example\u200b") == email_key("ms.rivera@school.example")


@given(ANY_TEXT | ODD_TEXT)
def test_a_line_that_is_kept_can_be_seen_and_is_kept_again_as_it_is(text: str) -> None:
    try:
        kept = line(text, 200)
    except Invalid:
        return
    assert not blank(kept)
    assert line(kept, 200) == kept == unicodedata.normalize("NFC", kept)
    assert not set(kept) & set("\ufffd\u202e\u200b\n\t\ufeff")
    assert fold(kept) == fold(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "\u200b",
        "\u202e",
        "\u3164",
        "\u2800",
        "J\ufffdrgen",
        "a\x00b",
        "a\x1bb",
        "a" * 201,
        "a" + "\u0301\u0323" * 5,
    ],
)
def test_what_nobody_means_is_no_line(text: str) -> None:
    with pytest.raises(Invalid):
        line(text, 200)


def test_a_line_keeps_its_letters_and_loses_what_does_nothing() -> None:
    assert line("  Jose\u0301\u00a0 Ruiz\u200b\u202e ", 40) == "Jos\u00e9 Ruiz"
    assert line("René D’Arcy", 40) == "René D’Arcy"
    assert line("👩\u200d🏫", 40) == "👩\u200d🏫"
    assert line("می\u200cخواهم", 40) == "می\u200cخواهم"
    assert line("Zoë\nNúñez", 40) == "Zoë Núñez"
    assert label(" \u200b ", 40) == ""
    assert label("Grade 8", 40) == "Grade 8"


def test_names_are_in_an_order_without_knowing_a_language() -> None:
    names = ["zoe Ant", "Özlem Kaya", "Ben Abel", "Ángel Ortiz", "Øystein Berg", "de la Cruz Eva", "Anna Zeh"]
    assert sorted(names, key=order_key) == [
        "Ángel Ortiz",
        "Anna Zeh",
        "Ben Abel",
        "de la Cruz Eva",
        "Øystein Berg",
        "Özlem Kaya",
        "zoe Ant",
    ]


def test_a_heap_of_marks_is_no_letter_more() -> None:
    heap = "a" + "\u0301\u0323\u034f" * 5_000
    assert len(fold(heap)) <= MARKS_LIMIT + 1
    assert line("a" + "\u0301" * LINE_MARKS_LIMIT, 40)
    assert len(fold("\uff9e\u0301" * 2_500)) < 2 * MARKS_LIMIT + 2


@pytest.mark.parametrize("before", ["", "mailto:", "MailTo:", "Ann <", "<"])
def test_an_email_is_taken_as_address_books_have_it(before: str) -> None:
    assert email(f"{before}a@b.example{'>' if '<' in before else ''}", 100) == "a@b.example"


@pytest.mark.parametrize(
    "typed", ["a@b@c", "a b@c", "<a@b", "a@b>", "a,b@c", '"a"@b', "mailto:", "Ann <>", "a@b;c", "x <<a@b>"]
)
def test_what_is_no_email_is_refused(typed: str) -> None:
    with pytest.raises(Invalid, match="Write an email"):
        email(typed, 100)
