"""Paths of a center itself: its settings, and its floor with everything that is live."""

from typing import Annotated

from fastapi import APIRouter, Query

from deskside.domain.center import CenterSettings
from deskside.domain.people import Presence
from deskside.http.edge import TheEdge
from deskside.http.errors import problems
from deskside.http.identity import TheActor
from deskside.ports.audit import AuditQuery
from deskside.ports.storage import Center
from deskside.services.planning import OnFloor
from deskside.wire.center import CenterRequest, CenterView, Floor, FloorSession, Waiting
from deskside.wire.logins import AuditFilter, AuditLineView, AuditView

router = APIRouter(prefix="/api/center", tags=["center"])


@router.get("", responses=problems(401))
async def see_center(edge: TheEdge, actor: TheActor) -> CenterView:
    """My center's name and settings."""
    return center_view(await edge.services.centers.center(actor))


@router.put("", responses=problems(401, 403))
async def change_center(edge: TheEdge, actor: TheActor, asked: CenterRequest) -> CenterView:
    """Name the center and decide for its sessions (admins)."""
    settings = CenterSettings(
        tutor_text=asked.tutor_text,
        open_table=asked.open_table,
        auto_record=asked.auto_record,
        students_replay=asked.students_replay,
        end_after_minutes=asked.end_after_minutes,
    )
    return center_view(await edge.services.centers.change(actor, asked.name, settings))


@router.get("/floor", responses=problems(401, 403))
async def see_floor(edge: TheEdge, actor: TheActor) -> Floor:
    """All live sessions, and those that should have started (admins)."""
    found = await edge.services.planning.floor(actor)
    return Floor(now=edge.services.outside.clock.now(), sessions=tuple(_on_floor(x) for x in found))


@router.get("/audit", responses=problems(401, 403))
async def see_record(edge: TheEdge, actor: TheActor, wanted: Annotated[AuditFilter, Query()]) -> AuditView:
    """Who used or ended which way in, and who read what afterwards (admins)."""
    query = AuditQuery(wanted.act, wanted.person_id, wanted.before)
    found = await edge.services.audit.lines(actor, query)
    return AuditView(lines=tuple(AuditLineView.model_validate(x, from_attributes=True) for x in found))


def center_view(center: Center) -> CenterView:
    """A center as its people see it."""
    settings = center.settings
    return CenterView(
        name=center.name,
        tutor_text=settings.tutor_text,
        open_table=settings.open_table,
        auto_record=settings.auto_record,
        students_replay=settings.students_replay,
        end_after_minutes=settings.end_after_minutes,
    )


def _on_floor(found: OnFloor) -> FloorSession:
    session = found.session
    waiting = [
        Waiting(student_id=x.person.user_id, name=x.person.name, urgency=x.help.urgency, asked_at=x.help.asked_at)
        for x in session.lanes
        if x.help is not None
    ]
    return FloorSession(
        id=session.id,
        title=session.title,
        tutor_id=session.tutor.user_id,
        tutor_name=session.tutor.name,
        tutor_here=session.tutor.attending,
        paused=session.paused,
        scheduled_start=session.scheduled_start,
        started_at=found.started_at,
        students_total=len(session.lanes),
        students_present=sum(x.person.attending for x in session.lanes),
        students_in_lobby=sum(x.person.presence is Presence.LOBBY for x in session.lanes),
        waiting=tuple(sorted(waiting, key=lambda x: x.asked_at)),
    )
