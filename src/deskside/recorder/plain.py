"""Segments and parts as plain files of a folder: for tests and measurements, and where nothing needs to be sealed."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

_PIECE = 64 * 1024


class PlainSink:
    """A new file. Raises FileExistsError if there is one already, other OSErrors if it cannot be had."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)

    def append(self, content: bytes) -> None:
        """With the operating system when this returns. Raises OSError if there is no room for all of it."""
        rest = memoryview(content)
        while rest:
            rest = rest[os.write(self._file, rest) :]

    def close(self) -> None:
        """May be called again."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


class PlainSegment:
    """A file that is read from any byte on, also while it grows."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def chunks(self, start: int) -> Iterator[bytes]:
        """Raises OSError if it is not there."""
        with self._path.open("rb") as file:
            file.seek(start)
            while piece := file.read(_PIECE):
                yield piece


class PlainParts:
    """Parts in a folder, which is there."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, number: int, content: bytes) -> None:
        """Whoever opens it finds all of it."""
        fresh = self._folder / f"{number:05}.new"
        fresh.write_bytes(content)
        fresh.replace(self._path(number))

    def open(self, number: int) -> BinaryIO:
        """Raises FileNotFoundError."""
        return self._path(number).open("rb")

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:05}.part"
