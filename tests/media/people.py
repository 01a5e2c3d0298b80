"""A session of people with connections, real ones or paper ones, for tests of engines."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from typing import Protocol

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.tracks import Layer, Route, RoutingTable, TrackKind
from deskside.ports.media import (
    EngineEvent,
    MediaEngine,
    Offer,
    OfferMade,
    PublisherConnected,
    Signalling,
)
from tests.media.peer import PaperPublishing, PaperReceiving, Publishing, Receiving

LIMIT_SECONDS = 10.0


async def until(condition: Callable[[], bool], *, limit_seconds: float = LIMIT_SECONDS) -> None:
    """Wait for a condition; TimeoutError says that it did not come true."""
    async with asyncio.timeout(limit_seconds):
        while not condition():  # noqa: ASYNC110 - packets and processes have no asyncio.Event
            await asyncio.sleep(0.005)


async def until_in_force(engine: MediaEngine, session: SessionId, table: RoutingTable) -> None:
    """Give the table until all of it is in force."""
    async with asyncio.timeout(LIMIT_SECONDS):
        while await engine.route(session, table) != table:  # noqa: ASYNC110 - the port has no event for it
            await asyncio.sleep(0.01)


class Eventful(Protocol):
    """What tells events: an engine here or in another process."""

    def events(self) -> AsyncIterator[EngineEvent]: ...


class EventLog:
    """Reads an engine's events; answers its offers if told how."""

    def __init__(self, engine: Eventful) -> None:
        self.seen: list[EngineEvent] = []
        self.people: dict[UserId, Person] = {}
        self._task = asyncio.create_task(self._read(engine))

    async def _read(self, engine: Eventful) -> None:
        async for event in engine.events():
            self.seen.append(event)
            if isinstance(event, OfferMade) and event.person in self.people:
                await self.people[event.person].take(event.offer)

    async def wait_for(self, event: EngineEvent) -> None:
        await until(lambda: event in self.seen)

    def close(self) -> None:
        self._task.cancel()


class Person:
    """One person's page, with a publishing and a receiving connection."""

    make_publishing: type[Publishing] | type[PaperPublishing] = Publishing
    make_receiving: type[Receiving] | type[PaperReceiving] = Receiving

    def __init__(self, signalling: Signalling, session: SessionId, name: str, events: EventLog) -> None:
        self.id, self.page = UserId(name), PageId(f"page-of-{name}")
        self.publishing: Publishing | PaperPublishing | None = None
        self.receiving: Receiving | PaperReceiving | None = None
        self.offer: Offer | None = None
        self.answered = False
        self._signalling, self._session, self._events = signalling, session, events
        events.people[self.id] = self

    async def publish(self, *, beside: bool = False) -> None:
        """Publish (again); returns when the engine has said so. `beside`: the former connection goes on sending."""
        expected = PublisherConnected(self._session, self.id)
        before = self._events.seen.count(expected)
        former, self.publishing = self.publishing, self.make_publishing()
        answer = await self._signalling.publish(self._session, self.id, self.page, self.publishing.offer, beside=beside)
        await self.publishing.start(answer)
        await until(lambda: self._events.seen.count(expected) > before)
        if former is not None and not beside:
            former.close()

    async def subscribe(self, *sources: "Person") -> None:
        """Receive from others; returns when connected, or at once if nobody publishes yet."""
        wanted = frozenset(each.id for each in sources)
        offer = await self._signalling.subscribe(self._session, self.id, self.page, wanted)
        if offer is not None:
            await self.take(offer)

    async def take(self, offer: Offer) -> None:
        """Answer an offer, as a page does."""
        if offer.fresh:
            if self.receiving is not None:
                self.receiving.close()
            self.receiving = self.make_receiving()
        assert self.receiving is not None
        if not offer.fresh and not self.receiving.is_for(offer.sdp):
            return  # another connection of this page's
        self.offer, self.answered = offer, False
        answer = self.receiving.answer(offer.sdp)
        await self._signalling.accept(self._session, self.id, self.page, answer, offer.id)
        if offer.fresh:
            await self.receiving.start()
        self.answered = True

    async def is_offered(self, source: "Person", *, fresh: bool, after: Offer | None = None) -> None:
        """Wait until this page has answered an offer with this source, newer than `after`."""
        await until(
            lambda: (
                self.offer is not None
                and self.offer is not after
                and self.offer.fresh is fresh
                and any(each.source == source.id for each in self.offer.streams)
                and self.answered
            )
        )

    def mid(self, source: "Person", kind: TrackKind) -> str:
        assert self.offer is not None
        return next(each.mid for each in self.offer.streams if each.source == source.id and each.kind is kind)

    def received(self, source: "Person", kind: TrackKind) -> int:
        """Packets of this track so far."""
        if self.receiving is None or self.offer is None:
            return 0
        return self.receiving.count(self.mid(source, kind))

    async def receives(self, source: "Person", kind: TrackKind) -> None:
        """Wait until packets of this track arrive."""
        before = self.received(source, kind)
        await until(lambda: self.received(source, kind) > before + 2)

    async def gets_nothing(self, *, seconds: float = 0.3) -> None:
        """Fails if any packet arrives within `seconds`: that nothing happens is only seen by looking for a while."""
        assert self.receiving is not None
        before, ends = self.receiving.total(), time.monotonic() + seconds
        while time.monotonic() < ends:
            await asyncio.sleep(0.02)
            assert self.receiving.total() == before, dict(self.receiving.last_size)

    def close(self) -> None:
        for connection in (self.publishing, self.receiving):
            if connection is not None:
                connection.close()


def edge(source: Person, target: Person, kind: TrackKind, layer: Layer = Layer.HIGH) -> Route:
    return Route(source.id, target.id, kind, layer)


def edges(source: Person, target: Person, layer: Layer = Layer.HIGH) -> frozenset[Route]:
    """Everything of one person to another."""
    return frozenset(edge(source, target, kind, layer if kind is TrackKind.VIDEO else Layer.HIGH) for kind in TrackKind)


class PaperPerson(Person):
    """The same, with connections that exist on paper only: for an engine in memory."""

    make_publishing = PaperPublishing
    make_receiving = PaperReceiving
