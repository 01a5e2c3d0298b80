"""The recorder beside the server: brought up, taken over from a former server process, started anew when it dies. Which
tracks it has, and their keys, is not known here."""

import asyncio
import itertools
import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog
from pydantic import TypeAdapter, ValidationError

from deskside.children.files import replace_private
from deskside.children.process import Child, Home, Identity
from deskside.recorder.beginning import command
from deskside.recorder.line import Line, RecorderLost
from deskside.recorder.messages import (
    VERSION,
    Answer,
    Close,
    Command,
    End,
    Feedback,
    KeyShape,
    Open,
    Status,
    Stopped,
    TrackShape,
)
from deskside.recorder.process import SOCKET_FILE

READY_SECONDS = 15.0
"""It takes half a second; more only where the machine is overloaded."""
FIRST_SECONDS = 5.0
"""A server that is started waits for it so long, and goes on without."""
LOOK_EVERY_SECONDS = 1.0
MISSES = 3
BACKOFF_SECONDS = (0.0, 0.5, 1.0, 2.0, 5.0, 15.0)
STEADY_SECONDS = 60.0
_PROCESS_FILE = "recorder.json"
_MODULE = "deskside.recorder.__main__"
_IDENTITY = TypeAdapter(Identity)

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class RecorderSettings:
    """`run_dir`: private, for its socket and log. `folder`: for segments. `keep_free`: bytes of its disk that are left
    alone."""

    run_dir: Path
    folder: Path
    keep_free: int


class RecorderProcess:
    """The recorder as a child. Start it once. `stopped` is called with tracks that it closed by itself, `lost` when it
    died, `restored` with the first status of one that was started in its place: without any track."""

    def __init__(
        self,
        settings: RecorderSettings,
        *,
        stopped: Callable[[Stopped], None],
        lost: Callable[[], None],
        restored: Callable[[Answer], None],
    ) -> None:
        self._settings = settings
        self._stopped, self._lost, self._restored = stopped, lost, restored
        self._child: Child | None = None
        self._line: Line | None = None
        self._supervisor: asyncio.Task[None] | None = None
        self._ids = itertools.count(1)

    @property
    def pid(self) -> int | None:
        """Of the running process. None: there is none at the moment."""
        return None if self._child is None else self._child.identity.pid

    async def start(self) -> Answer | None:
        """Take over the recorder of a former server process, or start one; its status tells which tracks it has open.
        None: it does not come up; it is tried again, and `restored` is called once it did."""
        status = None
        try:
            self._settings.run_dir.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            status = await self._claim() or await self._spawn(FIRST_SECONDS)
        except (RecorderLost, OSError) as error:
            log.error("recorder does not come up; trying again", why=str(error))
        self._supervisor = asyncio.create_task(self._supervise(), name="supervise the recorder")
        return status

    async def stop(self, *, keep: bool) -> None:
        """`keep` leaves it, writing, to the next process; otherwise all tracks are closed."""
        if self._supervisor is not None:
            self._supervisor.cancel()
            await asyncio.gather(self._supervisor, return_exceptions=True)
        if not keep and self._line is not None:
            with suppress(RecorderLost):
                await self._line.ask(End(id=next(self._ids)))
        if self._line is not None:
            await self._line.close()
        child, self._child = self._child, None
        if child is None:
            return
        if keep:
            child.let_go()
            return
        await child.end(grace_seconds=2.0)
        (self._settings.run_dir / _PROCESS_FILE).unlink(missing_ok=True)

    async def open(self, track: TrackShape, key: KeyShape, port: int = 0) -> Answer:
        """Write a track from now on, sealed; the answer says to which port it must be sent. Raises RecorderLost."""
        return await self._ask(Open(id=next(self._ids), track=track, key=key, port=port))

    async def feedback(self, name: str, port: int) -> Answer:
        """Ask for keyframes at this port. Raises RecorderLost."""
        return await self._ask(Feedback(id=next(self._ids), name=name, port=port))

    async def close(self, name: str) -> Answer:
        """Write no more of it. Raises RecorderLost."""
        return await self._ask(Close(id=next(self._ids), name=name))

    async def status(self) -> Answer:
        """All that is in force. Raises RecorderLost."""
        return await self._ask(Status(id=next(self._ids)))

    async def _ask(self, asked: Command) -> Answer:
        if self._line is None:
            raise RecorderLost("the recorder is being started")
        return await self._line.ask(asked)

    @property
    def _home(self) -> Home:
        return Home(self._settings.run_dir, Path(sys.executable).name, "recorder")

    async def _claim(self) -> Answer | None:
        """What a former process left, if it can be talked to; one of another version is ended, with its tracks."""
        try:
            identity = _IDENTITY.validate_json((self._settings.run_dir / _PROCESS_FILE).read_bytes())
        except (FileNotFoundError, ValidationError):
            return None
        child = Child.adopt(self._home, identity)
        if child is None:
            return None
        with suppress(RecorderLost):
            self._line = await Line.connected(self._settings.run_dir / SOCKET_FILE, self._stopped)
            status = await self._line.ask(Status(id=next(self._ids)))
            if status.version == VERSION:
                log.info("recorder claimed", pid=identity.pid, tracks=len(status.tracks))
                self._child = child
                return status
        log.info("the former recorder is another version, or does not answer; starting anew", pid=identity.pid)
        await child.end(grace_seconds=2.0)
        return None

    async def _spawn(self, ready_seconds: float = READY_SECONDS) -> Answer:
        settings = self._settings
        folders = [str(settings.run_dir.absolute()), str(settings.folder.absolute())]
        child = Child.start(self._home, command(_MODULE, *folders, "--keep-free", str(settings.keep_free)))
        try:
            self._line = await self._comes_up(child, ready_seconds)
            status = await self._line.ask(Status(id=next(self._ids)))
            replace_private(settings.run_dir / _PROCESS_FILE, _IDENTITY.dump_json(child.identity))
        except BaseException:
            await child.end(grace_seconds=0)  # nobody else knows of it yet
            child.log_last_lines()
            raise
        self._child = child
        log.info("recorder started", pid=child.identity.pid)
        return status

    async def _comes_up(self, child: Child, ready_seconds: float) -> Line:
        loop = asyncio.get_running_loop()
        deadline = loop.time() + ready_seconds
        while not child.died.is_set() and loop.time() < deadline:
            with suppress(RecorderLost):
                return await Line.connected(self._settings.run_dir / SOCKET_FILE, self._stopped)
            await asyncio.sleep(0.02)
        raise RecorderLost("the recorder does not come up; see its log")

    async def _supervise(self) -> None:
        loop, attempt = asyncio.get_running_loop(), 0
        while True:
            if (child := self._child) is not None:
                began = loop.time()
                await self._until_lost(child)
                log.error("recorder lost", pid=child.identity.pid, died=child.died.is_set())
                line, self._line, self._child = self._line, None, None
                self._lost()
                if line is not None:
                    await line.close()
                await child.end(grace_seconds=0)
                child.log_last_lines()
                attempt = 0 if loop.time() - began > STEADY_SECONDS else attempt
            await asyncio.sleep(BACKOFF_SECONDS[min(attempt, len(BACKOFF_SECONDS) - 1)])
            attempt += 1
            try:
                self._restored(await self._spawn())
            except (RecorderLost, OSError) as error:
                log.error("recorder does not come back; trying again", why=str(error))

    async def _until_lost(self, child: Child) -> None:
        misses = 0
        while misses < MISSES:
            with suppress(TimeoutError):
                await asyncio.wait_for(child.died.wait(), LOOK_EVERY_SECONDS)
                return
            child.look_after()
            try:
                await self.status()
                misses = 0
            except RecorderLost:
                misses += 1
