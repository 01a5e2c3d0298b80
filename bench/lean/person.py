"""A person of a session played by lean peers, over the port's signalling: whoever relays offers can be behind it."""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping

from bench.lean.publisher import Publisher
from bench.lean.sequence import Reception, SequenceTracker
from bench.lean.subscriber import Subscriber
from bench.media import VideoEncoding
from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.tracks import TrackKind
from deskside.ports.media import EngineEvent, Offer, OfferMade, Signalling, Stream

CONNECT_SECONDS = 15.0


class LeanPerson:
    """One page of one person: publishes, receives, and answers every offer that the engine makes later."""

    def __init__(self, signalling: Signalling, session: SessionId, user: UserId, *, stride: int = 1) -> None:
        """`stride`: see `Subscriber`."""
        self.session, self.user = session, user
        self.page = PageId(secrets.token_hex(8))
        self.publisher: Publisher | None = None
        self.subscriber: Subscriber | None = None
        self._signalling = signalling
        self._stride = stride
        self._streams: tuple[Stream, ...] = ()
        self._negotiated = asyncio.Condition()

    async def publish(self, camera: tuple[VideoEncoding, ...], *, quiet: bool = False) -> Publisher:
        """Connect microphone and camera; returns once media can flow. Nothing flows before a pacer has the tracks."""
        publisher = self.publisher = Publisher(camera, quiet=quiet)
        publisher.accept(await self._signalling.publish(self.session, self.user, self.page, publisher.offer()))
        await asyncio.wait_for(asyncio.shield(publisher.connected), CONNECT_SECONDS)
        return publisher

    async def receive(self, sources: frozenset[UserId], *, streams: int) -> None:
        """Open the receiving connection; returns once it is connected and negotiated for so many streams."""
        offer = await self._signalling.subscribe(self.session, self.user, self.page, sources)
        if offer:
            await self.take(offer)
        async with asyncio.timeout(CONNECT_SECONDS), self._negotiated:
            await self._negotiated.wait_for(lambda: len(self._streams) >= streams)
            assert self.subscriber is not None
            await asyncio.shield(self.subscriber.connected)

    async def take(self, offer: Offer) -> None:
        """Answer an offer of the engine: on the connection that there is, or on a fresh one."""
        async with self._negotiated:
            if offer.fresh or not self.subscriber:
                if self.subscriber:
                    self.subscriber.close()
                self.subscriber = Subscriber(stride=self._stride)
            answer = self.subscriber.answer(offer.sdp)
            await self._signalling.accept(self.session, self.user, self.page, answer, offer.id)
            self._streams = offer.streams
            self._negotiated.notify_all()

    def tracker(self, source: UserId, kind: TrackKind) -> SequenceTracker | None:
        """What came of this track of `source`; None if nothing did."""
        by_mid = self.subscriber.by_mid() if self.subscriber else {}
        mids = [stream.mid for stream in self._streams if (stream.source, stream.kind) == (source, kind)]
        return by_mid.get(mids[0]) if mids else None

    @property
    def reception(self) -> Reception:
        """Everything that came, or should have."""
        return self.subscriber.reception if self.subscriber else Reception()

    def close(self) -> None:
        for peer in (self.publisher, self.subscriber):
            if peer:
                peer.close()


async def answer_offers(
    events: AsyncIterator[EngineEvent], people: Mapping[tuple[SessionId, UserId], LeanPerson]
) -> None:
    """Give the engine's later offers to whom they are for, as the server does. Runs until cancelled."""
    answering: set[asyncio.Task[None]] = set()
    async for event in events:
        if isinstance(event, OfferMade) and (person := people.get((event.session, event.person))):
            task = asyncio.create_task(person.take(event.offer))
            answering.add(task)
            task.add_done_callback(answering.discard)
