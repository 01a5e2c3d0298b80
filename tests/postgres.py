"""A private PostgreSQL cluster for tests: a fresh one in a temporary folder, reached through a socket in that folder.

No port is taken, so any number of test processes can run at once. The server ends with the process that started it.
"""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_START_SECONDS = 30.0
_POLL_SECONDS = 0.02


class Cluster:
    """A PostgreSQL server that can be stopped and started again. `durable`: fsync as in production, for measuring."""

    def __init__(self, folder: Path, *, durable: bool) -> None:
        self._folder = folder
        self._user = _unprivileged_user()
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        if self._user is not None:
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)
        options = ["--username=deskside", "--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run(self._as_user("initdb", f"--pgdata={folder}/data", *options), check=True, capture_output=True)

    def url(self, database: str) -> str:
        """Where SQLAlchemy finds a database of this cluster."""
        return f"postgresql+asyncpg://deskside@/{database}?host={self._folder}"

    def create(self, database: str, template: str = "template1") -> str:
        """A new database, as a copy of another one; its URL."""
        where = [f"--host={self._folder}", "--username=deskside", f"--template={template}"]
        subprocess.run(self._as_user("createdb", *where, database), check=True, capture_output=True)
        return self.url(database)

    def start(self) -> None:
        """Start the server; it accepts connections on return."""
        self.launch()
        ready = self._as_user("pg_isready", "--quiet", f"--host={self._folder}", "--timeout=1")
        limit = time.monotonic() + _START_SECONDS
        while subprocess.run(ready, check=False).returncode != 0:
            if self._process is None or self._process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(f"PostgreSQL did not start:\n{(self._folder / 'log').read_text()}")
            time.sleep(_POLL_SECONDS)

    def launch(self) -> None:
        """Start the server without waiting. Only from the main thread: the server ends with the thread it is from."""
        durability = "on" if self._durable else "off"
        settings = ["listen_addresses=", f"unix_socket_directories={self._folder}", f"fsync={durability}"]
        options = [option for setting in settings for option in ("-c", setting)]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                self._as_user("postgres", "-D", f"{self._folder}/data", *options), stdout=log, stderr=log
            )

    def stop(self, *, immediately: bool = False) -> None:
        """Stop the server; `immediately` as in a crash, without a word to its clients."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT if immediately else signal.SIGINT)
            self._process.wait(_START_SECONDS)
            self._process = None

    def hang(self) -> None:
        """Let nothing of the server run: connections are taken by the system, and nobody answers. Until `go_on`."""
        self._signal_all(signal.SIGSTOP)

    def go_on(self) -> None:
        """End `hang`."""
        self._signal_all(signal.SIGCONT)

    def _signal_all(self, number: signal.Signals) -> None:
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        for pid in (self._process.pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def _as_user(self, program: str, *arguments: str) -> list[str]:
        """The command, as somebody else than root if need be (PostgreSQL refuses root); it dies with its parent."""
        command = ["setpriv", "--pdeathsig=QUIT"]
        if self._user is not None:
            command += [f"--reuid={self._user.pw_uid}", f"--regid={self._user.pw_gid}", "--clear-groups"]
        return [*command, "--", _program(program), *arguments]


def _unprivileged_user() -> pwd.struct_passwd | None:
    """Who runs the server if we are root: Debian's package made this account. None: we ourselves."""
    return pwd.getpwnam("postgres") if os.geteuid() == 0 else None


def _program(name: str) -> str:
    """The newest installed one; Debian keeps the server's programs off the PATH."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4]))
    program = str(found[-1]) if found else shutil.which(name)
    if program is None:
        raise RuntimeError(f"PostgreSQL's {name} was not found. Install it: apt-get install postgresql")
    return program


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Cluster]:
    """A running cluster, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="deskside-postgres-"))
    try:
        made = Cluster(folder, durable=durable)
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder)
