"""MP4 (ISO/IEC 14496-12) that plays while it is loaded: what says where everything is comes first. It is known last, so
the film is laid down meanwhile, then written in the other order. Pure but for what it is given to keep things."""

import struct
from collections.abc import Iterator
from typing import Protocol

_HEAD = 4_096
"""Bytes at the beginning that may be written again: how long what follows them is, is known at the end."""
_TAIL_MOST = 1 << 28
_INSIDE = frozenset((b"moov", b"trak", b"mdia", b"minf", b"stbl"))
_PIECE = 1 << 20


class Scratch(Protocol):
    """Bytes that are kept for a while."""

    def append(self, content: bytes) -> None:
        """At the end. Raises OSError if there is no room."""

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """This range, in pieces of bounded size. Nothing is appended after that."""


class Laid:
    """A file for a muxer: written from the beginning to the end, then in its head, then what says where everything is,
    which is held: some megabytes an hour."""

    def __init__(self, scratch: Scratch) -> None:
        self._scratch = scratch
        self._head, self._tail = bytearray(), bytearray()
        self._tail_from: int | None = None
        """From here on, it goes back and forth. None: it never went back yet."""
        self._length = 0
        self._at = 0

    def write(self, content: bytes) -> int:
        """Raises ValueError for what was written before and is not of the head, nor of the tail."""
        data = bytes(content)
        begins, ends = self._at, self._at + len(data)
        if begins < self._length and self._tail_from is None:
            self._tail_from = self._length
        if self._tail_from is not None and begins >= self._tail_from:
            self._tail[begins - self._tail_from : ends - self._tail_from] = data
        elif begins < self._length and ends > min(self._tail_from or 0, _HEAD):
            raise ValueError("a muxer went back further than to the head of the file")
        else:
            if begins < _HEAD:
                self._head[begins : min(ends, _HEAD)] = data[: _HEAD - begins]
            if ends > _HEAD:
                self._scratch.append(data[max(0, _HEAD - begins) :])
        self._at, self._length = ends, max(self._length, ends)
        if len(self._tail) > _TAIL_MOST:
            raise ValueError("a muxer wrote a file in another order than it does")
        return len(data)

    def seek(self, offset: int, whence: int = 0) -> int:
        """As in other files."""
        self._at = offset + (0, self._at, self._length)[whence]
        return self._at

    def tell(self) -> int:
        """As in other files."""
        return self._at

    def ordered(self) -> Iterator[bytes]:
        """The whole file, in pieces, what says where everything is before all that it speaks of."""
        boxes = dict(self._boxes())
        begins, length = boxes[b"moov"]
        media = boxes[b"mdat"][0]
        index = bytearray(b"".join(self._read(begins, begins + length)))
        if begins + length != self._length or media > _HEAD:
            raise ValueError("a muxer wrote a file in another order than it does")
        _move(memoryview(index), length)
        yield bytes(self._head[:media])
        yield bytes(index)
        yield from self._read(media, begins)

    def _boxes(self) -> Iterator[tuple[bytes, tuple[int, int]]]:
        at = 0
        while at < self._length:
            size, name = struct.unpack(">I4s", b"".join(self._read(at, at + 8)))
            if size == 1:
                (size,) = struct.unpack(">Q", b"".join(self._read(at + 8, at + 16)))
            if size < 8:
                raise ValueError("no length of a box")
            yield name, (at, size)
            at += size

    def _read(self, start: int, end: int) -> Iterator[bytes]:
        tail = self._length if self._tail_from is None else self._tail_from
        if start < min(_HEAD, tail):
            yield bytes(self._head[start : min(end, tail, _HEAD)])
        if max(start, _HEAD) < min(end, tail):
            yield from self._scratch.read(max(0, start - _HEAD), min(end, tail) - _HEAD)
        if end > tail:
            yield bytes(self._tail[max(0, start - tail) : end - tail])


def _move(content: memoryview, by: int) -> None:
    """All that the boxes in here say about where something is, moved by so many bytes. Raises struct.error beyond
    4 GiB where they have no room for that."""
    at = 0
    while at < len(content):
        size, name = struct.unpack_from(">I4s", content, at)
        inner = content[at + 8 : at + size]
        if name in _INSIDE:
            _move(inner, by)
        elif name in (b"stco", b"co64"):
            (count,) = struct.unpack_from(">I", inner, 4)
            places = f">{count}{'I' if name == b'stco' else 'Q'}"
            struct.pack_into(places, inner, 8, *(place + by for place in struct.unpack_from(places, inner, 8)))
        at += max(size, 8)
