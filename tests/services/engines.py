"""Engines that are slow, or do as they are told to, and a house over one of them."""

import asyncio

from deskside.domain.ids import SessionId
from deskside.domain.tracks import RoutingTable
from deskside.ports.media import EngineUnavailable
from tests.fakes.engine import FakeEngine
from tests.services.house import House


class SlowEngine(FakeEngine):
    """Every table takes a second."""

    def __init__(self) -> None:
        super().__init__(everyone_connected=True)
        self.attempts: list[float] = []

    async def route(self, session: SessionId, table: RoutingTable) -> RoutingTable:
        self.attempts.append(asyncio.get_running_loop().time())
        await asyncio.sleep(1)
        return await super().route(session, table)

    @property
    def pauses(self) -> list[float]:
        """Seconds between attempts."""
        return [round(b - a, 3) for a, b in zip(self.attempts, self.attempts[1:], strict=False)]


class ScriptedEngine(SlowEngine):
    """Its next attempts fail or succeed as written: seconds until it answers, and whether it does."""

    def __init__(self) -> None:
        super().__init__()
        self.script: list[tuple[float, bool]] = []

    async def route(self, session: SessionId, table: RoutingTable) -> RoutingTable:
        self.attempts.append(asyncio.get_running_loop().time())
        seconds, answers = self.script.pop(0) if self.script else (0, True)
        await asyncio.sleep(seconds)
        if not answers:
            raise EngineUnavailable("it does not answer")
        return await FakeEngine.route(self, session, table)


async def lively(engine: FakeEngine) -> House:
    """A house in which the tutor, Alice and Bob are in a live session, over this engine."""
    house = await House(engine).open()
    await house.sessions.start(house.tutor, house.session_id)
    for actor in (house.tutor, house.alice, house.bob):
        await house.enter(actor)
    await house.routed()
    return house
