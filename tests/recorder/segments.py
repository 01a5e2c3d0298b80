"""Segments without a recorder: tracks, and what came of them, as records in memory."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from deskside.ports.segments import Zero
from deskside.recorder.records import Kind, Track, TrackKind, described, encode

ZERO = Zero(1_700_000_000_000_000, 5_000_000, "boot")
MEDIA = {"camera": (0xCAFE0001, 96), "screen": (0xCAFE0003, 96), "microphone": (0xCAFE0002, 111)}
"""SSRC and payload type."""


@dataclass(slots=True)
class MemorySegment:
    """A segment whose bytes are at hand."""

    content: bytes
    piece: int = 10_000

    def chunks(self, start: int) -> Iterator[bytes]:
        for at in range(start, len(self.content), self.piece):
            yield self.content[at : at + self.piece]


def track(kind: TrackKind, name: str = "") -> Track:
    """A track as the engine forwards it: VP8 or Opus."""
    ssrc, payload_type = MEDIA[kind]
    codec, rate = ("opus", 48_000) if kind is TrackKind.MICROPHONE else ("vp8", 90_000)
    return Track(name or kind, kind, codec, payload_type, ssrc, rate, ZERO)


def recorded(of: Track, came: Iterable[tuple[int, bytes]], ended_us: int | None = None) -> MemorySegment:
    """The segment that a recorder writes of it. `ended_us` None: its writer was killed."""
    records = [described(of, 0)]
    records += [encode(Kind.PACKET, at_us, datagram) for at_us, datagram in came]
    if ended_us is not None:
        records.append(encode(Kind.END, ended_us, b"closed"))
    return MemorySegment(b"".join(records))
