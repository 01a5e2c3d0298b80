"""One UDP socket with ICE (one host candidate each side) and DTLS on top: from descriptions to media flowing."""

import asyncio
import ctypes
import secrets
import socket
import struct
import time
from collections.abc import Callable

from bench.lean import stun
from bench.lean.dtls import Handshake
from bench.lean.sdp import Endpoint, Remote

RECEIVE_BUFFER = 4 << 20
"""Two seconds of a busy lane: what is lost then was lost before us."""
CHECK_SECONDS, CONSENT_SECONDS = 0.05, 5.0
"""ICE checks until connected (RFC 8445 says 50 ms), then consent (RFC 7675)."""
NOMINATED_SECONDS = 0.005
"""The engine ignores DTLS until its own check has been answered; a ClientHello that comes too early waits 1 s."""
BATCH = 64
"""Datagrams read before others get their turn."""
SO_ATTACH_FILTER = 26
SO_RCVBUFFORCE = 33


def machine_address() -> str:
    """This machine's own address towards others; media of a test stays on the machine all the same."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probing:
        probing.connect(("10.255.255.255", 9))  # UDP: sends nothing, only asks for the route
        return str(probing.getsockname()[0])


def keep_every(receiving: socket.socket, stride: int) -> None:
    """Let the kernel drop all RTP but sequence numbers divisible by `stride` (a power of two); STUN and DTLS pass.

    Classic BPF; on a UDP socket offset 0 is the UDP header, so RTP starts at 8 and its sequence number is at 10.
    """
    load_byte, if_at_least, load_half, if_any_bit, answer = 0x30, 0x35, 0x28, 0x45, 0x06
    steps = [
        (load_byte, 0, 0, 8),
        (if_at_least, 0, 2, 128),
        (load_half, 0, 0, 10),
        (if_any_bit, 1, 0, stride - 1),
        (answer, 0, 0, 0xFFFF),
        (answer, 0, 0, 0),
    ]
    program = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
    attached = struct.pack("HL", len(steps), ctypes.addressof(program))
    receiving.setsockopt(socket.SOL_SOCKET, SO_ATTACH_FILTER, attached)


class Transport:
    """Controlling when we offered, controlled when we answer. `on_rtp` gets every RTP packet, still encrypted.

    `on_rtcp`, if set, gets every RTCP packet, encrypted too.
    """

    on_rtcp: Callable[[bytes], None] | None = None
    answers_checks: bool = True
    """False: the other end's checks get no answer, as if those had been lost; ours go on."""

    def __init__(self, address: str, *, controlling: bool, on_rtp: Callable[[bytes], None] | None = None) -> None:
        self._loop = asyncio.get_running_loop()
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        self._socket = socket.socket(family, socket.SOCK_DGRAM)
        self._socket.setblocking(False)
        self._socket.setsockopt(socket.SOL_SOCKET, SO_RCVBUFFORCE, RECEIVE_BUFFER)
        self._socket.bind((address, 0))
        self._controlling = controlling
        self._on_rtp = on_rtp
        self._remote: Endpoint | None = None
        self._handshake: Handshake | None = None
        self._nominated = False
        self._timer: asyncio.TimerHandle | None = None
        self._started = 0.0
        self.end = Endpoint(address, self._socket.getsockname()[1], secrets.token_hex(4), secrets.token_hex(12))
        self.connected: asyncio.Future[float] = self._loop.create_future()
        """Milliseconds from `start` to the end of the DTLS handshake."""

    def start(self, remote: Remote) -> None:
        """Connect to what the other description says. We are DTLS client if the other end waits or leaves it to us."""
        self._started = time.perf_counter()
        self._remote = remote.end
        self._handshake = Handshake(client=remote.passive or not self._controlling)
        self._socket.connect((remote.end.address, remote.end.port))
        self._loop.add_reader(self._socket.fileno(), self._read)
        self._check()

    @property
    def started(self) -> bool:
        return self._remote is not None

    def sending_key(self) -> tuple[str, bytes]:
        """SRTP profile and master key; only once `connected`."""
        assert self._handshake is not None
        return self._handshake.sending_key()

    def receiving_key(self) -> tuple[str, bytes]:
        """The other end's; only once `connected`."""
        assert self._handshake is not None
        return self._handshake.receiving_key()

    def sample(self, stride: int) -> None:
        """From now on receive only every `stride`-th RTP packet (a power of two)."""
        keep_every(self._socket, stride)

    def send(self, datagram: bytes) -> None:
        """Send, or lose it, as a network does."""
        try:
            self._socket.send(datagram)
        except OSError:
            return

    def close(self) -> None:
        if self._timer:
            self._timer.cancel()
        self._loop.remove_reader(self._socket.fileno())
        self._socket.close()
        self.connected.cancel()

    def _check(self) -> None:
        assert self._remote is not None
        assert self._handshake is not None
        username = f"{self._remote.ufrag}:{self.end.ufrag}"
        transaction = secrets.token_bytes(12)
        self.send(stun.check(transaction, username, self._remote.password, controlling=self._controlling))
        if self._nominated and not self._handshake.done:
            self._shake(None)
        pause = CONSENT_SECONDS + secrets.randbelow(1000) / 1000 if self._handshake.done else CHECK_SECONDS
        self._timer = self._loop.call_later(pause, self._check)

    def _read(self) -> None:
        for _ in range(BATCH):
            try:
                datagram = self._socket.recv(2048)
            except OSError:  # nothing left, or the other end's port is closed
                return
            first = datagram[0]  # RFC 7983, 7: what it is
            if first >= 128:
                take = self.on_rtcp if 64 <= datagram[1] & 0x7F < 96 else self._on_rtp  # RFC 5761, 4
                if take:
                    take(datagram)
            elif first < 4:
                self._take_stun(datagram)
            elif 20 <= first < 64:
                self._shake(datagram)

    def _take_stun(self, message: bytes) -> None:
        assert self._remote is not None
        kind = stun.kind_of(message)
        if kind == stun.REQUEST and self.answers_checks:
            sender = (self._remote.address, self._remote.port)
            self.send(stun.success(message, sender, self.end.password))
            if not self._controlling and not self._nominated and stun.nominates(message):
                self._loop.call_later(NOMINATED_SECONDS, self._nominate)
        elif kind == stun.SUCCESS and self._controlling:
            self._nominate()

    def _nominate(self) -> None:
        if not self._nominated and not self.connected.cancelled():
            self._nominated = True
            self._shake(None)

    def _shake(self, datagram: bytes | None) -> None:
        if self._handshake is None or self._handshake.done:
            return
        for answer in self._handshake.take(datagram):
            self.send(answer)
        if self._handshake.done and not self.connected.done():
            self.connected.set_result((time.perf_counter() - self._started) * 1000)
