"""An engine without media, for sessions that are held elsewhere (in one room, by telephone): nothing is forwarded."""

import asyncio
from collections.abc import AsyncIterator, Mapping

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.tracks import RoutingTable
from deskside.ports.media import EngineEvent, Grant


class NullEngine:
    """A `MediaEngine` that does nothing: it forwards nothing, and has no `signalling`."""

    @property
    def name(self) -> str:
        return "NONE"

    @property
    def signalling(self) -> None:
        return None

    @property
    def records(self) -> bool:
        return False

    async def start(self) -> None:
        """Nothing to start."""

    async def stop(self, *, keep: bool) -> None:
        """Nothing to stop."""

    async def open_room(self, session: SessionId) -> str:
        return session

    async def close_room(self, session: SessionId) -> None:
        """No room to close."""

    async def admit(self, session: SessionId, person: UserId) -> Grant:
        return Grant(engine=self.name)

    async def expel(self, session: SessionId, person: UserId) -> None:
        """Nobody is connected."""

    async def keep(self, session: SessionId, pages: Mapping[UserId, PageId]) -> None:
        """There are no connections."""

    async def route(self, session: SessionId, table: RoutingTable) -> RoutingTable:
        return frozenset()

    async def healthy(self) -> bool:
        return True

    async def events(self) -> AsyncIterator[EngineEvent]:
        await asyncio.Event().wait()  # nothing ever happens
        return
        yield
