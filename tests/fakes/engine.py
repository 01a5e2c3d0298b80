"""An engine in memory: the whole port and its signalling, with knobs for what goes wrong."""

import asyncio
from collections.abc import AsyncIterator, Mapping

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.modes import StopReason
from deskside.domain.tracks import RoutingTable, TrackKind
from deskside.ports.media import (
    EngineError,
    EngineEvent,
    EngineLost,
    EngineRefused,
    EngineRestarted,
    EngineUnavailable,
    Grant,
    IceServer,
    LinkMeasured,
    Offer,
    OfferMade,
    PublisherConnected,
    PublisherLost,
    Signalling,
    Stream,
    offer_id,
)
from deskside.ports.recorder import EdgesChanged, RecorderStopped
from tests.fakes.engine_room import Receiver, Room

SDP = "v=0\r\n"
"""What the fake takes for a session description; anything that starts otherwise is refused."""


class FakeEngine:
    """A `MediaEngine`. With `everyone_connected` every edge of a table is in force without any signalling;
    with `auto_connect` whoever publishes is connected at once."""

    def __init__(self, *, everyone_connected: bool = False, auto_connect: bool = True) -> None:
        self.recording = False
        """Whether it can record."""
        self.routing = asyncio.Event()
        self.routing.set()
        """Cleared: the engine takes its time."""
        self.everyone_connected = everyone_connected
        self.auto_connect = auto_connect
        self.tables: list[tuple[SessionId, RoutingTable]] = []
        """Every table that was routed, in order."""
        self.expelled: list[tuple[SessionId, UserId]] = []
        self.refreshed: list[tuple[SessionId, UserId]] = []
        self.beside: list[UserId] = []
        """Who connected beside a connection that is well, in order."""
        self.rooms: dict[SessionId, Room] = {}
        self.ice_servers: tuple[IceServer, ...] = ()
        self.recorder_up = True
        """Whether routes to RECORDER are in force; see `set_recorder`."""
        self._up = True
        self._failures: list[EngineError] = []
        self._events: asyncio.Queue[EngineEvent] = asyncio.Queue()

    # Knobs

    def fail_next(self, error: EngineError, *, calls: int = 1) -> None:
        """Let the next calls fail, whichever they are."""
        self._failures += [error] * calls

    def lose(self) -> None:
        """Die: everything is forgotten, and calls fail until `restart`."""
        self._up, self.rooms = False, {}
        self._events.put_nowait(EngineLost())

    def restart(self) -> None:
        """Come back, empty."""
        self._up = True
        self._events.put_nowait(EngineRestarted())

    def connect_publisher(self, session: SessionId, person: UserId) -> None:
        """The media path of someone who has published comes up."""
        room = self.rooms[session]
        room.publishers[person] = True
        for target, receiver in room.receivers.items():
            if person in receiver.sources and (offer := self._offer(room, receiver)):
                self._events.put_nowait(OfferMade(session, target, receiver.page, offer))
        self._events.put_nowait(PublisherConnected(session, person))

    def lose_publisher(self, session: SessionId, person: UserId) -> None:
        """A browser goes away without a word."""
        room = self.rooms[session]
        if room.publishers.pop(person, False):
            for receiver in room.receivers.values():
                receiver.negotiated.discard(person)
            self._events.put_nowait(PublisherLost(session, person))

    def measure(self, sample: LinkMeasured) -> None:
        self._events.put_nowait(sample)

    def set_recorder(self, *, up: bool) -> None:
        """The recorder dies, or is back."""
        self.recorder_up = up
        for session in self.rooms:
            self._events.put_nowait(EdgesChanged(session))

    def stop_recording(self, why: StopReason) -> None:
        """The recorder's disk is full, or broken."""
        self.recorder_up = False
        self._events.put_nowait(RecorderStopped(why, frozenset(self.rooms)))

    def in_force(self, session: SessionId) -> RoutingTable:
        """What is forwarded now."""
        room = self.rooms.get(session, Room())
        if self.everyone_connected:
            return room.table
        return frozenset(x for x in room.table if room.carries(x, recorder_up=self.recorder_up))

    # The port

    @property
    def name(self) -> str:
        return "CUSTOM"

    @property
    def signalling(self) -> Signalling:
        return self

    @property
    def records(self) -> bool:
        return self.recording

    async def start(self) -> None:
        self._check()

    async def stop(self, *, keep: bool) -> None:
        """Nothing outlives the test."""

    async def open_room(self, session: SessionId) -> str:
        self._check()
        self.rooms.setdefault(session, Room())
        return session

    async def close_room(self, session: SessionId) -> None:
        self._check()
        self.rooms.pop(session, None)

    async def admit(self, session: SessionId, person: UserId) -> Grant:
        self._check()
        return Grant(engine=self.name, ice_servers=self.ice_servers)

    async def expel(self, session: SessionId, person: UserId) -> None:
        self._check()
        self.expelled.append((session, person))
        if session in self.rooms:
            self.rooms[session].receivers.pop(person, None)
            self.lose_publisher(session, person)

    async def keep(self, session: SessionId, pages: Mapping[UserId, PageId]) -> None:
        room = self._room(session)
        room.pages = dict(pages)
        room.receivers = {who: each for who, each in room.receivers.items() if pages.get(who) == each.page}
        for who in [who for who in room.publishers if pages.get(who) != room.published.get(who)]:
            self.lose_publisher(session, who)

    async def route(self, session: SessionId, table: RoutingTable) -> RoutingTable:
        await self.routing.wait()
        self._room(session).table = table
        self.tables.append((session, table))
        return self.in_force(session)

    async def healthy(self) -> bool:
        return self._up

    async def events(self) -> AsyncIterator[EngineEvent]:
        while True:
            yield await self._events.get()

    async def publish(
        self, session: SessionId, person: UserId, page: PageId, offer: str, *, beside: bool = False
    ) -> str:
        room = self._room(session)
        _check_sdp(offer)
        room.require(person, page)
        self.beside += [person] if beside else []
        room.published[person] = page
        for receiver in room.receivers.values():
            receiver.negotiated.discard(person)
        room.publishers[person] = False
        if self.auto_connect:
            self.connect_publisher(session, person)
        return SDP

    async def subscribe(
        self, session: SessionId, person: UserId, page: PageId, sources: frozenset[UserId], *, beside: bool = False
    ) -> Offer | None:
        room = self._room(session)
        room.require(person, page)
        self.beside += [person] if beside else []
        room.receivers[person] = Receiver(page, sources - {person})
        return self._offer(room, room.receivers[person])

    async def cover(self, session: SessionId, person: UserId, sources: frozenset[UserId]) -> None:
        self._check()
        room = self.rooms.get(session, Room())
        receiver = room.receivers.get(person)
        if receiver is None or receiver.sources == sources - {person}:
            return
        receiver.sources = sources - {person}
        receiver.negotiated &= receiver.sources
        if (offer := self._offer(room, receiver)) is not None:
            self._events.put_nowait(OfferMade(session, person, receiver.page, offer))

    async def accept(
        self, session: SessionId, person: UserId, page: PageId, answer: str, of: str | None = None
    ) -> None:
        receiver = self._room(session).receivers.get(person)
        if receiver is None or receiver.page != page or receiver.offered is None:
            raise EngineRefused("there is no offer to answer; subscribe first")
        if of not in (None, offer_id(SDP)):
            raise EngineRefused("this answers an offer that a newer one has followed; answer that")
        _check_sdp(answer)
        receiver.negotiated, receiver.offered, receiver.fresh = receiver.offered, None, False

    async def refresh(self, session: SessionId, person: UserId) -> None:
        self._room(session)
        self.refreshed.append((session, person))

    def _offer(self, room: Room, receiver: Receiver) -> Offer | None:
        up = {person for person, is_up in room.publishers.items() if is_up and person in receiver.sources}
        if not up:
            return None
        receiver.offered = up
        tracks = [(person, kind) for person in sorted(up) for kind in TrackKind]
        streams = tuple(Stream(str(number), person, kind) for number, (person, kind) in enumerate(tracks))
        return Offer(SDP, streams, fresh=receiver.fresh)

    def _room(self, session: SessionId) -> Room:
        self._check()
        if session not in self.rooms:
            raise EngineRefused("the session has no room in the engine; open it first")
        return self.rooms[session]

    def _check(self) -> None:
        if self._failures:
            raise self._failures.pop(0)
        if not self._up:
            raise EngineUnavailable("the media engine is being restarted")


def _check_sdp(text: str) -> None:
    if not text.startswith(SDP):
        raise EngineRefused("not a session description (RFC 8866)")
