"""Paths of many people at once, and of one's own password."""

from asyncio import to_thread

import segno
from fastapi import APIRouter

from deskside.http.edge import TheEdge
from deskside.http.errors import problems
from deskside.http.identity import SignedInConfined, TheActor
from deskside.services.links import LinkOfSheet
from deskside.services.roster import RosterLine
from deskside.wire.center import (
    PasswordRequest,
    Roster,
    RosterLineView,
    RosterRequest,
    Sheet,
    SheetLine,
    SheetRequest,
)
from deskside.wire.http import UserView

router = APIRouter(prefix="/api", tags=["people"])


@router.post("/users/import", responses=problems(401, 403, 409))
async def import_people(edge: TheEdge, actor: TheActor, asked: RosterRequest) -> Roster:
    """Add everybody of a table, if no line is wrong; else nobody (admins)."""
    people = edge.services.people
    edge.rates.take(edge.config.limits.imports_of_center, actor.center_id)
    found = await (people.read_roster if asked.preview else people.import_roster)(actor, asked.csv)
    added = 0 if asked.preview or any(x.errors for x in found.lines) else len(found.lines)
    lines = tuple(_line(x) for x in found.lines)
    return Roster(lines=lines, imported=added, ignored=found.ignored, emails_left=found.emails_left)


@router.post("/users/links", status_code=201, responses=problems(401, 403))
async def make_sheet(edge: TheEdge, actor: TheActor, asked: SheetRequest) -> Sheet:
    """New links for many students at once, to print: for those named, or else for all of the actor's (admins: all of
    the center). As each single one does, it replaces the former ones and ends the sign-ins that came by them."""
    edge.rates.take(edge.config.limits.sheets_of_center, actor.center_id)
    made = await edge.services.links.make_sheet(actor, asked.student_ids)
    return await to_thread(_sheet, edge.config.url, made)


@router.put("/me/password", status_code=204, responses=problems(401, 403))
async def set_password(edge: TheEdge, present: SignedInConfined, asked: PasswordRequest) -> None:
    """Choose one's own password (staff). Every other sign-in of theirs ends."""
    edge.rates.take(edge.config.limits.passwords_of_user, present.actor.user_id)
    await edge.services.passwords.change(present, asked.current, asked.password)


def _sheet(site: str, made: tuple[LinkOfSheet, ...]) -> Sheet:
    """Drawing 200 QR codes takes more than half a second: not on the loop."""
    return Sheet(links=tuple(_link(site, x) for x in made))


def _line(found: RosterLine) -> RosterLineView:
    who = found.person
    return RosterLineView(
        line=found.line,
        name=who.name,
        role=who.role,
        email=who.email,
        grade_level=who.grade_level,
        course_level=who.course_level,
        errors=found.errors,
    )


def _link(site: str, made: LinkOfSheet) -> SheetLine:
    url = f"{site}/join/{made.link.secret}"
    student = UserView.model_validate(made.student, from_attributes=True)
    return SheetLine(
        student=student, url=url, qr_svg=segno.make(url).svg_inline(scale=4), expires_at=made.link.expires_at
    )
