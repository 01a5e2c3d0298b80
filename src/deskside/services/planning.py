"""What goes beyond one session: series, the way to one's next session, and everything that is live in a center."""

import asyncio
from dataclasses import dataclass, replace

from deskside.domain import expiry, lifecycle
from deskside.domain.access import Actor, Right, require, require_admin
from deskside.domain.ids import Millis, Seq, SessionId
from deskside.domain.session import Session, SessionStatus
from deskside.domain.visibility import Viewer, redact
from deskside.ports.planning import Milestones, Series, SeriesId, SessionQuery, SessionSummary
from deskside.services.door import By, Door, Ref
from deskside.services.made import made_before, made_id
from deskside.services.outside import Outside
from deskside.services.recurrence import MOST, Weekly, moved, starts
from deskside.services.sessions import NewSession, NewTime, SessionService, rescheduled

ENTER_BEFORE_MS = expiry.SOON_MS
"""A personal link leads straight into a session that starts within this time (the device check takes some of it)."""
LATE_MS = 3 * 60 * 1000
"""A session that should have started this long ago is shown on the floor: perhaps its tutor does not come."""


@dataclass(frozen=True, slots=True)
class OnFloor:
    """A session that is live, or late, as an observer may know it. `started_at` None: late."""

    session: Session
    started_at: Millis | None


class PlanningService:
    """Plans of a center; each act asks for the actor and stays inside the actor's center."""

    def __init__(self, outside: Outside, door: Door, sessions: SessionService) -> None:
        self._outside = outside
        self._door = door
        self._sessions = sessions
        self._planning = asyncio.Lock()

    async def create_series(self, actor: Actor, new: NewSession, rule: Weekly) -> tuple[tuple[Session, ...], SeriesId]:
        """Plan a session again and again, all of them or none. Raises what `SessionService.create` and `starts` do."""
        begins = starts(new.scheduled_start, rule)
        async with self._planning:
            found = await made_before(self._door, actor, len(begins))
            if found:
                return found, await self._series_id(found[0])
            return await self._plan_series(actor, new, begins, rule.time_zone)

    async def _plan_series(
        self, actor: Actor, new: NewSession, begins: tuple[Millis, ...], time_zone: str
    ) -> tuple[tuple[Session, ...], SeriesId]:
        first, events = await self._sessions.plan(actor, new)
        length = new.scheduled_end - new.scheduled_start
        chance = self._outside.secrets
        ids = [made_id(actor, n) or SessionId(chance.new_id()) for n in range(len(begins))]
        planned = tuple(
            (replace(first, id=session_id, scheduled_start=at, scheduled_end=Millis(at + length)), events)
            for session_id, at in zip(ids, begins, strict=True)
        )
        series = Series(SeriesId(chance.new_id()), time_zone)
        return await self._door.open_all(actor, planned, series), series.id

    async def _series_id(self, session: Session) -> SeriesId:
        async with self._outside.storage.reading() as unit:
            series = await unit.planning.series_of(session.center_id, session.id)
        assert series is not None
        return series.id

    async def cancel_following(self, actor: Actor, session_id: SessionId, reason: str) -> Seq:
        """Call off this session and those after it in its series that have not started: all of them or none."""
        by = By(actor, Right.MANAGE)
        session = await self._door.read(by.ref(session_id))
        require(actor, by.act, session)
        _, others = await self.following(session)
        called_off = (session_id, *(x.id for x in others))
        after = await self._door.act_all(by, {x: lambda session: lifecycle.cancel(session, reason) for x in called_off})
        for cancelled in called_off:
            await self._sessions.close_room(cancelled)
        return after[0].seq

    async def reschedule_following(self, actor: Actor, session_id: SessionId, to: NewTime) -> Seq:
        """Move this session, and those after it in its series that have not started by as much of the wall clock: all
        of them or none. Each becomes as much longer or shorter; a title is given to all."""
        by = By(actor, Right.MANAGE)
        session = await self._door.read(by.ref(session_id))
        require(actor, Right.MANAGE, session)
        time_zone, others = await self.following(session)
        longer = (to.scheduled_end - to.scheduled_start) - (session.scheduled_end - session.scheduled_start)
        times, now = {session_id: to}, self._outside.clock.now()
        for other in others:
            start = moved(other.scheduled_start, session.scheduled_start, to.scheduled_start, time_zone)
            length = other.scheduled_end - other.scheduled_start + longer
            times[other.id] = NewTime(start, Millis(start + length), to.title)
        return (await self._door.act_all(by, {each: rescheduled(time, now) for each, time in times.items()}))[0].seq

    async def following(self, session: Session) -> tuple[str | None, tuple[SessionSummary, ...]]:
        """The time zone of the session's series, and those of it that are planned to start after this one."""
        async with self._outside.storage.reading() as unit:
            series = await unit.planning.series_of(session.center_id, session.id)
            if series is None:
                return None, ()
            since = session.scheduled_start
            query = SessionQuery(since, SessionStatus.SCHEDULED, series_id=series.id, limit=MOST)
            found = await unit.planning.search(session.center_id, query)
        # One that was moved may have started before, and not be over by then.
        return series.time_zone, tuple(x for x in found if x.id != session.id and x.scheduled_start >= since)

    async def to_enter(self, actor: Actor) -> SessionId | None:
        """The session into which a student is led now: one that is really held now, else one that it is the time for,
        else one that is live all the same; of several the one planned closest to now. None if there is none."""
        now = self._outside.clock.now()
        live = SessionQuery(now, SessionStatus.LIVE, of_user=actor.user_id, around=now)
        soon = replace(live, status=SessionStatus.SCHEDULED, until=Millis(now + ENTER_BEFORE_MS))
        async with self._outside.storage.reading() as unit:
            found = [x for query in (live, soon) for x in await unit.planning.search(actor.center_id, query)]
        ranked = [(await self._rank(actor, x, now), abs(x.scheduled_start - now), x.id) for x in found]
        return min(ranked)[2] if ranked else None

    async def _rank(self, actor: Actor, line: SessionSummary, now: Millis) -> int:
        if line.status is not SessionStatus.LIVE:
            return 2
        session = await self._door.read(Ref(actor.center_id, line.id))
        if expiry.attended(session, now):
            return 0
        return 1 if expiry.plausible(session, now) else 3

    async def floor(self, actor: Actor) -> tuple[OnFloor, ...]:
        """Every session of the center that is live, or late to start, for its admins. Soonest planned first."""
        require_admin(actor)
        now = self._outside.clock.now()
        async with self._outside.storage.reading() as unit:
            late = SessionQuery(now, SessionStatus.SCHEDULED, until=Millis(now - LATE_MS))
            live = replace(late, status=SessionStatus.LIVE, until=None)
            found = [x for query in (live, late) for x in await unit.planning.search(actor.center_id, query)]
            known = await unit.planning.milestones(actor.center_id, tuple(x.id for x in found))
        return tuple([await self._seen(actor, x, known.get(x.id)) for x in found])

    async def _seen(self, actor: Actor, line: SessionSummary, milestones: Milestones | None) -> OnFloor:
        session = await self._door.read(Ref(actor.center_id, line.id))
        view = redact(session, Viewer(actor.user_id, require(actor, Right.SEE, session)))
        return OnFloor(view, milestones.started_at if milestones else None)
