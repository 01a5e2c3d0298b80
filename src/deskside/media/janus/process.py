"""One Janus process: spawned with a private configuration, or adopted again after a crash of this one.

It lives in its own session and writes to a file, so it outlives us; a pidfd tells of its death whoever its parent is
and makes it impossible to signal anything else under the same number.
"""

import asyncio
import os
import pwd
import resource
import shutil
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from deskside.media.janus.config import Access, JanusSettings, config_files
from deskside.media.janus.watchdog import watch

log = structlog.get_logger(__name__)

LAST_LINES = 40
"""How much of the engine's log is repeated in ours when it dies."""
SIGN_OF_LIFE = "claimed"
"""Touched in `run_dir` as long as a server process has the engine."""
MAX_LOG_BYTES = 4_000_000


@dataclass(frozen=True, slots=True)
class Identity:
    """A process that cannot be mistaken for a later one with the same number."""

    pid: int
    started_ticks: int
    """Field 22 of /proc/pid/stat: clock ticks after boot."""


class JanusProcess:
    """A running engine. Make one with `spawn` or `adopt`."""

    def __init__(self, identity: Identity, log_path: Path, child: subprocess.Popen[bytes] | None) -> None:
        self.identity = identity
        self.died = asyncio.Event()
        self._log_path = log_path
        self._child = child
        self._pidfd = os.pidfd_open(identity.pid)
        asyncio.get_running_loop().add_reader(self._pidfd, self._on_death)

    @classmethod
    def spawn(cls, settings: JanusSettings, access: Access) -> "JanusProcess":
        """Start a new engine. Raises OSError if there is no such binary or it cannot be run."""
        folder = settings.run_dir / "config"
        folder.mkdir(parents=True, exist_ok=True)
        prefix = settings.binary.parent.parent
        log_path = settings.run_dir / "janus.log"
        # The engine's user may not be able to walk to these directories (a cache under /root); open ones are handed
        # over instead, and are the same for everybody.
        prefix_fd = os.open(prefix, os.O_PATH | os.O_DIRECTORY)
        folder_fd = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        log_fd = os.open(log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_TRUNC, 0o600)
        try:
            seen_folder, seen_prefix = f"/proc/self/fd/{folder_fd}", f"/proc/self/fd/{prefix_fd}"
            files = config_files(settings, access, seen_folder, seen_prefix)
            account = pwd.getpwnam(settings.user) if os.geteuid() == 0 else None
            _write_private(folder, files, account)
            child = subprocess.Popen(
                [f"{seen_prefix}/bin/{settings.binary.name}", "-C", f"{seen_folder}/janus.jcfg", "-F", seen_folder],
                stdin=subprocess.DEVNULL,
                stdout=log_fd,
                stderr=log_fd,
                pass_fds=(prefix_fd, folder_fd),
                start_new_session=True,
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                user=None if account is None else account.pw_uid,
                group=None if account is None else account.pw_gid,
                extra_groups=None if account is None else [],
            )
        finally:
            for descriptor in (prefix_fd, folder_fd, log_fd):
                os.close(descriptor)
        _raise_file_limit(child.pid)
        identity = Identity(child.pid, _started_ticks(child.pid) or 0)
        (settings.run_dir / SIGN_OF_LIFE).touch(mode=0o600)
        watch(identity.pid, identity.started_ticks, settings.run_dir / SIGN_OF_LIFE)
        return cls(identity, log_path, child)

    @classmethod
    def adopt(cls, settings: JanusSettings, identity: Identity) -> "JanusProcess | None":
        """The engine of a former server process; None if it is gone, or the number is another program's by now."""
        if _started_ticks(identity.pid) != identity.started_ticks:
            return None
        try:
            return cls(identity, settings.run_dir / "janus.log", None)
        except ProcessLookupError:
            return None

    async def end(self, *, grace_seconds: float) -> None:
        """Ask it to end, then make it. Returns when it is gone."""
        if grace_seconds > 0 and not self.died.is_set():
            self._signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self.died.wait(), grace_seconds)
            except TimeoutError:
                log.warning("engine ignores SIGTERM", pid=self.identity.pid)
        if not self.died.is_set():
            self._signal(signal.SIGKILL)
        await self.died.wait()

    def let_go(self) -> None:
        """Stop watching and leave it running."""
        if self._pidfd >= 0:
            asyncio.get_running_loop().remove_reader(self._pidfd)
            os.close(self._pidfd)
            self._pidfd = -1
        if self._child is not None:
            self._child.returncode = self._child.returncode or 0  # not ours to wait for any more: no ResourceWarning

    def last_lines(self) -> list[str]:
        """The end of the engine's own log."""
        try:
            return self._log_path.read_text(errors="replace").splitlines()[-LAST_LINES:]
        except OSError:
            return []

    def look_after(self) -> None:
        """To be called every second or so: tells the watchdog that the engine is in use, and empties a log that has
        grown too large (the engine appends, so it goes on at the start)."""
        with suppress(OSError):
            (self._log_path.parent / SIGN_OF_LIFE).touch(mode=0o600)
        if self._log_path.exists() and self._log_path.stat().st_size > MAX_LOG_BYTES:
            os.truncate(self._log_path, 0)

    def _signal(self, number: signal.Signals) -> None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, number)

    def _on_death(self) -> None:
        status = self._child.wait() if self._child is not None else None
        self.let_go()
        self.died.set()
        log.info("engine process ended", pid=self.identity.pid, status=status)


def _started_ticks(pid: int) -> int | None:
    """Start of a process that calls itself janus; None for any other and for none."""
    try:
        name, rest = Path(f"/proc/{pid}/stat").read_text().split("(", 1)[1].rsplit(") ", 1)
    except (OSError, IndexError):
        return None
    fields = rest.split()
    return int(fields[19]) if name == "janus" and fields[0] != "Z" else None


def _write_private(folder: Path, files: dict[str, str], account: pwd.struct_passwd | None) -> None:
    for name, text in files.items():
        path = folder / name
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        if account is not None:
            shutil.chown(path, account.pw_uid, account.pw_gid)
    folder.chmod(0o700)
    if account is not None:
        shutil.chown(folder, account.pw_uid, account.pw_gid)


def _raise_file_limit(pid: int) -> None:
    """One socket per connection: the usual soft limit of 1024 is too little for a busy evening."""
    with suppress(ProcessLookupError, PermissionError):
        _, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (hard, hard))
