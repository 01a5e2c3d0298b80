"""A real disk that is full: it is said, and everything goes on once there is room again."""

import asyncio
import io
import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from deskside.command_line import main
from deskside.domain.ids import CenterId
from deskside.ports.storage import Center, Storage, StorageUnavailable
from deskside.storage.database import Database, migrate

MEGABYTES = 4


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A few megabytes of memory, mounted; skipped where that is not allowed."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("needs the right to mount")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(file: Path) -> None:
    """Until nothing more goes in."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT)
    with suppress(OSError):
        while True:
            os.write(descriptor, bytes(4096))
    os.close(descriptor)


async def add_for_ever(storage: Storage) -> None:
    """Raises StorageUnavailable."""
    for number in count():
        async with storage.transaction() as unit:
            await unit.accounts.add_center(Center(CenterId(f"center-{number}"), "x" * 100_000))


async def test_a_full_disk_is_told_and_passes(small_disk: Path) -> None:
    url = f"sqlite:///{small_disk / 'deskside.db'}"
    await migrate(url)
    database = Database(url)
    storage = database.storage()
    await storage.check()
    filler = small_disk / "filler"
    fill(filler)
    with capture_logs() as logs, pytest.raises(StorageUnavailable):
        await add_for_ever(storage)
    said = next(line for line in logs if line["event"] == "database_unavailable")
    assert said["reason"] == "disk_full"
    assert said["disk"] == str(small_disk)
    assert said["free_bytes"] < 1_000_000
    async with storage.transaction() as unit:
        await unit.accounts.center(CenterId("center-0"))  # reading goes on
    filler.unlink()
    async with storage.transaction() as unit:
        await unit.accounts.add_center(Center(CenterId("after"), "x" * 100_000))
    await storage.check()
    await database.close()


async def test_a_command_that_can_store_nothing_says_so_in_one_sentence(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Seen: a server that was started on a full disk, with a lesson to take up, told it in 200 lines of code, each
    second."""
    monkeypatch.setenv("DESKSIDE_VAR_DIR", str(small_disk))
    await migrate(f"sqlite:///{small_disk / 'deskside.db'}")
    fill(small_disk / "filler")
    monkeypatch.setattr("sys.stdin", io.StringIO("seven purple elephants\n"))
    founding = ["center", "Riverside", "--admin", "Olga Novak", "--email", "olga@example.org"]
    before = os.umask(0o022)
    assert await asyncio.to_thread(main, founding) == 1
    os.umask(before)
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    assert " cannot be used: " in err.strip().splitlines()[-1]
