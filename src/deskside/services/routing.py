"""Making the engine equal to the table: the newest wish wins, one call at a time, retried, once for all engines."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from deskside.domain.ids import Seq, SessionId, UserId
from deskside.domain.quality import Strain
from deskside.domain.routing import routing_table, sources, surely_alike
from deskside.domain.session import Session, people
from deskside.domain.tracks import Layer, RoutingTable
from deskside.ports.broadcast import Broadcast
from deskside.ports.clock import Clock
from deskside.ports.media import EngineError, EngineRefused, EngineUnavailable, LinkMeasured, MediaEngine
from deskside.services.downlink import Downlinks
from deskside.services.turns import Decide
from deskside.services.withheld import Cause, Withheld

FIRST_RETRY_SECONDS = 0.05
LAST_RETRY_SECONDS = 1.0
"""A restarted engine answers within about a second; asking more often than that helps nobody."""
SETTLE_LIMIT_SECONDS = 3.0
"""Longer than an engine needs for anything but dying; after it the tutor is told that the engine does not answer."""

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Wish:
    """What one session wants of the engine, and how far the engine has come."""

    session: Session
    dirty: bool = True
    tiles: dict[tuple[UserId, UserId], Layer] = field(default_factory=dict)
    downlinks: Downlinks = field(default_factory=Downlinks)
    withheld: Withheld = field(default_factory=Withheld)
    table: RoutingTable = frozenset()
    """What the engine was told last, or is being told."""
    covered: dict[UserId, frozenset[UserId]] = field(default_factory=dict)
    settled_seq: Seq = Seq(-1)
    worker: asyncio.Task[None] | None = None
    moved: asyncio.Condition = field(default_factory=asyncio.Condition)
    hurry: asyncio.Event = field(default_factory=asyncio.Event)
    """Ends a pause between two attempts."""

    @property
    def allowed(self) -> RoutingTable:
        """The session's table, less what is withheld."""
        return self.withheld.within(self.session, routing_table(self.session, self.tiles))

    @property
    def settled(self) -> bool:
        """The engine has taken all of it, and nobody waits."""
        at_rest = self.worker is not None and self.worker.done() and not self.dirty
        return at_rest and self.settled_seq == self.session.seq


class Router:
    """Never waits for the engine and never fails where it is asked for something; see `settled` for the opposite."""

    def __init__(self, engine: MediaEngine, broadcast: Broadcast, clock: Clock) -> None:
        self._engine = engine
        self._broadcast = broadcast
        self._clock = clock
        self._wishes: dict[SessionId, _Wish] = {}

    def want(self, session: Session) -> None:
        """Make the engine follow this session as of `session.seq`. A newer wish replaces an older one."""
        wish = self._wishes.setdefault(session.id, _Wish(session))
        if session.seq < wish.session.seq:
            return
        if wish.settled and surely_alike(wish.session, session):  # somebody wrote or answered, as nearly always
            wish.session, wish.settled_seq = session, session.seq
            return
        wish.session, wish.dirty = session, True
        wish.withheld.settle(session)
        self._wake(wish)

    def withhold(self, session_id: SessionId, cause: Cause, decide: Decide) -> None:
        """Take from the table what `decide` would take from it, whether or not that can be stored: until the session
        says so itself, or it is given back. Nothing is ever added. Of a cause the newest decision counts."""
        wish = self._wishes.get(session_id)
        if wish is not None and (cause in wish.withheld or decide(wish.session)):  # nearly every proof says nothing new
            before = wish.allowed
            wish.withheld.put(cause, decide)
            wish.withheld.settle(wish.session)
            self._reconsider(wish, before)

    def give_back(self, session_id: SessionId, cause: Cause) -> None:
        """It is not so (any more): the session's own table counts."""
        wish = self._wishes.get(session_id)
        if wish is not None and cause in wish.withheld:
            before = wish.allowed
            wish.withheld.drop(cause)
            self._reconsider(wish, before)

    def want_tiles(self, session_id: SessionId, receiver: UserId, tiles: Mapping[UserId, Layer]) -> None:
        """Limit the layers that are sent to one receiver to what their tiles can show."""
        wish = self._wishes.get(session_id)
        if wish is None:
            return
        wanted = wish.tiles | {(receiver, source): layer for source, layer in tiles.items()}
        if wanted != wish.tiles:
            wish.tiles, wish.dirty = wanted, True
            self._wake(wish)

    def want_decodes(self, session_id: SessionId, receiver: UserId, pixels: int | None) -> None:
        """Limit what is sent to one receiver to what their machine decodes, in pixels a second. None: all of it."""
        wish = self._wishes.get(session_id)
        if wish is not None and wish.downlinks.decodes(receiver, pixels):
            wish.dirty = True
            self._wake(wish)

    def measured(self, sample: LinkMeasured) -> None:
        """Give a receiver what their line carries by this sample. Never waits; nothing is stored."""
        wish = self._wishes.get(sample.session)
        if wish is None or not wish.downlinks.take(sample, self._clock.now()):
            return
        if wish.downlinks.carried(wish.session, wish.allowed) != wish.table:
            wish.dirty = True
            self._wake(wish)

    def strain(self, session_id: SessionId, receiver: UserId) -> Strain:
        """What of what goes to them gives way, as their line does not carry all of it."""
        wish = self._wishes.get(session_id)
        return Strain.NONE if wish is None else wish.downlinks.strain(receiver)

    def again(self, session_id: SessionId) -> None:
        """Give the engine the whole table again, now: an end of an edge was connected, or the engine is a new one."""
        wish = self._wishes.get(session_id)
        if wish is not None:
            wish.dirty = True
            wish.hurry.set()
            self._wake(wish)

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

    def forget(self, session_id: SessionId) -> bool:
        """Stop looking after a session; False, and nothing is forgotten, while the engine does not follow it yet."""
        wish = self._wishes.get(session_id)
        if wish is not None and wish.worker is not None and not wish.worker.done():
            return False
        self._wishes.pop(session_id, None)
        return True

    def _reconsider(self, wish: _Wish, before: RoutingTable) -> None:
        if wish.allowed != before:
            wish.dirty = True
            self._wake(wish)

    def _wake(self, wish: _Wish) -> None:
        if wish.worker is None or wish.worker.done():
            wish.worker = asyncio.create_task(self._follow(wish), name=f"route {wish.session.id}")

    async def _follow(self, wish: _Wish) -> None:
        pause = FIRST_RETRY_SECONDS
        while wish.dirty:
            wish.dirty = False
            wish.hurry.clear()
            session = wish.session
            allowed = wish.allowed
            wish.table = table = wish.downlinks.carried(session, allowed)
            carried = {each.edge for each in table}
            kept = frozenset(each for each in allowed if each.edge not in carried)
            await self._tell_needed(session, table)
            try:
                in_force = await self._route(wish, session, table)
            except EngineError:
                wish.dirty = True
                await _pause(wish, pause)
                pause = min(LAST_RETRY_SECONDS, pause * 2)
                continue
            pause = FIRST_RETRY_SECONDS
            async with wish.moved:
                wish.settled_seq = session.seq
                wish.moved.notify_all()
            await self._tell_edges(session, in_force, kept)

    async def _route(self, wish: _Wish, session: Session, table: RoutingTable) -> RoutingTable:
        try:
            await self._engine.keep(session.id, {x.user_id: x.page for x in people(session) if x.page is not None})
            in_force = await self._engine.route(session.id, table)
        except EngineRefused:
            return frozenset()  # it has no room for the session, so nothing is forwarded
        with suppress(EngineRefused):  # the room has gone in between; whoever opens it again asks for the table
            await self._cover(wish, session)
        return in_force

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

    async def _tell_needed(self, session: Session, table: RoutingTable) -> None:
        """Before the engine is told: what somebody is to receive is on its way meanwhile."""
        try:
            await self._broadcast.needed(session.id, table)
        except Exception:  # noqa: BLE001  as below
            _log.exception("telling_encodings_failed", session=session.id)

    async def _tell_edges(self, session: Session, in_force: RoutingTable, kept: RoutingTable) -> None:
        try:
            await self._broadcast.edges(session, in_force, kept)
        except Exception:  # noqa: BLE001  the engine must go on following, whoever could not be told
            _log.exception("telling_edges_failed", session=session.id)


async def _pause(wish: _Wish, seconds: float) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            await wish.hurry.wait()
