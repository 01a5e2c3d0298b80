"""Making the engine equal to the table: the newest wish wins, one call at a time, retried, once for all engines."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field

from deskside.domain.ids import Seq, SessionId, UserId
from deskside.domain.routing import routing_table, sources
from deskside.domain.session import Session, people
from deskside.domain.tracks import Layer, RoutingTable
from deskside.ports.broadcast import Broadcast
from deskside.ports.media import EngineError, EngineRefused, EngineUnavailable, MediaEngine

FIRST_RETRY_SECONDS = 0.05
LAST_RETRY_SECONDS = 1.0
"""A restarted engine answers within about a second; asking more often than that helps nobody."""
SETTLE_LIMIT_SECONDS = 3.0
"""Longer than an engine needs for anything but dying; after it the tutor is told that the engine does not answer."""


@dataclass(slots=True)
class _Wish:
    """What one session wants of the engine, and how far the engine has come."""

    session: Session
    dirty: bool = True
    tiles: dict[tuple[UserId, UserId], Layer] = field(default_factory=dict)
    covered: dict[UserId, frozenset[UserId]] = field(default_factory=dict)
    in_force: RoutingTable | None = None
    settled_seq: Seq = Seq(-1)
    worker: asyncio.Task[None] | None = None
    moved: asyncio.Condition = field(default_factory=asyncio.Condition)


class Router:
    """Never waits for the engine and never fails where it is asked for something; see `settled` for the opposite."""

    def __init__(self, engine: MediaEngine, broadcast: Broadcast) -> None:
        self._engine = engine
        self._broadcast = broadcast
        self._wishes: dict[SessionId, _Wish] = {}

    def want(self, session: Session) -> None:
        """Make the engine follow this session as of `session.seq`. A newer wish replaces an older one."""
        wish = self._wishes.setdefault(session.id, _Wish(session))
        if session.seq < wish.session.seq:
            return
        wish.session, wish.dirty = session, True
        self._wake(wish)

    def want_tiles(self, session_id: SessionId, receiver: UserId, tiles: Mapping[UserId, Layer]) -> None:
        """Limit the layers that are sent to one receiver to what their tiles can show."""
        wish = self._wishes.get(session_id)
        if wish is None:
            return
        wish.tiles |= {(receiver, source): layer for source, layer in tiles.items()}
        wish.dirty = True
        self._wake(wish)

    def again(self, session_id: SessionId) -> None:
        """Give the engine the whole table again: an end of an edge was connected, or the engine is a new one."""
        wish = self._wishes.get(session_id)
        if wish is not None:
            wish.dirty = True
            self._wake(wish)

    def edges(self, session_id: SessionId) -> RoutingTable:
        """The edges that were in force when the engine last said so."""
        wish = self._wishes.get(session_id)
        return (wish.in_force if wish else None) or frozenset()

    async def settled(self, session_id: SessionId, seq: Seq) -> None:
        """Wait until the engine forwards nothing that the session as of `seq` forbids. Raises EngineUnavailable."""
        wish = self._wishes.get(session_id)
        if wish is None:
            return
        try:
            async with asyncio.timeout(SETTLE_LIMIT_SECONDS), wish.moved:
                await wish.moved.wait_for(lambda: wish.settled_seq >= seq)
        except TimeoutError:
            raise EngineUnavailable("The media engine does not answer. It is being restarted; try again.") from None

    def forget(self, session_id: SessionId) -> None:
        """Stop looking after a session."""
        wish = self._wishes.pop(session_id, None)
        if wish is not None and wish.worker is not None:
            wish.worker.cancel()

    def _wake(self, wish: _Wish) -> None:
        if wish.worker is None or wish.worker.done():
            wish.worker = asyncio.create_task(self._follow(wish), name=f"route {wish.session.id}")

    async def _follow(self, wish: _Wish) -> None:
        pause = FIRST_RETRY_SECONDS
        while wish.dirty:
            wish.dirty = False
            session = wish.session
            try:
                wish.in_force = await self._engine.route(session.id, routing_table(session, wish.tiles))
                await self._cover(wish, session)
            except EngineRefused:
                wish.in_force = frozenset()  # it has no room for the session, so nothing is forwarded
            except EngineError:
                wish.dirty = True
                await asyncio.sleep(pause)
                pause = min(LAST_RETRY_SECONDS, pause * 2)
                continue
            pause = FIRST_RETRY_SECONDS
            async with wish.moved:
                wish.settled_seq = session.seq
                wish.moved.notify_all()
            await self._broadcast.edges(session, wish.in_force)

    async def _cover(self, wish: _Wish, session: Session) -> None:
        """Let receiving connections follow who may ever be received: an enrolment, a table that opens or closes."""
        signalling = self._engine.signalling
        if signalling is None:
            return
        now = {person.user_id: sources(session, person.user_id) for person in people(session)}
        for person, wanted in now.items():
            if person in wish.covered and wish.covered[person] != wanted:
                await signalling.cover(session.id, person, wanted)
        wish.covered = now
