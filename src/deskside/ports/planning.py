"""What is planned, and for whom: lists of sessions, series of them, and calendars that people subscribe to."""

from dataclasses import dataclass
from typing import NewType, Protocol

from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.session import SessionStatus

SeriesId = NewType("SeriesId", str)
"""Sessions that were planned in one act, week after week."""
LISTED = 200
"""Sessions in one list: what somebody looks through; a center with more asks for a day or a tutor."""


@dataclass(frozen=True, slots=True)
class Series:
    """What sessions of one series share. `time_zone`: whose wall clock they follow, by its IANA name; None: it was
    planned before this was kept."""

    id: SeriesId
    time_zone: str | None = None


@dataclass(frozen=True, slots=True)
class SessionSummary:
    """A line in a list of sessions. `series_id` None: it stands alone."""

    id: SessionId
    title: str
    tutor_id: UserId
    tutor_name: str
    status: SessionStatus
    scheduled_start: Millis
    scheduled_end: Millis
    student_count: int
    series_id: SeriesId | None = None


@dataclass(frozen=True, slots=True)
class SessionQuery:
    """Which sessions of a center. None: whichever."""

    since: Millis
    """Those that end after this; a live one has not ended, whenever it was planned to."""
    status: SessionStatus | None = None
    until: Millis | None = None
    """Those planned to start before this."""
    of_user: UserId | None = None
    """Those in which this person is the tutor or has a lane."""
    tutor_id: UserId | None = None
    student_id: UserId | None = None
    series_id: SeriesId | None = None
    around: Millis | None = None
    """Of more than `limit` those that are planned closest to this are found; None: the soonest."""
    limit: int = LISTED


@dataclass(frozen=True, slots=True)
class Listed:
    """A list that may be cut: soonest first; `more`: there are others."""

    sessions: tuple[SessionSummary, ...]
    more: bool


@dataclass(frozen=True, slots=True)
class Milestones:
    """Instants of a session's log; None: that has not happened."""

    first_at: Millis
    """The first event: somebody was enrolled, or it started."""
    started_at: Millis | None = None
    cancelled_at: Millis | None = None
    changed_at: Millis | None = None
    """When it was last moved, or given to another tutor."""
    times_changed: int = 0


class PlanningStore(Protocol):
    """Sessions as lines of a plan."""

    async def search(self, center_id: CenterId, query: SessionQuery) -> tuple[SessionSummary, ...]:
        """Soonest first, at most `query.limit`."""
        ...

    async def milestones(self, center_id: CenterId, session_ids: tuple[SessionId, ...]) -> dict[SessionId, Milestones]:
        """Of those of this center's sessions to which something happened."""
        ...

    async def students_of(self, center_id: CenterId, tutor_id: UserId) -> frozenset[UserId]:
        """Everybody who has a lane in a session of this tutor."""
        ...

    async def series_of(self, center_id: CenterId, session_id: SessionId) -> Series | None: ...


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """A secret address of one person's calendar. Only the hash is kept; it works until it is revoked."""

    secret_hash: str
    user_id: UserId
    created_at: Millis


class CalendarStore(Protocol):
    """Who subscribes to their sessions. A disabled user's feed is not found."""

    async def add_feed(self, feed: CalendarFeed) -> None:
        """In place of any other feed of this user."""
        ...

    async def feed(self, secret_hash: str) -> tuple[CenterId, UserId] | None:
        """Whose it is."""
        ...

    async def feed_of(self, user_id: UserId) -> CalendarFeed | None: ...

    async def remove_feeds(self, user_id: UserId) -> None: ...
