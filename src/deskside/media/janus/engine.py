"""The embedded engine as a `MediaEngine`: brings Janus up, claims one that outlived the server, replaces one that died.

Everything that a Janus process knows is in a `Hub`; when the process dies the hub is dropped whole.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Iterator, Mapping
from contextlib import contextmanager

import structlog

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.tracks import RoutingTable
from deskside.media.janus.client import NO_SUCH_HANDLE, NO_SUCH_SESSION, JanusError
from deskside.media.janus.config import JanusSettings
from deskside.media.janus.hub import Hub
from deskside.media.janus.running import HEALTH_LIMIT_SECONDS, Running, claim, spawn
from deskside.ports.media import (
    EngineEvent,
    EngineLost,
    EngineRefused,
    EngineRestarted,
    EngineUnavailable,
    Grant,
    Offer,
    Signalling,
)
from deskside.ports.recorder import NoRecorder, Recorder

log = structlog.get_logger(__name__)

HEALTH_EVERY_SECONDS = 1.0
MISSES = 2
"""Unanswered questions in a row until the engine counts as hanging."""
BACKOFF_SECONDS = (0.0, 0.5, 1.0, 2.0, 5.0)


class JanusEngine:
    """A `MediaEngine` with `Signalling`. Start it once, after the recorder; `events` has one reader."""

    def __init__(self, settings: JanusSettings, recorder: Recorder | None = None) -> None:
        """`recorder`: of RECORDER's routes. None: they are never in force."""
        self._settings = settings
        self._recorder = recorder or NoRecorder()
        self._events: asyncio.Queue[EngineEvent] = asyncio.Queue()
        self._running: Running | None = None
        self._supervisor: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        return "CUSTOM"

    @property
    def signalling(self) -> Signalling:
        return self

    @property
    def records(self) -> bool:
        return not isinstance(self._recorder, NoRecorder)

    async def start(self) -> None:
        """Claim the engine of a former process with its sessions, or spawn a new one. Raises EngineUnavailable."""
        self._settings.run_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        claimed = await claim(self._settings, self._events.put_nowait, self._recorder)
        self._running = claimed or await self._spawn()
        self._supervisor = asyncio.create_task(self._supervise())

    async def stop(self, *, keep: bool) -> None:
        """`keep` leaves the engine to the next process; it gives up after RECLAIM_SECONDS."""
        if self._supervisor is not None:
            self._supervisor.cancel()
            await asyncio.gather(self._supervisor, return_exceptions=True)
        running, self._running = self._running, None
        if running is None:
            return
        await running.let_go()
        if keep:
            running.process.let_go()
        else:
            await running.process.end(grace_seconds=2.0)
            running.kept.drop()

    async def open_room(self, session: SessionId) -> str:
        with _translated():
            return await self._hub.open_room(session)

    async def close_room(self, session: SessionId) -> None:
        with _translated():
            await self._hub.close_room(session)

    async def admit(self, session: SessionId, person: UserId) -> Grant:
        return Grant(engine=self.name, ice_servers=self._settings.ice_servers(person))

    async def expel(self, session: SessionId, person: UserId) -> None:
        with _translated():
            await self._hub.expel(session, person)

    async def keep(self, session: SessionId, pages: Mapping[UserId, PageId]) -> None:
        with _translated():
            await self._hub.keep(session, pages)

    async def route(self, session: SessionId, table: RoutingTable) -> RoutingTable:
        with _translated():
            return await self._hub.route(session, table)

    async def publish(
        self, session: SessionId, person: UserId, page: PageId, offer: str, *, beside: bool = False
    ) -> str:
        with _translated():
            return await self._hub.publish(session, person, page, offer, beside=beside)

    async def subscribe(
        self, session: SessionId, person: UserId, page: PageId, sources: frozenset[UserId], *, beside: bool = False
    ) -> Offer | None:
        with _translated():
            return await self._hub.subscribe(session, person, page, sources, beside=beside)

    async def cover(self, session: SessionId, person: UserId, sources: frozenset[UserId]) -> None:
        with _translated():
            await self._hub.cover(session, person, sources)

    async def accept(
        self, session: SessionId, person: UserId, page: PageId, answer: str, of: str | None = None
    ) -> None:
        with _translated():
            await self._hub.accept(session, person, page, answer, of)

    async def refresh(self, session: SessionId, person: UserId) -> None:
        with _translated():
            await self._hub.refresh(session, person)

    async def healthy(self) -> bool:
        return self._running is not None and await self._running.answers()

    async def events(self) -> AsyncIterator[EngineEvent]:
        while True:
            yield await self._events.get()

    @property
    def _hub(self) -> Hub:
        if self._running is None:
            raise EngineUnavailable("the media engine is being restarted")
        return self._running.hub

    async def _spawn(self) -> Running:
        return await spawn(self._settings, self._events.put_nowait, self._recorder)

    async def _supervise(self) -> None:
        while True:
            if self._running is not None:
                running = self._running
                await self._until_lost(running)
                self._running = None
                self._events.put_nowait(EngineLost())
                # First the process: a hanging one would keep us waiting for the end of our sockets.
                await _tried(running.process.end(grace_seconds=0))
                await _tried(running.let_go())
                running.process.log_last_lines()
            for attempt in range(1_000_000):
                await asyncio.sleep(BACKOFF_SECONDS[min(attempt, len(BACKOFF_SECONDS) - 1)])
                try:
                    self._running = await self._spawn()
                    break
                except EngineUnavailable as error:
                    log.error("engine does not come back; trying again", error=str(error))
                except Exception:  # whatever it is, lessons wait for the engine: a full disk comes and goes
                    log.exception("engine does not come back; trying again")
            self._events.put_nowait(EngineRestarted())

    async def _until_lost(self, running: Running) -> None:
        """Until the process is dead, or the socket is, or the plugin has not answered twice in a row."""
        gone = [asyncio.create_task(event.wait()) for event in (running.process.died, running.disconnected)]
        misses = 0
        try:
            while misses < MISSES:
                done, _ = await asyncio.wait(gone, timeout=HEALTH_EVERY_SECONDS, return_when=asyncio.FIRST_COMPLETED)
                if done:
                    break
                running.process.look_after()
                running.kept.catch_up()
                if await running.answers():
                    misses = 0
                elif (late := self._settings.loop_late_seconds(HEALTH_LIMIT_SECONDS * 2)) > 0:
                    log.warning("engine not heard, but this server was late itself", ms=round(late * 1000))
                else:
                    misses += 1
        finally:
            for task in gone:
                task.cancel()
        died, hangs = running.process.died.is_set(), misses == MISSES
        log.error("engine lost", pid=running.process.identity.pid, died=died, hangs=hangs)


async def _tried(step: Awaitable[None]) -> None:
    """A step of tidying up after a dead engine, which must not keep a new one from being started."""
    try:
        await step
    except Exception:
        log.exception("a dead engine could not be tidied up")


@contextmanager
def _translated() -> Iterator[None]:
    """The engine's refusals, as the port's errors."""
    try:
        yield
    except JanusError as error:
        if error.code in (NO_SUCH_SESSION, NO_SUCH_HANDLE):
            raise EngineUnavailable("the connection is gone from the engine; make a new one") from error
        raise EngineRefused(f"the engine refused: {error}") from error
