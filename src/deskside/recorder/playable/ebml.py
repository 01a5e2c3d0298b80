"""As much of EBML (RFC 8794) and Matroska (RFC 9559) as it takes to put clusters of several muxed pieces behind one
another, with a head that says where they are."""

from collections.abc import Iterator
from typing import NamedTuple

EBML, SEGMENT = 0x1A45DFA3, 0x18538067
SEEK_HEAD, SEEK, SEEK_ID, SEEK_POSITION = 0x114D9B74, 0x4DBB, 0x53AB, 0x53AC
INFO, TIMESTAMP_SCALE, DURATION, MUXING_APP, WRITING_APP = 0x1549A966, 0x2AD7B1, 0x4489, 0x4D80, 0x5741
TRACKS, TRACK_ENTRY, TRACK_NUMBER = 0x1654AE6B, 0xAE, 0xD7
CUES, CUE_POINT, CUE_TIME, CUE_TRACK_POSITIONS, CUE_TRACK, CUE_CLUSTER_POSITION = (
    0x1C53BB6B,
    0xBB,
    0xB3,
    0xB7,
    0xF7,
    0xF1,
)
CLUSTER, CLUSTER_TIMESTAMP, SIMPLE_BLOCK = 0x1F43B675, 0xE7, 0xA3
KEY = 0x80
"""Flag of a SimpleBlock."""


class Element(NamedTuple):
    """`start`: its first byte in what it was read from; `data` to `end`: its content."""

    id: int
    start: int
    data: int
    end: int


def elements(content: bytes, start: int = 0, end: int | None = None) -> Iterator[Element]:
    """The elements behind one another from `start` up to `end`. Raises ValueError if they do not fit."""
    end = len(content) if end is None else end
    at = start
    while at < end:
        id_length = 9 - content[at].bit_length()
        size_at = at + id_length
        size_length = 9 - content[size_at].bit_length() if size_at < end else 9
        data = size_at + size_length
        if id_length > 4 or size_length > 8 or data > end:
            raise ValueError("not EBML")
        size = int.from_bytes(content[size_at:data]) & ((1 << 7 * size_length) - 1)
        if data + size > end:
            raise ValueError("an element that is cut off, or of unknown length")
        yield Element(int.from_bytes(content[at:size_at]), at, data, data + size)
        at = data + size


def element(id_: int, content: bytes) -> bytes:
    """An element with this content."""
    return _id(id_) + _size(len(content)) + content


def head_of(id_: int, length: int) -> bytes:
    """What stands before so many bytes of content, always 8 bytes of length."""
    return _id(id_) + (1 << 56 | length).to_bytes(8)


def unsigned(id_: int, value: int, length: int | None = None) -> bytes:
    """A number; `length` bytes of it, whatever it is, for what is filled in later."""
    return element(id_, value.to_bytes(length or max(1, (value.bit_length() + 7) // 8)))


def number(content: bytes, of: Element) -> int:
    """The unsigned number that an element holds."""
    return int.from_bytes(content[of.data : of.end])


def _id(id_: int) -> bytes:
    return id_.to_bytes((id_.bit_length() + 7) // 8)


def _size(length: int) -> bytes:
    octets = next(octets for octets in range(1, 9) if length < (1 << 7 * octets) - 1)
    return (1 << 7 * octets | length).to_bytes(octets)
