"""One engine process and our session with it: spawned, or claimed from a former server process."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from deskside.children.files import Kept
from deskside.children.process import Child
from deskside.media.janus.client import HandleEvent, JanusClient, JanusError
from deskside.media.janus.config import Access, JanusSettings, new_access
from deskside.media.janus.hub import Hub
from deskside.media.janus.observation import Observer
from deskside.media.janus.process import adopt_janus, start_janus
from deskside.media.janus.state import FILE, Saved, load, packed
from deskside.media.janus.videoroom import VideoRoom
from deskside.ports.media import EngineEvent, EngineUnavailable
from deskside.ports.recorder import Recorder

log = structlog.get_logger(__name__)

READY_SECONDS = 10.0
"""It takes 0.15 s; more only where the machine is overloaded."""
HEALTH_LIMIT_SECONDS = 1.5
CLAIM_ATTEMPTS = 2
"""A machine on which everything starts at once is late: lessons in the engine are worth a second try."""
PROBE_ROOM = "-"
"""Asked for by the health check; no session has this id."""

Emit = Callable[[EngineEvent], None]


@dataclass(frozen=True, slots=True)
class Running:
    """An engine that has answered."""

    process: Child
    client: JanusClient
    videoroom: VideoRoom
    hub: Hub
    observer: Observer
    kept: Kept
    """What the next server process needs in order to claim it."""
    disconnected: asyncio.Event
    """Our socket to it is lost."""

    async def answers(self) -> bool:
        """Whether the VideoRoom itself does its work: it can deadlock while the process lives."""
        try:
            await self.videoroom.exists(PROBE_ROOM, limit_seconds=HEALTH_LIMIT_SECONDS)
        except (EngineUnavailable, JanusError):
            return False
        return True

    async def let_go(self) -> None:
        """Close our sockets; the process goes on."""
        await self.observer.close()
        await self.hub.close()
        await self.client.close()


async def claim(settings: JanusSettings, emit: Emit, recorder: Recorder) -> Running | None:
    """The engine of a former server process, with everything in it. None: there is none that can be claimed."""
    saved = load(settings.run_dir)
    if saved is None:
        return None
    process = adopt_janus(settings, saved.identity)
    if process is None:
        return None
    for attempts_left in reversed(range(CLAIM_ATTEMPTS)):
        running = _assemble(settings, process, saved.access, emit, recorder)
        try:
            await _take_over(running, saved)
        except (EngineUnavailable, JanusError) as error:
            again = attempts_left > 0 and isinstance(error, EngineUnavailable) and not process.died.is_set()
            log.warning("the former engine cannot be claimed", error=str(error), again=again)
            if not again:
                await process.end(grace_seconds=0)
            await running.let_go()
            if not again:
                return None
        else:
            running.observer.watch(saved.session_id, running.hub)
            log.info("engine claimed", pid=process.identity.pid, rooms=len(saved.rooms))
            return running
    return None


async def _take_over(running: Running, saved: Saved) -> None:
    """Raises EngineUnavailable, JanusError."""
    await running.client.open()
    await running.client.claim_session(saved.session_id)
    running.hub.adopt(saved.rooms)
    await running.observer.open()
    await running.observer.resume(saved.session_id, running.hub)
    await running.hub.copying.take_over(saved.rooms)


async def spawn(settings: JanusSettings, emit: Emit, recorder: Recorder) -> Running:
    """A new, empty engine. Raises EngineUnavailable if it does not answer within READY_SECONDS."""
    access = new_access()
    try:
        process = start_janus(settings, access)
    except OSError as error:
        raise EngineUnavailable(f"the media engine cannot be run: {error}") from error
    running = _assemble(settings, process, access, emit, recorder)
    try:
        await _ready(running)
        session_id = await running.client.create_session()
        await running.observer.open()
    except (EngineUnavailable, JanusError) as error:
        await process.end(grace_seconds=0)
        await running.let_go()
        process.log_last_lines()
        raise EngineUnavailable("the media engine does not become ready") from error
    except BaseException:
        await process.end(grace_seconds=0)  # nobody else knows of it yet
        raise
    running.observer.watch(session_id, running.hub)
    running.kept.put(packed(Saved(process.identity, access, session_id, [])))
    running.hub.copying.begin()
    log.info("engine started", pid=process.identity.pid)
    return running


def _assemble(settings: JanusSettings, process: Child, access: Access, emit: Emit, recorder: Recorder) -> Running:
    disconnected, kept = asyncio.Event(), Kept(settings.run_dir / FILE)

    def take(event: HandleEvent) -> None:
        hub.take(event)

    def save() -> None:
        if client.session_id is not None:
            rooms = list(hub.rooms.values())
            kept.put(packed(Saved(process.identity, access, client.session_id, rooms)))

    client = JanusClient(
        access.api_url,
        subprotocol="janus-protocol",
        secret=access.api_secret,
        on_event=take,
        on_closed=disconnected.set,
    )

    async def drained(handle: int) -> None:
        if client.session_id is not None:
            await observer.drained(client.session_id, handle)

    videoroom = VideoRoom(client, access.admin_key)
    observer = Observer(access, emit=emit)
    hub = Hub(videoroom, emit=emit, save=save, drained=drained, recorder=recorder)
    return Running(process, client, videoroom, hub, observer, kept, disconnected)


async def _ready(running: Running) -> None:
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
