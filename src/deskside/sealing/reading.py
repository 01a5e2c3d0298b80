"""Reads sealed files on this machine, also while they are written or after their writer was killed. Blocks."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from deskside.domain import sealed as layout
from deskside.domain.sealed import CHUNK_BYTES, HEADER_BYTES, TAG_BYTES
from deskside.ports.sealing import FileKey, Tampered
from deskside.sealing.chunks import LENGTH_BYTES, ChunkCipher
from deskside.sealing.header import Shape, read_header


class Unfinished(Exception):
    """The file has no end: it is still being written, its writer died, or it was cut off."""


@dataclass(frozen=True, slots=True)
class Position:
    """Where the next chunk of a log begins: what to keep in order to read on later."""

    index: int = 0
    offset: int = HEADER_BYTES
    finished: bool = False
    """There is no next one: the end of the file was read."""


class SealedReader:
    """A file as far as it was written when it was opened. Raises Tampered if its header is not that of this key's file,
    and Unfinished if not even the header is there."""

    def __init__(self, path: Path, key: FileKey) -> None:
        self._file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        try:
            encoded = os.pread(self._file, HEADER_BYTES, 0)
            if len(encoded) < HEADER_BYTES:
                raise Unfinished(f"{path} has no header yet")
            self.header = encoded
            self._shape = read_header(encoded).shape
            self._cipher = ChunkCipher(key, read_header(encoded))
            self._even = self._look() if self._shape is Shape.EVEN else None
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """The file."""
        os.close(self._file)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failed: object) -> None:
        self.close()

    @property
    def shape(self) -> Shape:
        """How it was written."""
        return self._shape

    @property
    def finished(self) -> bool:
        """Of an even file: whether its end is there."""
        return self._of_even()[1]

    @property
    def size(self) -> int:
        """Of an even file: plain bytes that can be read."""
        return self._of_even()[0]

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """Of an even file: the plain bytes of this range, in order, up to a mebibyte at a time; less where the file
        ends before. Raises Tampered as soon as it is found."""
        size, finished = self._of_even()
        if not size and not finished:
            return
        for piece in layout.pieces(min(start, size), min(end, size), size):
            plain = bytearray()
            for index in range(piece.first, piece.first + piece.count):
                at = layout.chunk_start(index)
                chunk = os.pread(self._file, min(CHUNK_BYTES, size - index * CHUNK_BYTES) + TAG_BYTES, at)
                last = finished and index == layout.chunk_count(size) - 1
                plain += self._cipher.open(index, chunk, last=last)
            yield bytes(plain[piece.skip : piece.skip + piece.keep])

    def read_log(self, position: Position | None = None) -> Iterator[tuple[bytes, Position]]:
        """Of a log: each chunk from this position (None: the first) on, with the position after it. It ends where what
        is there ends; a chunk that is there by half does not count. Raises Tampered."""
        at = position or Position()
        while not at.finished:
            plain_bytes = self._length(at.offset)
            if plain_bytes is None:
                return
            sealed = os.pread(self._file, plain_bytes + TAG_BYTES, at.offset + LENGTH_BYTES)
            beyond = at.offset + LENGTH_BYTES + len(sealed)
            plain, last = self._open_either(at.index, sealed)
            if last and os.pread(self._file, 1, beyond):
                raise Tampered("something follows the end of the file")
            at = Position(at.index + 1, beyond, last)
            yield plain, at

    def read_log_from(self, start: int) -> Iterator[bytes]:
        """Of a log: the plain bytes from this one on. What comes before is passed over by its lengths alone; a wrong
        one leads to a chunk that does not open."""
        position = Position()
        while (length := self._length(position.offset)) is not None and length <= start:
            start -= length
            position = Position(position.index + 1, position.offset + LENGTH_BYTES + length + TAG_BYTES)
        for plain, _ in self.read_log(position):
            if rest := plain[start:]:
                yield rest
            start = max(0, start - len(plain))

    def _length(self, offset: int) -> int | None:
        """Plain bytes of the chunk of a log that begins there; None: it is not there wholly. Raises Tampered."""
        length = os.pread(self._file, LENGTH_BYTES, offset)
        plain_bytes = int.from_bytes(length, "big")
        if len(length) == LENGTH_BYTES and plain_bytes > CHUNK_BYTES:
            raise Tampered(f"no chunk is as long as the one at {offset} says")
        beyond = offset + LENGTH_BYTES + plain_bytes + TAG_BYTES
        return plain_bytes if len(length) == LENGTH_BYTES and beyond <= os.fstat(self._file).st_size else None

    def _of_even(self) -> tuple[int, bool]:
        if self._even is None:
            raise ValueError("a log is read in order")
        return self._even

    def _look(self) -> tuple[int, bool]:
        """Plain bytes, and whether the end is there: only the last chunk tells. A chunk that is there by half does not
        count, unless it is the file's last."""
        body = os.fstat(self._file).st_size - HEADER_BYTES
        whole, rest = divmod(body, CHUNK_BYTES + TAG_BYTES)
        index = whole if rest else whole - 1
        if rest >= TAG_BYTES or (rest == 0 and whole):
            start = layout.chunk_start(index)
            chunk = os.pread(self._file, CHUNK_BYTES + TAG_BYTES, start)
            try:
                plain = self._cipher.open(index, chunk, last=True)
                return index * CHUNK_BYTES + len(plain), True
            except Tampered:
                if not rest:
                    self._cipher.open(index, chunk, last=False)
        return whole * CHUNK_BYTES, False

    def _open_either(self, index: int, sealed: bytes) -> tuple[bytes, bool]:
        try:
            return self._cipher.open(index, sealed, last=False), False
        except Tampered:
            return self._cipher.open(index, sealed, last=True), True
