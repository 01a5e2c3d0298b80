"""A folder of this machine, its owner's alone. obstore writes beside and renames; on the disk it is because of what is
done here (obstore 0.12 syncs nothing)."""

import asyncio
import os
import re
import stat
from contextlib import suppress
from pathlib import Path

from obstore.store import LocalStore

from deskside.domain.ids import Millis

_LEFT = re.compile(r"#\d+$")
"""How obstore calls what it has not renamed yet."""


class LocalFolder:
    """`Place` in a folder, which is made when it is first used: files of mode 0600 in folders of 0700."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder.absolute()
        self._store: LocalStore | None = None

    @property
    def where(self) -> str:
        """The folder."""
        return f"the folder {self._folder}"

    async def store(self) -> LocalStore:
        """Made with the folder."""
        if self._store is None:
            await asyncio.to_thread(_make, self._folder)
            self._store = LocalStore(prefix=self._folder)
        return self._store

    async def expect(self, name: str) -> None:
        """obstore would make the folder, for everybody."""
        await asyncio.to_thread(_make, (self._folder / name).parent)

    async def settle(self, name: str) -> None:
        """The file, its name, and the folder's name."""
        await asyncio.to_thread(_settle, self._folder / name, self._folder.parent)

    async def tidy(self, before: Millis) -> None:
        """What a writer that was killed left beside."""
        await asyncio.to_thread(_tidy, self._folder, before)


def _make(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = folder.stat()
    ours = found.st_uid == os.geteuid() and not found.st_mode & stat.S_ISVTX
    if ours and found.st_mode & 0o077:
        folder.chmod(0o700)


def _settle(path: Path, above: Path) -> None:
    with suppress(FileNotFoundError):  # somebody deletes it already
        _sync(path, above)


def _sync(path: Path, above: Path) -> None:
    path.chmod(0o600)
    for each in (path, *path.parents):
        if each == above.parent:
            break
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _tidy(folder: Path, before: Millis) -> None:
    for path in folder.rglob("*#*"):
        with suppress(FileNotFoundError):
            if _LEFT.search(path.name) and path.stat().st_mtime_ns // 1_000_000 < before:
                path.unlink()
