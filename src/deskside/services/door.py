"""The one door through which sessions change: lock, allow, decide, fold, store, and only then tell."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field

import structlog

from deskside.domain.access import Actor, Right, require
from deskside.domain.errors import NotFound
from deskside.domain.events import Events, Recorded
from deskside.domain.evolve import evolve
from deskside.domain.ids import CenterId, Millis, Seq, SessionId
from deskside.domain.session import Session
from deskside.ports.broadcast import Broadcast, Change
from deskside.ports.clock import Clock
from deskside.ports.planning import Series
from deskside.ports.storage import StaleSession, Storage, UnitOfWork
from deskside.services.routing import Router

REMEMBERED_CHANGES = 512
"""How far back a page can catch up by envelopes: at ten events a second almost a minute; after that it gets a view."""

Decide = Callable[[Session], Events]
Beside = Callable[[UnitOfWork], Awaitable[None]]

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Ref:
    """A session by its center and id: nothing is looked up without the center."""

    center_id: CenterId
    session_id: SessionId


@dataclass(frozen=True, slots=True)
class By:
    """On whose behalf, and as which kind of act it is to be allowed."""

    actor: Actor
    act: Right

    def ref(self, session_id: SessionId) -> Ref:
        """The session in the actor's own center."""
        return Ref(self.actor.center_id, session_id)


@dataclass(slots=True)
class _Room:
    """What this process remembers of one session."""

    session: Session
    last_at: Millis = Millis(0)
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    recent: deque[Change] = field(default_factory=lambda: deque(maxlen=REMEMBERED_CHANGES))
    acts: set[asyncio.Task[tuple[Session, ...]]] = field(default_factory=set)
    """Handed in and not done yet. The event loop itself keeps no task alive."""


_Turn = tuple[_Room, Decide]


class Door:
    """Reads and changes sessions. Everything that happens to one session happens in one order."""

    def __init__(self, storage: Storage, broadcast: Broadcast, router: Router, clock: Clock) -> None:
        self._storage = storage
        self._broadcast = broadcast
        self._router = router
        self._clock = clock
        self._rooms: dict[Ref, _Room] = {}

    async def read(self, ref: Ref) -> Session:
        """The session as it is now. Raises NotFound, also for another center's."""
        return (await self._room(ref)).session

    def known(self) -> tuple[Session, ...]:
        """Every session that this process looks after at the moment."""
        return tuple(room.session for room in self._rooms.values())

    def recent(self, session: Session) -> tuple[Change, ...]:
        """The last changes of a session, oldest first; as far back as this process remembers."""
        room = self._rooms.get(Ref(session.center_id, session.id))
        return tuple(room.recent) if room else ()

    async def open(self, actor: Actor, session: Session, events: Events) -> Session:
        """Store a new session together with what has already happened to it: all of it, or nothing."""
        return (await self.open_all(actor, ((session, events),)))[0]

    async def open_all(
        self, actor: Actor, planned: tuple[tuple[Session, Events], ...], series: Series | None = None
    ) -> tuple[Session, ...]:
        """Store new sessions, perhaps as one series, each with what has happened to it: all of them, or nothing."""
        now = self._clock.now()
        opened = []
        async with self._storage.transaction() as unit:
            for session, events in planned:
                changes = _fold(session, events, now, actor)
                opened.append(changes[-1][2] if changes else session)
                await unit.sessions.add(session, series)
                await unit.sessions.append(opened[-1], tuple(recorded for _, recorded, _ in changes))
        return tuple(opened)

    async def act(self, by: By, session_id: SessionId, decide: Decide) -> Session:
        """Change a session on somebody's behalf. Raises what `require` and the decision raise. Returns it as it is
        afterwards; where nothing was decided nothing happened. An act is done even if its caller is cancelled."""
        return (await self.act_all(by, {session_id: decide}))[0]

    async def act_all(self, by: By, decisions: Mapping[SessionId, Decide]) -> tuple[Session, ...]:
        """As `act` for several sessions in one transaction: if one is refused, none of them changes."""
        asked = {by.ref(session_id): _allowed(by, decide) for session_id, decide in decisions.items()}
        return await self._change(asked, by.actor, at=None)

    async def notice(
        self, ref: Ref, decide: Decide, *, at: Millis | None = None, beside: Beside | None = None
    ) -> Session:
        """Change a session because the server noticed something; `at`: when it happened, if that was earlier.

        `beside` writes what belongs to it in the same transaction, also where nothing was decided. It may run again.
        """
        return (await self._change({ref: decide}, None, at=at, beside=beside))[0]

    def follow(self, session: Session) -> None:
        """Have the engine follow this session although nothing happened to it: a former process may not have told."""
        self._router.want(session)

    def forget(self, session: Session) -> None:
        """Let go of a session if it is still so; it is loaded again when somebody asks for it. One with something
        still to do is kept until the next time."""
        ref = Ref(session.center_id, session.id)
        room = self._rooms.get(ref)
        if room is None or room.session is not session or room.acts:
            return
        if self._router.forget(session.id):
            del self._rooms[ref]

    async def _room(self, ref: Ref) -> _Room:
        room = self._rooms.get(ref)
        if room is not None:
            return room
        session = await self._load(ref)
        return self._rooms.setdefault(ref, _Room(session))

    async def _load(self, ref: Ref) -> Session:
        async with self._storage.transaction() as unit:
            session = await unit.sessions.load(ref.center_id, ref.session_id)
        if session is None:
            raise NotFound("There is no such session. Check the link, or ask your center.")
        return session

    async def _change(
        self, asked: Mapping[Ref, Decide], actor: Actor | None, *, at: Millis | None, beside: Beside | None = None
    ) -> tuple[Session, ...]:
        loaded = [(ref, await self._room(ref), decide) for ref, decide in asked.items()]
        # One may have been let go while the next was loaded: from here on it is remembered, by what it has to do.
        turns = tuple((self._rooms.setdefault(ref, room), decide) for ref, room, decide in loaded)
        doing = self._in_turn(turns, actor, at, beside)
        act = asyncio.create_task(doing, name=f"act {' '.join(x.session_id for x in asked)}")
        for room, _ in turns:
            room.acts.add(act)
            act.add_done_callback(room.acts.discard)
        return await asyncio.shield(act)  # a caller that goes away must not free its turn before the commit ends

    async def _in_turn(
        self, turns: tuple[_Turn, ...], actor: Actor | None, at: Millis | None, beside: Beside | None
    ) -> tuple[Session, ...]:
        async with AsyncExitStack() as locks:
            for room, _ in sorted(turns, key=lambda turn: turn[0].session.id):  # in one order, or two acts could wait
                await locks.enter_async_context(room.lock)  # for each other
            try:
                return await self._commit(turns, actor, at, beside)
            except StaleSession:  # another process was faster: decide again on what is true now
                for room, _ in turns:
                    room.session = await self._load(Ref(room.session.center_id, room.session.id))
                    self._router.want(room.session)
                return await self._commit(turns, actor, at, beside)

    async def _commit(
        self, turns: tuple[_Turn, ...], actor: Actor | None, at: Millis | None, beside: Beside | None
    ) -> tuple[Session, ...]:
        now = self._clock.now() if at is None else at
        decided = [
            (room, _fold(room.session, decide(room.session), Millis(max(room.last_at, now)), actor))
            for room, decide in turns
        ]
        made = [(room, changes) for room, changes in decided if changes]
        if made or beside:
            async with self._storage.transaction() as unit:
                for _, changes in made:
                    await unit.sessions.append(changes[-1][2], tuple(recorded for _, recorded, _ in changes))
                if beside:
                    await beside(unit)
        for room, changes in made:
            _, last, room.session = changes[-1]
            room.last_at = last.at
            room.recent.extend(changes)
            self._router.want(room.session)
        for _, changes in made:
            await self._tell(changes)
        return tuple(room.session for room, _ in turns)

    async def _tell(self, changes: tuple[Change, ...]) -> None:
        try:
            await self._broadcast.tell(changes)
        except Exception:  # noqa: BLE001  it did happen, whoever could not be told: a page with a gap catches up
            _log.exception("telling_failed", session=changes[-1][2].id, seq=changes[-1][1].seq)


def _allowed(by: By, decide: Decide) -> Decide:
    """The decision, for whoever may take it."""

    def allowed(session: Session) -> Events:
        require(by.actor, by.act, session)
        return decide(session)

    return allowed


def _fold(session: Session, events: Events, when: Millis, actor: Actor | None) -> tuple[Change, ...]:
    """Each event with its number and the session before and after it."""
    changes: list[Change] = []
    for event in events:
        recorded = Recorded(Seq(session.seq + 1), when, actor.user_id if actor else None, event)
        after = evolve(session, recorded)
        changes.append((session, recorded, after))
        session = after
    return tuple(changes)
