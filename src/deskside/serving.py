"""Runs the application that `app` puts together: the web server, the engine, and what has to be done now and then."""

import asyncio
import contextlib
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from types import FrameType

import structlog
import uvicorn
import uvloop

from deskside import logs, tls
from deskside.app import SystemClock, asgi, compose
from deskside.realtime.server import Asgi
from deskside.settings import Settings

log = structlog.get_logger(__name__)

SWEEP_SECONDS = 1.0
SWITCH_SECONDS = 0.0005
"""How long a thread that computes may keep others waiting. The database's thread and the event loop hand over to each
other several times in an act, and the usual 5 ms made them wait (50 students answering: 149 a second, then 179)."""
FORGET_SECONDS = 600.0
"""How often expired logins, links and grants are deleted; they do not work from the moment they expire."""


def serve(settings: Settings, *, on_ready: Callable[[], None] | None = None) -> None:
    """Serve until told to end. SIGTERM (a new version is coming) leaves media running for the next process to claim;
    Ctrl+C ends all."""
    sys.setswitchinterval(SWITCH_SECONDS)
    logs.set_up(level=settings.log_level, as_json=settings.log_json)
    tidy = contextlib.suppress(KeyboardInterrupt)  # Ctrl+C before it listens
    with tidy, asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(settings, on_ready))


class _Server(uvicorn.Server):
    """Remembers which signal ended it, and says when it listens."""

    ended_by: int | None = None

    def __init__(self, config: uvicorn.Config, on_ready: Callable[[], None] | None) -> None:
        super().__init__(config)
        self._on_ready = on_ready

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """As uvicorn's own; only that one remembers the signal to raise it again, which would cut the tidying short."""
        self.force_exit = self.should_exit and sig == signal.SIGINT
        self.should_exit = True
        self.ended_by = sig

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and self._on_ready is not None:
            self._on_ready()


async def _serve(settings: Settings, on_ready: Callable[[], None] | None) -> None:
    parts = compose(settings)
    await parts.services.outside.engine.start()
    await parts.services.attendance.recover()
    server = _Server(_uvicorn_config(settings, asgi(parts)), on_ready)
    chores = [
        asyncio.create_task(parts.services.calls.follow_engine(), name="follow engine"),
        asyncio.create_task(_every(SWEEP_SECONDS, parts.services.attendance.sweep), name="sweep"),
        asyncio.create_task(_every(SWEEP_SECONDS, parts.services.diagnosis.sweep), name="end connection tests"),
        asyncio.create_task(_every(FORGET_SECONDS, parts.services.accounts.sweep), name="forget"),
    ]
    try:
        await server.serve()
    finally:
        for chore in chores:
            chore.cancel()
        await asyncio.gather(*chores, return_exceptions=True)
        await parts.services.diagnosis.close_all()
        await parts.services.outside.engine.stop(keep=server.ended_by == signal.SIGTERM)
        await parts.services.revisions.settle()
        await parts.services.boards.close()
        await parts.database.close()


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
