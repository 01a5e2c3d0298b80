"""Paths of calendars that people subscribe to."""

from asyncio import to_thread
from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from pydantic import StringConstraints

from deskside.domain.errors import NotFound
from deskside.http.edge import TheEdge, place_of
from deskside.http.errors import problems
from deskside.http.ical import to_ical
from deskside.http.identity import TheActor
from deskside.wire.center import CalendarLink, CalendarState

Secret = Annotated[str, Path(), StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class CalendarGone(NotFound):
    """An address of a calendar that does not work (any more)."""

    code = "calendar_gone"


router = APIRouter(tags=["calendar"])


@router.get("/api/calendar", responses=problems(401))
async def see_calendar(edge: TheEdge, actor: TheActor) -> CalendarState:
    """Whether my calendar can be subscribed to."""
    return CalendarState(made_at=await edge.services.calendar.made_at(actor))


@router.post("/api/calendar", status_code=201, responses=problems(401, 403))
async def make_calendar(edge: TheEdge, actor: TheActor) -> CalendarLink:
    """A new secret address of my calendar; a former one stops working."""
    edge.rates.take(edge.config.limits.calendars_of_user, actor.user_id)
    return CalendarLink(url=f"{edge.config.url}/calendar/{await edge.services.calendar.make(actor)}.ics")


@router.delete("/api/calendar", status_code=204, responses=problems(401, 403))
async def revoke_calendar(edge: TheEdge, actor: TheActor) -> None:
    """The address of my calendar stops working."""
    await edge.services.calendar.revoke(actor)


@router.get(
    "/calendar/{secret}.ics",
    response_class=Response,
    responses={200: {"content": {"text/calendar": {"schema": {"type": "string"}}}}, **problems(404)},
)
async def read_calendar(request: Request, edge: TheEdge, secret: Secret) -> Response:
    """A calendar (RFC 5545), for programs that know its address; nobody has to be signed in."""
    try:
        calendar = await edge.services.calendar.read(secret)
    except NotFound as gone:
        edge.rates.take(edge.config.limits.bad_calendar_from_address, place_of(request))
        raise CalendarGone(gone.message) from gone
    headers = {"Content-Disposition": 'inline; filename="deskside.ics"', "Cache-Control": "private, max-age=300"}
    # Of five hundred sessions it takes a third of a second, which others need not wait for.
    body = await to_thread(to_ical, calendar, edge.config.url, edge.services.outside.clock.now())
    return Response(body, media_type="text/calendar; charset=utf-8", headers=headers)
