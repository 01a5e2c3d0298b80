"""What a film is made of and what it becomes, as sealed files: streams that can be read from anywhere, and what is kept
meanwhile under a key that nobody else has."""

import io
import os
from collections.abc import Iterator
from pathlib import Path

from deskside.domain.ids import FileId
from deskside.domain.sealed import CHUNK_BYTES
from deskside.ports.sealing import FileKey, Tampered
from deskside.sealing.header import Shape
from deskside.sealing.reading import SealedReader, Unfinished
from deskside.sealing.writing import SealedWriter

_KEY_BYTES = 32


def opened(path: Path, key: FileKey, failures: list[Exception]) -> io.BufferedReader:
    """The plain bytes of an even file. Raises OSError, Unfinished and Tampered, also while it is read; `failures` gets
    them as well, for who reads may not pass them on."""
    return io.BufferedReader(_Stream(path, key, failures), CHUNK_BYTES)


class _Stream(io.RawIOBase):
    def __init__(self, path: Path, key: FileKey, failures: list[Exception]) -> None:
        self._reader = SealedReader(path, key)
        if not self._reader.finished:
            self._reader.close()
            raise Unfinished(f"{path.name} has no end")
        self._at, self._failures = 0, failures

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begins = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._reader.size}[whence]
        self._at = max(0, begins + offset)
        return self._at

    def read(self, size: int = -1) -> bytes:
        end = self._reader.size if size < 0 else self._at + size
        try:
            content = b"".join(self._reader.read(self._at, end))
        except (OSError, Tampered) as failure:
            self._failures.append(failure)
            raise
        self._at += len(content)
        return content

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        content = self.read(len(buffer))
        buffer[: len(content)] = content
        return len(content)

    def close(self) -> None:
        if not self.closed:
            self._reader.close()
        super().close()


class SealedOutput:
    """`Sink` of a new file of even chunks, whole once it is closed. Raises FileExistsError if there is one."""

    def __init__(self, path: Path, key: FileKey) -> None:
        self._writer = SealedWriter(path, key, Shape.EVEN, os.urandom)

    def append(self, content: bytes) -> None:
        """Raises OSError if there is no room."""
        self._writer.write(content)

    def close(self) -> None:
        """On the disk when this returns."""
        self._writer.finish()


class SealedScratch:
    """`Scratch` in a new file of a folder. Its key is in this process's memory alone: what a killed one leaves is
    noise."""

    def __init__(self, path: Path) -> None:
        self._path, self._key = path, FileKey(FileId("scratch"), os.urandom(_KEY_BYTES))
        self._writer = SealedWriter(path, self._key, Shape.EVEN, os.urandom)
        self._reader: SealedReader | None = None

    def append(self, content: bytes) -> None:
        """Raises OSError if there is no room."""
        self._writer.write(content)

    def read(self, start: int, end: int) -> Iterator[bytes]:
        """Up to a mebibyte at a time."""
        if self._reader is None:
            self._writer.end()
            self._reader = SealedReader(self._path, self._key)
        return self._reader.read(start, end)

    def close(self) -> None:
        """It is gone."""
        if self._reader is not None:
            self._reader.close()
        self._writer.close()
        self._path.unlink(missing_ok=True)
