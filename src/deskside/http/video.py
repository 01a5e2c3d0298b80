"""Paths of a session's room: making it, and the right to enter it."""

from fastapi import APIRouter

from deskside.domain.ids import SessionId
from deskside.http.edge import Edge, TheEdge
from deskside.http.errors import problems
from deskside.http.identity import SignedInNow, TheActor
from deskside.http.once import TheAct
from deskside.http.sessions import SessionInPath
from deskside.services.once import asked as doing
from deskside.services.signed_in import Present
from deskside.wire.manage import AdmissionView, RoomView, SeqView

router = APIRouter(prefix="/api/sessions/{session_id}/video", tags=["video"])


@router.post("/create", responses=problems(401, 403, 404))
async def create_room(edge: TheEdge, actor: TheActor, session_id: SessionInPath) -> RoomView:
    """Make sure that the session's room exists."""
    room = await edge.services.sessions.create_room(actor, session_id)
    return RoomView(video_room_id=room, video_provider=edge.config.video_provider)


@router.post("/recording/start", responses=problems(401, 403, 404, 409))
async def start_recording(edge: TheEdge, actor: TheActor, act: TheAct, session_id: SessionInPath) -> SeqView:
    """Record from now on, of those who agreed to it."""
    with doing(act):
        return SeqView(seq=await edge.services.recordings.start(actor, session_id))


@router.post("/recording/stop", responses=problems(401, 403, 404, 409))
async def stop_recording(edge: TheEdge, actor: TheActor, act: TheAct, session_id: SessionInPath) -> SeqView:
    """Record no longer; nothing is written any more when this is answered."""
    with doing(act):
        return SeqView(seq=await edge.services.recordings.stop(actor, session_id))


@router.get("/token", responses=problems(401, 404, 409))
async def get_token(edge: TheEdge, present: SignedInNow, session_id: SessionInPath) -> AdmissionView:
    """The join grant: the right of one page to connect for one hour, and everything to draw it from."""
    return await admission(edge, present, session_id)


async def admission(edge: Edge, present: Present, session_id: SessionId) -> AdmissionView:
    """Admit somebody, not too often. Raises TooManyRequests and what `AttendanceService.admit` raises."""
    actor = present.actor
    edge.rates.take(edge.config.limits.token_of_user, actor.user_id)
    admitted = await edge.services.attendance.admit(actor, session_id, present.login)
    return AdmissionView(
        token=admitted.token,
        expires_at=admitted.expires_at,
        user_id=actor.user_id,
        part=admitted.part,
        now=edge.services.outside.clock.now(),
        seq=admitted.view.seq,
        view=admitted.view,
        grant=admitted.grant,
    )
