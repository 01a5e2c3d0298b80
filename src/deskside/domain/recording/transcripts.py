"""What was said, in words: whose they are is known by whose track it is. Corrections; `spoken` says who may read what.

All instants are milliseconds after the session's zero. Pure.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from deskside.domain.errors import Invalid
from deskside.domain.ids import Millis, UserId
from deskside.domain.recording import spoken

LINE_LIMIT = 2_000
"""Characters of a line: two minutes of fast speech."""
CORRECTIONS_LIMIT = 500
"""Lines that one correction changes."""
TYPED = 1.0
"""How sure a word is that a person wrote."""

Part = tuple[Millis, Millis]
"""From the first instant until before the second."""


@dataclass(frozen=True, slots=True)
class Word:
    """One word, without spaces. `confidence`: from 0 to 1."""

    text: str
    start_ms: Millis
    end_ms: Millis
    confidence: float


@dataclass(frozen=True, slots=True)
class Line:
    """What one person said in one go; never without words."""

    person_id: UserId
    start_ms: Millis
    end_ms: Millis
    text: str
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that one person said, in the order of time. `language`: as BCP 47 has it; empty: nobody knows."""

    person_id: UserId
    language: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a line says in truth. `line`: its number in the transcript, from 0 on. Without text: nothing was said."""

    line: int
    text: str


def conversation(transcripts: Iterable[Transcript]) -> tuple[Line, ...]:
    """What all of them said, in the order of time."""
    lines = (line for transcript in transcripts for line in transcript.lines)
    return tuple(sorted(lines, key=lambda x: (x.start_ms, x.end_ms, x.person_id)))


def to_be_cut(lines: Iterable[Line]) -> tuple[spoken.Line, ...]:
    """A conversation as `spoken.lines_for` cuts it, word by word, for whom it is shown to."""
    return tuple(
        spoken.Line(x.person_id, tuple(spoken.Word(w.start_ms, w.end_ms, w.text) for w in x.words)) for x in lines
    )


def corrected(transcript: Transcript, corrections: Sequence[Correction]) -> Transcript:
    """The same with these lines as they are in truth; the same transcript if it says all of it already. Raises
    Invalid."""
    if len(corrections) > CORRECTIONS_LIMIT:
        raise Invalid(f"At most {CORRECTIONS_LIMIT} lines can be corrected at once.")
    texts = {x.line: " ".join(x.text.split()) for x in corrections}
    if len(texts) != len(corrections):
        raise Invalid("A line is corrected twice. Give each line once.")
    if any(not 0 <= number < len(transcript.lines) for number in texts):
        raise Invalid(f"There is no such line. This transcript has {len(transcript.lines)}, counted from 0.")
    if any(len(text) > LINE_LIMIT for text in texts.values()):
        raise Invalid(f"A line has at most {LINE_LIMIT} characters.")
    lines = (_said(line, texts.get(number, line.text)) for number, line in enumerate(transcript.lines))
    return replace(transcript, lines=tuple(x for x in lines if x is not None))


def _said(line: Line, text: str) -> Line | None:
    """Words at the beginning and at the end that stay have their instants still; those in between have all of the time
    of what they replace, as nobody knows better. So a cut takes such a word only with all of that time."""
    if text == line.text:
        return line
    said = text.split()
    if not said:
        return None
    most = min(len(said), len(line.words))
    first = next((x for x in range(most) if said[x] != line.words[x].text), most)
    last = next((x for x in range(most - first) if said[-1 - x] != line.words[-1 - x].text), most - first)
    start, end = _time(line, first, len(line.words) - last)
    new = (Word(x, start, end, TYPED) for x in said[first : len(said) - last])
    words = (*line.words[:first], *new, *line.words[len(line.words) - last :])
    return Line(line.person_id, line.start_ms, line.end_ms, text, words)


def _time(line: Line, first: int, last: int) -> Part:
    """Of the words from `first` until before `last`; of none: of the words at both sides."""
    if first == last:
        first, last = max(0, first - 1), min(len(line.words), last + 1)
    words = line.words[first:last]
    return min(x.start_ms for x in words), max(x.end_ms for x in words)


def says(line: Line, wanted: str) -> bool:
    """Whether it holds this text, in whatever case and with whatever spaces."""
    return folded(wanted) in folded(line.text)


def folded(text: str) -> str:
    """As texts are compared."""
    return " ".join(text.casefold().split())


def in_order(lines: Sequence[Line]) -> bool:
    """Whether a transcript may have these lines: with words, within their times, one after the other."""
    whole = all(x.words and x.text and 0 <= x.start_ms <= x.end_ms and _ordered(x.words) for x in lines)
    return whole and all(a.start_ms <= b.start_ms for a, b in pairwise(lines))


def _ordered(words: Sequence[Word]) -> bool:
    timed = all(x.text and 0 <= x.start_ms <= x.end_ms and 0 <= x.confidence <= 1 for x in words)
    return timed and all(a.start_ms <= b.start_ms for a, b in pairwise(words))
