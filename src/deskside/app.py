"""The composition root: the only module that knows every other, and the only one with a clock and chance of its own."""

import asyncio
import contextlib
import secrets
import signal
import socket
import time
import uuid
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import structlog
import uvicorn
import uvloop

from deskside import logs, tls
from deskside.domain.ids import Millis
from deskside.http.app import build as build_http
from deskside.http.edge import EdgeConfig, Services
from deskside.http.passwords import Argon2Passwords
from deskside.media.janus.config import JanusSettings
from deskside.media.janus.engine import JanusEngine
from deskside.media.null import NullEngine
from deskside.ports.media import MediaEngine
from deskside.realtime.broadcast import SocketBroadcast
from deskside.realtime.connections import Connections
from deskside.realtime.desk import Desk
from deskside.realtime.server import Asgi, Realtime
from deskside.services.accounts import AccountService
from deskside.services.attendance import AttendanceService
from deskside.services.boards import BoardService
from deskside.services.calendar import CalendarService
from deskside.services.calls import CallService
from deskside.services.centers import CenterService
from deskside.services.details import DetailService
from deskside.services.diagnosis import DiagnosisService
from deskside.services.door import Door
from deskside.services.exercises import ExerciseService
from deskside.services.lanes import LaneService
from deskside.services.outside import Outside
from deskside.services.people import PeopleService
from deskside.services.planning import PlanningService
from deskside.services.routing import Router
from deskside.services.sessions import SessionService
from deskside.services.talk import TalkService
from deskside.services.work import WorkService
from deskside.settings import Settings
from deskside.storage.database import Database
from deskside.storage.database import migrate as migrate_database

log = structlog.get_logger(__name__)

WEB = Path(__file__).parent / "web"
SWEEP_SECONDS = 1.0
FORGET_SECONDS = 600.0
"""How often expired logins, links and grants are deleted; they do not work from the moment they expire."""


class SystemClock:
    """The clock of the machine. When that is set back, this one stands still until it is caught up with: stopwatches
    and logs never run backwards."""

    def __init__(self) -> None:
        self._latest = Millis(0)

    def now(self) -> Millis:
        """Milliseconds since the Unix epoch; never less than before."""
        self._latest = Millis(max(self._latest, time.time_ns() // 1_000_000))
        return self._latest


class SystemSecrets:
    """Chance from the operating system."""

    def new_id(self) -> str:
        """A random UUID (RFC 9562, version 4)."""
        return str(uuid.uuid4())

    def new_secret(self) -> str:
        """256 random bits, URL-safe."""
        return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Composition:
    """Everything, put together; nothing runs yet."""

    settings: Settings
    database: Database
    outside: Outside
    connections: Connections
    accounts: AccountService
    sessions: SessionService
    lanes: LaneService
    attendance: AttendanceService
    calls: CallService
    talk: TalkService
    boards: BoardService
    exercises: ExerciseService
    details: DetailService
    work: WorkService
    people: PeopleService
    planning: PlanningService
    calendar: CalendarService
    centers: CenterService
    diagnosis: DiagnosisService


def compose(settings: Settings) -> Composition:
    """Put the application together. Needs a running event loop only once it is used."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    database, connections = Database(settings.database), Connections()
    storage, broadcast, clock, chance = database.storage(), SocketBroadcast(connections), SystemClock(), SystemSecrets()
    outside = Outside(storage, _engine(settings, clock), broadcast, clock, chance)
    router = Router(outside.engine, broadcast)
    door = Door(storage, broadcast, router, clock)
    passwords = Argon2Passwords()
    accounts = AccountService(storage, clock, chance, passwords, on_disabled=broadcast.dismiss)
    sessions = SessionService(outside, door, router)
    return Composition(
        settings,
        database,
        outside,
        connections,
        accounts,
        sessions,
        LaneService(outside, door, router),
        AttendanceService(outside, door),
        CallService(outside, door, router),
        TalkService(door),
        BoardService(outside, door),
        ExerciseService(storage, chance),
        DetailService(storage, door, clock),
        WorkService(storage, door),
        PeopleService(storage, chance, passwords, accounts),
        PlanningService(outside, door, sessions),
        CalendarService(storage, clock, chance),
        CenterService(storage),
        DiagnosisService(outside),
    )


def migrate(settings: Settings) -> None:
    """Bring the database up to date. Blocks."""
    settings.var_dir.mkdir(parents=True, exist_ok=True)
    asyncio.run(migrate_database(settings.database))


def serve(settings: Settings, *, on_ready: Callable[[], None] | None = None) -> None:
    """Serve until told to end. SIGTERM (a new version is coming) leaves media running for the next process to claim;
    Ctrl+C ends all."""
    logs.set_up(level=settings.log_level, as_json=settings.log_json)
    tidy = contextlib.suppress(KeyboardInterrupt)  # uvicorn raises the signal again once all is tidy
    with tidy, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, on_ready))


def _engine(settings: Settings, clock: SystemClock) -> MediaEngine:
    binary = settings.find_janus()
    if settings.engine == "none" or binary is None:
        if settings.engine != "none":
            log.error("no media engine is installed: sessions have no video; run make run, or deskside doctor")
        return NullEngine()
    ports = settings.rtp_port_range
    return JanusEngine(
        JanusSettings(
            binary=binary,
            run_dir=settings.var_dir / "engine",
            public_addresses=settings.public_address,
            rtp_port_range=(ports.first, ports.last),
            ice_servers=lambda person: settings.ice.servers(person, clock.now()),
        )
    )


class _Server(uvicorn.Server):
    """Remembers which signal ended it, and says when it listens."""

    ended_by: int | None = None

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        self.ended_by = sig
        super().handle_exit(sig, frame)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self._on_ready is not None:
            self._on_ready()


async def _serve(settings: Settings, on_ready: Callable[[], None] | None) -> None:
    parts = compose(settings)
    await parts.outside.engine.start()
    await parts.attendance.recover()
    server = _Server(_uvicorn_config(settings, _asgi(parts)), on_ready)
    chores = [
        asyncio.create_task(parts.calls.follow_engine(), name="follow engine"),
        asyncio.create_task(_every(SWEEP_SECONDS, parts.attendance.sweep), name="sweep"),
        asyncio.create_task(_every(SWEEP_SECONDS, parts.diagnosis.sweep), name="end connection tests"),
        asyncio.create_task(_every(FORGET_SECONDS, parts.accounts.sweep), name="forget"),
    ]
    try:
        await server.serve()
    finally:
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        await parts.diagnosis.close_all()
        await parts.outside.engine.stop(keep=server.ended_by == signal.SIGTERM)
        await parts.boards.close()
        await parts.database.close()


def _asgi(parts: Composition) -> Asgi:
    """HTTP, with the socket beside it."""

    async def ailments() -> tuple[str, ...]:
        healthy = await parts.outside.engine.healthy()
        return () if healthy else ("The media engine does not answer; it is being restarted.",)

    services = Services(
        parts.accounts,
        parts.sessions,
        parts.lanes,
        parts.attendance,
        parts.exercises,
        parts.details,
        parts.work,
        parts.people,
        parts.planning,
        parts.calendar,
        parts.centers,
        parts.diagnosis,
        parts.outside.clock,
        ailments,
    )
    settings = parts.settings
    config = EdgeConfig(settings.url, parts.outside.engine.name, WEB, api_docs=settings.api_docs)
    desk = Desk(
        parts.attendance,
        parts.sessions,
        parts.lanes,
        parts.calls,
        parts.talk,
        parts.boards,
        parts.work,
        parts.outside.clock,
    )
    realtime = Realtime(desk, parts.connections, origins=frozenset({settings.url}))
    return realtime.asgi(build_http(services, config))


def _uvicorn_config(settings: Settings, app: Asgi) -> uvicorn.Config:
    pair = tls.certificate_files(settings, SystemClock().now())
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        ws="websockets-sansio",
        ws_per_message_deflate=False,
        ws_max_size=64 * 1024,
        timeout_graceful_shutdown=3,
        forwarded_allow_ips=list(settings.trusted_proxies),
        ssl_certfile=pair.certificate if pair else None,
        ssl_keyfile=pair.key if pair else None,
    )


async def _every(seconds: float, chore: Callable[[], Awaitable[None]]) -> None:
    """Do a chore again and again. One that fails is logged and done again next time."""
    while True:
        try:
            await chore()
        except Exception:
            log.exception("a chore failed")
        await asyncio.sleep(seconds)
