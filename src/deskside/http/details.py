"""Paths of what a tutor looks up about a student."""

from typing import Annotated

from fastapi import APIRouter, Path

from deskside.domain.ids import UserId
from deskside.http.edge import TheEdge
from deskside.http.errors import problems
from deskside.http.identity import TheActor
from deskside.http.sessions import SessionInPath
from deskside.wire.details import DetailsView, NoteRequest
from deskside.wire.shapes import ID

StudentInPath = Annotated[UserId, Path(), ID]

router = APIRouter(prefix="/api/sessions/{session_id}/students/{student_id}", tags=["students"])


@router.get("/details", responses=problems(401, 403, 404))
async def see_details(
    edge: TheEdge, actor: TheActor, session_id: SessionInPath, student_id: StudentInPath
) -> DetailsView:
    """History, exercises, notes, and what happened in this session."""
    edge.rates.take(edge.config.limits.details_of_user, actor.user_id)
    found = await edge.services.details.details(actor, session_id, student_id)
    return DetailsView.model_validate(found, from_attributes=True)


@router.put("/notes", status_code=204, responses=problems(401, 403, 404))
async def put_note(
    edge: TheEdge, actor: TheActor, session_id: SessionInPath, student_id: StudentInPath, asked: NoteRequest
) -> None:
    """My own note about the student, in place of the one before; empty: none."""
    edge.rates.take(edge.config.limits.details_of_user, actor.user_id)
    await edge.services.details.put_note(actor, session_id, student_id, asked.text)
