"""The embedded engine as a `MediaEngine`: brings Janus up, claims one that outlived the server, replaces one that died.

Everything that a Janus process knows is in a `Hub`; when the process dies the hub is dropped whole.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import structlog

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.tracks import RoutingTable
from deskside.media.janus.client import NO_SUCH_HANDLE, NO_SUCH_SESSION, JanusClient, JanusError
from deskside.media.janus.config import Access, JanusSettings, new_access
from deskside.media.janus.hub import Hub
from deskside.media.janus.observation import Observer
from deskside.media.janus.process import JanusProcess
from deskside.media.janus.state import Saved, load, store
from deskside.media.janus.videoroom import VideoRoom
from deskside.ports.media import (
    Capabilities,
    EngineEvent,
    EngineLost,
    EngineRefused,
    EngineRestarted,
    EngineUnavailable,
    Grant,
    Offer,
    Routing,
    Signalling,
)

log = structlog.get_logger(__name__)

READY_SECONDS = 10.0
HEALTH_EVERY_SECONDS = 1.0
HEALTH_LIMIT_SECONDS = 1.5
MISSES = 2
"""Unanswered questions in a row until the engine counts as hanging."""
BACKOFF_SECONDS = (0.0, 0.5, 1.0, 2.0, 5.0)
PROBE_ROOM = "-"
"""Asked for by the health check; no session has this id."""


@dataclass(frozen=True, slots=True)
class _Running:
    """One engine process and our session with it."""

    process: JanusProcess
    access: Access
    client: JanusClient
    videoroom: VideoRoom
    hub: Hub
    observer: Observer
    disconnected: asyncio.Event


class JanusEngine:
    """A `MediaEngine` with `Signalling`. Start it once; `events` has one reader."""

    def __init__(self, settings: JanusSettings) -> None:
        self._settings = settings
        self._events: asyncio.Queue[EngineEvent] = asyncio.Queue()
        self._running: _Running | None = None
        self._supervisor: asyncio.Task[None] | None = None

    @property
    def name(self) -> str:
        return "CUSTOM"

    @property
    def capabilities(self) -> Capabilities:
        return Capabilities(routing=Routing.ENFORCED, signalling=True, recording=False)

    @property
    def signalling(self) -> Signalling:
        return self

    async def start(self) -> None:
        """Claim the engine of a former process with its sessions, or spawn a new one. Raises EngineUnavailable."""
        self._settings.run_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._running = await self._claim() or await self._spawn()
        self._supervisor = asyncio.create_task(self._supervise())

    async def stop(self, *, keep: bool) -> None:
        """`keep` leaves the engine to the next process; it gives up after RECLAIM_SECONDS."""
        if self._supervisor is not None:
            self._supervisor.cancel()
            await asyncio.gather(self._supervisor, return_exceptions=True)
        running, self._running = self._running, None
        if running is None:
            return
        await self._let_go(running)
        if keep:
            running.process.let_go()
        else:
            await running.process.end(grace_seconds=2.0)
            store(self._settings.run_dir, None)

    async def open_room(self, session: SessionId) -> str:
        with _translated():
            return await self._hub.open_room(session)

    async def close_room(self, session: SessionId) -> None:
        with _translated():
            await self._hub.close_room(session)

    async def admit(self, session: SessionId, person: UserId) -> Grant:
        return Grant(engine=self.name, ice_servers=self._settings.ice_servers)

    async def expel(self, session: SessionId, person: UserId) -> None:
        with _translated():
            await self._hub.expel(session, person)

    async def route(self, session: SessionId, table: RoutingTable) -> RoutingTable:
        with _translated():
            return await self._hub.route(session, table)

    async def publish(self, session: SessionId, person: UserId, page: PageId, offer: str) -> str:
        with _translated():
            return await self._hub.publish(session, person, page, offer)

    async def subscribe(
        self, session: SessionId, person: UserId, page: PageId, sources: frozenset[UserId]
    ) -> Offer | None:
        with _translated():
            return await self._hub.subscribe(session, person, page, sources)

    async def accept(self, session: SessionId, person: UserId, page: PageId, answer: str) -> None:
        with _translated():
            await self._hub.accept(session, person, page, answer)

    async def refresh(self, session: SessionId, person: UserId) -> None:
        with _translated():
            await self._hub.refresh(session, person)

    async def healthy(self) -> bool:
        return self._running is not None and await self._answers(self._running)

    async def events(self) -> AsyncIterator[EngineEvent]:
        while True:
            yield await self._events.get()

    @property
    def _hub(self) -> Hub:
        if self._running is None:
            raise EngineUnavailable("the media engine is being restarted")
        return self._running.hub

    async def _claim(self) -> _Running | None:
        saved = load(self._settings.run_dir)
        process = saved and JanusProcess.adopt(self._settings, saved.identity)
        if saved is None or process is None:
            return None
        running = self._assemble(process, saved.access)
        try:
            await running.client.open()
            await running.client.claim_session(saved.session_id)
            running.hub.adopt(saved.rooms)
            await running.observer.open()
            await running.observer.resume(saved.session_id, running.hub)
        except (EngineUnavailable, JanusError) as error:
            log.warning("the former engine cannot be claimed; replacing it", error=str(error))
            await self._let_go(running)
            await process.end(grace_seconds=0)
            return None
        running.observer.watch(saved.session_id, running.hub)
        log.info("engine claimed", pid=process.identity.pid, rooms=len(saved.rooms))
        return running

    async def _spawn(self) -> _Running:
        access = new_access()
        try:
            process = JanusProcess.spawn(self._settings, access)
        except OSError as error:
            raise EngineUnavailable(f"the media engine cannot be run: {error}") from error
        running = self._assemble(process, access)
        try:
            await _ready(running)
            session_id = await running.client.create_session()
            await running.observer.open()
        except (EngineUnavailable, JanusError) as error:
            await self._let_go(running)
            await process.end(grace_seconds=0)
            _log_last_lines(process)
            raise EngineUnavailable("the media engine does not become ready") from error
        running.observer.watch(session_id, running.hub)
        self._save(running)
        log.info("engine started", pid=process.identity.pid)
        return running

    def _assemble(self, process: JanusProcess, access: Access) -> _Running:
        disconnected = asyncio.Event()
        client = JanusClient(
            access.api_url,
            subprotocol="janus-protocol",
            secret=access.api_secret,
            on_event=lambda event: hub.take(event),
            on_closed=disconnected.set,
        )
        videoroom = VideoRoom(client, access.admin_key)
        hub = Hub(videoroom, emit=self._events.put_nowait, save=lambda: self._save(running))
        observer = Observer(access, emit=self._events.put_nowait)
        running = _Running(process, access, client, videoroom, hub, observer, disconnected)
        return running

    def _save(self, running: _Running) -> None:
        if running.client.session_id is not None:
            rooms = list(running.hub.rooms.values())
            identity = running.process.identity
            store(self._settings.run_dir, Saved(identity, running.access, running.client.session_id, rooms))

    async def _supervise(self) -> None:
        while True:
            if self._running is not None:
                running = self._running
                await self._until_lost(running)
                self._running = None
                self._events.put_nowait(EngineLost())
                await self._let_go(running)
                await running.process.end(grace_seconds=0)
                _log_last_lines(running.process)
            for attempt in range(1_000_000):
                await asyncio.sleep(BACKOFF_SECONDS[min(attempt, len(BACKOFF_SECONDS) - 1)])
                try:
                    self._running = await self._spawn()
                    break
                except EngineUnavailable as error:
                    log.error("engine does not come back; trying again", error=str(error))
            self._events.put_nowait(EngineRestarted())

    async def _until_lost(self, running: _Running) -> None:
        """Until the process is dead, or the socket is, or the plugin has not answered twice in a row."""
        gone = [asyncio.create_task(event.wait()) for event in (running.process.died, running.disconnected)]
        misses = 0
        try:
            while misses < MISSES:
                done, _ = await asyncio.wait(
                    gone, timeout=HEALTH_EVERY_SECONDS, return_when=asyncio.FIRST_COMPLETED
                )
                if done:
                    break
                running.process.bound_log()
                misses = 0 if await self._answers(running) else misses + 1
        finally:
            for task in gone:
                task.cancel()
        died, hangs = running.process.died.is_set(), misses == MISSES
        log.error("engine lost", pid=running.process.identity.pid, died=died, hangs=hangs)

    async def _answers(self, running: _Running) -> bool:
        try:
            await running.videoroom.exists(PROBE_ROOM, limit_seconds=HEALTH_LIMIT_SECONDS)
        except (EngineUnavailable, JanusError):
            return False
        return True

    async def _let_go(self, running: _Running) -> None:
        await running.observer.close()
        await running.hub.close()
        await running.client.close()


async def _ready(running: _Running) -> None:
    """Wait until a new process takes connections. Raises EngineUnavailable."""
    deadline = asyncio.get_running_loop().time() + READY_SECONDS
    while True:
        try:
            await running.client.open(limit_seconds=1.0)
            return
        except EngineUnavailable:
            if running.process.died.is_set() or asyncio.get_running_loop().time() > deadline:
                raise
        await asyncio.sleep(0.02)


@contextmanager
def _translated() -> Iterator[None]:
    """The engine's refusals, as the port's errors."""
    try:
        yield
    except JanusError as error:
        if error.code in (NO_SUCH_SESSION, NO_SUCH_HANDLE):
            raise EngineUnavailable("the connection is gone from the engine; make a new one") from error
        raise EngineRefused(f"the engine refused: {error}") from error


def _log_last_lines(process: JanusProcess) -> None:
    log.error("last lines of the engine's log", lines=process.last_lines())
