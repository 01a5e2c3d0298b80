"""Paths of people and their ways in."""

from dataclasses import replace
from typing import Annotated

import segno
from fastapi import APIRouter, Path, Query, Request, Response

from deskside.domain.errors import Unauthorized
from deskside.domain.ids import CenterId, UserId
from deskside.domain.people import Role
from deskside.domain.text import email_key
from deskside.http.browsers import browser_of
from deskside.http.edge import Edge, TheEdge
from deskside.http.errors import problems
from deskside.http.guesses import devices_of, guess_of, remember_device
from deskside.http.identity import SignedInConfined, TheActor, Visitor, forget, remember, require_token, secret_of
from deskside.services.accounts import NewUser
from deskside.services.signed_in import Present, SeveralCenters
from deskside.wire.http import LinkView, LoginRequest, Me, MeUser, OneUser, UserRequest, Users, UserView
from deskside.wire.logins import CenterChoice, CenterChoices
from deskside.wire.shapes import ID

PersonInPath = Annotated[UserId, Path(), ID]

router = APIRouter(prefix="/api", tags=["people"])


@router.post("/auth/login", responses={204: {"description": "Signed in"}, **problems(401, 403)}, response_model=None)
async def log_in(request: Request, edge: TheEdge, asked: LoginRequest) -> CenterChoices | Response:
    """Sign staff in: 204 with the cookie. Who works in several centers is asked which one (200)."""
    devices = devices_of(request, edge.config)
    device = await edge.services.devices.known(asked.email, devices)
    guess = guess_of(request, edge, email_key(asked.email), device)
    guess.begin()
    center_id = None if asked.center_id is None else CenterId(asked.center_id)
    browser, old = replace(browser_of(request), known=device is not None), secret_of(request, edge.config)
    try:
        sign_in = edge.services.accounts.sign_in
        login = await sign_in(asked.email, asked.password, old, browser=browser, center_id=center_id)
    except Unauthorized:
        raise
    except SeveralCenters as asked_back:
        guess.take_back()
        return CenterChoices(centers=tuple(CenterChoice(id=x.id, name=x.name) for x in asked_back.centers))
    except Exception:  # a database that is away, or too many at once: nobody guessed wrong
        guess.take_back()
        raise
    guess.take_back()
    response = Response(status_code=204)
    remember(response, login, edge.config)
    if device is None:
        new = await edge.services.devices.remember(login.actor.user_id)
        remember_device(response, (*devices, new), edge.config)
    return response


@router.post("/auth/logout", status_code=204, responses=problems(403))
async def log_out(request: Request, response: Response, edge: TheEdge, present: Visitor) -> None:
    """End this browser's login; not being signed in is fine."""
    secret = secret_of(request, edge.config)
    if present is not None and secret is not None:
        require_token(request, present)
        await edge.services.accounts.sign_out(secret)
    forget(response, edge.config)


@router.get("/me", responses=problems(401))
async def me(edge: TheEdge, present: SignedInConfined) -> Me:
    """Who is signed in."""
    return await who_is(edge, present)


async def who_is(edge: Edge, present: Present) -> Me:
    """The person with their center's name and their browser's token."""
    actor = present.actor
    center = await edge.services.centers.center(actor)
    user = MeUser(
        id=actor.user_id, name=actor.name, role=actor.role, center_id=actor.center_id, center_name=center.name
    )
    return Me(user=user, csrf=present.csrf, password_needed=present.confined)


@router.get("/users", responses=problems(401, 403))
async def list_users(edge: TheEdge, actor: TheActor, role: Annotated[Role | None, Query()] = None) -> Users:
    """People of the center, for its staff; emails for admins only."""
    found = await edge.services.accounts.users(actor, role)
    return Users(users=tuple(UserView.model_validate(user, from_attributes=True) for user in found))


@router.post("/users", status_code=201, responses=problems(401, 403, 409))
async def create_user(edge: TheEdge, actor: TheActor, asked: UserRequest) -> OneUser:
    """Add somebody to the center (admins)."""
    user = await edge.services.accounts.create_user(actor, NewUser(**asked.model_dump()))
    return OneUser(user=UserView.model_validate(user, from_attributes=True))


@router.delete("/users/{user_id}", status_code=204, responses=problems(401, 403, 404, 409))
async def disable_user(edge: TheEdge, actor: TheActor, user_id: PersonInPath) -> None:
    """Somebody is out of everything, for good (admins)."""
    await edge.services.accounts.disable_user(actor, user_id)


@router.post("/users/{user_id}/link", status_code=201, responses=problems(401, 403, 404))
async def make_link(edge: TheEdge, actor: TheActor, user_id: PersonInPath) -> LinkView:
    """A new personal link: for students many times, for staff (asked by an admin) once."""
    edge.rates.take(edge.config.limits.links_of_center, actor.center_id)
    link = await edge.services.links.make_link(actor, user_id)
    url = f"{edge.config.url}/join/{link.secret}"
    return LinkView(url=url, qr_svg=segno.make(url).svg_inline(scale=4), expires_at=link.expires_at)


@router.delete("/users/{user_id}/link", status_code=204, responses=problems(401, 403, 404))
async def revoke_links(edge: TheEdge, actor: TheActor, user_id: PersonInPath) -> None:
    """None of this person's links work any more, and what came by them ends."""
    await edge.services.links.revoke_links(actor, user_id)
