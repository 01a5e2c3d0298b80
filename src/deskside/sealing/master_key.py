"""`MasterKeys`: the master key in a private file, as 64 hexadecimal digits, so that people can back it up on paper.

A rotation has the next key beside the present one (`.next`) until the database knows it: whichever of the two the
database names is found, whenever the process was killed.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from deskside.ports.vault import MasterKeyUnusable
from deskside.sealing.header import KEY_BYTES, Entropy
from deskside.sealing.suite import fingerprint as fingerprint_of
from deskside.sealing.writing import sync_folder


class MasterKeyFile:
    """A file with the key. The folder of it is made when a key is."""

    def __init__(self, path: Path, entropy: Entropy) -> None:
        self._path = path
        self._next = path.with_name(f"{path.name}.next")
        self._entropy = entropy

    @property
    def where(self) -> str:
        """The file."""
        return str(self._path)

    def find(self, fingerprint: str) -> bytes | None:
        """The key with this fingerprint, be it the present or the next one."""
        for key in (_read(self._path), self._proposed()):
            if key is not None and fingerprint_of(key) == fingerprint:
                return key
        return None

    def make(self) -> bytes:
        """The key that is there, else a new one. Of two processes that make one at once, both get the same."""
        key = _read(self._path)
        if key is None:
            fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}")
            self._write(fresh, self._entropy(KEY_BYTES))
            with _explained(self._path, "written"):
                with suppress(FileExistsError):
                    os.link(fresh, self._path)
                fresh.unlink(missing_ok=True)
                sync_folder(self._path.parent)
            key = _read(self._path)
        if key is None:
            raise MasterKeyUnusable(self.where, "it went away while it was made", "try again")
        return key

    def propose(self) -> bytes:
        """A new key beside the present one, in the place of one that was proposed before."""
        key = self._entropy(KEY_BYTES)
        self._write(self._next, key)
        return key

    def settle(self, fingerprint: str) -> None:
        """The key with this fingerprint takes the place; the other one is removed, and what a killed `make` left."""
        proposed = self._proposed()
        if self.find(fingerprint) is None:
            return
        with _explained(self._path, "written"):
            if proposed is not None and fingerprint_of(proposed) == fingerprint:
                self._next.replace(self._path)
            for left in self._path.parent.glob(f"{self._path.name}.*"):
                if left == self._next or left.suffix[1:].isdecimal():
                    left.unlink(missing_ok=True)
            sync_folder(self._path.parent)

    def _proposed(self) -> bytes | None:
        """None also for one that is there by half: the database never heard of it."""
        return _read(self._next, torn=True)

    def _write(self, path: Path, key: bytes) -> None:
        with _explained(path, "written"):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.unlink(missing_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
                file.write(f"{key.hex()}\n")
                file.flush()
                os.fsync(file.fileno())
            sync_folder(path.parent)


@contextmanager
def _explained(path: Path, done: str) -> Iterator[None]:
    """Raises MasterKeyUnusable for what keeps the file from being used."""
    try:
        yield
    except OSError as why:
        mend = "let whoever runs Deskside have it, on a disk with room: DESKSIDE_MASTER_KEY"
        raise MasterKeyUnusable(str(path), f"it cannot be {done} ({why.strerror or why})", mend) from why


def _read(path: Path, *, torn: bool = False) -> bytes | None:
    """None: there is no such file, or (`torn`) no key in it."""
    with _explained(path, "read"):
        try:
            text = path.read_bytes().strip()
        except FileNotFoundError:
            return None
    with suppress(ValueError):
        key = bytes.fromhex(text.decode("ascii"))
        if len(key) == KEY_BYTES:
            return key
    if torn:
        return None
    raise MasterKeyUnusable(str(path), "it is something else than 64 hexadecimal digits", "put its backup there")
