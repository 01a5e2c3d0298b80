"""The one door through which sessions change: lock, allow, decide, fold, store, and only then tell.

What is the same for every act is here and nowhere else: an act that is sent again is done once, nothing happens to a
session that is over, time never runs backwards, and what may or may not have been stored is looked up and told.
"""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack, suppress

import structlog

from deskside.domain.access import Actor
from deskside.domain.errors import NotFound
from deskside.domain.events import Events
from deskside.domain.ids import Millis, SessionId
from deskside.domain.session import Session
from deskside.ports.broadcast import Broadcast
from deskside.ports.clock import Clock
from deskside.ports.planning import Series
from deskside.ports.sessions import Change, Recalled
from deskside.ports.storage import CommitUnknown, StaleSession, Storage, StorageUnavailable
from deskside.services.once import asked_now
from deskside.services.rooms import Ref as Ref
from deskside.services.rooms import Room
from deskside.services.routing import Router
from deskside.services.turns import Beside, Job, Made, Mark, allowed, fold, in_time
from deskside.services.turns import By as By
from deskside.services.turns import Decide as Decide

_log = structlog.get_logger(__name__)


class Door:
    """Reads and changes sessions. Everything that happens to one session happens in one order."""

    def __init__(self, storage: Storage, broadcast: Broadcast, router: Router, clock: Clock) -> None:
        self._storage = storage
        self._broadcast = broadcast
        self._router = router
        self._clock = clock
        self._rooms: dict[Ref, Room] = {}

    async def read(self, ref: Ref) -> Session:
        """The session as it is now. Raises NotFound, also for another center's."""
        return (await self._room(ref)).session

    def peek(self, ref: Ref) -> Session | None:
        """The session as it is now, if this process looks after it; never waits."""
        room = self._rooms.get(ref)
        return room.session if room else None

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
        mark = Mark(self._clock.now(), actor)
        folded = [(session, fold(session, events, mark)) for session, events in planned]
        async with self._storage.transaction() as unit:
            begun = tuple((session, tuple(recorded for _, recorded, _ in changes)) for session, changes in folded)
            await unit.sessions.add(begun, series)
        return tuple(changes[-1][2] if changes else session for session, changes in folded)

    async def act(self, by: By, session_id: SessionId, decide: Decide, *, beside: Beside | None = None) -> Session:
        """Change a session on somebody's behalf. Raises what `require` and the decision raise. Returns it as it is
        afterwards; where nothing was decided nothing happened. An act is done even if its caller is cancelled, and once
        however often its page sends it."""
        return (await self.act_all(by, {session_id: decide}, beside=beside))[0]

    async def act_all(
        self, by: By, decisions: Mapping[SessionId, Decide], *, beside: Beside | None = None
    ) -> tuple[Session, ...]:
        """As `act` for several sessions in one transaction: if one is refused, none of them changes."""
        asked = {by.ref(session_id): allowed(by, decide) for session_id, decide in decisions.items()}
        return await self._change(asked, by.actor, beside=beside)

    async def notice(
        self, ref: Ref, decide: Decide, *, at: Millis | None = None, beside: Beside | None = None
    ) -> Session:
        """Change a session because the server noticed something; `at`: when it happened, if that was earlier. To one
        that is over it comes too late: nothing happens.

        `beside` writes what belongs to it in the same transaction, also where nothing was decided. It may run again.
        """
        return (await self._change({ref: in_time(decide)}, None, at=at, beside=beside))[0]

    def follow(self, session: Session) -> None:
        """Have the engine follow this session although nothing happened to it: a former process may not have told."""
        self._router.want(session)

    async def settled(self, session: Session) -> None:
        """Wait until the engine follows the session as it is here. Raises EngineUnavailable."""
        await self._router.settled(session.id, session.seq)

    def forget(self, session: Session) -> None:
        """Let go of a session if it is still so; it is loaded again when somebody asks for it. One with something
        still to do is kept until the next time."""
        ref = Ref(session.center_id, session.id)
        room = self._rooms.get(ref)
        if room is None or room.session is not session or room.acts or room.doubt:
            return
        if self._router.forget(session.id):
            del self._rooms[ref]

    async def clear_up(self) -> None:
        """Find out what became of changes that may have been stored, as far as the database answers now."""
        for room in tuple(self._rooms.values()):
            if room.doubt:
                async with room.lock:
                    with suppress(StorageUnavailable):
                        await self._clear_up(room)

    def newest(self) -> tuple[Millis, ...]:
        """The newest instant in the log of each session that is known."""
        return tuple(room.last_at for room in self._rooms.values())

    async def _room(self, ref: Ref) -> Room:
        room = self._rooms.get(ref)
        if room is not None:
            return room
        async with self._storage.reading() as unit:
            stored = _there(await unit.sessions.recall(ref.center_id, ref.session_id))
        if ref not in self._rooms:  # else somebody else was faster
            self._rooms[ref] = Room(stored.session)
            self._rooms[ref].recall(stored)
        return self._rooms[ref]

    async def _recall(self, ref: Ref) -> Recalled:
        """As it is after everything that was handed to the database: a read beside it may be of before."""
        async with self._storage.transaction() as unit:
            return _there(await unit.sessions.recall(ref.center_id, ref.session_id))

    async def _change(
        self,
        decisions: Mapping[Ref, Decide],
        actor: Actor | None,
        *,
        at: Millis | None = None,
        beside: Beside | None = None,
    ) -> tuple[Session, ...]:
        loaded = [(ref, await self._room(ref), decide) for ref, decide in decisions.items()]
        # One may have been let go while the next was loaded: from here on it is remembered, by what it has to do.
        turns = tuple((self._rooms.setdefault(ref, room), decide) for ref, room, decide in loaded)
        asked = asked_now()
        job = Job(turns, actor, asked.step() if actor else None, at, beside)
        name = f"act {' '.join(x.session_id for x in decisions)}"
        act = asyncio.create_task(self._in_turn(job), name=name)
        if actor is not None:
            act.add_done_callback(lambda _: asked.placed.set())
        for room, _ in turns:
            room.acts.add(act)
            act.add_done_callback(room.acts.discard)
        return await asyncio.shield(act)  # a caller that goes away must not free its turn before the commit ends

    async def _in_turn(self, job: Job) -> tuple[Session, ...]:
        async with AsyncExitStack() as locks:
            for room in job.rooms:
                await locks.enter_async_context(room.lock)
                await self._clear_up(room)
            if not any(room.has_done(job.actor, job.act_id) for room in job.rooms):
                try:
                    await self._commit(job)
                except StaleSession:  # another process was faster: decide again on what is true now
                    for room in job.rooms:
                        room.recall(await self._recall(room.ref))
                        self._router.want(room.session)
                    await self._commit(job)
            return tuple(room.session for room, _ in job.turns)

    async def _commit(self, job: Job) -> None:
        now = self._clock.now() if job.at is None else job.at
        made = []
        for room, decide in job.turns:
            mark = Mark(room.instant(now), job.actor, job.act_id)
            if changes := fold(room.session, decide(room.session), mark):
                made.append((room, changes))
        if made or job.beside is not None:
            await self._keep(tuple(made), job.beside)
        for room, changes in made:
            room.take(changes)
            self._router.want(room.session)
        for room in job.rooms:
            room.did(job.actor, job.act_id)
        for _, changes in made:
            await self._tell(changes)

    async def _keep(self, made: tuple[Made, ...], beside: Beside | None) -> None:
        """All of it or nothing. Raises StorageUnavailable if it was not stored, CommitUnknown while that is not
        known."""
        try:
            await self._store(tuple(changes for _, changes in made), beside)
        except CommitUnknown as unknown:
            for room, changes in made:
                room.doubt = changes
            try:
                stored = [await self._was_stored(room) for room, _ in made]
            except StorageUnavailable:
                raise unknown from None  # it is found out later
            if not stored:
                raise
            if not all(stored):
                raise StorageUnavailable("Nothing was changed. Try again.") from unknown

    async def _store(self, changes: tuple[tuple[Change, ...], ...], beside: Beside | None) -> None:
        """In a commit that is shared with whatever else waits, unless something is to be stored beside it."""
        if beside is None:
            await self._storage.append(changes)
            return
        async with self._storage.transaction() as unit:
            for of_one in changes:
                await unit.sessions.append(of_one)
            await beside(unit)

    async def _clear_up(self, room: Room) -> None:
        """Raises StorageUnavailable while it cannot be known whether the last changes were stored."""
        changes = room.doubt
        if changes and await self._was_stored(room):
            room.take(changes)
            self._router.want(room.session)
            await self._tell(changes)

    async def _was_stored(self, room: Room) -> bool:
        stored = await self._recall(room.ref)
        changes, room.doubt = room.doubt, ()
        return stored.session == changes[-1][2]

    async def _tell(self, changes: tuple[Change, ...]) -> None:
        try:
            await self._broadcast.tell(changes)
        except Exception:  # noqa: BLE001  it did happen, whoever could not be told: a page with a gap catches up
            _log.exception("telling_failed", session=changes[-1][2].id, seq=changes[-1][1].seq)


def _there(stored: Recalled | None) -> Recalled:
    if stored is None:
        raise NotFound("There is no such session. Check the link, or ask your center.")
    return stored
