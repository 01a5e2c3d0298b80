"""What goes beyond one session: series, the way to one's next session, and everything that is live in a center."""

from dataclasses import dataclass, replace

from deskside.domain.access import Act, Actor, require
from deskside.domain.errors import Forbidden
from deskside.domain.ids import Millis, Seq, SessionId
from deskside.domain.people import Role
from deskside.domain.session import Session, SessionStatus
from deskside.domain.visibility import Viewer, redact
from deskside.ports.planning import Milestones, SeriesId, SessionQuery, SessionSummary
from deskside.services.door import By, Door, Ref
from deskside.services.outside import Outside
from deskside.services.recurrence import MOST, Weekly, starts
from deskside.services.sessions import NewSession, SessionService

ENTER_BEFORE_MS = 15 * 60 * 1000
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

    async def create_series(self, actor: Actor, new: NewSession, rule: Weekly) -> tuple[tuple[Session, ...], SeriesId]:
        """Plan a session again and again, all of them or none. Raises what `SessionService.create` and `starts` do."""
        first, events = await self._sessions.plan(actor, new)
        length = new.scheduled_end - new.scheduled_start
        chance = self._outside.secrets
        planned = tuple(
            (
                replace(first, id=SessionId(chance.new_id()), scheduled_start=at, scheduled_end=Millis(at + length)),
                events,
            )
            for at in starts(new.scheduled_start, rule)
        )
        series_id = SeriesId(chance.new_id())
        return await self._door.open_all(actor, planned, series_id), series_id

    async def cancel_following(self, actor: Actor, session_id: SessionId, reason: str) -> Seq:
        """Call off this session and those after it in its series that have not started."""
        seq = await self._sessions.cancel(actor, session_id, reason)
        session = await self._door.read(By(actor, Act.MANAGE).ref(session_id))
        async with self._outside.storage.transaction() as unit:
            series_id = await unit.planning.series_of(actor.center_id, session_id)
            query = SessionQuery(session.scheduled_start, SessionStatus.SCHEDULED, series_id=series_id, limit=MOST)
            others = await unit.planning.search(actor.center_id, query) if series_id is not None else ()
        for other in others:  # an earlier one has ended by then: they are a day apart, and last half of one at most
            await self._sessions.cancel(actor, other.id, reason)
        return seq

    async def to_enter(self, actor: Actor) -> SessionId | None:
        """The session into which a student is led now: one that is live, else one that starts soon; None if none."""
        now = self._outside.clock.now()
        async with self._outside.storage.transaction() as unit:
            query = SessionQuery(now, until=Millis(now + ENTER_BEFORE_MS), of_user=actor.user_id)
            found = await unit.planning.search(actor.center_id, query)
        ready = [x for x in found if x.status in (SessionStatus.LIVE, SessionStatus.SCHEDULED)]
        return min(ready, key=lambda x: x.status is not SessionStatus.LIVE).id if ready else None

    async def floor(self, actor: Actor) -> tuple[OnFloor, ...]:
        """Every session of the center that is live, or late to start, for its admins. Soonest planned first."""
        if actor.role is not Role.CENTER_ADMIN:
            raise Forbidden("Only an admin of the center can do this.")
        now = self._outside.clock.now()
        async with self._outside.storage.transaction() as unit:
            late = SessionQuery(now, SessionStatus.SCHEDULED, until=Millis(now - LATE_MS))
            live = replace(late, status=SessionStatus.LIVE, until=None)
            found = [x for query in (live, late) for x in await unit.planning.search(actor.center_id, query)]
            known = await unit.planning.milestones(actor.center_id, tuple(x.id for x in found))
        return tuple([await self._seen(actor, x, known.get(x.id)) for x in found])

    async def _seen(self, actor: Actor, line: SessionSummary, milestones: Milestones | None) -> OnFloor:
        session = await self._door.read(Ref(actor.center_id, line.id))
        view = redact(session, Viewer(actor.user_id, require(actor, Act.SEE, session)))
        return OnFloor(view, milestones.started_at if milestones else None)
