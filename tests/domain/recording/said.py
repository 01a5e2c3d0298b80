"""Transcripts that hypothesis makes up."""

from hypothesis import strategies as st

from deskside.domain.ids import Millis, UserId
from deskside.domain.recording.transcripts import Line, Transcript, Word

PEOPLE = (UserId("alice"), UserId("bob"), UserId("tutor"))
texts = st.text(st.characters(exclude_categories=["Cs", "Cc", "Z"]), min_size=1, max_size=6)


@st.composite
def lines(draw: st.DrawFn, person: UserId, begins: int = 0) -> Line:
    """One line, from this instant on."""
    words, at = [], begins + draw(st.integers(0, 400))
    for text in draw(st.lists(texts, min_size=1, max_size=6)):
        lasts = draw(st.integers(0, 500))
        words.append(Word(text, Millis(at), Millis(at + lasts), draw(st.sampled_from((0.0, 0.25, 1.0)))))
        at += lasts + draw(st.integers(0, 200))
    return Line(person, words[0].start_ms, words[-1].end_ms, " ".join(x.text for x in words), tuple(words))


@st.composite
def transcripts(draw: st.DrawFn, person: UserId | None = None) -> Transcript:
    """What one person said."""
    whose = person or draw(st.sampled_from(PEOPLE))
    found: list[Line] = []
    for _ in range(draw(st.integers(0, 5))):
        found.append(draw(lines(whose, found[-1].end_ms if found else 0)))
    return Transcript(whose, draw(st.sampled_from(("", "en", "de"))), tuple(found))
