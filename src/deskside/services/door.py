"""The one door through which sessions change: wait for one's turn, allow, decide, fold, store, and only then tell.

What is the same for every act is here and nowhere else: an act that is sent again is done once, nothing happens to a
session that is over, time never runs backwards, and what may or may not have been stored is looked up and told. Acts
of one session that come while it is being stored are judged one after the other, each on what the former made, and
stored together; none of them is told anything before that.
"""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack

import structlog

from deskside.domain.access import Actor
from deskside.domain.events import Events
from deskside.domain.ids import Millis, SessionId
from deskside.domain.session import Session
from deskside.ports.broadcast import Broadcast
from deskside.ports.clock import Clock
from deskside.ports.planning import Series
from deskside.ports.sessions import Change
from deskside.ports.storage import StaleSession, Storage, StorageUnavailable, once_more
from deskside.services.drafts import Drafted, draft
from deskside.services.follow_ups import FollowUps, nothing_follows
from deskside.services.keeping import Keeper, there
from deskside.services.once import asked_now
from deskside.services.queues import Queue
from deskside.services.rooms import Room
from deskside.services.routing import Router
from deskside.services.turns import Beside, Job, Mark, Outcome, allowed, fold, in_time
from deskside.services.turns import By as By
from deskside.services.turns import Decide as Decide
from deskside.services.turns import Ref as Ref

_log = structlog.get_logger(__name__)


class Door:
    """Reads and changes sessions. Everything that happens to one session happens in one order."""

    def __init__(
        self,
        storage: Storage,
        broadcast: Broadcast,
        router: Router,
        clock: Clock,
        follow_ups: FollowUps = nothing_follows,
    ) -> None:
        self._storage = storage
        self._keeper = Keeper(storage, broadcast, router, follow_ups)
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
        if room is None or room.session is not session or not room.at_rest:
            return
        if self._router.forget(session.id):
            del self._rooms[ref]

    async def clear_up(self) -> None:
        """Find out what became of changes that may have been stored, as far as the database answers now."""
        for room in tuple(self._rooms.values()):
            if room.doubt:
                async with room.queue.alone():
                    try:
                        await self._keeper.clear_up(room)
                    except StorageUnavailable:
                        pass
                    except Exception:  # noqa: BLE001  one session that cannot be looked up keeps no other from it
                        _log.exception("clearing_up_failed", session=room.session.id)

    async def rewrite(self, ref: Ref, act: Beside) -> None:
        """Have what is stored of a session that nobody is in written anew, in a turn of its own. It is read again
        afterwards: nothing of before is remembered."""
        room = await self._room(ref)
        async with room.queue.alone():
            async with self._storage.transaction() as unit:
                await act(unit)
            await self._keeper.read_again(room)

    def newest(self) -> tuple[Millis, ...]:
        """The newest instant in the log of each session that is known."""
        return tuple(room.last_at for room in self._rooms.values())

    async def _room(self, ref: Ref) -> Room:
        room = self._rooms.get(ref)
        if room is not None:
            return room
        async with self._storage.reading() as unit:
            stored = there(await unit.sessions.recall(ref.center_id, ref.session_id))
        if ref not in self._rooms:  # else somebody else was faster
            self._rooms[ref] = Room(stored.session, Queue(self._do))
            self._rooms[ref].recall(stored)
        return self._rooms[ref]

    async def _change(
        self,
        decisions: Mapping[Ref, Decide],
        actor: Actor | None,
        *,
        at: Millis | None = None,
        beside: Beside | None = None,
    ) -> tuple[Session, ...]:
        loaded = [await self._room(ref) for ref in decisions]
        # One may have been let go while the next was loaded: from here on it is remembered, by what it has to do.
        rooms = [self._rooms.setdefault(ref, room) for ref, room in zip(decisions, loaded, strict=True)]
        asked = asked_now()
        job = Job(tuple(decisions.items()), actor, asked.step() if actor else None, at, beside)
        if actor is not None:
            job.done.add_done_callback(lambda _: asked.placed.set())
        if len(rooms) == 1:
            rooms[0].queue.put(job)
        else:
            act = asyncio.create_task(self._in_all(job), name=f"act {' '.join(x.session_id for x in decisions)}")
            for room in rooms:
                room.acts.add(act)
                act.add_done_callback(room.acts.discard)
        return await asyncio.shield(job.done)  # it is done, or refused, whether or not somebody still waits

    async def _in_all(self, job: Job) -> None:
        """Do an act that changes several sessions: in a turn of its own in each."""
        try:
            async with AsyncExitStack() as turns:
                for ref in job.refs:
                    await turns.enter_async_context(self._rooms[ref].queue.alone())
                await self._do((job,))
        finally:
            job.done.cancel()  # the server ends, if it is not done

    async def _do(self, jobs: tuple[Job, ...]) -> None:
        """Do these acts, which have their turn, in one commit. Each is told what became of it; never raises."""
        try:
            drafted = await self._keep(jobs)
        except StorageUnavailable as error:
            for job in jobs:
                job.end(once_more(error))
        except Exception as error:  # noqa: BLE001  goes to whom it concerns
            if len(jobs) == 1:
                jobs[0].end(error)
                return
            for job in jobs:  # nothing of it was stored; which one it is shows when each is alone
                await self._do((job,))
        else:
            for room, changes in drafted.made:
                self._keeper.take(room, changes)
            for _, changes in drafted.made:
                await self._keeper.tell(changes)
            self._end(drafted.outcomes)

    async def _keep(self, jobs: tuple[Job, ...]) -> Drafted:
        rooms = [self._rooms[ref] for ref in jobs[0].refs]
        for room in rooms:
            await self._keeper.clear_up(room)
        try:
            return await self._draft_and_keep(jobs)
        except StaleSession:  # another process was faster: decide again on what is true now
            for room in rooms:
                await self._keeper.catch_up(room)
            return await self._draft_and_keep(jobs)

    async def _draft_and_keep(self, jobs: tuple[Job, ...]) -> Drafted:
        drafted = draft(self._rooms, (job for job in jobs if not job.done.done()), self._clock.now())
        self._end(drafted.outcomes[: drafted.firm])
        if drafted.made or drafted.beside is not None:
            await self._keeper.keep(drafted.made, drafted.beside)
        return drafted

    def _end(self, outcomes: tuple[tuple[Job, Outcome], ...]) -> None:
        """What became of these is certain."""
        for job, outcome in outcomes:
            if not job.done.done() and not isinstance(outcome, Exception):
                for ref in job.refs:
                    self._rooms[ref].did(job.actor, job.act_id)
            job.end(outcome)
