"""A private S3-compatible server for tests: versitygw over a temporary folder, on a port of its own.

`scripts/setup.sh test` puts it into the cache. It ends with the process that started it.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from deskside.blobs.bucket import BucketSettings
from deskside.settings import Settings

START_SECONDS = 20.0
BUCKET = "recordings"
ACCESS_KEY, SECRET_KEY = "tests", "a secret of tests"


class Gateway:
    """A server with one bucket. `folder`: where its objects are files."""

    def __init__(self, program: Path, folder: Path) -> None:
        self._program = program
        self.folder = folder
        (folder / "data" / BUCKET).mkdir(parents=True)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port: int = free.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def settings(self) -> BucketSettings:
        """How to reach the bucket."""
        return BucketSettings(BUCKET, f"http://127.0.0.1:{self.port}", "us-east-1", ACCESS_KEY, SECRET_KEY)

    def start(self) -> None:
        """It answers on return. Only from the main thread: the server ends with the thread it is from."""
        command = [
            "setpriv",
            "--pdeathsig=KILL",
            "--",
            str(self._program),
            "--port",
            f"127.0.0.1:{self.port}",
            "--quiet",
        ]
        environment = {"ROOT_ACCESS_KEY": ACCESS_KEY, "ROOT_SECRET_KEY": SECRET_KEY, "PATH": os.environ["PATH"]}
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [*command, "posix", str(self.folder / "data")], stdout=log, stderr=log, env=environment
            )
        limit = time.monotonic() + START_SECONDS
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(f"versitygw did not start:\n{(self.folder / 'log').read_text()}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop the server, without a word to its clients."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(START_SECONDS)
            self._process = None

    def _answers(self) -> bool:
        try:
            socket.create_connection(("127.0.0.1", self.port), timeout=1).close()
        except OSError:
            return False
        return True


def _program() -> Path:
    cached = Settings().cache / "versitygw" / "versitygw"
    found = str(cached) if cached.is_file() else shutil.which("versitygw")
    if found is None:
        raise RuntimeError("versitygw, an S3-compatible server, was not found. Install it: scripts/setup.sh test")
    return Path(found)


@contextmanager
def gateway() -> Iterator[Gateway]:
    """A running one, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="deskside-s3-"))
    try:
        made = Gateway(_program(), folder)
        made.start()
        try:
            yield made
        finally:
            made.stop()
    finally:
        shutil.rmtree(folder)
