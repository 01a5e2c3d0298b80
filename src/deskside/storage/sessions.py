"""Sessions in SQL: the state as JSON beside the columns that are asked for, and the log. Stays: see `attendance`."""

from dataclasses import replace

from sqlalchemy import Connection, bindparam, insert, select, update

from deskside.domain.events import Recorded
from deskside.domain.ids import CenterId, Millis, Seq, SessionId, UserId
from deskside.domain.people import Presence
from deskside.domain.session import Session, SessionStatus, people
from deskside.ports.planning import Series
from deskside.ports.sessions import ACTS_RECALLED, Attendance, Change, DoneAct, Planned, PresenceEntry, Recalled
from deskside.ports.storage import StaleSession
from deskside.storage.attendance import (
    read_attendances,
    read_last_presence,
    read_prior_ms,
    write_effects,
    write_presence,
)
from deskside.storage.codec import dump_event, dump_session, load_event, load_session
from deskside.storage.projections import Effects, effects, enrolled, folded
from deskside.storage.run import Run
from deskside.storage.tables import ASKED, session_event
from deskside.storage.tables import session as table

# Statements of every act are built once: building them took longer than SQLite takes to run them.
_LOAD = select(table.c.state).where(table.c.center_id == bindparam("of_center"), table.c.id == bindparam("of_session"))
_STORE = update(table).where(
    table.c.center_id == bindparam("of_center"),
    table.c.id == bindparam("of_session"),
    table.c.seq == bindparam("after_seq"),
)
_LOG = insert(session_event)


class SqlSessions:
    """`SessionStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def add(self, planned: tuple[Planned, ...], series: Series | None = None) -> None:
        """Store new sessions with what has happened to them, perhaps as one series."""
        await self._run(lambda connection: _add(connection, planned, series))

    async def load(self, center_id: CenterId, session_id: SessionId) -> Session | None:
        """The session as of its last event; None if this center has no such session."""
        return await self._run(lambda connection: _load(connection, center_id, session_id))

    async def recall(self, center_id: CenterId, session_id: SessionId) -> Recalled | None:
        """The session, the instant of its newest event, and the newest acts that pages named."""
        return await self._run(lambda connection: _recall(connection, center_id, session_id))

    async def append(self, changes: tuple[Change, ...]) -> None:
        """Store what happened to one session: the events, the session after them, and their effect on the projections.

        Raises StaleSession if the stored seq is not the one before the first event, and ValueError if the changes do
        not follow one another: then the log would tell another story than the state.
        """
        await self._run(lambda connection: append_all(connection, (changes,)))

    async def events_after(self, session_id: SessionId, seq: Seq) -> tuple[Recorded, ...]:
        """The log after `seq`, in order."""
        return await self._run(lambda connection: _events_after(connection, session_id, seq))

    async def open_sessions(self) -> tuple[tuple[CenterId, SessionId], ...]:
        """Every session of every center that is live or has somebody present."""
        return await self._run(lambda connection: _open_sessions(connection))

    async def prior_ms(self, center_id: CenterId, student_id: UserId) -> Millis:
        """Time that this student gathered in all sessions of the center."""
        return await self._run(lambda connection: read_prior_ms(connection, center_id, student_id))

    async def attendances(self, session_id: SessionId) -> tuple[Attendance, ...]:
        """All stays, by `joined_at`."""
        return await self._run(lambda connection: read_attendances(connection, session_id))

    async def log_presence(self, entries: tuple[PresenceEntry, ...]) -> None:
        """Append to the presence log."""
        await self._run(lambda connection: write_presence(connection, entries))

    async def last_presence(self, session_id: SessionId) -> Millis | None:
        """The newest instant in the presence log; None if it is empty."""
        return await self._run(lambda connection: read_last_presence(connection, session_id))


def _add(connection: Connection, planned: tuple[Planned, ...], series: Series | None) -> None:
    """Each table is written once, for all of them."""
    begun = [_with_lanes(session, effects(session, folded(session, recorded))) for session, recorded in planned]
    of_series = {"series_id": series.id, "series_time_zone": series.time_zone} if series else {}
    rows = [{"id": x.session.id, "center_id": x.session.center_id, **_columns(x.session), **of_series} for x in begun]
    connection.execute(insert(table), rows)
    if log := [_event_row(session.id, each) for session, recorded in planned for each in recorded]:
        connection.execute(_LOG, log)
    write_effects(connection, *begun)


def _with_lanes(session: Session, after: Effects) -> Effects:
    """Lanes that were there before anything happened have their rows too."""
    there = tuple(enrolled(lane, Millis(0)) for lane in session.lanes)
    return replace(after, enrollments=(*there, *after.enrollments))


def _load(connection: Connection, center_id: CenterId, session_id: SessionId) -> Session | None:
    state: str | None = connection.scalar(_LOAD, {"of_center": center_id, "of_session": session_id})
    return None if state is None else load_session(state)


def _recall(connection: Connection, center_id: CenterId, session_id: SessionId) -> Recalled | None:
    session = _load(connection, center_id, session_id)
    if session is None:
        return None
    row = session_event.c
    at = connection.scalar(select(row.at).where(row.session_id == session_id, row.seq == session.seq))
    query = select(row.actor_id, row.act_id, row.seq).where(row.session_id == session_id, ASKED)
    newest = connection.execute(query.order_by(row.seq.desc()).limit(ACTS_RECALLED))
    return Recalled(session, Millis(at or 0), tuple(DoneAct(*x) for x in newest)[::-1])


def append_all(connection: Connection, made: tuple[tuple[Change, ...], ...]) -> None:
    """Store what happened to some sessions, each table once. Raises as `SqlSessions.append`."""
    happened = [changes for changes in made if changes]
    if not happened:
        return
    done = [effects(changes[0][0], changes) for changes in happened]
    for changes in happened:
        before, session = changes[0][0], changes[-1][2]
        keys = {"of_center": session.center_id, "of_session": session.id, "after_seq": before.seq}
        if connection.execute(_STORE, {**keys, **_columns(session)}).rowcount != 1:
            raise StaleSession
    connection.execute(_LOG, [_event_row(after.id, recorded) for changes in happened for _, recorded, after in changes])
    write_effects(connection, *done)


def _events_after(connection: Connection, session_id: SessionId, seq: Seq) -> tuple[Recorded, ...]:
    row = session_event.c
    query = (
        select(row.seq, row.at, row.actor_id, row.type, row.payload, row.act_id)
        .where(row.session_id == session_id, row.seq > seq)
        .order_by(row.seq)
    )
    rows = connection.execute(query)
    return tuple(Recorded(x.seq, x.at, x.actor_id, load_event(x.type, x.payload), x.act_id) for x in rows)


def _open_sessions(connection: Connection) -> tuple[tuple[CenterId, SessionId], ...]:
    query = select(table.c.center_id, table.c.id).where(table.c.is_open).order_by(table.c.id)
    return tuple((row.center_id, row.id) for row in connection.execute(query))


def _columns(session: Session) -> dict[str, object]:
    """What of a session is kept in columns: all but its identity."""
    present = any(person.presence is not Presence.OFFLINE for person in people(session))
    return {
        "title": session.title,
        "tutor_id": session.tutor.user_id,
        "status": session.status.value,
        "scheduled_start": session.scheduled_start,
        "scheduled_end": session.scheduled_end,
        "video_room_id": session.video_room_id,
        "is_open": session.status is SessionStatus.LIVE or present,
        "seq": session.seq,
        "state": dump_session(session),
    }


def _event_row(session_id: SessionId, recorded: Recorded) -> dict[str, object]:
    kind, payload = dump_event(recorded.event)
    return {
        "session_id": session_id,
        "seq": recorded.seq,
        "at": recorded.at,
        "actor_id": recorded.actor_id,
        "type": kind,
        "payload": payload,
        "act_id": recorded.act_id,
        "person_id": getattr(recorded.event, "student_id", getattr(recorded.event, "person_id", None)),
    }
