"""Transcripts as files: kept, and taken along."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.ids import Millis, UserId
from deskside.domain.recording.transcript_files import as_json, as_text, as_vtt, packed, unpacked
from deskside.domain.recording.transcripts import Line, Transcript, Word, conversation
from tests.domain.recording.said import PEOPLE, transcripts

ALICE, _, TUTOR = PEOPLE
names = st.fixed_dictionaries({x: st.text(st.characters(exclude_categories=["Cs"]), max_size=12) for x in PEOPLE})


def line(text: str, at: int = 0, lasts: int = 500) -> Line:
    word = Word(text, Millis(at), Millis(at + lasts), 0.9)
    return Line(ALICE, Millis(at), Millis(at + lasts), text, (word,))


@given(transcripts())
def test_what_was_kept_is_read_as_it_was(transcript: Transcript) -> None:
    assert unpacked(packed(transcript)) == transcript


@given(st.lists(transcripts(), max_size=3), names)
def test_captions_have_one_cue_a_line_and_nothing_of_a_text_is_taken_for_markup(
    them: list[Transcript], called: dict[UserId, str]
) -> None:
    lines = conversation(them)
    head, *cues = as_vtt(lines, called).split("\n\n")
    assert head.strip() == "WEBVTT"
    assert len(cues) == len(lines)
    for cue in cues:
        timing, payload = cue.strip("\n").split("\n")
        assert re.fullmatch(r"\d\d:\d\d:\d\d\.\d{3} --> \d\d:\d\d:\d\d\.\d{3}", timing)
        start, _, end = timing.partition(" --> ")
        assert start < end
        assert re.fullmatch(r"<v [^<>\n]+>[^<>\n]+</v>", payload)


@given(st.lists(transcripts(), max_size=3), names)
def test_text_has_one_line_a_line(them: list[Transcript], called: dict[UserId, str]) -> None:
    lines = conversation(them)
    assert as_text(lines, called).count("\n") == len(lines)
    told = json.loads(as_json(lines, called))
    assert [(x["text"], x["name"]) for x in told] == [(x.text, called[x.person_id]) for x in lines]


def test_each_form_as_people_read_it() -> None:
    at = (12 * 60 + 31) * 1_000 + 70
    lines, called = (line("a < b & c --> d", at), line("yes", 3_600_000, 0)), {ALICE: "Alice"}
    assert as_text(lines, called) == "[00:12:31] Alice: a < b & c --> d\n[01:00:00] Alice: yes\n"
    assert as_vtt(lines, called) == (
        "WEBVTT\n\n"
        "00:12:31.070 --> 00:12:31.570\n<v Alice>a &lt; b &amp; c --&gt; d</v>\n\n"
        "01:00:00.000 --> 01:00:00.001\n<v Alice>yes</v>\n"
    )
    assert json.loads(as_json(lines[:1], called))[0]["words"] == [
        {"text": "a < b & c --> d", "start_ms": at, "end_ms": at + 500, "confidence": 0.9}
    ]
    assert "<v ?>" in as_vtt(lines, {}), "a voice has a name"
