"""Where what lies in a sealed file: which of its chunks hold a range of bytes, and how long a whole file is.

A file is a header and then chunks, each of 64 KiB but the last (`deskside.sealing` says what they hold). Pure numbers.
"""

from collections.abc import Iterator
from dataclasses import dataclass

CHUNK_BYTES = 64 * 1024
"""Of plain bytes: what one seek costs. Half as much costs twice the tags, and is no faster to open."""
TAG_BYTES = 16
"""By which each chunk is longer when sealed (AES-GCM, NIST SP 800-38D 5.2.1.2)."""
HEADER_BYTES = 48
PIECE_CHUNKS = 16
"""Read at once: a mebibyte, whatever the file's length."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Chunks that follow one another. `start` and `end`: where they lie in the sealed file; the first piece of a file
    takes the header with it. `skip` and `keep`: which of their plain bytes are wanted."""

    first: int
    count: int
    start: int
    end: int
    skip: int
    keep: int


def chunk_count(plain_bytes: int) -> int:
    """Chunks of a file with so many plain bytes: an empty one has one, too."""
    return max(1, -(-plain_bytes // CHUNK_BYTES))


def sealed_bytes(plain_bytes: int) -> int:
    """Length of the sealed file."""
    return HEADER_BYTES + plain_bytes + chunk_count(plain_bytes) * TAG_BYTES


def chunk_start(index: int) -> int:
    """Where a chunk begins in the sealed file."""
    return HEADER_BYTES + index * (CHUNK_BYTES + TAG_BYTES)


def pieces(start: int, end: int, plain_bytes: int) -> Iterator[Piece]:
    """What has to be read for the plain bytes from `start` until before `end`, in order. Both are within the file; the
    whole of an empty file is its one chunk."""
    if start == end and plain_bytes:
        return
    last, whole = max(start, end - 1) // CHUNK_BYTES, sealed_bytes(plain_bytes)
    for first in range(start // CHUNK_BYTES, last + 1, PIECE_CHUNKS):
        count = min(PIECE_CHUNKS, last + 1 - first)
        begins, ends = first * CHUNK_BYTES, (first + count) * CHUNK_BYTES
        skip = max(0, start - begins)
        yield Piece(
            first,
            count,
            0 if first == 0 else chunk_start(first),
            min(chunk_start(first + count), whole),
            skip,
            min(end, ends) - begins - skip,
        )
