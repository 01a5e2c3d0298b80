"""What was said: one conversation of several people's words, corrected, and cut for a student."""

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.errors import Invalid
from deskside.domain.ids import Millis, UserId
from deskside.domain.people import Part
from deskside.domain.recording import spoken
from deskside.domain.recording.story import Span
from deskside.domain.recording.transcripts import (
    CORRECTIONS_LIMIT,
    LINE_LIMIT,
    TYPED,
    Correction,
    Line,
    Transcript,
    Word,
    conversation,
    corrected,
    in_order,
    says,
    to_be_cut,
)
from deskside.domain.visibility import Viewer
from tests.domain.recording.said import PEOPLE, lines, texts, transcripts

ALICE, BOB, TUTOR = PEOPLE
parts = st.lists(st.tuples(st.integers(0, 4_000), st.integers(0, 4_000)), max_size=4).map(
    lambda found: [(Millis(min(x)), Millis(max(x))) for x in found]
)


def read_by(student: UserId, them: Iterable[Line], heard: list[tuple[Millis, Millis]]) -> tuple[spoken.Line, ...]:
    """What this student reads, who was given to hear the tutor then."""
    spans = {TUTOR: tuple(Span(*x) for x in heard)}
    return spoken.lines_for(Viewer(student, Part.STUDENT), to_be_cut(them), spans)


def said(*words: str, each_ms: int = 100) -> Transcript:
    """Words of the tutor, one after the other, in one line."""
    timed = tuple(Word(x, Millis(i * each_ms), Millis((i + 1) * each_ms), 0.5) for i, x in enumerate(words))
    line = Line(TUTOR, Millis(0), timed[-1].end_ms, " ".join(words), timed)
    return Transcript(TUTOR, "en", (line,))


everybody = st.tuples(*(transcripts(x) for x in PEOPLE))


@given(everybody)
def test_a_conversation_is_everybodys_lines_in_the_order_of_time(them: tuple[Transcript, ...]) -> None:
    found = conversation(them)
    assert sorted(map(repr, found)) == sorted(repr(line) for each in them for line in each.lines)
    assert [x.start_ms for x in found] == sorted(x.start_ms for x in found)
    assert conversation(reversed(them)) == found, "whoever is named first"


@given(everybody, parts)
def test_a_student_reads_their_own_lines_and_of_the_tutor_the_words_that_they_heard_wholly(
    them: tuple[Transcript, ...], heard: list[tuple[Millis, Millis]]
) -> None:
    found = read_by(ALICE, conversation(them), heard)
    own = tuple(x for x in found if x.person_id == ALICE)
    assert own == to_be_cut(them[0].lines)
    assert all(x.person_id != BOB for x in found), "nobody else"
    of_tutor = [word for line in found if line.person_id == TUTOR for word in line.words]
    every = [word for line in to_be_cut(them[2].lines) for word in line.words]
    assert of_tutor == [x for x in every if any(start <= x.start and x.end <= end for start, end in heard)]


@given(transcripts(), st.data())
def test_a_correction_says_what_it_says_within_the_time_of_its_line(before: Transcript, data: st.DataObject) -> None:
    numbers = data.draw(st.sets(st.sampled_from(range(len(before.lines))))) if before.lines else set()
    given_texts = {x: data.draw(st.lists(texts, max_size=6)) for x in numbers}
    after = corrected(before, [Correction(x, "  ".join(text)) for x, text in given_texts.items()])
    wanted = [" ".join(given_texts.get(x, [line.text])) for x, line in enumerate(before.lines)]
    assert [x.text for x in after.lines] == [x for x in wanted if x]
    assert in_order(after.lines)
    for line in after.lines:
        assert [x.text for x in line.words] == line.text.split()
        was = next(x for x in before.lines if (x.start_ms, x.end_ms) == (line.start_ms, line.end_ms))
        assert all(was.start_ms <= x.start_ms and x.end_ms <= was.end_ms for x in line.words)


@given(lines(TUTOR), st.lists(texts, min_size=1, max_size=6), parts)
def test_words_that_replace_others_are_read_only_by_whoever_heard_all_that_they_replace(
    line: Line, text: list[str], heard: list[tuple[Millis, Millis]]
) -> None:
    new = " ".join(f"corrected-{x}" for x in text)
    after = corrected(Transcript(TUTOR, "", (line,)), [Correction(0, new)])
    start, end = min(x.start_ms for x in line.words), max(x.end_ms for x in line.words)
    wholly = any(since <= start and end <= until for since, until in heard)
    read = [" ".join(w.text for w in x.words) for x in read_by(ALICE, after.lines, heard)]
    assert read == ([new] if wholly else [])


def test_words_that_stay_keep_their_instants_and_new_ones_have_the_time_of_those_they_replace() -> None:
    before = said("two", "plus", "too", "is", "four")
    words = corrected(before, [Correction(0, "two plus two more is four")]).lines[0].words
    assert words[:2] == before.lines[0].words[:2]
    assert words[-2:] == before.lines[0].words[-2:]
    assert {(x.start_ms, x.end_ms, x.confidence) for x in words[2:4]} == {(200, 300, TYPED)}


def test_a_word_that_was_left_out_has_the_time_of_its_neighbours() -> None:
    (line,) = corrected(said("one", "three"), [Correction(0, "one two three")]).lines
    assert line.words[1] == Word("two", Millis(0), Millis(200), TYPED)
    (line,) = corrected(said("one"), [Correction(0, "one two")]).lines
    assert line.words[1] == Word("two", Millis(0), Millis(100), TYPED)


def test_a_line_that_says_so_already_stays_as_it_is_and_one_without_text_goes() -> None:
    before = said("one", "two")
    assert corrected(before, [Correction(0, " one  two ")]) == before
    assert corrected(before, [Correction(0, "  ")]).lines == ()


@pytest.mark.parametrize(
    ("corrections", "why"),
    [
        ([Correction(1, "x")], "no such line"),
        ([Correction(-1, "x")], "no such line"),
        ([Correction(0, "x"), Correction(0, "y")], "twice"),
        ([Correction(0, "x" * (LINE_LIMIT + 1))], f"{LINE_LIMIT} characters"),
        ([Correction(x, "x") for x in range(CORRECTIONS_LIMIT + 1)], f"{CORRECTIONS_LIMIT} lines"),
    ],
)
def test_a_correction_that_makes_no_sense_is_refused(corrections: list[Correction], why: str) -> None:
    with pytest.raises(Invalid, match=why):
        corrected(said("one"), corrections)


def test_a_line_is_found_in_whatever_case_and_with_whatever_spaces() -> None:
    line = said("Die", "Straße", "ist", "lang").lines[0]
    assert says(line, "  STRASSE   IST ")
    assert not says(line, "straßen")


@given(transcripts())
def test_what_is_told_in_order_is_and_what_is_not_is_not(found: Transcript) -> None:
    assert in_order(found.lines)
    for line in found.lines:
        assert not in_order([replace(line, words=())])
        assert not in_order([replace(line, text="")])
        assert not in_order([replace(line, start_ms=Millis(-1))])
        assert not in_order([replace(line, words=(replace(line.words[0], confidence=1.5),))])
        late = replace(line.words[0], start_ms=Millis(10**9), end_ms=Millis(10**9))
        assert not in_order([replace(line, words=(late, *line.words))])
    if len(found.lines) > 1 and found.lines[0].start_ms < found.lines[-1].start_ms:
        assert not in_order(found.lines[::-1])
