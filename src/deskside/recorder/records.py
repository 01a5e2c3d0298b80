"""What a segment of a track is written as: records behind one another, each whole in itself, only ever appended to.

A record is a mark, a kind, a length, the instant, a checksum and the content (17 bytes and the content). The first one
describes the track, each further one is an RTP packet as it came, the last one says why it ended; a segment whose
writer was killed has no last one, and at most one record that is torn. Whatever cannot be read is passed over up to the
next whole record, and told.
"""

import json
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from enum import IntEnum, StrEnum
from itertools import chain
from typing import NamedTuple, Protocol

from deskside.ports.segments import Zero
from deskside.recorder.rtp import Malformed

MAX_CONTENT = 2_048
"""Bytes: more than an RTP packet or the description of a track has. What claims to be longer is no record."""
_MARK = b"\xd5\x4b"
_HEAD = struct.Struct(">2sBHQI")
_SUMMED = struct.Struct(">BHQ")
_VERSION = 1


class Sink(Protocol):
    """Where a segment is written. Raises OSError if there is no room."""

    def append(self, content: bytes) -> None:
        """Kept from now on, even if this process is killed."""

    def close(self) -> None:
        """Nothing more will come."""


class Recorded(Protocol):
    """A segment that can be read, also while it is still being written."""

    def chunks(self, start: int) -> Iterator[bytes]:
        """What is there by now from this byte on, in pieces of bounded size."""


class Kind(IntEnum):
    """What a record holds."""

    TRACK = 1
    PACKET = 2
    END = 3


_KINDS = {int(kind): kind for kind in Kind}


class Record(NamedTuple):
    """`at_us`: microseconds after the session's zero. `offset`: its first byte in the segment."""

    offset: int
    kind: Kind
    at_us: int
    content: bytes


class Torn(NamedTuple):
    """So many bytes from `offset` on are no record."""

    offset: int
    length: int


class TrackKind(StrEnum):
    """What a person sends."""

    MICROPHONE = "microphone"
    CAMERA = "camera"
    SCREEN = "screen"


CODECS = {TrackKind.MICROPHONE: "opus", TrackKind.CAMERA: "vp8", TrackKind.SCREEN: "vp8"}
"""What files are made of. H.264, which an engine takes from a browser that offers no VP8, has no place in WebM."""


@dataclass(frozen=True, slots=True)
class Track:
    """What stands at the head of a segment. `name` is the segment's own there, and says nothing about anybody."""

    name: str
    kind: TrackKind
    codec: str
    """In lower case, as it is called in SDP: vp8, h264, opus."""
    payload_type: int
    ssrc: int
    clock_rate: int
    zero: Zero


def encode(kind: Kind, at_us: int, content: bytes) -> bytes:
    """One record. `content` is at most MAX_CONTENT bytes long."""
    length = len(content)
    checksum = zlib.crc32(content, zlib.crc32(_SUMMED.pack(kind, length, at_us)))
    return _HEAD.pack(_MARK, kind, length, at_us, checksum) + content


def described(track: Track, at_us: int) -> bytes:
    """The first record of a segment."""
    return encode(Kind.TRACK, at_us, json.dumps({"version": _VERSION, **asdict(track)}).encode())


def described_track(content: bytes) -> Track:
    """The track that a record of kind TRACK tells of. Raises Malformed."""
    try:
        told = json.loads(content)
        if told.pop("version") != _VERSION:
            raise Malformed("written by a newer version")
        return Track(**{**told, "kind": TrackKind(told["kind"]), "zero": Zero(**told["zero"])})
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
        raise Malformed("no description of a track") from wrong


def read(chunks: Iterable[bytes], start: int = 0, *, whole: bool = True) -> Iterator[Record | Torn]:
    """The records in these bytes, which begin at byte `start` of their segment.

    `whole`: nothing more will come, so an unfinished record at the end is torn; otherwise it is left out, and can be
    read from its offset later. Needs no more memory than a piece and one record, twice.
    """
    buffer, base, done = b"", start, start
    for chunk, at_end in chain(((each, False) for each in chunks), [(b"", True)] * whole):
        buffer += chunk
        records, kept_from = _scan(buffer, base, at_end=at_end)
        for record in records:
            if record.offset > done:
                yield Torn(done, record.offset - done)
            yield record
            done = record.offset + _HEAD.size + len(record.content)
        buffer, base = buffer[kept_from:], base + kept_from
    if whole and base > done:
        yield Torn(done, base - done)


def _scan(buffer: bytes, base: int, *, at_end: bool) -> tuple[list[Record], int]:
    """The whole records of a buffer that begins at byte `base`, and from where on it has to be kept for more."""
    records, position, size = [], 0, len(buffer)
    while (begins := buffer.find(_MARK, position)) >= 0:
        position, ends = begins + 1, begins + _HEAD.size
        if ends <= size:
            _, kind, length, at_us, checksum = _HEAD.unpack_from(buffer, begins)
            if length > MAX_CONTENT or kind not in _KINDS:
                continue
            content = buffer[ends : ends + length]
            ends += length
            if ends <= size:
                if zlib.crc32(content, zlib.crc32(_SUMMED.pack(kind, length, at_us))) == checksum:
                    records.append(Record(base + begins, _KINDS[kind], at_us, content))
                    position = ends
                continue
        if not at_end:
            return records, begins
    return records, size - (buffer.endswith(_MARK[:1], position) and not at_end)
