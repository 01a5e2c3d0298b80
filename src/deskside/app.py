"""The composition root: the only module that knows every other, and the only one with a clock and chance of its own."""

import asyncio
import os
import secrets
import shutil
import stat
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import structlog

from deskside.domain.boards.keeping import MEGABYTE, Space
from deskside.domain.ids import UserId
from deskside.http.app import build as build_http
from deskside.http.edge import EdgeConfig
from deskside.http.passwords import Argon2Passwords
from deskside.http.security import with_headers
from deskside.keeping_settings import filmer, keeping, recorder_settings, remuxer, witness
from deskside.media.janus.config import JanusSettings
from deskside.media.janus.engine import JanusEngine
from deskside.media.null import NullEngine
from deskside.ports.media import IceServer, MediaEngine
from deskside.ports.recorder import NoRecorder, Recorder
from deskside.ports.speech import NoTranscriber
from deskside.punctual import LoopWatch
from deskside.realtime.broadcast import SocketBroadcast
from deskside.realtime.connections import Connections
from deskside.realtime.server import Asgi, Realtime
from deskside.recorder.tracks import SealedRecorder
from deskside.relay.running import Relay
from deskside.relay_settings import relay_settings
from deskside.services.keyring import Keyring
from deskside.services.outside import Outside
from deskside.services.segments import SegmentRegister
from deskside.services.suite import Services, assemble
from deskside.settings import Settings
from deskside.speech import models
from deskside.steady import SteadyClock
from deskside.storage.database import Database
from deskside.storage.database import migrate as migrate_database
from deskside.storage.unusable import usable_folder
from deskside.transcribers.whisper import LocalWhisper

log = structlog.get_logger(__name__)

WEB = Path(__file__).parent / "web"


def system_clock() -> SteadyClock:
    """The clock of the machine, as far as it can be trusted. The counter goes on while the machine sleeps, where there
    is one that does (Linux)."""
    counter = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)
    return SteadyClock(time.time_ns, lambda: time.clock_gettime_ns(counter))


class SystemSecrets:
    """Chance from the operating system."""

    def new_id(self) -> str:
        """A random UUID (RFC 9562, version 4)."""
        return str(uuid.uuid4())

    def new_secret(self) -> str:
        """256 random bits, URL-safe."""
        return secrets.token_urlsafe(32)


class ThisMachine:
    """The machine that this process runs on. `folders`: where something is kept."""

    def __init__(self, folders: tuple[Path, ...], loop_watch: LoopWatch) -> None:
        self._folders = folders
        self._loop_watch = loop_watch

    def free_bytes(self) -> int:
        """On the fullest of their disks; 0 where it cannot be told."""
        try:
            return min(shutil.disk_usage(folder).free for folder in self._folders)
        except OSError:
            return 0

    def late_seconds(self, within_seconds: float) -> float:
        """How late the event loop was."""
        return self._loop_watch.late_seconds(within_seconds)


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    """Everything, put together; nothing runs yet."""

    settings: Settings
    database: Database
    connections: Connections
    services: Services
    relay: Relay | None
    """The embedded one. None: it is not wanted."""
    recorder: Recorder
    """To be started before the engine, and stopped after it."""
    loop_watch: LoopWatch


def keep_private(folder: Path) -> None:
    """The folder of everything that is kept is its owner's alone: no other account of the machine reads it, nor does
    the engine, which gets files of its own. So is every file that this process makes from now on.
    """
    os.umask(0o077)
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = folder.stat()
    if found.st_mode & stat.S_ISVTX or found.st_uid != os.geteuid():
        return  # a folder of the machine, such as /tmp, or somebody else's: not ours to close
    if found.st_mode & 0o077:
        log.warning("closing the folder to other accounts of this machine", folder=str(folder))
        folder.chmod(0o700)


def compose(settings: Settings) -> Composition:
    """Put the application together. Needs a running event loop only once it is used."""
    keep_private(settings.var_dir)
    kept = witness(settings, secrets.token_bytes)
    database, connections, clock = Database(settings.database, kept), Connections(), system_clock()
    loop_watch, relay = LoopWatch(), Relay(relay_settings(settings)) if settings.turn == "embedded" else None
    without_media = Outside(
        storage=database.storage(),
        engine=NullEngine(),
        broadcast=SocketBroadcast(connections),
        clock=clock,
        secrets=SystemSecrets(),
        machine=ThisMachine(settings.folders, loop_watch),
        keeping=keeping(settings, secrets.token_bytes),
        remuxer=remuxer(settings),
        filmer=filmer(settings),
        retention_days=settings.video_retention_days,
        heads=kept.heads,
        transcriber=LocalWhisper(models(settings.speech_model)) if settings.speech == "whisper" else NoTranscriber(),
    )
    recorder = _recorder(settings, without_media)
    engine = _engine(settings, ice_servers(settings, relay, clock), loop_watch, recorder)
    outside = replace(without_media, engine=engine, recorder=recorder)
    space = Space(settings.board_mb_per_session * MEGABYTE, settings.board_mb_per_center * MEGABYTE)
    services = assemble(outside, Argon2Passwords(), space)
    return Composition(
        settings=settings,
        database=database,
        connections=connections,
        services=services,
        relay=relay,
        recorder=recorder,
        loop_watch=loop_watch,
    )


def migrate(settings: Settings) -> None:
    """Bring the database up to date. Blocks. Raises NewerDatabase, Unusable."""
    with usable_folder(settings.var_dir):
        keep_private(settings.var_dir)
    asyncio.run(migrate_database(settings.database))


def ice_servers(
    settings: Settings, relay: Relay | None, clock: SteadyClock
) -> Callable[[UserId], tuple[IceServer, ...]]:
    """STUN and TURN for each person. A relay looks at the clock on the wall whether a credential has expired."""

    def servers(person: UserId) -> tuple[IceServer, ...]:
        ice = settings.ice if relay is None else replace(settings.ice, turn_secret=relay.secret)
        return ice.servers(person, clock.wall())

    return servers


def _recorder(settings: Settings, outside: Outside) -> Recorder:
    """Of the embedded engine, if there is one and nobody forbade it."""
    if not settings.recording or settings.engine == "none" or settings.find_janus() is None:
        return NoRecorder()
    return SealedRecorder(recorder_settings(settings), SegmentRegister(outside, Keyring(outside)))


def _engine(
    settings: Settings,
    ice_servers: Callable[[UserId], tuple[IceServer, ...]],
    loop_watch: LoopWatch,
    recorder: Recorder,
) -> MediaEngine:
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
            ice_servers=ice_servers,
            loop_late_seconds=loop_watch.late_seconds,
        ),
        recorder,
    )


def asgi(parts: Composition) -> Asgi:
    """HTTP, with the socket beside it."""
    settings, services = parts.settings, parts.services
    config = EdgeConfig(settings.url, services.outside.engine.name, WEB, api_docs=settings.api_docs)
    realtime = Realtime(services, parts.connections, url=settings.url)
    return with_headers(realtime.asgi(build_http(services, config)))
