"""How the services tell people. Nothing here is awaited for an answer, and nothing is sent before a commit."""

from typing import Protocol

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.session import Session
from deskside.domain.tracks import RoutingTable
from deskside.ports.media import Offer
from deskside.ports.sessions import Change

SIGNED_OUT = "signed_out"
"""Why a page is sent away whose login ended."""


class Broadcast(Protocol):
    """To every connected page of a session, each what its person may see."""

    async def tell(self, changes: tuple[Change, ...]) -> None:
        """Send each person their envelopes, in order, also the empty ones. Whoever has no place in the session any more
        is sent away before the next is told: removed, tutor_changed; at the end, session_over."""
        ...

    async def edges(self, session: Session, table: RoutingTable, kept: RoutingTable) -> None:
        """Tell each person which edges to and from them are really in force in the engine, and which ones to them are
        `kept` from them, as their line does not carry them."""
        ...

    async def needed(self, session: SessionId, table: RoutingTable) -> None:
        """Tell each page what of its camera and screen is received by anybody once `table` is in force."""
        ...

    async def offer(self, session: SessionId, person: UserId, page: PageId, offer: Offer) -> None:
        """Hand an offer of the engine to one page."""
        ...

    async def ask(self, session: SessionId, person: UserId, page: PageId) -> None:
        """Ask a page to prove that it is drawn."""
        ...

    async def close(self, session: SessionId, person: UserId, page: PageId | None, code: str) -> None:
        """Send this person's pages away (None: every page) with a reason: removed, superseded, session_over."""
        ...

    async def dismiss(self, person: UserId, logins: frozenset[str] | None, code: str) -> None:
        """Send the pages that came by these logins of somebody (None: all of theirs) away from everything."""
        ...
