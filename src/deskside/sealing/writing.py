"""Writes a sealed file on this machine, from its first byte on, so that what was written survives whoever writes.

A kill -9 costs what was not flushed; what was is read as far as its last whole chunk. Blocks: for a process or a thread
of its own.
"""

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Self

from deskside.ports.sealing import FileKey
from deskside.sealing.chunks import ChunkSealer
from deskside.sealing.header import Entropy, Shape, new_header


class SealedWriter:
    """A new file, its owner's alone (mode 0600). Raises FileExistsError if there is one: each writing has its own.

    Once an act raises OSError (a full disk), nothing more is written: the file is cut back to its whole chunks where
    that is possible, and is readable as unfinished. Go on in a new file.
    """

    def __init__(self, path: Path, key: FileKey, shape: Shape, entropy: Entropy) -> None:
        self._sealer = ChunkSealer(key, new_header(shape, entropy))
        self._path, self._whole, self._broken = path, 0, False
        self._file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | os.O_CLOEXEC, 0o600)
        try:
            self._append(self._sealer.header)
        except OSError:
            self.close()
            raise

    @property
    def plain_bytes(self) -> int:
        """What was given until now."""
        return self._sealer.plain_bytes

    def write(self, plain: bytes) -> None:
        """Whole chunks go to the system at once."""
        self._append(self._sealer.add(plain))

    def flush(self) -> None:
        """Of a log: all of it goes to the system, and survives this process. ValueError for an even file."""
        self._append(self._sealer.flush())

    def sync(self) -> None:
        """What the system has is on the disk, and survives the machine."""
        self._try(lambda: os.fsync(self._file))

    def finish(self) -> None:
        """Seal the end, have it on the disk with the file's name, and close."""
        self.end()
        self.settle()
        self.close()

    def end(self) -> None:
        """Seal the end: the system has it, and whoever reads knows that nothing is missing."""
        self._append(self._sealer.finish())

    def settle(self) -> None:
        """What the system has is on the disk with the file's name; takes as long as the disk does."""
        self.sync()
        sync_folder(self._path.parent)

    def close(self) -> None:
        """Leave it unfinished, if it is not finished."""
        if self._file >= 0:
            os.close(self._file)
            self._file = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *failed: object) -> None:
        self.close()

    def _append(self, sealed: bytes) -> None:
        if self._broken or self._file < 0:
            raise OSError(f"{self._path} takes nothing more: an act failed before, or it was closed")
        self._try(lambda: self._write(sealed))
        self._whole += len(sealed)

    def _write(self, sealed: bytes) -> None:
        rest = memoryview(sealed)
        while rest:
            rest = rest[os.write(self._file, rest) :]

    def _try(self, act: Callable[[], None]) -> None:
        try:
            act()
        except OSError:
            self._broken = True
            with suppress(OSError):
                os.ftruncate(self._file, self._whole)
            raise


def sync_folder(folder: Path) -> None:
    """A file's name is on the disk once its folder is (fsync(2))."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
