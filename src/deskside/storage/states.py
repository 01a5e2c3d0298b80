"""A session's own row, and the session as the row and the log together tell it.

The log alone is written at each act. The row lists some things, and those are always as they are now; the state in it
is one of before, at most `STATE_EVERY` events old: what happened since is folded again by whoever loads the session.
"""

from sqlalchemy import Connection, bindparam, func, select, update

from deskside.domain.events import Recorded
from deskside.domain.evolve import evolve
from deskside.domain.ids import CenterId, Millis, Seq, SessionId
from deskside.domain.people import Presence
from deskside.domain.session import Session, SessionStatus, people
from deskside.ports.sessions import Change
from deskside.storage.codec import dump_session, load_event, load_session
from deskside.storage.tables import session as table
from deskside.storage.tables import session_event

STATE_EVERY = 64
"""Events. A state of a long writing lesson has 300 kB and takes 4 ms to make, an event 0.02 ms to be folded again."""

# Statements of every act are built once: building them took longer than SQLite takes to run them.
_LOAD = select(table.c.state).where(table.c.center_id == bindparam("of_center"), table.c.id == bindparam("of_session"))
_WRITE = update(table).where(table.c.center_id == bindparam("of_center"), table.c.id == bindparam("of_session"))
_log = session_event.c
_LOG_FROM = (
    select(_log.seq, _log.at, _log.actor_id, _log.type, _log.payload, _log.act_id)
    .where(_log.session_id == bindparam("of_session"), _log.seq >= bindparam("from_seq"))
    .order_by(_log.seq)
)
_LAST = select(func.max(_log.seq)).where(_log.session_id == table.c.id).correlate(table).scalar_subquery()
_ANY = select(table.c.center_id, table.c.id, func.coalesce(_LAST, table.c.state_seq))
_NEWEST = _ANY.where(table.c.id.in_(bindparam("of_sessions", expanding=True)))
_NEWEST_OF_ONE = _ANY.where(table.c.id == bindparam("of_session"))
"""A list of values makes a statement anew each time: of one session, which is most often, that costs more than it."""


def columns(session: Session) -> dict[str, object]:
    """Everything that is kept of a session in its row, but its identity."""
    return {**_listed(session), "state": dump_session(session), "state_seq": session.seq}


def read_log(connection: Connection, session_id: SessionId, first: Seq) -> tuple[Recorded, ...]:
    """The log from this number on, in order."""
    rows = connection.execute(_LOG_FROM, {"of_session": session_id, "from_seq": first})
    return tuple(Recorded(x.seq, x.at, x.actor_id, load_event(x.type, x.payload), x.act_id) for x in rows)


def load(connection: Connection, center_id: CenterId, session_id: SessionId) -> tuple[Session, Millis] | None:
    """The session as of its last event, and when that was (0: nothing has happened); None if there is none."""
    state: str | None = connection.scalar(_LOAD, {"of_center": center_id, "of_session": session_id})
    if state is None:
        return None
    session, at = load_session(state), Millis(0)
    for recorded in read_log(connection, session_id, session.seq):
        at = recorded.at
        if recorded.seq > session.seq:
            session = evolve(session, recorded)
    return session, at


def newest(connection: Connection, session_ids: list[SessionId]) -> dict[tuple[CenterId, SessionId], Seq]:
    """The number of the last event of each of these sessions that there are."""
    if len(session_ids) == 1:
        rows = connection.execute(_NEWEST_OF_ONE, {"of_session": session_ids[0]})
    else:
        rows = connection.execute(_NEWEST, {"of_sessions": session_ids})
    return {(center_id, session_id): seq for center_id, session_id, seq in rows}


def keep(connection: Connection, made: list[tuple[Change, ...]]) -> None:
    """Write the rows of those sessions that are to be written after what happened to them."""
    due = {changes[-1][2].id: changes[-1][2] for changes in made if _is_due(changes[0][0], changes[-1][2])}
    write(connection, tuple(due.values()))


def write(connection: Connection, sessions: tuple[Session, ...]) -> None:
    """Write the rows of these sessions, with their states."""
    rows = [{"of_center": session.center_id, "of_session": session.id, **columns(session)} for session in sessions]
    if rows:
        connection.execute(_WRITE, rows)


def _is_due(before: Session, after: Session) -> bool:
    return before.seq // STATE_EVERY != after.seq // STATE_EVERY or _listed(before) != _listed(after)


def _listed(session: Session) -> dict[str, object]:
    """What lists are made from, without a look into the state."""
    present = any(person.presence is not Presence.OFFLINE for person in people(session))
    return {
        "title": session.title,
        "tutor_id": session.tutor.user_id,
        "status": session.status.value,
        "scheduled_start": session.scheduled_start,
        "scheduled_end": session.scheduled_end,
        "video_room_id": session.video_room_id,
        "is_open": session.status is SessionStatus.LIVE or present,
    }
