"""The recorder's tracks, whoever commands them: opened, looked after, written out four times a second, closed in time
when the disk gets full."""

import asyncio
import errno
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import assert_never

import structlog

from deskside.ports.sealing import FileKey
from deskside.recorder.machine import Clocks
from deskside.recorder.messages import Answer, Clock, Close, Command, End, Feedback, Open, Status, Stopped, TrackStatus
from deskside.recorder.records import CODECS, Sink, Track
from deskside.recorder.writing import Segment, Writing

FLUSH_SECONDS = 0.25
"""What a kill -9 costs at most."""
LOOK_SECONDS = 0.05
DISK_SECONDS = 1.0
MOST_TRACKS = 512
FULL = "full"

log = structlog.get_logger(__name__)

Refusal = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where segments go. `make` makes a new one by its path and key, raising FileExistsError if there is one;
    `free_bytes` says how much room there is, `keep_free` how much is left alone."""

    folder: Path
    make: Callable[[Path, FileKey], Sink]
    free_bytes: Callable[[], int]
    keep_free: int


@dataclass(slots=True)
class Desk:
    """All open tracks. `tell` is called with what the recorder says by itself."""

    clocks: Clocks
    place: Place
    tell: Callable[[Stopped], None]
    ending: asyncio.Event = field(default_factory=asyncio.Event)
    _open: dict[str, Writing] = field(default_factory=dict)
    _failed: dict[str, OSError] = field(default_factory=dict)

    def obey(self, command: Command) -> Answer:
        """Do it at once. Nothing here waits but for the disk."""
        tracks: tuple[TrackStatus, ...]
        error = ""
        match command:
            case Open():
                tracks, error = self._do_open(command)
            case Feedback(name=name, port=port):
                if name in self._open:
                    self._open[name].ask_at(port)
                tracks, error = self._named(name), "" if name in self._open else "name: no such track is open"
            case Close(name=name):
                tracks = self._close([name] if name in self._open else [], "closed")
            case Status():
                tracks = tuple(each.status for each in self._open.values())
            case End():
                tracks = self._close(list(self._open), "closed")
                self.ending.set()
            case _:
                assert_never(command)
        return Answer(id=command.id, error=error, clock=self.clock(), full=self._is_full(), tracks=tracks)

    def clock(self) -> Clock:
        """What it is now."""
        return Clock(wall_us=self.clocks.wall_us(), steady_us=self.clocks.steady_us(), boot=self.clocks.boot)

    async def run(self) -> None:
        """Look after the tracks until `ending` is set; all are closed then."""
        loop = asyncio.get_running_loop()
        flushed = looked = loop.time()
        while not self.ending.is_set():
            await asyncio.sleep(LOOK_SECONDS)
            now = loop.time()
            for each in self._open.values():
                each.look_after()
            if now - flushed >= FLUSH_SECONDS - LOOK_SECONDS / 2:
                flushed = now
                for each in list(self._open.values()):
                    each.flush()
            if now - looked >= DISK_SECONDS:
                looked = now
                if self._open and self._is_full():
                    self._stop(list(self._open), FULL)
            if self._failed:
                full = any(error.errno in (errno.ENOSPC, errno.EDQUOT) for error in self._failed.values())
                self._stop([name for name in self._failed if name in self._open], FULL if full else "file")
                self._failed.clear()
        self._close(list(self._open), "closed")

    def _do_open(self, command: Open) -> tuple[tuple[TrackStatus, ...], str]:
        track = command.track.track()
        if (known := self._open.get(track.name)) is not None:
            return self._named(track.name), "" if known.track == track else "name: another track of this name is open"
        if track.codec != CODECS[track.kind]:
            return (), f"codec: {track.codec} is not recorded of a {track.kind}; {CODECS[track.kind]} is"
        if len(self._open) >= MOST_TRACKS:
            return (), f"name: {MOST_TRACKS} tracks are open, and no more can be"
        if self._is_full():
            return (), f"full: less than {self.place.keep_free} bytes are free"
        try:
            file = f"{track.name}.rtp"
            segment = Segment(file, self.place.make(self.place.folder / file, command.key.file_key()))
        except FileExistsError:
            return (), "name: there is a segment of this name already; each has one of its own"
        except OSError as error:
            return (), f"{FULL if error.errno == errno.ENOSPC else 'file'}: {error}"
        try:
            now = self.clocks.since(track.zero)
            writing = Writing(track, segment, now, command.port, lambda error: self._fail(track, error))
        except OSError as error:
            segment.sink.close()
            (self.place.folder / segment.file).unlink(missing_ok=True)
            return (), f"port: {error}"
        self._open[track.name] = writing
        writing.flush()  # what a segment is of is the last thing that may be lost
        log.info("track opened", track=track.name, kind=track.kind, port=writing.status.port)
        return (writing.status,), ""

    def _named(self, name: str) -> tuple[TrackStatus, ...]:
        return (self._open[name].status,) if name in self._open else ()

    def _is_full(self) -> bool:
        return self.place.free_bytes() < self.place.keep_free

    def _fail(self, track: Track, error: OSError) -> None:
        log.error("a segment cannot be written", track=track.name, error=str(error))
        self._failed.setdefault(track.name, error)

    def _stop(self, names: list[str], why: str) -> None:
        tracks = self._close(names, why)
        log.error("recording stopped", why=why, tracks=len(tracks))
        self.tell(Stopped(stopped=why, tracks=tracks))

    def _close(self, names: list[str], why: str) -> tuple[TrackStatus, ...]:
        closed = []
        for name in names:
            closed.append(self._open.pop(name).close(why))
            log.info("track closed", track=name, why=why, packets=closed[-1].packets, holes=closed[-1].holes)
        return tuple(closed)
