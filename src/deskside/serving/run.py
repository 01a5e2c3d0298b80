"""Runs the application that `app` puts together: the web server, the engine, and what has to be done now and then."""

import asyncio
import contextlib
import logging
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from functools import partial
from types import FrameType

import structlog
import uvicorn
import uvloop

from deskside import logs, tls
from deskside.app import asgi, compose, system_clock
from deskside.jobs.worker import AT_ONCE, LOOK_SECONDS, Worker
from deskside.ports.storage import StorageUnavailable
from deskside.punctual import spare_what_stays
from deskside.realtime.server import Asgi
from deskside.relay.refusals import RelayRefused
from deskside.services.jobs import JobService
from deskside.serving.acceptor import Acceptor, FullLog, caps_for, listen, raise_file_limit
from deskside.serving.doorkeeper import Doorkeeper, Visitor
from deskside.serving.http import KEEP_ALIVE_SECONDS, VISITOR, Http, Patience
from deskside.serving.socket import Socket
from deskside.settings import Settings
from deskside.storage.ownership import Ownership, Taken, owned
from deskside.storage.unusable import Unusable

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 1.0
AGAIN_SECONDS = 1.0
"""Until what should never end is begun again."""
SWITCH_SECONDS = 0.0005
"""How long a thread that computes may keep others waiting. The database's thread and the event loop hand over to each
other several times in an act, and the usual 5 ms made them wait (50 students answering: 149 a second, then 179)."""
ELSEWHERE = (
    "One server has them at a time. End the other one, or give this one a folder (DESKSIDE_VAR_DIR) and a database "
    "(DESKSIDE_DATABASE_URL) of its own."
)
HEALTH_SECONDS = 5.0
FORGET_SECONDS = 600.0
"""How often expired logins, links and grants are deleted, and shredded files; they are of no use from that moment."""


def serve(settings: Settings, *, prepare: Callable[[], None], on_ready: Callable[[], None] | None = None) -> int:
    """Serve until told to end; the exit code: 0, or 1 if another server has the folder or the database, or the relay
    that is wanted cannot be had. SIGTERM (a new version is coming) leaves media running for the next process to claim;
    Ctrl+C ends all. `prepare`: what may only be done to a database that is ours; it blocks."""
    sys.setswitchinterval(SWITCH_SECONDS)
    logs.set_up(level=settings.log_level, as_json=settings.log_json, for_good=True)
    tidy = contextlib.suppress(KeyboardInterrupt)  # Ctrl+C before it listens
    with tidy, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        return runner.run(_owning(settings, prepare, on_ready))
    return 0


class Server(uvicorn.Server):
    """uvicorn's, with connections accepted and counted by us; remembers which signal ended it."""

    ended_by: int | None = None

    def __init__(
        self,
        config: uvicorn.Config,
        doorkeeper: Doorkeeper,
        on_ready: Callable[[], None] | None = None,
        patience: Patience | None = None,
    ) -> None:
        super().__init__(config)
        self._patience = patience
        self._doorkeeper = doorkeeper
        self._on_ready = on_ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """As uvicorn's own; only that one remembers the signal to raise it again, which would cut the tidying short."""
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True
        self.ended_by = sig

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Listen, and accept. Leaves with exit code 3 if the address cannot be had, as uvicorn does."""
        config = self.config
        try:
            listening = sockets or listen(config.host, config.port)
        except OSError as error:
            log.error("cannot_listen", host=config.host, port=config.port, error=str(error))
            sys.exit(3)
        acceptor = Acceptor(listening, self._doorkeeper, self._protocol, config.ssl)
        self.servers = [acceptor]  # type: ignore[list-item]  # all that is asked of one: close, wait_closed
        self.started = True
        if self._on_ready is not None:
            self._on_ready()

    def _protocol(self, visitor: Visitor) -> Http:
        return Http(self.config, self.server_state, {VISITOR: visitor}, patience=self._patience)


async def _owning(settings: Settings, prepare: Callable[[], None], on_ready: Callable[[], None] | None) -> int:
    since = datetime.fromtimestamp(system_clock().now() / 1000, UTC)
    who = f"pid {os.getpid()} on {socket.gethostname()} since {since:%Y-%m-%d %H:%M:%SZ} at {settings.url}"
    try:
        async with owned(settings.var_dir, settings.database, who) as ownership:
            await asyncio.to_thread(prepare)
            return await _serve(settings, ownership, on_ready)
    except Taken as taken:
        print(f"{taken}. {ELSEWHERE}", file=sys.stderr, flush=True)
        return 1
    except RelayRefused as refused:
        print(refused, file=sys.stderr, flush=True)
        return 1


async def _serve(settings: Settings, ownership: Ownership, on_ready: Callable[[], None] | None) -> int:
    """The exit code."""
    files = raise_file_limit()
    parts = compose(settings)
    await parts.services.keyring.check()
    await parts.services.record_check.begin()
    tls.certificate_files(settings, system_clock().now())  # the relay may have the same
    if parts.relay is not None:
        await parts.relay.start()
    await parts.recorder.start()
    await parts.services.outside.engine.start()
    await parts.services.attendance.recover()
    doorkeeper = Doorkeeper(caps_for(files), exempt=settings.trusted_proxies, on_full=FullLog())
    server = Server(server_config(settings, asgi(parts)), doorkeeper, on_ready)
    spare_what_stays()
    lost = asyncio.create_task(_stop_when_lost(ownership, server), name="own the database")
    chores = [
        lost,
        asyncio.create_task(every(AGAIN_SECONDS, parts.loop_watch.watch), name="watch the loop"),
        asyncio.create_task(every(AGAIN_SECONDS, parts.services.calls.follow_engine), name="follow engine"),
        asyncio.create_task(every(SWEEP_SECONDS, parts.services.attendance.sweep), name="sweep"),
        asyncio.create_task(every(SWEEP_SECONDS, parts.services.proofs.watch), name="silent pages"),
        asyncio.create_task(every(SWEEP_SECONDS, parts.services.proofs.sweep), name="store who is silent"),
        asyncio.create_task(every(SWEEP_SECONDS, parts.services.ways_in.sweep), name="ways in ended elsewhere"),
        asyncio.create_task(every(SWEEP_SECONDS, parts.services.endings.sweep), name="end forgotten sessions"),
        asyncio.create_task(every(SWEEP_SECONDS, parts.services.diagnosis.sweep), name="end connection tests"),
        asyncio.create_task(every(HEALTH_SECONDS, parts.services.health.watch), name="watch over health"),
        asyncio.create_task(every(FORGET_SECONDS, parts.services.accounts.sweep), name="forget"),
        asyncio.create_task(every(FORGET_SECONDS, parts.services.vault.sweep), name="delete what is shredded"),
        asyncio.create_task(every(FORGET_SECONDS, parts.services.segments.sweep), name="delete forgotten segments"),
        asyncio.create_task(every(FORGET_SECONDS, parts.services.jobs.sweep), name="forget what was done"),
        asyncio.create_task(every(FORGET_SECONDS, parts.services.recording_files.foresee), name="look what expires"),
        *doing_jobs(parts.services.jobs),
        asyncio.create_task(every(FORGET_SECONDS, parts.services.rights.exports.sweep), name="exports"),
        asyncio.create_task(every(FORGET_SECONDS, parts.services.rights.erasures.go_on), name="erasures"),
    ]
    try:
        await server.serve()
    finally:
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        await parts.services.diagnosis.close_all()
        await parts.services.outside.engine.stop(keep=server.ended_by == signal.SIGTERM)
        await parts.recorder.stop(keep=server.ended_by == signal.SIGTERM)
        if parts.relay is not None:
            await parts.relay.stop(keep=server.ended_by == signal.SIGTERM)
        await parts.services.revisions.settle()
        await parts.services.boards.close()
        await parts.database.close()
    return 1 if lost.done() and not lost.cancelled() else 0


def doing_jobs(jobs: JobService) -> tuple[asyncio.Task[None], ...]:
    """Do what was put off, from now on until these are cancelled."""
    worker = Worker(jobs, f"pid {os.getpid()} on {socket.gethostname()}")
    lanes = [lane for lane, at_once in AT_ONCE.items() for _ in range(at_once)]
    return tuple(asyncio.create_task(every(LOOK_SECONDS, partial(worker.work, x)), name=f"jobs {x}") for x in lanes)


async def _stop_when_lost(ownership: Ownership, server: Server) -> None:
    taken = await ownership.lost()
    log.error("taken_over", what=taken.what, by=taken.who)
    server.handle_exit(signal.SIGINT, None)


def server_config(settings: Settings, app: Asgi) -> uvicorn.Config:
    """How uvicorn serves the application."""
    quiet = logging.getLogger("uvicorn.error")  # it warns of each unreadable request as often as anybody likes
    quiet.addFilter(lambda record: record.levelno != logging.WARNING)
    pair = tls.certificate_files(settings, system_clock().now())
    if pair is not None:
        _check(pair)
    return uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        http=Http,
        ws=Socket,
        ws_per_message_deflate=False,
        ws_max_size=64 * 1024,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=3,
        forwarded_allow_ips=list(settings.trusted_proxies),
        ssl_certfile=pair.certificate if pair else None,
        ssl_keyfile=pair.key if pair else None,
    )


def _check(pair: tls.CertificateFiles) -> None:
    """Raises Unusable unless both files can be read, are unencrypted PEM, and belong together."""
    try:
        if tls.read_certificate(pair).matches_key:
            return
        why = f"{pair.key} is not its key"
    except (OSError, ValueError) as error:
        why = str(error)
    mend = "PEM files that the server may read, the key of that very certificate: DESKSIDE_TLS_CERT, DESKSIDE_TLS_KEY"
    raise Unusable(f"the certificate {pair.certificate}", why, mend)


async def every(seconds: float, chore: Callable[[], Awaitable[None]]) -> None:
    """Do a chore again and again, for ever. One that fails is logged and done again next time."""
    while True:
        try:
            await chore()
        except StorageUnavailable:  # said by `database_unavailable`; a trace each second would fill a disk that is full
            log.warning("a chore waits for the database")
        except Exception:
            log.exception("a chore failed")
        await asyncio.sleep(seconds)
