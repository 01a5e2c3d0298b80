"""A transcript as a file: how it is kept, and how people take it with them: JSON, WebVTT, plain text. Pure."""

import json
from collections.abc import Iterable, Mapping

from deskside.domain.ids import Millis, UserId
from deskside.domain.recording.transcripts import Line, Transcript, Word

_VTT_MEANS = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
"""What has a meaning of its own in a cue, and in the name of a voice (WebVTT, 4.2.2)."""


def packed(transcript: Transcript) -> bytes:
    """As it is kept."""
    lines = [
        [x.start_ms, x.end_ms, x.text, [[w.text, w.start_ms, w.end_ms, round(w.confidence, 3)] for w in x.words]]
        for x in transcript.lines
    ]
    kept = {"person": transcript.person_id, "language": transcript.language, "lines": lines}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode()


def unpacked(content: bytes) -> Transcript:
    """What `packed` has written: it was sealed, so nobody else has."""
    kept = json.loads(content)
    person = UserId(kept["person"])
    lines = (
        Line(person, start, end, text, tuple(Word(*x) for x in words)) for start, end, text, words in kept["lines"]
    )
    return Transcript(person, kept["language"], tuple(lines))


def as_json(lines: Iterable[Line], names: Mapping[UserId, str]) -> str:
    """A conversation as a list, with names."""
    told = [
        {
            "person_id": x.person_id,
            "name": names.get(x.person_id, ""),
            "start_ms": x.start_ms,
            "end_ms": x.end_ms,
            "text": x.text,
            "words": [
                {"text": w.text, "start_ms": w.start_ms, "end_ms": w.end_ms, "confidence": round(w.confidence, 3)}
                for w in x.words
            ],
        }
        for x in lines
    ]
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def as_vtt(lines: Iterable[Line], names: Mapping[UserId, str]) -> str:
    """Captions, each with its speaker's voice (W3C WebVTT). A cue is never empty, and lasts for a millisecond."""
    cues = ["WEBVTT\n"]
    for x in lines:
        until = Millis(max(x.end_ms, x.start_ms + 1))
        voice = _cue(names.get(x.person_id, "")) or "?"
        cues.append(f"{_clock(x.start_ms)} --> {_clock(until)}\n<v {voice}>{_cue(x.text)}</v>\n")
    return "\n".join(cues)


def as_text(lines: Iterable[Line], names: Mapping[UserId, str]) -> str:
    """A line each: when, who, what."""
    said = (f"[{_clock(x.start_ms)[:-4]}] {_flat(names.get(x.person_id, ''))}: {_flat(x.text)}\n" for x in lines)
    return "".join(said)


def _clock(ms: Millis) -> str:
    seconds, rest = divmod(ms, 1_000)
    return f"{seconds // 3_600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def _cue(text: str) -> str:
    return _flat(text).translate(_VTT_MEANS)


def _flat(text: str) -> str:
    """On one line, whatever it holds."""
    return " ".join(text.split())
