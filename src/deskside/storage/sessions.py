"""Sessions in SQL: the log, and what is kept beside it. A session's own row: see `states`; stays: see `attendance`."""

from dataclasses import replace

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import IntegrityError

from deskside.domain.events import Recorded
from deskside.domain.ids import CenterId, Millis, Seq, SessionId, UserId
from deskside.domain.session import Session
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
from deskside.storage.codec import dump_event
from deskside.storage.projections import Effects, effects, enrolled, folded
from deskside.storage.run import Run
from deskside.storage.states import columns, keep, load, newest, read_log
from deskside.storage.tables import ASKED, session_event
from deskside.storage.tables import session as table

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
        """Store what happened to one session: the events, and their effect on the projections.

        Raises StaleSession if the last number in the log is not the one before the first event, and ValueError if the
        changes do not follow one another: then the log would tell another story than whoever made them.
        """
        await self._run(lambda connection: append_all(connection, (changes,)))

    async def events_after(self, session_id: SessionId, seq: Seq) -> tuple[Recorded, ...]:
        """The log after `seq`, in order."""
        return await self._run(lambda connection: read_log(connection, session_id, Seq(seq + 1)))

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
    rows = [{"id": x.session.id, "center_id": x.session.center_id, **columns(x.session), **of_series} for x in begun]
    connection.execute(insert(table), rows)
    if log := [_event_row(session.id, each) for session, recorded in planned for each in recorded]:
        connection.execute(_LOG, log)
    write_effects(connection, *begun)


def _with_lanes(session: Session, after: Effects) -> Effects:
    """Lanes that were there before anything happened have their rows too."""
    there = tuple(enrolled(lane, Millis(0)) for lane in session.lanes)
    return replace(after, enrollments=(*there, *after.enrollments))


def _load(connection: Connection, center_id: CenterId, session_id: SessionId) -> Session | None:
    found = load(connection, center_id, session_id)
    return None if found is None else found[0]


def _recall(connection: Connection, center_id: CenterId, session_id: SessionId) -> Recalled | None:
    found = load(connection, center_id, session_id)
    if found is None:
        return None
    log = session_event.c
    query = select(log.actor_id, log.act_id, log.seq).where(log.session_id == session_id, ASKED)
    acts = connection.execute(query.order_by(log.seq.desc()).limit(ACTS_RECALLED))
    return Recalled(*found, tuple(DoneAct(*x) for x in acts)[::-1])


def append_all(connection: Connection, made: tuple[tuple[Change, ...], ...]) -> None:
    """Store what happened to some sessions, each table once. Raises as `SqlSessions.append`."""
    happened = [changes for changes in made if changes]
    if not happened:
        return
    done = [effects(changes[0][0], changes) for changes in happened]
    _require_newest(connection, happened)
    try:
        log = [_event_row(after.id, recorded) for changes in happened for _, recorded, after in changes]
        connection.execute(_LOG, log)
    except IntegrityError as taken:  # another process took the number since it was looked up
        raise StaleSession from taken
    write_effects(connection, *done)
    keep(connection, happened)


def _require_newest(connection: Connection, happened: list[tuple[Change, ...]]) -> None:
    """Raise StaleSession unless each of these follows on the last number of its session."""
    last = newest(connection, [changes[0][0].id for changes in happened])
    for changes in happened:
        before, after = changes[0][0], changes[-1][2]
        key = before.center_id, before.id
        if last.get(key) != before.seq:
            raise StaleSession
        last[key] = after.seq


def _open_sessions(connection: Connection) -> tuple[tuple[CenterId, SessionId], ...]:
    query = select(table.c.center_id, table.c.id).where(table.c.is_open).order_by(table.c.id)
    return tuple((row.center_id, row.id) for row in connection.execute(query))


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
