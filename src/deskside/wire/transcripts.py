"""Transcripts: shapes of HTTP (docs/protocol.md, "HTTP"). Instants of lines are milliseconds from the recording's
zero."""

from typing import Annotated

from pydantic import Field

from deskside.domain.ids import Millis
from deskside.domain.recording.transcripts import CORRECTIONS_LIMIT, LINE_LIMIT
from deskside.wire.http import Instant
from deskside.wire.shapes import Incoming, Outgoing, text


class SaidLine(Outgoing):
    """A line. `confidence`: of the least sure of its words, from 0 to 1."""

    start_ms: Millis
    end_ms: Millis
    text: str
    confidence: float


class SaidView(Outgoing):
    """What one person said in one recording. `corrected`: somebody has put something right. Corrections name lines by
    their number, from 0 on."""

    recording_id: str
    person_id: str
    name: str
    language: str
    version: int
    corrected: bool
    lines: tuple[SaidLine, ...]


class TranscriptView(Outgoing):
    """All that was said in a session."""

    said: tuple[SaidView, ...]


class CorrectedLine(Incoming):
    """What a line says in truth; nothing: it was not said."""

    line: Annotated[int, Field(ge=0, le=10**6)]
    text: Annotated[str, text(LINE_LIMIT)]


class CorrectionRequest(Incoming):
    """`based_on`: the version that was read."""

    based_on: Annotated[int, Field(ge=1, le=10**6)]
    lines: Annotated[tuple[CorrectedLine, ...], Field(min_length=1, max_length=CORRECTIONS_LIMIT)]


class VersionView(Outgoing):
    """The version that holds a correction."""

    version: int


class HitView(Outgoing):
    """A line that was found."""

    session_id: str
    title: str
    recorded_at: Instant
    recording_id: str
    person_id: str
    name: str
    line: int
    start_ms: Millis
    text: str


class FoundView(Outgoing):
    """The newest recordings first. `before`: ask with it for what follows; null: that was all."""

    hits: tuple[HitView, ...]
    before: str | None
