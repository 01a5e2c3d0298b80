"""One program that runs beside this process: started in a session of its own, or adopted again after a crash of ours.

It writes to a file, so it outlives us; a pidfd tells of its death whoever its parent is and makes it impossible to
signal anything else under the same number.
"""

import asyncio
import os
import pwd
import resource
import signal
import subprocess
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import structlog

from deskside.children.watchdog import watch

log = structlog.get_logger(__name__)

LAST_LINES = 40
"""How much of its log is repeated in ours when it dies."""
SIGN_OF_LIFE = "claimed"
"""Touched in `run_dir` as long as a server process has the program."""
MAX_LOG_BYTES = 4_000_000
NAME_LENGTH = 15
"""So much of a program's name the kernel keeps (proc(5), comm)."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A process that cannot be mistaken for a later one with the same number."""

    pid: int
    started_ticks: int
    """Field 22 of /proc/pid/stat: clock ticks after boot."""


@dataclass(frozen=True, slots=True)
class Home:
    """Where a program lives: its private folder, with its log in it, and its name as the kernel has it. `called`: what
    its log is called instead, where that name is an interpreter's."""

    run_dir: Path
    name: str
    called: str = ""

    @property
    def log_path(self) -> Path:
        return self.run_dir / f"{self.called or self.name}.log"

    @property
    def sign_of_life(self) -> Path:
        return self.run_dir / SIGN_OF_LIFE


class Child:
    """A running program. Make one with `start` or `adopt`."""

    def __init__(self, home: Home, identity: Identity, popen: subprocess.Popen[bytes] | None) -> None:
        self.identity = identity
        self.died = asyncio.Event()
        self._home = home
        self._popen = popen
        self._pidfd = os.pidfd_open(identity.pid)
        asyncio.get_running_loop().add_reader(self._pidfd, self._on_death)

    @classmethod
    def start(
        cls,
        home: Home,
        command: list[str],
        *,
        pass_fds: tuple[int, ...] = (),
        account: pwd.struct_passwd | None = None,
    ) -> "Child":
        """Start it, with nothing of our environment. `account`: who it runs as; None: as we do.

        Raises OSError if there is no such program or it cannot be run.
        """
        log_fd = os.open(home.log_path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_TRUNC, 0o600)
        try:
            popen = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log_fd,
                stderr=log_fd,
                pass_fds=pass_fds,
                start_new_session=True,
                cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                user=None if account is None else account.pw_uid,
                group=None if account is None else account.pw_gid,
                extra_groups=None if account is None else [],
            )
        finally:
            os.close(log_fd)
        try:
            _raise_file_limit(popen.pid)
            identity = Identity(popen.pid, started_ticks(popen.pid, home.name) or 0)
            home.sign_of_life.touch(mode=0o600)
            watch(identity.pid, identity.started_ticks, home.sign_of_life)
            return cls(home, identity, popen)
        except BaseException:
            popen.kill()  # nobody else knows of it: it would run on for ever
            popen.wait()
            raise

    @classmethod
    def adopt(cls, home: Home, identity: Identity) -> "Child | None":
        """The program of a former server process; None if it is gone, or the number is another program's by now."""
        if started_ticks(identity.pid, home.name) != identity.started_ticks:
            return None
        try:
            return cls(home, identity, None)
        except ProcessLookupError:
            return None

    async def end(self, *, grace_seconds: float) -> None:
        """Ask it to end, then make it. Returns when it is gone."""
        if grace_seconds > 0 and not self.died.is_set():
            self.signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self.died.wait(), grace_seconds)
            except TimeoutError:
                log.warning("program ignores SIGTERM", program=self._home.name, pid=self.identity.pid)
        if not self.died.is_set():
            self.signal(signal.SIGKILL)
        await self.died.wait()

    def let_go(self) -> None:
        """Stop watching and leave it running."""
        if self._pidfd >= 0:
            asyncio.get_running_loop().remove_reader(self._pidfd)
            os.close(self._pidfd)
            self._pidfd = -1
        if self._popen is not None:
            self._popen.returncode = self._popen.returncode or 0  # not ours to wait for any more: no ResourceWarning

    def last_lines(self) -> list[str]:
        """The end of its own log."""
        try:
            return self._home.log_path.read_text(errors="replace").splitlines()[-LAST_LINES:]
        except OSError:
            return []

    def log_last_lines(self) -> None:
        """Repeat the end of its log in ours, once it is dead."""
        log.error("last lines of the program's log", program=self._home.name, lines=self.last_lines())

    def look_after(self) -> None:
        """To be called every few seconds: tells the watchdog that the program is in use, and empties a log that has
        grown too large (it appends, so it goes on at the start)."""
        with suppress(OSError):
            self._home.sign_of_life.touch(mode=0o600)
        with suppress(OSError):
            if self._home.log_path.stat().st_size > MAX_LOG_BYTES:
                os.truncate(self._home.log_path, 0)

    def signal(self, number: signal.Signals) -> None:
        """Signal it, and nobody else; nothing happens if it is gone."""
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(self._pidfd, number)

    def _on_death(self) -> None:
        status = self._popen.wait() if self._popen is not None else None
        self.let_go()
        self.died.set()
        log.info("program ended", program=self._home.name, pid=self.identity.pid, status=status)


def account_of(user: str) -> pwd.struct_passwd | None:
    """Whose account a program gets: this user's if we are root, else None: ours."""
    return pwd.getpwnam(user) if os.geteuid() == 0 else None


def started_ticks(pid: int, name: str) -> int | None:
    """Start of a process that has this name; None for any other and for none."""
    try:
        found, rest = Path(f"/proc/{pid}/stat").read_text().split("(", 1)[1].rsplit(") ", 1)
    except (OSError, IndexError):
        return None
    fields = rest.split()
    return int(fields[19]) if found == name[:NAME_LENGTH] and fields[0] != "Z" else None


def _raise_file_limit(pid: int) -> None:
    """One socket per connection: the usual soft limit of 1024 is too little for a busy evening."""
    with suppress(ProcessLookupError, PermissionError):
        _, hard = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (hard, hard))
