"""Paths of a session that is seen again, and of its recorded files."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.exceptions import HTTPException

from deskside.domain.errors import NotFound
from deskside.http.edge import TheEdge, place_of
from deskside.http.errors import problems
from deskside.http.identity import SignedInNow, Visitor
from deskside.http.portions import ranged
from deskside.http.sessions import SessionInPath
from deskside.services.recording.replays import Linked, Seen
from deskside.wire.replays import (
    BoardAtView,
    FilesView,
    FileView,
    LineView,
    MomentView,
    ReplayView,
    SeatView,
    StretchView,
)

LinkInPath = Annotated[str, Path(max_length=600)]

router = APIRouter(tags=["replays"])


@router.get("/api/sessions/{session_id}/replay", responses=problems(401, 403, 404))
async def see_replay(edge: TheEdge, present: SignedInNow, session_id: SessionInPath) -> ReplayView:
    """The session as I may see it again: all of it as its tutor or an admin, my own lane as a student."""
    edge.rates.take(edge.config.limits.replays_of_user, present.actor.user_id)
    return _view(await edge.services.replays.see(present, session_id))


@router.get("/api/sessions/{session_id}/replay/files", responses=problems(401, 403, 404))
async def renew_links(edge: TheEdge, present: SignedInNow, session_id: SessionInPath) -> FilesView:
    """Its files with new links: those of before are good for ten minutes."""
    edge.rates.take(edge.config.limits.replays_of_user, present.actor.user_id)
    linked, expires_at = await edge.services.replays.links(present, session_id)
    return FilesView(files=_files(linked), expires_at=expires_at, now=edge.services.outside.clock.now())


@router.get(
    "/api/replay/{link}",
    responses={**problems(404), 200: {"content": {"video/webm": {}}}, 206: {"content": {"video/webm": {}}}},
    response_class=Response,
)
async def play_file(request: Request, edge: TheEdge, present: Visitor, link: LinkInPath) -> Response:
    """A recorded file, or the range of it that is asked for, by a link that was made for this login. Every other link
    is answered as an address at which there is nothing."""
    tries = (edge.config.limits.bad_replay_link, present.actor.user_id if present else place_of(request))
    edge.rates.check(*tries)
    if present is None or present.confined:
        edge.rates.take(*tries)
        raise HTTPException(404)
    try:
        played = await edge.services.replays.play(present, link)
    except NotFound:
        edge.rates.take(*tries)
        raise HTTPException(404) from None
    return await ranged(played.content, played.media_type, request.headers.get("range"))


def _view(seen: Seen) -> ReplayView:
    replay = seen.replay
    return ReplayView(
        session_id=seen.session.id,
        title=seen.session.title,
        viewer_id=seen.viewer.user_id,
        part=seen.viewer.part,
        zero=seen.window.zero,
        duration_ms=max([replay.ends_at, *(x.file.duration_ms for x in seen.files)]),
        people=tuple(
            SeatView(user_id=x.user_id, name=x.name, part=x.part, missing=seen.missing.get(x.user_id))
            for x in replay.people
        ),
        moments=tuple(MomentView(at=x.at, person_id=x.person_id, event=x.event) for x in replay.moments),
        stretches=tuple(
            StretchView(
                what=x.held.what,
                person_id=x.held.person_id,
                ref=x.held.ref,
                text=x.held.text,
                start=x.start,
                end=x.end,
            )
            for x in replay.stretches
        ),
        boards=tuple(BoardAtView(lane=x.lane, at=x.at, number=x.number) for x in replay.boards),
        lines=tuple(
            LineView(
                person_id=x.person_id, start=x.start, end=x.words[-1].end, text=" ".join(word.text for word in x.words)
            )
            for x in seen.lines
        ),
        files=_files(seen.files),
        expires_at=seen.expires_at,
        now=seen.window.now,
    )


def _files(linked: tuple[Linked, ...]) -> tuple[FileView, ...]:
    return tuple(
        FileView(
            id=x.file.id,
            kind=x.file.kind,
            person_id=x.file.person_id,
            url=f"/api/replay/{x.link}",
            media_type=x.file.media_type,
            duration_ms=x.file.duration_ms,
            picture=x.file.picture,
        )
        for x in linked
    )
