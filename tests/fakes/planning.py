"""Plans and subscribed calendars in memory: a part of the storage fake."""

from collections.abc import Mapping

from deskside.domain.events import Recorded, SessionCancelled, SessionRescheduled, SessionStarted, TutorChanged
from deskside.domain.ids import CenterId, SessionId, UserId
from deskside.domain.session import Session, SessionStatus, find_lane
from deskside.ports.planning import CalendarFeed, Milestones, Series, SeriesId, SessionQuery, SessionSummary
from tests.fakes.accounts import AccountTables


class FakePlanning:
    """`PlanningStore` over the sessions and logs of the fake."""

    def __init__(
        self,
        sessions: Mapping[SessionId, Session],
        log: Mapping[SessionId, tuple[Recorded, ...]],
        series: Mapping[SessionId, Series],
    ) -> None:
        self._sessions = sessions
        self._log = log
        self._series = series

    async def search(self, center_id: CenterId, query: SessionQuery) -> tuple[SessionSummary, ...]:
        mine = (x for x in self._sessions.values() if x.center_id == center_id and self._wanted(x, query))
        at = query.around
        close = sorted(mine, key=lambda x: (x.scheduled_start if at is None else abs(x.scheduled_start - at), x.id))
        found = sorted(close[: query.limit], key=lambda x: (x.scheduled_start, x.id))
        return tuple(self._summary(x) for x in found[: query.limit])

    async def milestones(self, center_id: CenterId, session_ids: tuple[SessionId, ...]) -> dict[SessionId, Milestones]:
        found = (x for x in session_ids if x in self._sessions and self._sessions[x].center_id == center_id)
        return {x: _milestones(self._log[x]) for x in found if self._log.get(x)}

    async def students_of(self, center_id: CenterId, tutor_id: UserId) -> frozenset[UserId]:
        theirs = (x for x in self._sessions.values() if (x.center_id, x.tutor.user_id) == (center_id, tutor_id))
        return frozenset(lane.person.user_id for x in theirs for lane in x.lanes)

    async def series_of(self, center_id: CenterId, session_id: SessionId) -> Series | None:
        session = self._sessions.get(session_id)
        return self._series.get(session_id) if session is not None and session.center_id == center_id else None

    def _wanted(self, x: Session, query: SessionQuery) -> bool:
        """Each condition holds, or is not asked for."""
        of_user = query.of_user
        return (
            (x.scheduled_end > query.since or x.status is SessionStatus.LIVE)
            and (query.until is None or x.scheduled_start < query.until)
            and (of_user is None or of_user == x.tutor.user_id or find_lane(x, of_user) is not None)
            and query.tutor_id in (None, x.tutor.user_id)
            and (query.student_id is None or find_lane(x, query.student_id) is not None)
            and query.status in (None, x.status)
            and query.series_id in (None, self._series_id(x))
        )

    def _series_id(self, x: Session) -> SeriesId | None:
        series = self._series.get(x.id)
        return None if series is None else series.id

    def _summary(self, x: Session) -> SessionSummary:
        return SessionSummary(
            x.id,
            x.title,
            x.tutor.user_id,
            x.tutor.name,
            x.status,
            x.scheduled_start,
            x.scheduled_end,
            len(x.lanes),
            self._series_id(x),
        )


def _milestones(log: tuple[Recorded, ...]) -> Milestones:
    started = next((x.at for x in log if isinstance(x.event, SessionStarted)), None)
    cancelled = next((x.at for x in log if isinstance(x.event, SessionCancelled)), None)
    moved = [x.at for x in log if isinstance(x.event, SessionRescheduled | TutorChanged)]
    return Milestones(min(x.at for x in log), started, cancelled, max(moved, default=None), len(moved))


class FakeCalendar:
    """`CalendarStore` in memory."""

    def __init__(self, tables: AccountTables) -> None:
        self._t = tables

    async def add_feed(self, feed: CalendarFeed) -> None:
        await self.remove_feeds(feed.user_id)
        self._t.feeds[feed.secret_hash] = feed

    async def feed(self, secret_hash: str) -> tuple[CenterId, UserId] | None:
        found = self._t.feeds.get(secret_hash)
        user = self._t.users.get(found.user_id) if found is not None else None
        return None if user is None or user.disabled else (user.center_id, user.id)

    async def feed_of(self, user_id: UserId) -> CalendarFeed | None:
        return next((x for x in self._t.feeds.values() if x.user_id == user_id), None)

    async def remove_feeds(self, user_id: UserId) -> None:
        self._t.feeds = {key: x for key, x in self._t.feeds.items() if x.user_id != user_id}
