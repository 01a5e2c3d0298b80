"""A lean receiver: answers the engine's offers and counts what arrives on every m-line, without decrypting it."""

import struct
import time

from bench.lean import sdp
from bench.lean.dtls import fingerprint
from bench.lean.sequence import Reception, SequenceTracker
from bench.lean.transport import Transport, machine_address

_NUMBER_AND_SSRC = struct.Struct("!2xH4xI")
CONNECT_LIMIT_SECONDS = 10.0


class Subscriber:
    """One receiving connection. Every further `answer` renegotiates it on the same transport."""

    def __init__(self, address: str | None = None, *, stride: int = 1) -> None:
        """`stride` (a power of two): one packet in so many leaves the kernel; 64 costs nearly nothing."""
        self._transport = Transport(address or machine_address(), controlling=False, on_rtp=self._take)
        self._stride = stride
        self._mid_of: dict[int, str] = {}
        self.trackers: dict[int, SequenceTracker] = {}
        """By SSRC."""
        self.connected = self._transport.connected
        if stride > 1:
            self.connected.add_done_callback(lambda done: None if done.cancelled() else self._transport.sample(stride))

    def answer(self, offer: str) -> str:
        """The answer to an offer of the engine: the first connects, later ones change the m-lines."""
        remote = sdp.parse(offer, self._transport.end.address)
        self._mid_of |= {line.ssrc: line.mid for line in remote.lines if line.ssrc is not None}
        if not self._transport.started:
            self._transport.start(remote)
        return sdp.receiver_answer(self._transport.end, fingerprint(), remote.lines)

    def by_mid(self) -> dict[str, SequenceTracker]:
        """What came on each m-line; one that nothing came on is missing."""
        return {self._mid_of[ssrc]: tracker for ssrc, tracker in self.trackers.items() if ssrc in self._mid_of}

    @property
    def reception(self) -> Reception:
        """All streams together."""
        return sum((tracker.reception for tracker in self.trackers.values()), Reception())

    def close(self) -> None:
        self._transport.close()

    def _take(self, packet: bytes) -> None:
        number, ssrc = _NUMBER_AND_SSRC.unpack_from(packet)
        if number % self._stride:
            return  # came before the kernel began to sample
        tracker = self.trackers.get(ssrc)
        if tracker is None:
            tracker = self.trackers[ssrc] = SequenceTracker(self._stride)
        tracker.take(number, time.monotonic())
