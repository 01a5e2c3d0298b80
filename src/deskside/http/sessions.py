"""Paths of sessions: planning, managing, looking."""

from dataclasses import replace
from typing import Annotated, assert_never

from fastapi import APIRouter, Path, Query

from deskside.domain.access import Actor
from deskside.domain.ids import Millis, Seq, SessionId
from deskside.domain.session import Session, SessionStatus
from deskside.http.edge import Edge, TheEdge
from deskside.http.errors import problems
from deskside.http.identity import TheActor
from deskside.http.once import TheAct
from deskside.ports.planning import Listed, SessionQuery, SessionSummary
from deskside.services.once import asked as doing
from deskside.services.recurrence import Weekly
from deskside.services.sessions import LISTED_BACK_MS, NewSession, NewTime
from deskside.services.suite import Services
from deskside.wire import manage
from deskside.wire.center import WEEKDAYS, Series, SeriesRequest
from deskside.wire.http import Instant
from deskside.wire.manage import ManageRequest, OneSummary, SeqView, SessionRequest, Summaries, ViewNow
from deskside.wire.shapes import ID, PersonId, Queried

SessionInPath = Annotated[SessionId, Path(), ID]

router = APIRouter(prefix="/api/academic/sessions", tags=["sessions"])


class Filter(Queried):
    """Which sessions; nothing asked: from yesterday on. Instants bound the planned times."""

    tutor_id: PersonId | None = None
    student_id: PersonId | None = None
    status: SessionStatus | None = None
    since: Instant | None = None
    until: Instant | None = None


@router.get("", responses=problems(401, 403))
async def list_sessions(edge: TheEdge, actor: TheActor, wanted: Annotated[Filter, Query()]) -> Summaries:
    """My sessions; for an admin those of the center."""
    since = edge.services.outside.clock.now() - LISTED_BACK_MS if wanted.since is None else wanted.since
    query = SessionQuery(Millis(since), **wanted.model_dump(exclude={"since"}))
    return summaries_of(edge, await edge.services.sessions.summaries(actor, query))


@router.post("/create", status_code=201, responses=problems(401, 403, 404))
async def create_session(edge: TheEdge, actor: TheActor, act: TheAct, asked: SessionRequest) -> OneSummary:
    """Plan a session."""
    with doing(act):
        session = await edge.services.sessions.create(actor, NewSession(**asked.model_dump()))
    return OneSummary(session=summary_of(session))


@router.post("/series", status_code=201, responses=problems(401, 403, 404))
async def create_series(edge: TheEdge, actor: TheActor, act: TheAct, asked: SeriesRequest) -> Series:
    """Plan a session that repeats every week."""
    repeat = asked.repeat
    rule = Weekly(tuple(WEEKDAYS.index(x) for x in repeat.weekdays), repeat.time_zone, repeat.count, repeat.until)
    new = NewSession(**asked.model_dump(exclude={"repeat"}))
    with doing(act):
        sessions, series_id = await edge.services.planning.create_series(actor, new, rule)
    return Series(sessions=tuple(replace(summary_of(x), series_id=series_id) for x in sessions))


@router.post("/manage", responses=problems(401, 403, 404, 409))
async def manage_session(edge: TheEdge, actor: TheActor, act: TheAct, asked: ManageRequest) -> SeqView:
    """Act on a session; `seq` is the number after which the act is visible."""
    with doing(act):
        return SeqView(seq=await _manage(edge.services, actor, asked))


@router.get("/{session_id}", responses=problems(401, 404))
async def see_session(edge: TheEdge, actor: TheActor, session_id: SessionInPath) -> ViewNow:
    """The session as I may know it."""
    view = await edge.services.sessions.view(actor, session_id)
    return ViewNow(view=view, seq=view.seq, now=edge.services.outside.clock.now())


def summaries_of(edge: Edge, found: Listed) -> Summaries:
    """A list, with the clock by which it is to be read."""
    return Summaries(sessions=found.sessions, now=edge.services.outside.clock.now(), more=found.more)


def summary_of(session: Session) -> SessionSummary:
    """A session as a line in a list."""
    return SessionSummary(
        id=session.id,
        title=session.title,
        tutor_id=session.tutor.user_id,
        tutor_name=session.tutor.name,
        status=session.status,
        scheduled_start=session.scheduled_start,
        scheduled_end=session.scheduled_end,
        student_count=len(session.lanes),
    )


async def _manage(services: Services, actor: Actor, asked: ManageRequest) -> Seq:
    sessions, lanes, session_id = services.sessions, services.lanes, asked.session_id
    match asked:
        case manage.ManageStep():
            return await _step(services, actor, asked)
        case manage.ManageCancel():
            return await _cancel(services, actor, asked)
        case manage.ManageReschedule():
            return await _reschedule(services, actor, asked)
        case manage.ManageTutor(tutor_id=tutor_id, following=following):
            return await services.tutors.change(actor, session_id, tutor_id, following=following)
        case manage.ManageEnrolment(action="enroll", student_id=student_id):
            return await sessions.enroll(actor, session_id, student_id)
        case manage.ManageEnrolment(student_id=student_id):
            return await sessions.remove(actor, session_id, student_id)
        case manage.ManageMode(student_id=student_id, mode=mode):
            return await lanes.set_lane_mode(actor, session_id, student_id, mode)
        case manage.ManageAssign(student_id=student_id, exercise_id=exercise_id):
            return await services.work.assign(actor, session_id, student_id, exercise_id)
        case manage.ManageProgress(student_id=student_id, percent=percent):
            return await lanes.set_progress(actor, session_id, student_id, percent)
        case manage.ManageComplete(student_id=student_id):
            return await lanes.set_progress(actor, session_id, student_id, 100)
        case manage.ManageOpenTable(open_table=open_table):
            return await lanes.set_open_table(actor, session_id, open_table=open_table)
        case _:
            assert_never(asked)


async def _cancel(services: Services, actor: Actor, asked: manage.ManageCancel) -> Seq:
    cancel = services.planning.cancel_following if asked.following else services.sessions.cancel
    return await cancel(actor, asked.session_id, asked.reason)


async def _reschedule(services: Services, actor: Actor, asked: manage.ManageReschedule) -> Seq:
    to = NewTime(Millis(asked.scheduled_start), Millis(asked.scheduled_end), asked.title)
    move = services.planning.reschedule_following if asked.following else services.sessions.reschedule
    return await move(actor, asked.session_id, to)


async def _step(services: Services, actor: Actor, asked: manage.ManageStep) -> Seq:
    match asked.action:
        case "start":
            return await services.sessions.start(actor, asked.session_id)
        case "pause":
            return await services.sessions.pause(actor, asked.session_id)
        case "resume":
            return await services.sessions.resume(actor, asked.session_id)
        case "end":
            return await services.sessions.end(actor, asked.session_id)
        case "start_recording":
            return await services.recordings.start(actor, asked.session_id)
        case "stop_recording":
            return await services.recordings.stop(actor, asked.session_id)
        case _:
            assert_never(asked.action)
