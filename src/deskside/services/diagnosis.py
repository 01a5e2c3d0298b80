"""Connection tests: a person's browser sends to the engine and receives its own packets back, in a room of its own.

Such a room belongs to no session and to one person only; it is closed by itself after `LASTS_MS`.
"""

from contextlib import suppress
from dataclasses import dataclass

from deskside.domain.access import Actor
from deskside.domain.errors import Conflict, NotFound
from deskside.domain.ids import Millis, PageId, SessionId, UserId
from deskside.domain.tracks import Route, RoutingTable, TrackKind
from deskside.ports.media import EngineError, Grant, Offer, Signalling
from deskside.services.outside import Outside

LASTS_MS = Millis(30_000)
"""Several times what a test needs on a slow network."""
AT_ONCE = 20
"""Tests of all people together: each costs the engine as much as a session of two."""


@dataclass(frozen=True, slots=True)
class OpenTest:
    """A test that runs. `grant` is what the browser needs to connect; calls after `closes_at` find nothing."""

    id: SessionId
    owner: UserId
    closes_at: Millis
    grant: Grant

    @property
    def page(self) -> PageId:
        """Each test is made by one load of a page."""
        return PageId(self.id)

    @property
    def sender(self) -> UserId:
        """In the engine's eyes two people: one sends, the other receives."""
        return UserId("sender")

    @property
    def receiver(self) -> UserId:
        """The one who gets what the sender sends."""
        return UserId("receiver")

    @property
    def table(self) -> RoutingTable:
        """Microphone and camera come back; nothing else is forwarded."""
        return frozenset(Route(self.sender, self.receiver, kind) for kind in (TrackKind.AUDIO, TrackKind.VIDEO))


class DiagnosisService:
    """One test a person at a time; whoever begins another ends the former. Kept in memory: a test survives nothing."""

    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self._tests: dict[UserId, OpenTest] = {}

    async def open(self, actor: Actor) -> OpenTest:
        """Make a room for a test. Raises Conflict where too many run or the engine is not ours, and EngineError."""
        self._signalling()
        engine, now = self._outside.engine, self._outside.clock.now()
        test_id = SessionId(f"test-{self._outside.secrets.new_id()}")
        grant = await engine.admit(test_id, actor.user_id)
        if actor.user_id not in self._tests and len(self._tests) >= AT_ONCE:
            raise Conflict("Many people test their connection now. Try again in half a minute.")
        test = OpenTest(test_id, actor.user_id, Millis(now + LASTS_MS), grant)
        former, self._tests[actor.user_id] = self._tests.get(actor.user_id), test
        if former is not None:
            await self._shut(former)
        await engine.open_room(test.id)
        await engine.route(test.id, test.table)
        return test

    async def publish(self, actor: Actor, test_id: SessionId, offer: str) -> str:
        """Take the offer of the connection that sends; returns the answer."""
        test = self._test_of(actor, test_id)
        return await self._signalling().publish(test.id, test.sender, test.page, offer)

    async def subscribe(self, actor: Actor, test_id: SessionId) -> Offer | None:
        """The offer of the connection that receives. None: the sending one is not up yet, ask again."""
        test = self._test_of(actor, test_id)
        return await self._signalling().subscribe(test.id, test.receiver, test.page, frozenset({test.sender}))

    async def answer(self, actor: Actor, test_id: SessionId, answer: str) -> None:
        """Finish the negotiation; from here on packets come back."""
        test = self._test_of(actor, test_id)
        await self._signalling().accept(test.id, test.receiver, test.page, answer)
        await self._outside.engine.route(test.id, test.table)

    async def close(self, actor: Actor, test_id: SessionId) -> None:
        """End a test; one that is over already stays so."""
        test = self._tests.get(actor.user_id)
        if test is not None and test.id == test_id:
            del self._tests[actor.user_id]
            await self._shut(test)

    @property
    def owners(self) -> frozenset[UserId]:
        """Whose tests run."""
        return frozenset(self._tests)

    async def end_of(self, user_id: UserId) -> None:
        """End this person's test, if one runs."""
        test = self._tests.pop(user_id, None)
        if test is not None:
            await self._shut(test)

    async def sweep(self) -> None:
        """Every second or so: tests end by themselves."""
        now = self._outside.clock.now()
        over = [x for x in self._tests.values() if x.closes_at <= now]
        self._tests = {x.owner: x for x in self._tests.values() if x not in over}
        for test in over:
            await self._shut(test)

    async def close_all(self) -> None:
        """Before the server lets go of an engine that goes on without it."""
        open_tests, self._tests = list(self._tests.values()), {}
        for test in open_tests:
            await self._shut(test)

    async def _shut(self, test: OpenTest) -> None:
        with suppress(EngineError):  # an engine that died took the room along
            await self._outside.engine.close_room(test.id)

    def _test_of(self, actor: Actor, test_id: SessionId) -> OpenTest:
        test = self._tests.get(actor.user_id)
        if test is None or test.id != test_id or test.closes_at <= self._outside.clock.now():
            raise NotFound("This connection test is over. Begin another.")
        return test

    def _signalling(self) -> Signalling:
        signalling = self._outside.engine.signalling
        if signalling is None:
            raise Conflict("This server has no video engine of its own that could be tested.")
        return signalling
