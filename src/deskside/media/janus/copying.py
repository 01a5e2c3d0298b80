"""Makes the copies for the recorder equal to each room's table, beside everything else.

What the table does not have stops within `route`, in the room's turn. All that waits for the recorder is done by a task
of each room, which takes the room's turn for a millisecond only: media never waits for a recorder.
"""

import asyncio
import secrets
from collections.abc import Callable, Iterable
from contextlib import AbstractAsyncContextManager, suppress

import structlog

from deskside.domain.ids import SessionId
from deskside.domain.modes import StopReason
from deskside.domain.tracks import RoutingTable, TrackKind
from deskside.media.janus import copies
from deskside.media.janus.client import JanusError
from deskside.media.janus.copies import Copied
from deskside.media.janus.forwarding import together
from deskside.media.janus.forwards import forward, forwards, stop_forward
from deskside.media.janus.gates import Copy
from deskside.media.janus.rooms import Publisher, Room
from deskside.media.janus.tasks import Tasks
from deskside.media.janus.videoroom import VideoRoom
from deskside.ports.media import EngineError, EngineEvent
from deskside.ports.recorder import (
    CopiedTrack,
    EdgesChanged,
    Recorder,
    RecorderFull,
    RecorderRefused,
    RecorderStopped,
    RecorderUnavailable,
    Stopped,
)

OPEN_SECONDS = 5.0
"""A recorder answers within milliseconds, and a database; they may be busy."""
AGAIN_SECONDS = (0.2, 1.0, 2.0, 5.0)

log = structlog.get_logger(__name__)

Turn = Callable[[SessionId], AbstractAsyncContextManager[Room | None]]
"""The room of a session in its turn; None: there is none."""


class Copying:
    """Of one engine process. `changed`: copies are others now, which the next server process needs to know."""

    def __init__(
        self,
        videoroom: VideoRoom,
        recorder: Recorder,
        turn: Turn,
        *,
        emit: Callable[[EngineEvent], None],
        changed: Callable[[], None],
    ) -> None:
        self._videoroom, self._recorder, self._turn = videoroom, recorder, turn
        self._emit, self._save = emit, changed
        self._tasks = Tasks()
        self._hurry: dict[SessionId, asyncio.Event] = {}
        """Rooms that are being followed; set: look again."""
        self._open: dict[int, SessionId] = {}
        """What the recorder has open for us."""
        self._full: set[SessionId] = set()
        """Of which was told that the disk is full."""
        recorder.listen(self)

    async def close(self) -> None:
        """Forget everything; the recorder is told nothing."""
        await self._tasks.close()

    def in_force(self, room: Room) -> RoutingTable:
        """Routes to the recorder."""
        return copies.in_force(room, self._recorder.writes)

    async def stop_forbidden(self, room: Room) -> None:
        """When this returns, no packet leaves that the table does not send to the recorder. In the room's turn. Raises
        EngineUnavailable, JanusError."""
        await together(self._stop(room, each) for each in copies.forbidden(room))

    def follow(self, session: SessionId) -> None:
        """Have the room's other copies follow its table. Waits for nothing."""
        if (hurry := self._hurry.get(session)) is not None:
            hurry.set()
        else:
            self._hurry[session] = asyncio.Event()
            self._tasks.run(self._follow(session))

    def begin(self) -> None:
        """The engine is a new one: nothing is copied."""
        self._tasks.run(self._recorder.keep_only(frozenset()))

    async def take_over(self, rooms: Iterable[Room]) -> None:
        """Of the engine of a former server process: what it copies to tracks that are open goes on, all else ends.
        Raises EngineUnavailable, JanusError."""
        for room in rooms:
            there = await forwards(self._videoroom, room)
            known = set[tuple[str, int]]()
            for publisher in room.publishers:
                for kind, copy in list(publisher.copies.items()):
                    if (publisher.feed, copy.stream) in there and self._recorder.has(copy.ssrc):
                        known.add((publisher.feed, copy.stream))
                        self._open[copy.ssrc] = room.session
                    else:
                        del publisher.copies[kind]
            for feed, stream in there - known:
                await stop_forward(self._videoroom, room, feed, stream)
        await self._recorder.keep_only(frozenset(self._open))

    def changed(self) -> None:
        """The recorder is lost, or back."""
        for session in {*self._open.values(), *self._hurry}:
            self._emit(EdgesChanged(session))
            self.follow(session)

    def stopped(self, said: Stopped) -> None:
        """The recorder has closed tracks by itself."""
        self._full |= said.sessions
        self._emit(RecorderStopped(said.why, said.sessions))
        for session in said.sessions:
            self.follow(session)

    async def _follow(self, session: SessionId) -> None:
        hurry, failures = self._hurry[session], 0
        while True:
            hurry.clear()
            try:
                done = await self._look(session)
            except Exception:  # whatever it runs into, the session is followed on
                log.exception("copies cannot follow the table; trying again", session=session)
                done = False
            if hurry.is_set():
                continue
            if done:
                del self._hurry[session]
                return
            with suppress(TimeoutError):
                await asyncio.wait_for(hurry.wait(), AGAIN_SECONDS[min(failures, len(AGAIN_SECONDS) - 1)])
            failures += 1

    async def _look(self, session: SessionId) -> bool:
        """Whether everything is as it should be."""
        done = await self._end(session, lambda room: copies.dropped(room, self._recorder.has))
        async with self._turn(session) as room:
            missing = [] if room is None else copies.missing(room)
        opened = await asyncio.gather(*(self._copy(session, *each) for each in missing))
        done &= all(opened) and await self._end(session, copies.outdated)
        async with self._turn(session) as room:
            left = set() if room is None else {x.ssrc for each in room.publishers for x in each.copies.values()}
        for ssrc in [x for x, of in self._open.items() if of == session and x not in left]:
            del self._open[ssrc]
            await self._recorder.close(ssrc)
        return done

    async def _end(self, session: SessionId, which: Callable[[Room], list[Copied]]) -> bool:
        async with self._turn(session) as room:
            try:
                await together(self._stop(room, each) for each in which(room)) if room is not None else None
            except (EngineError, JanusError) as error:
                log.warning("a copy cannot be stopped; trying again", session=session, error=str(error))
                return False
        return True

    async def _stop(self, room: Room, copied: Copied) -> None:
        publisher, kind = copied
        await stop_forward(self._videoroom, room, publisher.feed, publisher.copies[kind].stream)
        publisher.copies.pop(kind, None)
        self._save()

    async def _copy(self, session: SessionId, publisher: Publisher, kind: TrackKind) -> bool:
        """Whether it need not be tried again."""
        gate = publisher.gates[kind]
        ssrc = secrets.randbelow((1 << 32) - 1) + 1
        track = CopiedTrack(session, publisher.person, kind, ssrc, gate.payload_type, gate.codec, gate.clock_rate)
        try:
            async with asyncio.timeout(OPEN_SECONDS):
                port = await self._recorder.open(track)
        except RecorderRefused as why:
            log.warning("a track is not recorded", session=session, person=publisher.person, kind=kind, why=str(why))
            gate.never_copied = True
            return True
        except (RecorderUnavailable, TimeoutError) as error:
            log.warning("a track cannot be recorded; trying again", session=session, kind=kind, why=str(error))
            if isinstance(error, RecorderFull) and session not in self._full:
                self._full.add(session)
                self._emit(RecorderStopped(StopReason.FULL, frozenset({session})))
            return False
        self._open[ssrc] = session  # closed by `_look` if nothing comes of it
        async with self._turn(session) as room:
            if room is None or (publisher, kind) not in copies.missing(room):
                return True
            try:
                made = await forward(self._videoroom, room, publisher, track, port)
            except (EngineError, JanusError) as error:
                log.warning("a track cannot be copied; trying again", session=session, kind=kind, why=str(error))
                return False
            publisher.copies[kind] = Copy(ssrc, made.stream)
            self._save()
        self._full.discard(session)
        self._emit(EdgesChanged(session))
        await self._recorder.ask_at(ssrc, made.feedback)
        return True
