"""A lesson with the real engine: who is in it, and its table."""

from collections.abc import Collection
from dataclasses import dataclass

from deskside.domain.ids import SessionId
from deskside.domain.tracks import Route, RoutingTable
from deskside.media.janus.engine import JanusEngine
from tests.media.people import EventLog, Person

SESSION = SessionId("algebra")


@dataclass
class Lesson:
    """A tutor, Alice and Bob, all publishing; students receive from the tutor, the tutor from both."""

    engine: JanusEngine
    events: EventLog
    tutor: Person
    alice: Person
    bob: Person
    started: float
    """Monotonic seconds."""

    async def route(self, *tables: Collection[Route]) -> RoutingTable:
        return await self.engine.route(SESSION, frozenset(route for table in tables for route in table))
