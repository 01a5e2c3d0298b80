"""Speech with the words that were said, and how many of them were heard wrong."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.transcribers.spoken import voice

READ_ALOUD = Path("/usr/share/pocketsphinx/test/data/librivox")
"""Debian's pocketsphinx-testdata: a woman reads sentences of a novel; 16 kHz, one channel."""
SPELLINGS = {"mr": "mister", "mrs": "missus"}
LESSON = (
    "Good morning everybody. Today we will learn how to add two fractions.",
    "First we look for a number that both of them can be divided by.",
    "Please write your answer on the board, and do not worry about mistakes.",
    "Which of these triangles has a right angle, and how do you know that?",
    "I do not understand the second question. Could you explain it again?",
    "The water in the river is warmer than the air in the early morning.",
)
VOICES = ("en-us", "en-gb", "en-gb-scotland")


@dataclass(frozen=True, slots=True)
class Known:
    """A WAV in which this is said."""

    text: str
    wav: bytes


def read_aloud() -> tuple[Known, ...]:
    """What a person said."""
    lines = re.findall(r"<s> (.*) </s> \((.*)\)", (READ_ALOUD / "transcription").read_text())
    return tuple(Known(text, (READ_ALOUD / f"{name}.wav").read_bytes()) for text, name in lines)


def made() -> tuple[Known, ...]:
    """What made voices say."""
    return tuple(Known(text, voice(text, name)) for name in VOICES for text in LESSON)


def words(text: str) -> list[str]:
    """As they are compared: without case, points and abbreviations."""
    return [
        SPELLINGS.get(x, x) for x in re.findall(r"[\w']+", text.lower().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'"))
    ]


def word_errors(said: Sequence[str], heard: Sequence[str]) -> int:
    """Words that were put in, left out, or are others: the fewest that explain it (Levenshtein)."""
    row = list(range(len(heard) + 1))
    for number, word in enumerate(said, 1):
        before, row[0] = row[0], number
        for at, other in enumerate(heard, 1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (word != other))
    return row[-1]
