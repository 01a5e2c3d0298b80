"""Everything that lives and dies with one engine process: its rooms, and what is done in them, in order.

One lock a room; the public methods are the port's, between a lock and the writing down of what the next process needs.
"""

import asyncio
import secrets
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager

import structlog

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.tracks import RoutingTable
from deskside.media.janus.client import HandleEvent, JanusError
from deskside.media.janus.connections import Connections
from deskside.media.janus.copying import Copying
from deskside.media.janus.forwarding import Drained, ask_for_keyframes, equalise, equalise_publisher, together
from deskside.media.janus.gates import gates_of, take_codecs
from deskside.media.janus.rooms import Line, Publisher, Receiver, Room, Waiting
from deskside.media.janus.sdp import check_answer, check_offer
from deskside.media.janus.tasks import Tasks
from deskside.media.janus.videoroom import VideoRoom
from deskside.ports.media import EngineError, EngineEvent, EngineRefused, Offer, offer_id
from deskside.ports.recorder import Recorder

log = structlog.get_logger(__name__)


class Hub:
    """`emit` takes events for the outside, `save` writes down what the next process needs to go on."""

    def __init__(
        self,
        videoroom: VideoRoom,
        *,
        emit: Callable[[EngineEvent], None],
        save: Callable[[], None],
        drained: Drained,
        recorder: Recorder,
    ) -> None:
        self.rooms: dict[SessionId, Room] = {}
        self._videoroom = videoroom
        self._connections = Connections(videoroom, emit=emit)
        self.copying = Copying(videoroom, recorder, self._turn, emit=emit, changed=save)
        self._save_all = save
        self._drained = drained
        self._locks: defaultdict[SessionId, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._tasks = Tasks()

    def adopt(self, rooms: list[Room]) -> None:
        """Go on with the rooms of a former process."""
        self.rooms = {room.session: room for room in rooms}
        for room in rooms:
            for connection in room.connections():
                self._connections.session_of[connection.handle] = room.session

    async def close(self) -> None:
        """Forget everything; nothing is told to the engine."""
        await self.copying.close()
        await self._tasks.close()

    async def open_room(self, session: SessionId) -> str:
        async with self._locks[session]:
            if session not in self.rooms:
                secret = secrets.token_hex(16)
                await self._videoroom.create(session, secret)
                self.rooms[session] = Room(session, secret)
                self._save(session)
        return session

    async def close_room(self, session: SessionId) -> None:
        async with self._locks[session]:
            room = self.rooms.pop(session, None)
            if room is None:
                return
            for connection in room.connections():
                await self._connections.detach(connection.handle)
            await self._videoroom.destroy(session, room.secret)
            self._save(session)

    async def expel(self, session: SessionId, person: UserId) -> None:
        if session not in self.rooms:
            return
        async with self._locks[session]:
            room = self._room(session)
            room.waiting.pop(person, None)
            await self._connections.close_all(room, [each for each in room.connections() if each.person == person])
            self._save(session)

    async def keep(self, session: SessionId, pages: Mapping[UserId, PageId]) -> None:
        room = self._room(session)
        async with self._locks[session]:
            room.pages = dict(pages)
            room.waiting = {who: each for who, each in room.waiting.items() if room.admits(who, each.page)}
            former = [each for each in room.connections() if not room.admits(each.person, each.page)]
            if former:
                await self._connections.close_all(room, former)
                self._save(session)

    async def route(self, session: SessionId, table: RoutingTable) -> RoutingTable:
        room = self._room(session)
        async with self._locks[session]:
            room.table = table
            await together([self.copying.stop_forbidden(room), equalise(self._videoroom, room, self._drained)])
            self.copying.follow(session)
            return room.in_force() | self.copying.in_force(room)

    async def publish(
        self, session: SessionId, person: UserId, page: PageId, offer: str, *, beside: bool = False
    ) -> str:
        checked = check_offer(offer)
        room = self._room(session)
        async with self._locks[session]:
            room.require(person, page)
            for other in [each for each in room.publishers if each.person == person and not each.up]:
                await self._connections.close(room, other)
            handle = await self._connections.attach(session)
            publisher = Publisher(handle, person, page, secrets.token_hex(8), gates_of(checked.lines), beside=beside)
            try:
                described = {"sdp": checked.text, "rid_order": checked.rid_order}
                answer = await self._videoroom.publish(handle, session, publisher.feed, described)
                take_codecs(publisher.gates, answer)
                room.publishers.append(publisher)
                # Before the browser has the answer, so before the first packet.
                await equalise_publisher(self._videoroom, room, publisher)
            except (EngineError, JanusError):
                await self._connections.close(room, publisher)
                raise
            self._save(session)
            return answer

    async def subscribe(
        self, session: SessionId, person: UserId, page: PageId, sources: frozenset[UserId], *, beside: bool = False
    ) -> Offer | None:
        room = self._room(session)
        async with self._locks[session]:
            room.require(person, page)
            for other in [each for each in room.receivers if each.person == person and not each.up]:
                await self._connections.close(room, other)
            room.waiting[person] = Waiting(page, sources - {person}, beside)
            offer = await self._connections.first_offer(room, person)
            self._save(session)
            return offer

    async def cover(self, session: SessionId, person: UserId, sources: frozenset[UserId]) -> None:
        if session not in self.rooms:
            return
        async with self._locks[session]:
            await self._connections.cover(self._room(session), person, sources - {person})
            self._save(session)

    async def accept(
        self, session: SessionId, person: UserId, page: PageId, answer: str, of: str | None = None
    ) -> None:
        room = self._room(session)
        async with self._locks[session]:
            receiver = room.answered(page, of)
            if receiver is None or receiver.person != person or receiver.offer is None:
                raise EngineRefused("there is no offer to answer; subscribe first")
            if of not in (None, offer_id(receiver.offer)):
                # Told twice as its answer was late, it is answered twice: the second answer would close in the next
                # offer what that opens.
                raise EngineRefused("this answers an offer that a newer one has followed; answer that")
            checked = check_answer(answer, receiver.offer)
            await self._videoroom.start(receiver.handle, checked.text)
            receiver.offer, receiver.fresh = None, False
            for line in receiver.lines.values():
                line.ready = line.mid in checked.received
            await self._connections.renegotiate(room, receiver)
            self._save(session)

    async def refresh(self, session: SessionId, person: UserId) -> None:
        room = self._room(session)
        await ask_for_keyframes(self._videoroom, room, person)
        for receiver in room.receivers:
            # The offer may have been lost with the former socket.
            if receiver.person == person and receiver.offer is not None:
                self._connections.tell_offer(room, receiver, receiver.offer)

    def remind(self) -> None:
        """Tell again of offers that have waited for an answer since the last time: one that came while the page's
        socket was away, or whose answer got lost, would keep everything that comes later from being offered. And end
        connections beside which there has been another one for so long that their page has forgotten them."""
        for room in self.rooms.values():
            if overstayed := room.overstayed():
                self._tasks.run(self._end(room, overstayed))
            for receiver in room.receivers:
                if receiver.offer is not None and receiver.offer is receiver.unanswered:
                    self._connections.tell_offer(room, receiver, receiver.offer)
                receiver.unanswered = receiver.offer

    def mend(self, silent: Iterable[tuple[Room, Receiver, Line]]) -> None:
        """Make these lines anew, and offer whatever else is not as it should be; of each room in its turn."""
        lines = defaultdict[SessionId, list[tuple[Receiver, Line]]](list)
        for room, receiver, line in silent:
            lines[room.session].append((receiver, line))
        for session in list(self.rooms):
            self._tasks.run(self._mend(session, lines[session]))

    async def _mend(self, session: SessionId, silent: list[tuple[Receiver, Line]]) -> None:
        async with self._turn(session) as room:
            if room is not None and await self._connections.mend(room, silent):
                self._save(session)

    def take(self, event: HandleEvent) -> None:
        """An event of the engine; handled in order for each room."""
        session = self._connections.session_of.get(event.handle)
        if session is not None:
            self._tasks.run(self._take(session, event))

    async def _take(self, session: SessionId, event: HandleEvent) -> None:
        async with self._turn(session) as room:
            publisher = room and next((each for each in room.publishers if each.handle == event.handle), None)
            receiver = room and next((each for each in room.receivers if each.handle == event.handle), None)
            if room and publisher and event.kind == "webrtcup":
                await self._connections.publisher_up(room, publisher)
            elif room and receiver and event.kind == "webrtcup":
                await self._connections.receiver_up(room, receiver)
            elif room and publisher:
                log.info("publisher lost", session=session, person=publisher.person, reason=event.reason)
                await self._connections.close(room, publisher)
            elif room and receiver:
                log.info("receiver lost", session=session, person=receiver.person, reason=event.reason)
                await self._connections.close(room, receiver)
            self._save(session)

    def _save(self, session: SessionId) -> None:
        self._save_all()
        self.copying.follow(session)

    @asynccontextmanager
    async def _turn(self, session: SessionId) -> AsyncIterator[Room | None]:
        async with self._locks[session]:
            yield self.rooms.get(session)

    async def _end(self, room: Room, overstayed: list[Publisher | Receiver]) -> None:
        async with self._locks[room.session]:
            for each in overstayed:
                if each in room.connections():
                    await self._connections.close(room, each)
            self._save(room.session)

    def _room(self, session: SessionId) -> Room:
        room = self.rooms.get(session)
        if room is None:
            raise EngineRefused("the session has no room in the engine; open it first")
        return room
