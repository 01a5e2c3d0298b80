"""Sessions as storage keeps them: the state, its log, who was there, and which acts were done."""

from dataclasses import dataclass
from typing import Protocol

from deskside.domain.events import Recorded
from deskside.domain.ids import ActId, CenterId, Millis, PageId, Seq, SessionId, UserId
from deskside.domain.session import Session
from deskside.ports.planning import Series


@dataclass(frozen=True, slots=True)
class PresenceEntry:
    """A line of the presence log; `kind` is JOIN, LEAVE, HEARTBEAT or DISCONNECT."""

    session_id: SessionId
    user_id: UserId
    at: Millis
    kind: str


@dataclass(frozen=True, slots=True)
class DoneAct:
    """An act of somebody's page that made events: after which number it can be seen."""

    actor_id: UserId
    act_id: ActId
    seq: Seq


ACTS_RECALLED = 256
"""Acts of one session: more than its pages have on their way at once, by far."""


@dataclass(frozen=True, slots=True)
class Recalled:
    """A session with what is needed to go on with it: the instant of its newest event (0: none), and the newest acts
    that pages named, oldest first."""

    session: Session
    last_at: Millis = Millis(0)
    acts: tuple[DoneAct, ...] = ()


@dataclass(frozen=True, slots=True)
class Attendance:
    """A row of the plan's VideoParticipant: one stay of one person in the room."""

    user_id: UserId
    participant_id: PageId
    joined_at: Millis
    left_at: Millis | None
    duration_ms: Millis


Change = tuple[Session, Recorded, Session]
"""The session before, the event, the session after."""

Planned = tuple[Session, tuple[Recorded, ...]]
"""A new session at seq 0, and what has happened to it already."""


class SessionStore(Protocol):
    """Sessions: the state, its log, and the plan's tables kept as projections of the log."""

    async def add(self, planned: tuple[Planned, ...], series: Series | None = None) -> None:
        """Store new sessions, perhaps as one series, however many in as many statements as for one. ValueError if the
        numbers of what has happened do not follow on the session."""
        ...

    async def load(self, center_id: CenterId, session_id: SessionId) -> Session | None:
        """The session as of its last event; None if this center has no such session."""
        ...

    async def recall(self, center_id: CenterId, session_id: SessionId) -> Recalled | None:
        """The same with what is needed to go on with it."""
        ...

    async def append(self, changes: tuple[Change, ...]) -> None:
        """Store what happened to one session: the events, and their effect on the projections. Each change is as
        `domain.evolve` made it; nothing is folded again.

        Projections: columns of `session`; `video_participant` (a row opens with PersonJoined and closes with what ends
        the stay: PersonLeft or a PersonDropped that is not followed by a return; `duration_ms` from the person's
        stopwatch, never negative); `student_session_enrollment` (`active_ms` from the lane's stopwatch, exercise,
        progress, mode); `session_presence_log` (JOIN, LEAVE, DISCONNECT).
        Raises StaleSession if the last number in the log is not the one before the first event, and ValueError if the
        changes do not follow one another.
        """
        ...

    async def events_after(self, session_id: SessionId, seq: Seq) -> tuple[Recorded, ...]:
        """The log after `seq`, in order."""
        ...

    async def open_sessions(self) -> tuple[tuple[CenterId, SessionId], ...]:
        """Every session of every center that is LIVE or has somebody present: what a new server process looks after."""
        ...

    async def prior_ms(self, center_id: CenterId, student_id: UserId) -> Millis:
        """Time that this student gathered in all sessions of the center (sum of `active_ms`)."""
        ...

    async def attendances(self, session_id: SessionId) -> tuple[Attendance, ...]:
        """All stays, by `joined_at`."""
        ...

    async def log_presence(self, entries: tuple[PresenceEntry, ...]) -> None:
        """Append to the presence log; heartbeats come in batches."""
        ...

    async def last_presence(self, session_id: SessionId) -> Millis | None:
        """The newest instant in the presence log: how long the server was certainly alive."""
        ...
