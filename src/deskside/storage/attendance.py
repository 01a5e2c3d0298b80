"""Writes what `projections` derived into the plan's tables, and reads who was there and for how long."""

from itertools import groupby

from sqlalchemy import Boolean, Connection, and_, bindparam, case, func, insert, null, select, update
from sqlalchemy.dialects import postgresql, sqlite

from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.session import Session
from deskside.ports.sessions import Attendance, PresenceEntry
from deskside.storage.projections import Effects, Enrolled, StayChanged, StayOpened
from deskside.storage.tables import (
    Instant,
    exercise,
    session_presence_log,
    student_session_enrollment,
    video_participant,
)

_stay = video_participant.c
_at = bindparam("changed_at", type_=Instant)
_CHANGE_STAY = (
    update(video_participant)
    .where(and_(_stay.session_id == bindparam("of_session"), _stay.user_id == bindparam("of_user"), _stay.is_open))
    .values(
        # A clock that stepped back must not make anybody leave before they came.
        left_at=case(
            (bindparam("here", type_=Boolean), null()),
            (_stay.left_at.is_not(None), _stay.left_at),
            (_at < _stay.joined_at, _stay.joined_at),
            else_=_at,
        ),
        duration_ms=_stay.duration_ms + bindparam("gained"),
        is_open=bindparam("still_open"),
        video_enabled=bindparam("video"),
        audio_enabled=bindparam("audio"),
        screen_share_enabled=bindparam("screen"),
    )
)

_lane = student_session_enrollment.c


def _upsert(new: postgresql.Insert | sqlite.Insert) -> postgresql.Insert | sqlite.Insert:
    replaced = ("mode", "exercise_id", "exercise_content", "progress", "removed_at")
    added = {"active_ms": _lane.active_ms + new.excluded.active_ms}
    values = {name: new.excluded[name] for name in replaced} | added
    return new.on_conflict_do_update(index_elements=["session_id", "student_id"], set_=values)


_content = (
    select(exercise.c.content)
    .where(exercise.c.center_id == bindparam("of_center"), exercise.c.id == bindparam("of_exercise"))
    .scalar_subquery()
)
_UPSERTS = {
    "postgresql": _upsert(postgresql.insert(student_session_enrollment).values(exercise_content=_content)),
    "sqlite": _upsert(sqlite.insert(student_session_enrollment).values(exercise_content=_content)),
}


def write_effects(connection: Connection, *effects: Effects) -> None:
    """Bring stays, enrollments and the presence log of these sessions up to date."""
    all_stays = [(each.session, stay) for each in effects for stay in each.stays]
    for kind, run in groupby(all_stays, lambda x: type(x[1])):  # one statement for each run of equal ones, in order
        stays = tuple(run)
        if kind is StayOpened:
            rows = [_opened(session, x) for session, x in stays if isinstance(x, StayOpened)]
            connection.execute(insert(video_participant), rows)
        else:
            changes = [_changed(session.id, x) for session, x in stays if isinstance(x, StayChanged)]
            connection.execute(_CHANGE_STAY, changes)
    if lanes := [_enrollment(each.session, row) for each in effects for row in each.enrollments]:
        connection.execute(_UPSERTS[connection.dialect.name], lanes)
    write_presence(connection, tuple(entry for each in effects for entry in each.presence))


def _opened(session: Session, stay: StayOpened) -> dict[str, object]:
    return {
        "id": stay.id,
        "center_id": session.center_id,
        "session_id": session.id,
        "user_id": stay.user_id,
        "participant_id": stay.participant_id,
        "joined_at": stay.joined_at,
        "duration_ms": 0,
        "video_enabled": stay.video,
        "audio_enabled": stay.audio,
        "screen_share_enabled": stay.screen,
        "is_open": True,
    }


def _changed(session_id: SessionId, stay: StayChanged) -> dict[str, object]:
    return {
        "of_session": session_id,
        "of_user": stay.user_id,
        "changed_at": stay.at,
        "here": stay.here,
        "still_open": not stay.over,
        "gained": stay.gained_ms,
        "video": stay.video,
        "audio": stay.audio,
        "screen": stay.screen,
    }


def _enrollment(session: Session, row: Enrolled) -> dict[str, object]:
    return {
        "session_id": session.id,
        "student_id": row.student_id,
        "center_id": session.center_id,
        "mode": row.mode.value,
        "exercise_id": row.exercise_id,
        "of_center": session.center_id,
        "of_exercise": row.exercise_id,
        "progress": row.progress,
        "active_ms": row.gained_ms,
        "removed_at": row.removed_at,
    }


def write_presence(connection: Connection, entries: tuple[PresenceEntry, ...]) -> None:
    """Append to the presence log."""
    if entries:
        rows = [{"session_id": x.session_id, "user_id": x.user_id, "at": x.at, "kind": x.kind} for x in entries]
        connection.execute(insert(session_presence_log), rows)


def read_attendances(connection: Connection, session_id: SessionId) -> tuple[Attendance, ...]:
    """All stays in one session, by `joined_at`."""
    query = (
        select(_stay.user_id, _stay.participant_id, _stay.joined_at, _stay.left_at, _stay.duration_ms)
        .where(_stay.session_id == session_id)
        .order_by(_stay.joined_at, _stay.id)
    )
    return tuple(Attendance(*row) for row in connection.execute(query))


def read_prior_ms(connection: Connection, center_id: CenterId, student_id: UserId) -> Millis:
    """What this student gathered in all sessions of the center."""
    mine = and_(_lane.center_id == center_id, _lane.student_id == student_id)
    return Millis(int(connection.scalar(select(func.sum(_lane.active_ms)).where(mine)) or 0))


def read_last_presence(connection: Connection, session_id: SessionId) -> Millis | None:
    """The newest instant in the session's presence log."""
    row = session_presence_log.c
    newest: Millis | None = connection.scalar(select(func.max(row.at)).where(row.session_id == session_id))
    return newest
