"""Sessions as lines of a plan, in SQL: `PlanningStore` within one transaction."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, and_, case, exists, func, or_, select

from deskside.domain.ids import CenterId, SessionId, UserId
from deskside.domain.session import SessionStatus
from deskside.ports.planning import Milestones, Series, SessionQuery, SessionSummary
from deskside.storage.run import Run
from deskside.storage.tables import MILESTONES, session_event, student_session_enrollment, user_account
from deskside.storage.tables import session as table

_LANES_HERE = and_(
    student_session_enrollment.c.session_id == table.c.id, student_session_enrollment.c.removed_at.is_(None)
)
_CHANGES = ("SessionRescheduled", "TutorChanged")
_STUDENTS = select(func.count()).where(_LANES_HERE).correlate(table).scalar_subquery()
_SUMMARY = (
    select(
        table.c.id,
        table.c.title,
        table.c.tutor_id,
        user_account.c.name,
        table.c.status,
        table.c.scheduled_start,
        table.c.scheduled_end,
        _STUDENTS,
        table.c.series_id,
    )
    .join(user_account, user_account.c.id == table.c.tutor_id)
    .order_by(table.c.scheduled_start, table.c.id)
)


class SqlPlanning:
    """`PlanningStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def search(self, center_id: CenterId, query: SessionQuery) -> tuple[SessionSummary, ...]:
        """Soonest first."""
        wanted = and_(table.c.center_id == center_id, *_conditions(query))
        return await self._run(lambda connection: _search(connection, wanted, query))

    async def milestones(self, center_id: CenterId, session_ids: tuple[SessionId, ...]) -> dict[SessionId, Milestones]:
        """Of those of this center's sessions to which something happened."""
        return await self._run(lambda connection: _milestones(connection, center_id, session_ids))

    async def students_of(self, center_id: CenterId, tutor_id: UserId) -> frozenset[UserId]:
        """Everybody who has a lane in a session of this tutor."""
        lane = student_session_enrollment.c
        theirs = and_(table.c.center_id == center_id, table.c.tutor_id == tutor_id, lane.removed_at.is_(None))
        query = select(lane.student_id).join(table, table.c.id == lane.session_id).where(theirs).distinct()
        return await self._run(lambda connection: frozenset(connection.execute(query).scalars()))

    async def series_of(self, center_id: CenterId, session_id: SessionId) -> Series | None:
        """The series to which this session belongs; None if it stands alone, or is not this center's."""
        query = select(table.c.series_id, table.c.series_time_zone).where(
            table.c.center_id == center_id, table.c.id == session_id, table.c.series_id.is_not(None)
        )
        row = await self._run(lambda connection: connection.execute(query).first())
        return None if row is None else Series(row.series_id, row.series_time_zone)


def _conditions(query: SessionQuery) -> Iterator[ColumnElement[bool]]:
    yield or_(table.c.scheduled_end > query.since, table.c.status == SessionStatus.LIVE.value)
    if query.until is not None:
        yield table.c.scheduled_start < query.until
    if query.of_user is not None:
        yield or_(table.c.tutor_id == query.of_user, _has_lane(query.of_user))
    if query.tutor_id is not None:
        yield table.c.tutor_id == query.tutor_id
    if query.student_id is not None:
        yield _has_lane(query.student_id)
    if query.status is not None:
        yield table.c.status == query.status.value
    if query.series_id is not None:
        yield table.c.series_id == query.series_id


def _has_lane(student_id: UserId) -> ColumnElement[bool]:
    mine = and_(_LANES_HERE, student_session_enrollment.c.student_id == student_id)
    return exists().where(mine).correlate(table)


def _search(connection: Connection, wanted: ColumnElement[bool], query: SessionQuery) -> tuple[SessionSummary, ...]:
    start, at = table.c.scheduled_start, query.around
    if at is None:
        return _summaries(connection, _SUMMARY.where(wanted).limit(query.limit))
    to_come = _summaries(connection, _SUMMARY.where(wanted, start >= at).limit(query.limit))
    latest_first = _SUMMARY.order_by(None).order_by(start.desc(), table.c.id.desc())
    past = _summaries(connection, latest_first.where(wanted, start < at).limit(query.limit))
    closest = sorted((*to_come, *past), key=lambda x: abs(x.scheduled_start - at))[: query.limit]
    return tuple(sorted(closest, key=lambda x: (x.scheduled_start, x.id)))


def _summaries(connection: Connection, query: Select[Any]) -> tuple[SessionSummary, ...]:
    return tuple(
        SessionSummary(session_id, title, tutor_id, tutor_name, SessionStatus(status), start, end, lanes, series_id)
        for session_id, title, tutor_id, tutor_name, status, start, end, lanes, series_id in connection.execute(query)
    )


def _milestones(
    connection: Connection, center_id: CenterId, session_ids: tuple[SessionId, ...]
) -> dict[SessionId, Milestones]:
    row = session_event.c
    ours = and_(table.c.center_id == center_id, row.session_id.in_(session_ids))
    first = select(row.session_id, row.at).join(table, table.c.id == row.session_id).where(ours, row.seq == 1)
    since = (
        select(
            row.session_id,
            _last("SessionStarted"),
            _last("SessionCancelled"),
            _last(*_CHANGES),
            func.count(case((row.type.in_(_CHANGES), row.seq))),
        )
        .join(table, table.c.id == row.session_id)
        .where(ours, MILESTONES)
        .group_by(row.session_id)
    )
    later = {session_id: known for session_id, *known in connection.execute(since)}
    return {x: Milestones(at, *later.get(x, ())) for x, at in connection.execute(first)}


def _last(*kinds: str) -> ColumnElement[int | None]:
    """When one of these happened the last time, within one session."""
    return func.max(case((session_event.c.type.in_(kinds), session_event.c.at)))
