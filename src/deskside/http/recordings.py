"""Paths of recordings, for the session's tutor and the admins of its center."""

import re
from collections.abc import AsyncIterator
from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Header, Path, Request, Response
from fastapi.responses import StreamingResponse

from deskside.http.edge import TheEdge
from deskside.http.errors import Responses, problem, problems
from deskside.http.identity import TheActor
from deskside.http.ranges import part_of
from deskside.http.security import HEAD_ALONE
from deskside.http.sessions import SessionInPath
from deskside.services.recording.files import Opened, Shown
from deskside.wire.recordings import FilmView, HoldRequest, RecordingsView, RecordingView
from deskside.wire.shapes import ID

RecordingInPath = Annotated[str, Path(), ID]
_NAME_LIMIT = 80
_UNFIT = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]+')
"""No file system takes all of these."""
_CONTENT = {"schema": {"type": "string", "format": "binary"}}
_FILES: Responses = {
    status: {"description": what, "content": {"video/webm": _CONTENT, "video/mp4": _CONTENT}}
    for status, what in ((200, "The file"), (206, "The part that was asked for"))
}

router = APIRouter(prefix="/api", tags=["recordings"])


@router.get("/sessions/{session_id}/recordings", responses=problems(401, 404))
async def list_recordings(edge: TheEdge, actor: TheActor, session_id: SessionInPath) -> RecordingsView:
    """What was recorded of a session."""
    found = await edge.services.recording_files.of_session(actor, session_id)
    days = edge.services.outside.retention_days
    return RecordingsView(days=days, recordings=tuple(_view(x) for x in found))


@router.get(
    "/recordings/{recording_id}/download",
    response_class=Response,
    responses={**_FILES, **problems(401, 404, 416)},
)
async def download_recording(
    request: Request,
    edge: TheEdge,
    actor: TheActor,
    recording_id: RecordingInPath,
    if_range: Annotated[str | None, Header()] = None,
) -> Response:
    """The file, or the part of it that the header Range asks for."""
    opened = await edge.services.recording_files.open(actor, recording_id)
    return await content(request, opened, if_range)


@router.delete("/recordings/{recording_id}", status_code=204, responses=problems(401, 404, 409))
async def delete_recording(edge: TheEdge, actor: TheActor, recording_id: RecordingInPath) -> None:
    """Delete it for good, with what was made of it."""
    await edge.services.recording_files.delete(actor, recording_id)


@router.post("/sessions/{session_id}/recordings/composite", status_code=202, responses=problems(401, 404, 409))
async def make_film(edge: TheEdge, actor: TheActor, session_id: SessionInPath) -> FilmView:
    """Have one film made of everybody's pictures and voices, unless it is there or being made. How far it is, the list
    of recordings says."""
    film = await edge.services.films.ask(actor, session_id)
    return FilmView(id=film.id, status=film.status)


@router.post("/recordings/{recording_id}/retry", status_code=204, responses=problems(401, 404, 409))
async def retry_recording(edge: TheEdge, actor: TheActor, recording_id: RecordingInPath) -> None:
    """Make it once more, if that failed."""
    await edge.services.recording_files.retry(actor, recording_id)


@router.put("/recordings/{recording_id}/hold", status_code=204, responses=problems(401, 404))
async def hold_recording(edge: TheEdge, actor: TheActor, recording_id: RecordingInPath, asked: HoldRequest) -> None:
    """Keep it beyond its time, or no longer."""
    await edge.services.recording_files.hold(actor, recording_id, held=asked.held)


async def content(request: Request, opened: Opened, if_range: str | None) -> Response:
    """A file, or a part of it. Whoever reads slowly or not at all is bounded by the server (`serving.http.Patience`);
    nothing is fetched before it is sent."""
    tag, size = f'"{opened.tag}"', opened.content.size
    part = part_of(size, request.headers.get("range"), if_range, tag)
    if part is None:
        detail = f"The recording has {size} bytes; ask for some of these."
        return problem(416, "invalid", detail, {"Content-Range": f"bytes */{size}", "Accept-Ranges": "bytes"})
    headers = {
        "Accept-Ranges": "bytes",
        "Cache-Control": "private, no-store",
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(_file_name(opened))}",
        "Content-Length": str(part.end - part.start),
        "ETag": tag,
    }
    if not part.whole:
        headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{size}"
    status, media_type = 200 if part.whole else 206, opened.file.media_type
    if request.scope.get(HEAD_ALONE):
        return Response(status_code=status, headers=headers, media_type=media_type)
    pieces = opened.read(part.start, part.end)
    first = await anext(pieces, b"")  # what cannot be read is told before anything is sent
    return StreamingResponse(_all(first, pieces), status_code=status, headers=headers, media_type=media_type)


async def _all(first: bytes, pieces: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    yield first
    async for piece in pieces:
        yield piece


def _file_name(opened: Opened) -> str:
    ending = opened.file.media_type.rpartition("/")[2]
    words = [opened.title, opened.person, opened.file.kind.value.replace("_", " ")]
    name = _UNFIT.sub("-", " - ".join(filter(None, words))).strip(" .-")
    return f"{name[:_NAME_LIMIT]}.{ending}"


def _view(shown: Shown) -> RecordingView:
    file = shown.file
    return RecordingView(
        id=file.id,
        kind=file.kind,
        person_id=file.person_id,
        person=shown.person,
        status=file.status,
        percent=shown.percent,
        reason=file.reason,
        started_at=file.started_at,
        duration_ms=file.duration_ms,
        bytes=file.bytes,
        width=file.width,
        height=file.height,
        held=file.held,
        archived=file.archived_at is not None,
        media_type=file.media_type,
        download_url=f"/api/recordings/{file.id}/download" if file.there else None,
    )
