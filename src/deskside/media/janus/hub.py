"""Everything that lives and dies with one engine process: its rooms, and the negotiation of their connections.

The hub owns every handle. One lock a room orders what happens in it; a connection is replaced only when its successor
is up, so that a page that tries again never loses what it has.
"""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import Callable, Coroutine

import structlog

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.tracks import RoutingTable, TrackKind
from deskside.media.janus.client import HandleEvent, JanusError
from deskside.media.janus.forwarding import equalise, equalise_publisher, equalise_receiver, together
from deskside.media.janus.rooms import (
    Publisher,
    Receiver,
    Room,
    Waiting,
    gates_of,
    missing_subscriptions,
    unwanted_lines,
)
from deskside.media.janus.sdp import check_answer, check_offer
from deskside.media.janus.videoroom import Setting, VideoRoom
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


class Hub:
    """`emit` takes events for the outside, `save` writes down what the next process needs to go on."""

    def __init__(
        self,
        videoroom: VideoRoom,
        *,
        emit: Callable[[EngineEvent], None],
        save: Callable[[], None],
    ) -> None:
        self.rooms: dict[SessionId, Room] = {}
        self._videoroom = videoroom
        self._emit = emit
        self._save = save
        self._locks: defaultdict[SessionId, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._session_of: dict[int, SessionId] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    def adopt(self, rooms: list[Room]) -> None:
        """Go on with the rooms of a former process."""
        self.rooms = {room.session: room for room in rooms}
        for room in rooms:
            for connection in [*room.publishers, *room.receivers]:
                self._session_of[connection.handle] = room.session

    async def close(self) -> None:
        """Forget everything; nothing is told to the engine."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def open_room(self, session: SessionId) -> str:
        async with self._locks[session]:
            if session not in self.rooms:
                secret = secrets.token_hex(16)
                await self._videoroom.create(session, secret)
                self.rooms[session] = Room(session, secret)
                self._save()
        return session

    async def close_room(self, session: SessionId) -> None:
        async with self._locks[session]:
            room = self.rooms.pop(session, None)
            if room is None:
                return
            for connection in [*room.receivers, *room.publishers]:
                await self._detach(connection.handle)
            await self._videoroom.destroy(session, room.secret)
            self._save()

    async def expel(self, session: SessionId, person: UserId) -> None:
        if session not in self.rooms:
            return
        async with self._locks[session]:
            room = self._room(session)
            room.waiting.pop(person, None)
            await together(
                self._close(room, connection)
                for connection in [*room.receivers, *room.publishers]
                if connection.person == person
            )
            self._save()

    async def route(self, session: SessionId, table: RoutingTable) -> RoutingTable:
        room = self._room(session)
        async with self._locks[session]:
            room.table = table
            await equalise(self._videoroom, room)
            return room.in_force()

    async def publish(self, session: SessionId, person: UserId, page: PageId, offer: str) -> str:
        lines = check_offer(offer)
        room = self._room(session)
        async with self._locks[session]:
            for other in [each for each in room.publishers if each.person == person and not each.up]:
                await self._close(room, other)
            handle = await self._attach(session)
            publisher = Publisher(handle, person, page, secrets.token_hex(8), gates_of(lines))
            try:
                answer = await self._videoroom.publish(handle, session, publisher.feed, offer)
                room.publishers.append(publisher)
                # Before the browser has the answer, so before the first packet.
                await equalise_publisher(self._videoroom, room, publisher)
            except (EngineError, JanusError):
                await self._close(room, publisher)
                raise
            self._save()
            return answer

    async def subscribe(
        self, session: SessionId, person: UserId, page: PageId, sources: frozenset[UserId]
    ) -> Offer | None:
        room = self._room(session)
        async with self._locks[session]:
            for other in [each for each in room.receivers if each.person == person and not each.up]:
                await self._close(room, other)
            room.waiting[person] = Waiting(page, sources - {person})
            offer = await self._first_offer(room, person)
            self._save()
            return offer

    async def accept(self, session: SessionId, person: UserId, page: PageId, answer: str) -> None:
        room = self._room(session)
        async with self._locks[session]:
            receiver = room.receiver_of(page)
            if receiver is None or receiver.person != person or receiver.offer is None:
                raise EngineRefused("there is no offer to answer; subscribe first")
            received = check_answer(answer, receiver.offer)
            await self._videoroom.start(receiver.handle, answer)
            receiver.offer, receiver.fresh = None, False
            for line in receiver.lines.values():
                line.ready = line.mid in received
            await self._renegotiate(room, receiver)
            self._save()

    async def refresh(self, session: SessionId, person: UserId) -> None:
        room = self._room(session)
        watched = {
            (each.source, each.kind) for each in room.table or () if each.target == person or each.source == person
        }
        await together(
            self._videoroom.configure(publisher.handle, settings)
            for publisher in room.publishers
            if publisher.up
            if (
                settings := [
                    Setting(gate.mid, keyframe=True)
                    for kind, gate in publisher.gates.items()
                    if kind is not TrackKind.AUDIO and (publisher.person, kind) in watched
                ]
            )
        )
        for receiver in room.receivers:
            # The offer may have been lost with the former socket.
            if receiver.person == person and receiver.offer is not None:
                self._tell_offer(room, receiver, receiver.offer)

    def take(self, event: HandleEvent) -> None:
        """An event of the engine; handled in order for each room."""
        session = self._session_of.get(event.handle)
        if session is not None:
            self._run(self._take(session, event))

    async def _take(self, session: SessionId, event: HandleEvent) -> None:
        async with self._locks[session]:
            room = self.rooms.get(session)
            publisher = room and next((each for each in room.publishers if each.handle == event.handle), None)
            receiver = room and next((each for each in room.receivers if each.handle == event.handle), None)
            if room and publisher and event.kind == "webrtcup":
                await self._publisher_up(room, publisher)
            elif room and receiver and event.kind == "webrtcup":
                await self._receiver_up(room, receiver)
            elif room and publisher:
                log.info("publisher lost", session=session, person=publisher.person, reason=event.reason)
                await self._close(room, publisher)
            elif room and receiver:
                log.info("receiver lost", session=session, person=receiver.person, reason=event.reason)
                await self._close(room, receiver)
            self._save()

    async def _publisher_up(self, room: Room, publisher: Publisher) -> None:
        publisher.up = True
        for receiver in room.receivers:
            if publisher.person in receiver.sources:
                await self._renegotiate(room, receiver)
        for person, waiting in list(room.waiting.items()):
            if publisher.person in waiting.sources:
                offer = await self._first_offer(room, person)
                if offer is not None:
                    self._emit(OfferMade(room.session, person, waiting.page, offer))
        for other in [each for each in room.publishers if each.person == publisher.person and each is not publisher]:
            await self._close(room, other)
        self._emit(PublisherConnected(room.session, publisher.person))

    async def _receiver_up(self, room: Room, receiver: Receiver) -> None:
        receiver.up = True
        for other in [each for each in room.receivers if each.person == receiver.person and each is not receiver]:
            if other.up:
                await self._close(room, other)

    async def _first_offer(self, room: Room, person: UserId) -> Offer | None:
        """An offer for a page that waits; None if nobody that it may receive from publishes."""
        waiting = room.waiting[person]
        publishers = room.sources(waiting.sources)
        wanted = [each for publisher in publishers for each in publisher.subscriptions({})]
        if not wanted:
            return None
        handle = await self._attach(room.session)
        receiver = Receiver(handle, person, waiting.page, waiting.sources)
        try:
            described = await self._videoroom.join(handle, room.session, wanted)
            receiver.take(described.summaries, room.feeds())
            # Joining opens everything; closed here, before the browser has the offer. Nothing flows before its answer.
            await equalise_receiver(self._videoroom, room, receiver)
            if described.offer is None:
                raise EngineRefused("the engine made no offer")
        except (EngineError, JanusError):
            await self._detach(handle)
            raise
        receiver.offer = described.offer
        room.receivers.append(receiver)
        del room.waiting[person]
        return Offer(described.offer, receiver.streams(), fresh=True)

    async def _renegotiate(self, room: Room, receiver: Receiver) -> None:
        """Offer what has appeared since the last negotiation. One offer in flight: `accept` comes here again."""
        if receiver.offer is not None:
            return
        publishers = room.sources(receiver.sources)
        missing = missing_subscriptions(receiver, publishers, room.wish_of(receiver.person))
        if not missing:
            return
        unwanted = list(unwanted_lines(receiver, publishers))
        described = await self._videoroom.update(receiver.handle, missing, unwanted)
        receiver.take(described.summaries, room.feeds())
        if room.table is not None:
            await equalise_receiver(self._videoroom, room, receiver)
        if described.offer is not None:
            receiver.offer = described.offer
            self._tell_offer(room, receiver, described.offer)

    def _tell_offer(self, room: Room, receiver: Receiver, sdp: str) -> None:
        offer = Offer(sdp, receiver.streams(), fresh=receiver.fresh)
        self._emit(OfferMade(room.session, receiver.person, receiver.page, offer))

    async def _close(self, room: Room, connection: Publisher | Receiver) -> None:
        if isinstance(connection, Receiver):
            room.receivers = [each for each in room.receivers if each is not connection]
        elif connection in room.publishers:
            room.publishers.remove(connection)
            for receiver in room.receivers:
                receiver.lines = {mid: line for mid, line in receiver.lines.items() if line.feed != connection.feed}
            if connection.up and not any(each.person == connection.person for each in room.publishers):
                self._emit(PublisherLost(room.session, connection.person))
        await self._detach(connection.handle)

    async def _attach(self, session: SessionId) -> int:
        handle = await self._videoroom.attach()
        self._session_of[handle] = session
        return handle

    async def _detach(self, handle: int) -> None:
        self._session_of.pop(handle, None)
        await self._videoroom.detach(handle)

    def _room(self, session: SessionId) -> Room:
        room = self.rooms.get(session)
        if room is None:
            raise EngineRefused("the session has no room in the engine; open it first")
        return room

    def _run(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("handling an event of the engine failed", exc_info=error)
