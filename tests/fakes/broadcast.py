"""A broadcast that nobody listens to: it only remembers."""

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.session import Session
from deskside.domain.tracks import RoutingTable
from deskside.ports.media import Offer
from deskside.ports.sessions import Change


class RecordedBroadcast:
    """A `Broadcast`; everything that was said is in its lists, in order."""

    def __init__(self) -> None:
        self.told: list[Change] = []
        self.edged: list[tuple[Session, RoutingTable]] = []
        self.kept: RoutingTable = frozenset()
        self.needs: list[tuple[SessionId, RoutingTable]] = []
        self.offered: list[tuple[SessionId, UserId, PageId, Offer]] = []
        self.closed: list[tuple[SessionId, UserId, PageId | None, str]] = []
        self.asked: list[tuple[SessionId, UserId, PageId]] = []
        self.dismissed: list[tuple[UserId, frozenset[str] | None, str]] = []

    async def tell(self, changes: tuple[Change, ...]) -> None:
        self.told += changes

    async def edges(self, session: Session, table: RoutingTable, kept: RoutingTable) -> None:
        self.edged.append((session, table))
        self.kept = kept

    async def needed(self, session: SessionId, table: RoutingTable) -> None:
        self.needs.append((session, table))

    async def offer(self, session: SessionId, person: UserId, page: PageId, offer: Offer) -> None:
        self.offered.append((session, person, page, offer))

    async def ask(self, session: SessionId, person: UserId, page: PageId) -> None:
        self.asked.append((session, person, page))

    async def close(self, session: SessionId, person: UserId, page: PageId | None, code: str) -> None:
        self.closed.append((session, person, page, code))

    async def dismiss(self, person: UserId, logins: frozenset[str] | None, code: str) -> None:
        self.dismissed.append((person, logins, code))
