"""Subscribed calendars in SQL."""

from dataclasses import asdict

from sqlalchemy import delete, insert, select

from deskside.domain.ids import CenterId, UserId
from deskside.ports.planning import CalendarFeed
from deskside.storage.run import Run
from deskside.storage.tables import user_account
from deskside.storage.ways_in import calendar_feed


class SqlCalendar:
    """`CalendarStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def add_feed(self, feed: CalendarFeed) -> None:
        """In place of any other feed of this user."""
        await self.remove_feeds(feed.user_id)
        await self._run(lambda connection: connection.execute(insert(calendar_feed).values(asdict(feed))))

    async def feed(self, secret_hash: str) -> tuple[CenterId, UserId] | None:
        """Whose it is; None if it is unknown or revoked, or its user disabled."""
        query = (
            select(user_account.c.center_id, user_account.c.id)
            .join(calendar_feed, calendar_feed.c.user_id == user_account.c.id)
            .where(calendar_feed.c.secret_hash == secret_hash, user_account.c.disabled.is_(False))
        )
        row = await self._run(lambda connection: connection.execute(query).first())
        return None if row is None else (row[0], row[1])

    async def feed_of(self, user_id: UserId) -> CalendarFeed | None:
        """The user's feed; None if they have none."""
        query = select(calendar_feed).where(calendar_feed.c.user_id == user_id)
        row = await self._run(lambda connection: connection.execute(query).first())
        return None if row is None else CalendarFeed(row.secret_hash, row.user_id, row.created_at)

    async def remove_feeds(self, user_id: UserId) -> None:
        """The address stops working."""
        gone = delete(calendar_feed).where(calendar_feed.c.user_id == user_id)
        await self._run(lambda connection: connection.execute(gone))
