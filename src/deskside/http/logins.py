"""Paths of sign-ins: in which browsers somebody is signed in, and ending them."""

from typing import Annotated

from fastapi import APIRouter, Path, Response

from deskside.http.accounts import PersonInPath
from deskside.http.edge import TheEdge
from deskside.http.errors import problems
from deskside.http.identity import SignedInNow, TheActor, forget
from deskside.ports.logins import Login
from deskside.wire.logins import LoginsView, LoginView
from deskside.wire.shapes import ID

LoginInPath = Annotated[str, Path(), ID]

router = APIRouter(prefix="/api", tags=["people"])


@router.get("/me/logins", responses=problems(401))
async def my_logins(edge: TheEdge, present: SignedInNow) -> LoginsView:
    """Where I am signed in."""
    actor = present.actor
    return _view(await edge.services.logins.logins(actor, actor.user_id), present.login)


@router.delete("/me/logins", status_code=204, responses=problems(401, 403))
async def sign_out_everywhere(response: Response, edge: TheEdge, actor: TheActor) -> None:
    """All of them end, this one too."""
    await edge.services.logins.end_all(actor, actor.user_id)
    forget(response, edge.config)


@router.delete("/me/logins/{login_id}", status_code=204, responses=problems(401, 403, 404))
async def end_mine(edge: TheEdge, actor: TheActor, login_id: LoginInPath) -> None:
    """One of them ends."""
    await edge.services.logins.end(actor, actor.user_id, login_id)


@router.get("/users/{user_id}/logins", responses=problems(401, 403, 404))
async def their_logins(edge: TheEdge, present: SignedInNow, user_id: PersonInPath) -> LoginsView:
    """Where somebody is signed in: anybody of the center for admins, one's own students for tutors."""
    return _view(await edge.services.logins.logins(present.actor, user_id), present.login)


@router.delete("/users/{user_id}/logins", status_code=204, responses=problems(401, 403, 404))
async def sign_them_out_everywhere(edge: TheEdge, actor: TheActor, user_id: PersonInPath) -> None:
    """All of them end."""
    await edge.services.logins.end_all(actor, user_id)


@router.delete("/users/{user_id}/logins/{login_id}", status_code=204, responses=problems(401, 403, 404))
async def end_theirs(edge: TheEdge, actor: TheActor, user_id: PersonInPath, login_id: LoginInPath) -> None:
    """One of them ends."""
    await edge.services.logins.end(actor, user_id, login_id)


def _view(logins: tuple[Login, ...], current: str) -> LoginsView:
    return LoginsView(
        logins=tuple(
            LoginView(
                id=x.id,
                device=x.device,
                address=x.address,
                created_at=x.created_at,
                by_link=x.link_hash is not None,
                current=x.secret_hash == current,
            )
            for x in logins
        )
    )
