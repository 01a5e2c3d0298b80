"""Connections of people to the engine: made, renegotiated, replaced, closed.

A connection is replaced only when its successor is up, so that a page that tries again never loses what it has. The
caller holds the room's lock.
"""

from collections.abc import Callable, Iterator, Sequence, Set

import structlog

from deskside.domain.ids import SessionId, UserId
from deskside.media.janus.client import JanusError
from deskside.media.janus.forwarding import close_feed, equalise_receiver, together
from deskside.media.janus.rooms import Line, Publisher, Receiver, Room, Wish
from deskside.media.janus.videoroom import Subscription, VideoRoom
from deskside.ports.media import (
    EngineError,
    EngineEvent,
    EngineRefused,
    Offer,
    OfferMade,
    PublisherConnected,
    PublisherLost,
)

log = structlog.get_logger(__name__)


class Connections:
    """Owns every handle; `session_of` says in whose room each is."""

    def __init__(self, videoroom: VideoRoom, *, emit: Callable[[EngineEvent], None]) -> None:
        self.session_of: dict[int, SessionId] = {}
        self._videoroom = videoroom
        self._emit = emit

    async def publisher_up(self, room: Room, publisher: Publisher) -> None:
        publisher.up = True
        for receiver in list(room.receivers):
            if publisher.person in receiver.sources:
                await self._try_to_renegotiate(room, receiver)
        for person, waiting in list(room.waiting.items()):
            if publisher.person in waiting.sources:
                offer = await self.first_offer(room, person)
                if offer is not None:
                    self._emit(OfferMade(room.session, person, waiting.page, offer))
        for other in room.replaced_by(publisher):
            await self.close(room, other)
        self._emit(PublisherConnected(room.session, publisher.person))

    async def receiver_up(self, room: Room, receiver: Receiver) -> None:
        receiver.up = True
        if room.table is not None:
            await equalise_receiver(self._videoroom, room, receiver)
        for other in room.replaced_by(receiver):
            if other.up:
                await self.close(room, other)

    async def first_offer(self, room: Room, person: UserId) -> Offer | None:
        """An offer for a page that waits; None if nobody that it may receive from publishes."""
        waiting = room.waiting[person]
        publishers = room.sources(waiting.sources)
        wanted = [each for publisher in publishers for each in publisher.subscriptions({})]
        if not wanted:
            return None
        handle = await self.attach(room.session)
        receiver = Receiver(handle, person, waiting.page, waiting.sources, beside=waiting.beside)
        try:
            described = await self._videoroom.join(handle, room.session, wanted)
            receiver.take(described.summaries, room.feeds())
            # Joining opens everything; closed here, before the browser has the offer. Nothing flows before its answer.
            await equalise_receiver(self._videoroom, room, receiver)
            if described.offer is None:
                raise EngineRefused("the engine made no offer")
        except (EngineError, JanusError):
            await self.detach(handle)
            raise
        receiver.offer = described.offer
        room.receivers.append(receiver)
        del room.waiting[person]
        return Offer(described.offer, receiver.streams(publishers), fresh=True)

    async def renegotiate(self, room: Room, receiver: Receiver) -> bool:
        """Offer what has appeared, and withdraw what may not be had any more, since the last negotiation. Returns
        whether there was any of it.

        One offer in flight: `accept` comes here again. An m-line goes inactive in one negotiation and is used again in
        the next at the earliest (see `Receiver.retired`): first what nobody feeds goes, then what is new comes, on
        lines beside those that it replaces, which go last.
        """
        if receiver.offer is not None:
            return False
        publishers = room.sources(receiver.sources)
        unwanted = sorted(receiver.retired)
        missing = [] if unwanted else missing_subscriptions(receiver, publishers, room.wish_of(receiver.person))
        if not missing:
            unwanted = unwanted or list(unwanted_lines(receiver, room.flowing(receiver.sources)))
        if not missing and not unwanted:
            return False
        described = await self._videoroom.update(receiver.handle, missing, unwanted)
        if described is None:
            log.warning("receiver has an offer that nobody knows of", session=room.session, person=receiver.person)
            await self.close(room, receiver)  # what it forwards is not known either; its page makes another
            return True
        receiver.retired -= set(unwanted)
        receiver.offer = described.offer
        receiver.take(described.summaries, room.feeds())
        if room.table is not None:
            await equalise_receiver(self._videoroom, room, receiver)
        if described.offer is not None:
            self.tell_offer(room, receiver, described.offer)
        return True

    async def cover(self, room: Room, person: UserId, sources: frozenset[UserId]) -> None:
        """From now on this person may be given these sources and no others."""
        for receiver in list(room.receivers):
            if receiver.person == person and receiver.sources != sources:
                receiver.sources = sources
                await self.renegotiate(room, receiver)
        waiting = room.waiting.get(person)
        if waiting is not None and waiting.sources != sources:
            waiting.sources = sources
            offer = await self.first_offer(room, person)
            if offer is not None:
                self._emit(OfferMade(room.session, person, waiting.page, offer))

    def tell_offer(self, room: Room, receiver: Receiver, sdp: str) -> None:
        offer = Offer(sdp, receiver.streams(room.sources(receiver.sources)), fresh=receiver.fresh)
        self._emit(OfferMade(room.session, receiver.person, receiver.page, offer))

    async def close(self, room: Room, connection: Publisher | Receiver) -> None:
        await self.close_all(room, [connection])

    async def close_all(self, room: Room, connections: Sequence[Publisher | Receiver]) -> None:
        """At once. Whoever received from them is told afterwards, of all of them in one negotiation each: a second one
        before the first is answered would be an offer that nobody knows of."""
        gone = [each for each in connections if each in room.connections()]
        room.receivers = [each for each in room.receivers if each not in gone]
        room.publishers = [each for each in room.publishers if each not in gone]
        publishers = [each for each in gone if isinstance(each, Publisher)]
        for person in {each.person for each in publishers if each.up}:
            if not any(each.person == person for each in room.publishers):
                self._emit(PublisherLost(room.session, person))
        await together(self.detach(each.handle) for each in connections)
        for receiver in list(room.receivers) if publishers else ():
            await self._retire(room, receiver, {each.feed for each in publishers})

    async def mend(self, room: Room, silent: list[tuple[Receiver, Line]]) -> bool:
        """Lines that are open and carry nothing go, and what feeds them is offered again; so is whatever is missing.
        Returns whether there was any of it."""
        for receiver, line in silent:
            if receiver in room.receivers and receiver.lines.get(line.mid) is line:
                who, whose = receiver.person, line.source
                log.warning("line carries nothing", session=room.session, person=who, source=whose, kind=line.kind)
                # Closed first: what is no line of the receiver any more is closed by no table.
                await close_feed(self._videoroom, receiver, line.feed)
                await self._retire(room, receiver, {line.feed})
        renegotiated = [await self._try_to_renegotiate(room, receiver) for receiver in list(room.receivers)]
        return bool(silent) or any(renegotiated)

    async def _retire(self, room: Room, receiver: Receiver, feeds: Set[str]) -> None:
        """What feeds that are gone fed is to go inactive in the browser as well."""
        gone = {mid for mid, line in receiver.lines.items() if line.feed in feeds}
        receiver.lines = {mid: line for mid, line in receiver.lines.items() if mid not in gone}
        receiver.retired |= gone
        await self._try_to_renegotiate(room, receiver)

    async def _try_to_renegotiate(self, room: Room, receiver: Receiver) -> bool:
        try:
            return await self.renegotiate(room, receiver)
        except (EngineError, JanusError) as error:  # whoever receives must not keep the sender from going
            log.info("a receiver could not be told", session=room.session, person=receiver.person, error=str(error))
            return True

    async def attach(self, session: SessionId) -> int:
        handle = await self._videoroom.attach()
        self.session_of[handle] = session
        return handle

    async def detach(self, handle: int) -> None:
        self.session_of.pop(handle, None)
        await self._videoroom.detach(handle)


def unwanted_lines(receiver: Receiver, wanted: list[Publisher]) -> Iterator[str]:
    """M-lines that are fed by none of these: by a connection that another has replaced."""
    feeds = {each.feed for each in wanted}
    return (line.mid for line in receiver.lines.values() if line.feed not in feeds)


def missing_subscriptions(receiver: Receiver, wanted: list[Publisher], wish: Wish) -> list[Subscription]:
    """What has appeared since the connection was last negotiated."""
    present = {line.feed for line in receiver.lines.values()}
    return [each for publisher in wanted if publisher.feed not in present for each in publisher.subscriptions(wish)]
