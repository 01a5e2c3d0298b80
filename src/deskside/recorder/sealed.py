"""Segments as sealed files: written as they come, and read while they are."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import structlog

from deskside.ports.sealing import FileKey, Tampered
from deskside.sealing.header import Shape
from deskside.sealing.reading import SealedReader, Unfinished
from deskside.sealing.writing import SealedWriter

log = structlog.get_logger(__name__)


class SealedSink:
    """A new file, sealed from its first byte on. Raises FileExistsError if there is one already, other OSErrors if it
    cannot be had. `later`: does something that blocks where it keeps nobody waiting."""

    def __init__(self, path: Path, key: FileKey, later: Callable[[Callable[[], None]], object]) -> None:
        self._writer = SealedWriter(path, key, Shape.LOG, os.urandom)
        self._path, self._later = path, later

    def append(self, content: bytes) -> None:
        """Sealed, and with the operating system, when this returns. Raises OSError if there is no room for all of it:
        what is in the file by then can be read, and nothing more is put into it."""
        self._writer.write(content)
        self._writer.flush()

    def close(self) -> None:
        """The end is sealed, unless a writing failed; it is on the disk soon."""
        try:
            self._writer.end()
        except OSError:
            self._writer.close()
            raise
        self._later(self._settle)

    def _settle(self) -> None:
        try:
            self._writer.settle()
        except OSError as error:
            log.error("a segment may not outlive the machine", file=self._path.name, error=str(error))
        finally:
            self._writer.close()


class SealedSegment:
    """`Recorded` of a sealed file, also while it grows. What is not there is empty: its recorder died before it made
    the file, or before there was anything in it."""

    def __init__(self, path: Path, key: FileKey) -> None:
        self._path, self._key = path, key

    def chunks(self, start: int) -> Iterator[bytes]:
        """What was written from this byte on. Raises Tampered, OSError."""
        try:
            reader = SealedReader(self._path, self._key)
        except (FileNotFoundError, Unfinished):
            return
        with reader:
            if reader.shape is not Shape.LOG:
                raise Tampered(f"{self._path.name} is no segment")
            yield from reader.read_log_from(start)
