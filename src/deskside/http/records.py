"""Paths on which a person's record is mended (admins)."""

import segno
from fastapi import APIRouter

from deskside.http.accounts import PersonInPath
from deskside.http.edge import TheEdge
from deskside.http.errors import problems
from deskside.http.identity import TheActor
from deskside.services.records import Corrected
from deskside.wire.http import LinkView, OneUser, RecordRequest, Users, UserView

router = APIRouter(prefix="/api/users", tags=["people"])


@router.get("/disabled", responses=problems(401, 403))
async def list_disabled(edge: TheEdge, actor: TheActor) -> Users:
    """Who was disabled and can be brought back."""
    found = await edge.services.records.disabled(actor)
    return Users(users=tuple(UserView.model_validate(user, from_attributes=True) for user in found))


@router.put("/{user_id}", responses=problems(401, 403, 404, 409))
async def correct_record(edge: TheEdge, actor: TheActor, user_id: PersonInPath, asked: RecordRequest) -> OneUser:
    """Correct name, email, level or role; the whole record is given."""
    user = await edge.services.records.correct(actor, user_id, Corrected(**asked.model_dump()))
    return OneUser(user=UserView.model_validate(user, from_attributes=True))


@router.post("/{user_id}/enable", responses=problems(401, 403, 404, 409))
async def enable_user(edge: TheEdge, actor: TheActor, user_id: PersonInPath) -> OneUser:
    """Somebody who was disabled is back."""
    user = await edge.services.records.enable(actor, user_id)
    return OneUser(user=UserView.model_validate(user, from_attributes=True))


@router.post("/{user_id}/password-link", status_code=201, responses=problems(401, 403, 404))
async def make_password_link(edge: TheEdge, actor: TheActor, user_id: PersonInPath) -> LinkView:
    """A link to a new password, good once within a day, for staff who forgot theirs."""
    edge.rates.take(edge.config.limits.links_of_center, actor.center_id)
    link = await edge.services.records.password_link(actor, user_id)
    url = f"{edge.config.url}/join/{link.secret}"
    return LinkView(url=url, qr_svg=segno.make(url).svg_inline(scale=4), expires_at=link.expires_at)
