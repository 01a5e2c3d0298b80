"""Files that are their owner's alone (mode 0600) from the moment they exist."""

import os
import pwd
import shutil
from contextlib import suppress
from pathlib import Path

import structlog

log = structlog.get_logger(__name__)


def write_private(path: Path, text: str, account: pwd.struct_passwd | None = None) -> None:
    """Put a new file in the place of whatever is there. `account`: whose it becomes; None: it stays ours."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    if account is not None:
        shutil.chown(path, account.pw_uid, account.pw_gid)


def replace_private(path: Path, content: bytes) -> None:
    """Write the file anew; whoever reads it finds the former content or this one, never half of it."""
    fresh = path.with_suffix(".new")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    fresh.replace(path)


class Kept:
    """A private file that the next server process needs. A full disk costs nobody anything now, and the next process
    what is in it only for as long as it is full: what could not be written is written once there is room, also where
    nothing changes any more."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._content = b""
        self._behind = False

    def put(self, content: bytes) -> None:
        """This is to be in it from now on. Never fails."""
        self._content = content
        try:
            replace_private(self._path, content)
        except OSError as error:
            if not self._behind:  # said once: the log may be on the same disk
                said = "state cannot be written now; a next server may not claim this"
                log.warning(said, file=self._path.name, error=str(error))
            self._behind = True
        else:
            self._behind = False

    def catch_up(self) -> None:
        """To be called every few seconds: write what could not be written before."""
        if self._behind:
            self.put(self._content)

    def drop(self) -> None:
        """There is nothing to be kept any more."""
        self._behind = False
        with suppress(OSError):
            self._path.unlink(missing_ok=True)
