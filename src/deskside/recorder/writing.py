"""One open track: a socket of its own on loopback, and the segment that what comes to it is written to."""

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress
from typing import NamedTuple

from deskside.recorder import vp8
from deskside.recorder.holes import Holes
from deskside.recorder.keyframes import Asking
from deskside.recorder.messages import TrackStatus
from deskside.recorder.records import Kind, Sink, Track, TrackKind, described, encode
from deskside.recorder.rtp import MAX_DATAGRAM, Malformed, parse, picture_loss

LOOPBACK = "127.0.0.1"
RECEIVE_BUFFER = 4_000_000
"""Bytes that are waited for, for as long as writing stands still: seconds of a large picture. The kernel gives what it
allows."""
FULL_BYTES = 65_536
"""So much is written at once, and not only when it is time."""
_AT_ONCE = 128
"""Datagrams of one track before the others have their turn."""


class Segment(NamedTuple):
    """Where a track is written: a file's name, and what is put into it."""

    file: str
    sink: Sink


class Writing:
    """A track that is written from when this is made until `close`. Raises OSError if the port cannot be had.

    A sink that fails is told once, by `broken`: nothing is written after it.
    """

    def __init__(
        self, track: Track, segment: Segment, now: Callable[[], int], port: int, broken: Callable[[OSError], None]
    ) -> None:
        self.track, self._segment, self._now, self._broken = track, segment, now, broken
        self._socket = _bound(port)
        self._pending: list[bytes] = []
        self._pending_bytes = self._bytes = self._packets = self._foreign = self._asked = self._feedback = 0
        self._last_packet_us: int | None = None
        self._last_key_us: int | None = None
        self._holes = Holes()
        self._asking: Asking | None = None
        self._keep(described(track, now()))
        asyncio.get_running_loop().add_reader(self._socket, self._readable)

    @property
    def status(self) -> TrackStatus:
        """What came so far."""
        return TrackStatus(
            name=self.track.name,
            file=self._segment.file,
            port=self._socket.getsockname()[1],
            feedback=self._feedback,
            kind=self.track.kind,
            codec=self.track.codec,
            payload_type=self.track.payload_type,
            ssrc=self.track.ssrc,
            clock_rate=self.track.clock_rate,
            packets=self._packets,
            bytes=self._bytes + self._pending_bytes,
            holes=self._holes.count,
            foreign=self._foreign,
            last_packet_us=self._last_packet_us,
            last_key_us=self._last_key_us,
            asked=self._asked,
            receive_buffer=self._socket.getsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF),
        )

    def ask_at(self, port: int) -> None:
        """Ask for keyframes at this port from now on; 0: not any more. The same port again changes nothing."""
        if port == self._feedback:
            return
        self._feedback = port
        wanted = port and self.track.kind is not TrackKind.MICROPHONE
        self._asking = Asking(self._now()) if wanted else None
        self.look_after()

    def look_after(self) -> None:
        """To be called every 50 to 100 ms: holes that stay, keyframes that are missing."""
        now = self._now()
        gone = self._holes.given_up(now)
        if self._asking is None:
            return
        if gone:
            self._asking.hole()
        if self._asking.asks(now):
            self._asked += 1
            with suppress(OSError):  # nobody listens there: the engine is gone, or not there yet
                self._socket.sendto(picture_loss(self.track.ssrc), (LOOPBACK, self._feedback))

    def flush(self) -> None:
        """Hand what came to the sink."""
        if not self._pending:
            return
        content = b"".join(self._pending)
        self._pending.clear()
        self._bytes += len(content)
        self._pending_bytes = 0
        try:
            self._segment.sink.append(content)
        except OSError as error:
            self._broken(error)

    def close(self, why: str) -> TrackStatus:
        """Write what is still in the socket, and that the segment ends, and why; let the port go."""
        asyncio.get_running_loop().remove_reader(self._socket)
        self._receive(1 << 16)
        self._keep(encode(Kind.END, self._now(), why.encode()))
        status = self.status
        self.flush()
        with suppress(OSError):
            self._segment.sink.close()
        self._socket.close()
        return status

    def _readable(self) -> None:
        self._receive(_AT_ONCE)

    def _receive(self, most: int) -> None:
        now, receive, ssrc, payload_type = self._now(), self._socket.recv, self.track.ssrc, self.track.payload_type
        for _ in range(most):
            try:
                datagram = receive(MAX_DATAGRAM + 1)
            except (BlockingIOError, ConnectionError):
                break
            try:
                packet = parse(datagram)
            except Malformed:
                self._foreign += 1
                continue
            if packet.ssrc != ssrc or packet.payload_type != payload_type:
                self._foreign += 1
                continue
            self._packets += 1
            self._last_packet_us = now
            self._holes.came(packet.sequence, now)
            if self._asking is not None:
                self._asking.came(now)
            if self.track.codec == "vp8":
                self._look_for_key(packet.payload, now)
            self._keep(encode(Kind.PACKET, now, datagram))
        if self._pending_bytes >= FULL_BYTES:
            self.flush()

    def _look_for_key(self, payload: bytes, now: int) -> None:
        try:
            begins, content = vp8.content(payload)
        except Malformed:
            return
        if begins and vp8.key_size(content) is not None:
            self._last_key_us = now
            if self._asking is not None:
                self._asking.key_came(now)

    def _keep(self, record: bytes) -> None:
        self._pending.append(record)
        self._pending_bytes += len(record)


def _bound(port: int) -> socket.socket:
    bound = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        bound.settimeout(0)
        for option in (getattr(socket, "SO_RCVBUFFORCE", 33), socket.SO_RCVBUF):  # the first one asks for privileges
            try:
                bound.setsockopt(socket.SOL_SOCKET, option, RECEIVE_BUFFER)
                break
            except PermissionError:
                continue
        bound.bind((LOOPBACK, port))
    except OSError:
        bound.close()
        raise
    return bound
