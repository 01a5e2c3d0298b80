"""Paths of transcripts: what was said in a session, as people read it or take it along; putting it right; searching."""

from typing import Annotated, Literal

from fastapi import APIRouter, Path, Query, Response

from deskside.domain.ids import Millis
from deskside.domain.recording.transcript_files import as_json, as_text, as_vtt
from deskside.domain.recording.transcripts import Correction, conversation
from deskside.http.archives import attachment
from deskside.http.edge import TheEdge
from deskside.http.errors import problems
from deskside.http.identity import TheActor
from deskside.http.sessions import SessionInPath
from deskside.ports.transcripts import Place
from deskside.services.recording.transcripts import LONGEST, Conversation, Found, Said
from deskside.wire.transcripts import (
    CorrectionRequest,
    FoundView,
    HitView,
    SaidLine,
    SaidView,
    TranscriptView,
    VersionView,
)

_ID = r"[A-Za-z0-9_.:-]{1,200}"
RecordingInPath = Annotated[str, Path(pattern=f"^{_ID}$")]
Before = Annotated[str | None, Query(pattern=rf"^[0-9]{{1,15}} {_ID}$", description="As the answer before has it.")]
Form = Literal["json", "vtt", "txt"]
FORMS = {
    "json": (as_json, "application/json"),
    "vtt": (as_vtt, "text/vtt; charset=utf-8"),
    "txt": (as_text, "text/plain; charset=utf-8"),
}

router = APIRouter(prefix="/api", tags=["transcripts"])


@router.get("/transcripts/search", responses=problems(401, 403))
async def search(
    edge: TheEdge, actor: TheActor, q: Annotated[str, Query(max_length=LONGEST * 4)], before: Before = None
) -> FoundView:
    """Lines that hold this text: in a tutor's own sessions, for an admin in all of the center."""
    edge.rates.take(edge.config.limits.searches_of_user, actor.user_id)
    at, _, recording_id = (before or "").partition(" ")
    place = Place(Millis(int(at)), recording_id) if before else None
    return _found(await edge.services.transcripts.search(actor, q, place))


@router.get("/sessions/{session_id}/transcript", responses=problems(401, 403, 404))
async def see_transcript(edge: TheEdge, actor: TheActor, session_id: SessionInPath) -> TranscriptView:
    """What everybody said, track by track."""
    edge.rates.take(edge.config.limits.details_of_user, actor.user_id)
    found = await edge.services.transcripts.of_session(actor, session_id)
    return TranscriptView(said=tuple(_said(x, found) for x in found.said))


@router.get("/sessions/{session_id}/transcript.{form}", responses=problems(401, 403, 404))
async def download_transcript(edge: TheEdge, actor: TheActor, session_id: SessionInPath, form: Form) -> Response:
    """The whole conversation in the order of time: with all words (json), as captions (vtt), as text (txt)."""
    edge.rates.take(edge.config.limits.details_of_user, actor.user_id)
    found = await edge.services.transcripts.of_session(actor, session_id, f"download {form}")
    write, media_type = FORMS[form]
    lines = conversation(x.transcript for x in found.said)
    return attachment(f"{found.title}.{form}", media_type, write(lines, found.names).encode())


@router.put("/sessions/{session_id}/transcript/{recording_id}", responses=problems(401, 403, 404, 409, 413))
async def correct_transcript(
    edge: TheEdge,
    actor: TheActor,
    session_id: SessionInPath,
    recording_id: RecordingInPath,
    asked: CorrectionRequest,
) -> VersionView:
    """Put lines right. What was heard stays as a former version."""
    edge.rates.take(edge.config.limits.details_of_user, actor.user_id)
    corrections = tuple(Correction(x.line, x.text) for x in asked.lines)
    transcripts = edge.services.transcripts
    version = await transcripts.correct(actor, (session_id, recording_id), asked.based_on, corrections)
    return VersionView(version=version)


def _said(said: Said, found: Conversation) -> SaidView:
    return SaidView(
        recording_id=said.row.recording_id,
        person_id=said.row.person_id,
        name=found.names.get(said.row.person_id, ""),
        language=said.transcript.language,
        version=said.row.version,
        corrected=said.row.maker_id is not None,
        lines=tuple(
            SaidLine(
                start_ms=x.start_ms, end_ms=x.end_ms, text=x.text, confidence=min(word.confidence for word in x.words)
            )
            for x in said.transcript.lines
        ),
    )


def _found(found: Found) -> FoundView:
    hits = tuple(
        HitView(
            session_id=x.row.session_id,
            title=x.title,
            recorded_at=x.row.recorded_at,
            recording_id=x.row.recording_id,
            person_id=x.row.person_id,
            name=x.name,
            line=x.number,
            start_ms=x.line.start_ms,
            text=x.line.text,
        )
        for x in found.hits
    )
    behind = found.behind
    return FoundView(hits=hits, before=None if behind is None else f"{behind.recorded_at} {behind.recording_id}")
