"""The composition root: the only module that knows every other, and the only one with a clock and chance of its own."""

import asyncio
import secrets
import time
import uuid
from dataclasses import dataclass
from pathlib import Path

import structlog

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
from deskside.services.board_revisions import RevisionService
from deskside.services.boards import BoardService
from deskside.services.calendar import CalendarService
from deskside.services.calls import CallService
from deskside.services.centers import CenterService
from deskside.services.details import DetailService
from deskside.services.diagnosis import DiagnosisService
from deskside.services.door import Door
from deskside.services.exercises import ExerciseService
from deskside.services.lanes import LaneService
from deskside.services.open_boards import OpenBoards
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
    revisions: RevisionService
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
    opened = OpenBoards(outside, door)
    revisions = RevisionService(outside, door, opened)
    return Composition(
        settings,
        database,
        outside,
        connections,
        accounts,
        sessions,
        LaneService(outside, door, router, on_help=revisions.attach),
        AttendanceService(outside, door),
        CallService(outside, door, router),
        TalkService(door),
        BoardService(outside, door, opened),
        revisions,
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


def asgi(parts: Composition) -> Asgi:
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
        parts.revisions,
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
