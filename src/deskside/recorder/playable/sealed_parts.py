"""Parts and whole files, sealed, in a folder of this machine."""

import io
import os
from pathlib import Path
from typing import BinaryIO

from deskside.domain.ids import FileId
from deskside.ports.sealing import FileKey, Tampered
from deskside.sealing.header import Shape
from deskside.sealing.reading import SealedReader
from deskside.sealing.writing import SealedWriter


class SealedParts:
    """`Parts` in a folder, which is there: each sealed as a file of its own, so that none can stand for another."""

    def __init__(self, folder: Path, key: FileKey) -> None:
        self._folder, self._key = folder, key

    def put(self, number: int, content: bytes) -> None:
        """Whoever opens it finds all of it."""
        fresh = self._folder / f"{number:05}.{os.getpid()}.new"
        fresh.unlink(missing_ok=True)
        with SealedWriter(fresh, self._numbered(number), Shape.EVEN, os.urandom) as writer:
            writer.write(content)
            writer.finish()
        fresh.replace(self._path(number))

    def open(self, number: int) -> BinaryIO:
        """Raises FileNotFoundError; Tampered if it is not what was put there."""
        with SealedReader(self._path(number), self._numbered(number)) as reader:
            if not reader.finished:
                raise Tampered(f"part {number} is cut off, or another one")
            return io.BytesIO(b"".join(reader.read(0, reader.size)))

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:05}.part"

    def _numbered(self, number: int) -> FileKey:
        return FileKey(FileId(f"{self._key.file_id}.{number}"), self._key.key)


class SealedFile:
    """`Sink` of a whole file, in the place of what was there."""

    def __init__(self, path: Path, key: FileKey) -> None:
        path.unlink(missing_ok=True)
        self._writer = SealedWriter(path, key, Shape.EVEN, os.urandom)

    def append(self, content: bytes) -> None:
        """Raises OSError if there is no room."""
        self._writer.write(content)

    def close(self) -> None:
        """It is whole."""
        self._writer.finish()
