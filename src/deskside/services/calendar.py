"""Calendars that people subscribe to: a secret address for each, and what stands in it."""

from dataclasses import dataclass

from deskside.domain.access import Actor
from deskside.domain.errors import NotFound
from deskside.domain.ids import Millis
from deskside.ports.clock import Clock, Secrets
from deskside.ports.planning import CalendarFeed, Milestones, SessionQuery, SessionSummary
from deskside.ports.storage import Storage, User
from deskside.services.attendance import hash_of

BACK_MS = 30 * 24 * 3600 * 1000
"""How long a session stays in the calendar after its end."""
MOST = 500
"""Sessions in one calendar: two a day until the summer."""


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """A session in somebody's calendar. `milestones` None: nothing has happened to it yet."""

    session: SessionSummary
    milestones: Milestones | None


@dataclass(frozen=True, slots=True)
class Calendar:
    """Somebody's sessions, soonest first."""

    user: User
    center_name: str
    entries: tuple[CalendarEntry, ...]


class CalendarService:
    """Secrets leave it once, when they are made; only their hash is kept."""

    def __init__(self, storage: Storage, clock: Clock, secrets: Secrets) -> None:
        self._storage = storage
        self._clock = clock
        self._secrets = secrets

    async def made_at(self, actor: Actor) -> Millis | None:
        """Since when the actor's calendar can be subscribed to; None: it cannot."""
        async with self._storage.reading() as unit:
            feed = await unit.calendar.feed_of(actor.user_id)
        return feed.created_at if feed is not None else None

    async def make(self, actor: Actor) -> str:
        """The secret of a new address, in place of any former one, which stops working."""
        secret = self._secrets.new_secret()
        async with self._storage.transaction() as unit:
            await unit.calendar.add_feed(CalendarFeed(hash_of(secret), actor.user_id, self._clock.now()))
        return secret

    async def revoke(self, actor: Actor) -> None:
        """The address stops working; revoking twice is fine."""
        async with self._storage.transaction() as unit:
            await unit.calendar.remove_feeds(actor.user_id)

    async def read(self, secret: str) -> Calendar:
        """The calendar at this address. Raises NotFound if it is unknown or revoked, or its person disabled."""
        async with self._storage.reading() as unit:
            found = await unit.calendar.feed(hash_of(secret))
            user = await unit.accounts.user(*found) if found else None
            center = await unit.accounts.center(user.center_id) if user else None
            if user is None or center is None:
                raise NotFound("This calendar does not exist any more. Subscribe again on your page.")
            since = Millis(self._clock.now() - BACK_MS)
            sessions = await unit.planning.search(center.id, SessionQuery(since, of_user=user.id, limit=MOST))
            known = await unit.planning.milestones(center.id, tuple(x.id for x in sessions))
        return Calendar(user, center.name, tuple(CalendarEntry(x, known.get(x.id)) for x in sessions))
