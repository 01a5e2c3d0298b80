"""Test peers for the real engine: one publishes synthetic audio, camera and screen, one notes what it receives."""

import asyncio
import secrets
import struct
import time
from collections import defaultdict

from bench.lean import sdp
from bench.lean.dtls import fingerprint
from bench.lean.publisher import SRTP_PROFILES
from bench.lean.transport import Transport, machine_address
from pylibsrtp import Policy, Session

from deskside.domain.tracks import Layer

SIZES = {Layer.LOW: 200, Layer.MEDIUM: 500, Layer.HIGH: 900}
"""Payload bytes of a camera packet of each layer: a receiver tells layers apart by length."""
CONNECT_SECONDS = 10.0


def _extensions(*items: tuple[int, bytes]) -> bytes:
    """One-byte header extensions (RFC 8285, 4.2)."""
    body = b"".join(bytes([(number << 4) | (len(value) - 1)]) + value for number, value in items)
    body += bytes(-len(body) % 4)
    return struct.pack("!HH", 0xBEDE, len(body) // 4) + body


def _keyframe(picture: int, size: int) -> bytes:
    """One packet: VP8 payload descriptor with a 15-bit picture id (RFC 7741), then the head of a keyframe."""
    descriptor = struct.pack("!BBH", 0x90, 0x80, 0x8000 | (picture & 0x7FFF))
    return descriptor + b"\x10\x02\x00\x9d\x01\x2a\x40\x01\xb4\x00" + bytes(size)


def _policy(key: tuple[str, bytes], direction: int) -> Policy:
    return Policy(key=key[1], ssrc_type=direction, srtp_profile=SRTP_PROFILES[key[0]])


class Publishing:
    """Sends audio every 20 ms, and a keyframe of each camera layer and of the screen every 40 ms, until closed."""

    def __init__(self, address: str | None = None) -> None:
        """`address`: of this machine, to send from; None: the usual one of IPv4."""
        self._transport = Transport(address or machine_address(), controlling=True)
        self._transport.on_rtcp = self._take_rtcp
        self._sender: asyncio.Task[None] | None = None
        self._ssrc = secrets.randbelow(1 << 30) + 1
        self._sequence: dict[int, int] = defaultdict(int)
        self.closed = False
        self._incoming: Session | None = None
        self.keyframe_requests: list[float] = []
        """Monotonic seconds."""
        ssrcs = (self._ssrc, self._ssrc + 1, self._ssrc + 4)
        self.offer = sdp.publisher_offer(self._transport.end, fingerprint(), ssrcs, "hml")

    async def start(self, answer: str) -> None:
        """Connect as the answer says; returns when media is being sent."""
        self._transport.start(sdp.parse(answer, self._transport.end.address))
        await asyncio.wait_for(self._transport.connected, CONNECT_SECONDS)
        self._incoming = Session(policy=_policy(self._transport.receiving_key(), Policy.SSRC_ANY_INBOUND))
        self._sender = asyncio.create_task(self._send())

    def close(self) -> None:
        """Vanish without a word, as a killed browser does."""
        if self._sender is not None:
            self._sender.cancel()
        if not self.closed:
            self._transport.close()
        self.closed = True

    def _take_rtcp(self, packet: bytes) -> None:
        if self._incoming is None:
            return
        compound = self._incoming.unprotect_rtcp(packet)
        while compound:
            if compound[1] == 206 and compound[0] & 31 == 1:  # picture loss indication (RFC 4585, 6.3.1)
                self.keyframe_requests.append(time.monotonic())
            compound = compound[4 + 4 * int.from_bytes(compound[2:4], "big") :]

    async def _send(self) -> None:
        srtp = Session(policy=_policy(self._transport.sending_key(), Policy.SSRC_ANY_OUTBOUND))
        audio, screen = (_extensions((sdp.MID_EXTENSION, mid.encode())) for mid in (sdp.AUDIO_MID, sdp.SCREEN_MID))
        camera = [
            _extensions((sdp.MID_EXTENSION, sdp.CAMERA_MID.encode()), (sdp.RID_EXTENSION, rid))
            for rid in (b"l", b"m", b"h")
        ]
        started, tick = time.monotonic(), 0
        while True:
            packets = [self._packet(0, sdp.AUDIO_TYPE, tick * 960, audio + bytes(80))]
            if tick % 2 == 0:
                frames = [(1 + layer, camera[layer] + _keyframe(tick, SIZES[layer])) for layer in Layer]
                frames.append((4, screen + _keyframe(tick, 300)))
                packets += [self._packet(number, sdp.VIDEO_TYPE | 128, tick * 1800, rest) for number, rest in frames]
            for packet in packets:
                self._transport.send(srtp.protect(packet))
            tick += 1
            await asyncio.sleep(max(0.0, started + tick * 0.02 - time.monotonic()))

    def _packet(self, stream: int, kind: int, timestamp: int, rest: bytes) -> bytes:
        self._sequence[stream] = number = (self._sequence[stream] + 1) & 0xFFFF
        return struct.pack("!BBHII", 0x90, kind, number, timestamp & 0xFFFFFFFF, self._ssrc + stream) + rest


class Receiving:
    """Answers the engine's offers, and notes when packets of each m-line arrive and how long they are."""

    def __init__(self, address: str | None = None) -> None:
        """`address`: of this machine, to receive at; None: the usual one of IPv4."""
        self._transport = Transport(address or machine_address(), controlling=False, on_rtp=self._take)
        self._mid_of: dict[int, str] = {}
        self._remote: sdp.Remote | None = None
        self.closed = False
        self.arrivals: defaultdict[str, list[float]] = defaultdict(list)
        """Monotonic seconds, by mid."""
        self.last_size: dict[str, int] = {}
        self.numbers: defaultdict[str, list[int]] = defaultdict(list)
        """Sequence numbers (RFC 3550), by mid."""

    def answer(self, offer: str) -> str:
        """An answer that receives everything offered."""
        remote = sdp.parse(offer, self._transport.end.address)
        self._remote = self._remote or remote
        self._mid_of |= {line.ssrc: line.mid for line in remote.lines if line.ssrc is not None}
        return sdp.receiver_answer(self._transport.end, fingerprint(), remote.lines)

    def is_for(self, offer: str) -> bool:
        """Whether this renegotiates this very connection (RFC 8839, 5.4)."""
        offered = sdp.parse(offer, self._transport.end.address)
        return self._remote is not None and offered.end.ufrag == self._remote.end.ufrag

    async def start(self) -> None:
        """Once the answer was accepted; returns when the media path is up."""
        assert self._remote is not None
        self._transport.start(self._remote)
        await asyncio.wait_for(self._transport.connected, CONNECT_SECONDS)

    def lose_checks(self) -> None:
        """From now on the engine's checks (RFC 8445) get no answer."""
        self._transport.answers_checks = False

    def count(self, mid: str) -> int:
        return len(self.arrivals[mid])

    def total(self) -> int:
        return sum(len(times) for times in self.arrivals.values())

    def close(self) -> None:
        if not self.closed:
            self._transport.close()
        self.closed = True

    def _take(self, packet: bytes) -> None:
        mid = self._mid_of.get(int.from_bytes(packet[8:12], "big"), "?")
        self.arrivals[mid].append(time.monotonic())
        self.last_size[mid] = len(packet)
        self.numbers[mid].append(int.from_bytes(packet[2:4], "big"))


class PaperPublishing:
    """Signals, and sends nothing."""

    offer = "v=0\r\n"

    def __init__(self) -> None:
        self.keyframe_requests: list[float] = []

    async def start(self, answer: str) -> None:
        assert answer.startswith("v=0")

    def close(self) -> None:
        """Nothing to close."""


class PaperReceiving:
    """Signals, and receives nothing."""

    def __init__(self) -> None:
        self.arrivals: dict[str, list[float]] = {}
        self.last_size: dict[str, int] = {}

    def answer(self, offer: str) -> str:
        return offer

    def is_for(self, offer: str) -> bool:
        return True

    async def start(self) -> None:
        """Nothing to connect."""

    def count(self, mid: str) -> int:
        return 0

    def total(self) -> int:
        return 0

    def close(self) -> None:
        """Nothing to close."""
