"""The path of a board as it was."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from deskside.domain.boards.scene import BoardId
from deskside.http.edge import TheEdge
from deskside.http.errors import problems
from deskside.http.identity import TheActor
from deskside.http.sessions import SessionInPath
from deskside.ports.boards import Place
from deskside.wire.boards import BoardRevision
from deskside.wire.shapes import ID

BoardInPath = Annotated[BoardId, Path(), ID]
NumberInPath = Annotated[int, Path(ge=1, le=2**31 - 1)]

router = APIRouter(prefix="/api/sessions", tags=["boards"])


@router.get(
    "/{session_id}/boards/{board}/revisions/{number}", response_model=BoardRevision, responses=problems(401, 404)
)
async def see_revision(
    edge: TheEdge, actor: TheActor, session_id: SessionInPath, board: BoardInPath, number: NumberInPath
) -> Response:
    """A board as it was stored then: one's own; for tutor and observers everybody's."""
    place = Place(actor.center_id, session_id, board)
    return Response(await edge.services.revisions.revision(actor, place, number), media_type="application/json")
