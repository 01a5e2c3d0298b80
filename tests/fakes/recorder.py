"""A recorder in this process: real sockets, packets in memory with the instants at which the kernel took them."""

import asyncio
import socket
import struct
from dataclasses import dataclass, field

from deskside.domain.ids import UserId
from deskside.domain.modes import StopReason
from deskside.domain.tracks import TrackKind
from deskside.ports.recorder import CopiedTrack, Listener, RecorderFull, RecorderRefused, Stopped
from deskside.recorder.rtp import Malformed, Packet, parse

LOOPBACK = "127.0.0.1"
_TIMESTAMPNS = 35
"""SO_TIMESTAMPNS, in asm-generic/socket.h."""
_TIMESPEC = struct.Struct("@ll")


@dataclass(slots=True)
class Tape:
    """A track, and what came of it."""

    track: CopiedTrack
    socket: socket.socket
    port: int
    feedback: int = 0
    packets: list[tuple[int, Packet]] = field(default_factory=list)
    """With nanoseconds of the clock on the wall."""
    closed: bool = False


class TapeRecorder:
    """A `Recorder`, with knobs for what goes wrong."""

    def __init__(self) -> None:
        self.tapes: dict[int, Tape] = {}
        self.listener: Listener | None = None
        self.up, self.full = True, False
        self.answers = asyncio.Event()
        self.answers.set()
        """Cleared: it hangs."""
        self.faults: list[Exception] = []
        """What the next openings run into."""
        self.asked = 0
        """How often a track was to be opened."""

    def of(self, person: UserId, kind: TrackKind) -> list[Tape]:
        """In order of their opening."""
        return [x for x in self.tapes.values() if (x.track.person, x.track.kind) == (person, kind)]

    def open_ones(self) -> set[tuple[UserId, TrackKind]]:
        return {(x.track.person, x.track.kind) for x in self.tapes.values() if not x.closed}

    # Knobs

    def set_up(self, *, up: bool) -> None:
        """It dies, or is back with its tracks."""
        self.up = up
        if self.listener is not None:
            self.listener.changed()

    def stop_by_itself(self, why: StopReason) -> None:
        """All tracks are closed."""
        gone = [x for x in self.tapes.values() if not x.closed]
        for tape in gone:
            self._close(tape)
        assert self.listener is not None
        sessions = frozenset(x.track.session for x in gone)
        self.listener.stopped(Stopped(why, frozenset(x.track.ssrc for x in gone), sessions))

    # The port

    async def start(self) -> None:
        """Nothing to start."""

    async def stop(self, *, keep: bool) -> None:
        for tape in self.tapes.values():
            if not tape.closed:
                self._close(tape)

    def listen(self, listener: Listener) -> None:
        self.listener = listener

    @property
    def healthy(self) -> bool:
        return self.up

    def writes(self, ssrc: int) -> bool:
        return self.up and self.has(ssrc)

    def has(self, ssrc: int) -> bool:
        return ssrc in self.tapes and not self.tapes[ssrc].closed

    async def open(self, track: CopiedTrack) -> int:
        self.asked += 1
        await self.answers.wait()
        if self.faults:
            raise self.faults.pop()
        if self.full:
            raise RecorderFull("the disk is full")
        if track.codec not in ("opus", "vp8"):
            raise RecorderRefused(f"{track.codec} is not recorded")
        bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        bound.settimeout(0)
        bound.setsockopt(socket.SOL_SOCKET, _TIMESTAMPNS, 1)
        bound.bind((LOOPBACK, 0))
        self.tapes[track.ssrc] = tape = Tape(track, bound, bound.getsockname()[1])
        asyncio.get_running_loop().add_reader(bound, self._read, tape)
        return tape.port

    async def ask_at(self, ssrc: int, port: int) -> None:
        self.tapes[ssrc].feedback = port

    async def close(self, ssrc: int) -> None:
        if self.has(ssrc):
            self._read(self.tapes[ssrc])
            self._close(self.tapes[ssrc])

    async def keep_only(self, ssrcs: frozenset[int]) -> None:
        for ssrc in list(self.tapes):
            if ssrc not in ssrcs:
                await self.close(ssrc)

    def _close(self, tape: Tape) -> None:
        tape.closed = True
        asyncio.get_running_loop().remove_reader(tape.socket)
        tape.socket.close()

    def _read(self, tape: Tape) -> None:
        while True:
            try:
                datagram, more, _, _ = tape.socket.recvmsg(1_501, 64)
            except BlockingIOError:
                return
            seconds, nanoseconds = _TIMESPEC.unpack(more[0][2])
            try:
                packet = parse(datagram)
            except Malformed:
                continue  # RTCP
            if packet.ssrc == tape.track.ssrc:  # the engine begins with an empty one of SSRC 0
                tape.packets.append((seconds * 1_000_000_000 + nanoseconds, packet))
