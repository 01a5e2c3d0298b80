"""What the process that listens is told and answers: `whisper` is on this side of it, `listening` on that."""

from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from deskside.domain.recording.transcripts import LINE_LIMIT

_DAY_MS = 86_400_000
_WORD_LIMIT, _WORDS_LIMIT = 200, 1_000

Instant = Annotated[int, Field(ge=0, le=_DAY_MS)]


class _Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class ToldTrack(_Shape):
    """A file of so many bytes follows. `language`: empty: whichever the model hears."""

    size: Annotated[int, Field(ge=0)]
    model: Path
    language: str


class HeardWord(_Shape):
    """See `domain.recording.transcripts.Word`."""

    text: Annotated[str, Field(min_length=1, max_length=_WORD_LIMIT)]
    start_ms: Instant
    end_ms: Instant
    confidence: Annotated[float, Field(ge=0, le=1)]


class HeardLine(_Shape):
    """See `domain.recording.transcripts.Line`."""

    text: Annotated[str, Field(min_length=1, max_length=LINE_LIMIT)]
    words: Annotated[tuple[HeardWord, ...], Field(min_length=1, max_length=_WORDS_LIMIT)]


class HeardPart(_Shape):
    """What was said up to here; `percent` of the whole is done."""

    percent: Annotated[int, Field(ge=0, le=100)]
    language: Annotated[str, Field(max_length=20)]
    lines: tuple[HeardLine, ...]


class CannotHear(_Shape):
    """Why nothing can be transcribed with this model, for people."""

    unusable: Annotated[str, Field(min_length=1, max_length=500)]


ANSWER: TypeAdapter[HeardPart | CannotHear] = TypeAdapter(HeardPart | CannotHear)
