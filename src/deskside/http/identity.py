"""From a cookie to a person: the login cookie, the token against forged requests, and who is asking."""

import hmac
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import Response

from deskside.domain.access import Actor
from deskside.domain.errors import Forbidden, Unauthorized
from deskside.http.edge import EdgeConfig, TheEdge
from deskside.http.security import SAFE_METHODS
from deskside.services.signed_in import Present, SignedIn

CSRF_HEADER = "X-CSRF-Token"


class ForgedRequest(Forbidden):
    """An unsafe request without the token that only this browser's own pages know."""

    code = "csrf"


class PasswordNeeded(Forbidden):
    """Whoever came by a link that somebody else made for them chooses a password before anything else."""

    code = "password_needed"


def cookie_name(config: EdgeConfig) -> str:
    """With TLS the name makes browsers refuse the cookie from anywhere but here (RFC 6265bis section 4.1.3.2)."""
    return "__Host-deskside" if config.secure else "deskside_session"


def secret_of(request: Request, config: EdgeConfig) -> str | None:
    """The secret of the browser's login, if it brings one."""
    return request.cookies.get(cookie_name(config))


def remember(response: Response, login: SignedIn, config: EdgeConfig) -> None:
    """Give the browser its login."""
    response.set_cookie(
        cookie_name(config),
        login.secret,
        max_age=login.lasts_ms // 1000,
        path="/",
        secure=config.secure,
        httponly=True,
        samesite="lax",
    )


def forget(response: Response, config: EdgeConfig) -> None:
    """Take the login away from the browser, and what its pages stored. That it is known stays (`guesses`)."""
    response.delete_cookie(cookie_name(config), path="/", secure=config.secure, httponly=True, samesite="lax")
    response.headers["Clear-Site-Data"] = '"storage"'


async def visitor(request: Request, edge: TheEdge) -> Present | None:
    """Who is asking; None if nobody is signed in."""
    secret = secret_of(request, edge.config)
    present = await edge.services.accounts.current(secret) if secret else None
    if present is not None:
        request.state.actor = present.actor.user_id
    return present


Visitor = Annotated[Present | None, Depends(visitor)]


async def signed_in_confined(request: Request, present: Visitor) -> Present:
    """Who is asking, also somebody who has to choose a password first. Otherwise as `signed_in`."""
    if present is None:
        raise Unauthorized("Nobody is signed in here. Sign in, or open your personal link again.")
    require_token(request, present)
    return present


async def signed_in(present: Annotated[Present, Depends(signed_in_confined)]) -> Present:
    """Who is asking. Raises Unauthorized if nobody, ForgedRequest if an unsafe request lacks the browser's token,
    PasswordNeeded."""
    if present.confined:
        raise PasswordNeeded("Choose a password first; then you are in.")
    return present


def require_token(request: Request, present: Present) -> None:
    """Raise ForgedRequest if this is an unsafe request without the token of this login."""
    given = request.headers.get(CSRF_HEADER, "").encode()
    if request.method not in SAFE_METHODS and not hmac.compare_digest(given, present.csrf.encode()):
        raise ForgedRequest("The page is out of date. Load it again.")


async def acting(present: Annotated[Present, Depends(signed_in)]) -> Actor:
    """Who acts."""
    return present.actor


SignedInNow = Annotated[Present, Depends(signed_in)]
SignedInConfined = Annotated[Present, Depends(signed_in_confined)]
TheActor = Annotated[Actor, Depends(acting)]
