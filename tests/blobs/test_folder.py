"""Blobs in a folder: whose they are, what is left of writers that died, a disk that is full."""

import asyncio
import os
import resource
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deskside.blobs.local import LocalFolder
from deskside.blobs.stored import Limits, StoredBlobs
from deskside.domain.ids import Millis
from deskside.ports.blobs import BlobMissing, BlobsUnavailable

WRITER = """
import asyncio, sys
from pathlib import Path
from deskside.blobs.local import LocalFolder
from deskside.blobs.stored import StoredBlobs

async def endless():
    while True:
        print("more", flush=True)
        yield bytes(1_000_000)
        await asyncio.sleep(0.005)

asyncio.run(StoredBlobs(LocalFolder(Path(sys.argv[1]))).put("sealed/one", endless()))
"""


async def given(*parts: bytes) -> AsyncIterator[bytes]:
    for part in parts:
        yield part


def killed_while_writing(folder: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        for _ in range(30):
            assert writer.stdout.readline() == "more\n"
        os.kill(writer.pid, signal.SIGKILL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "a b#1%" / "recordings"


async def test_files_and_folders_are_their_owners_alone_whatever_the_process_usually_makes(folder: Path) -> None:
    before = os.umask(0)
    try:
        os.makedirs(folder)
        await StoredBlobs(LocalFolder(folder)).put("sealed/one", given(b"x"))
    finally:
        os.umask(before)
    modes = [x.stat().st_mode & 0o777 for x in (folder, folder / "sealed", folder / "sealed" / "one")]
    assert [oct(x) for x in modes] == ["0o700", "0o700", "0o600"]


async def test_what_is_kept_is_on_the_disk(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synced: list[str] = []
    real = os.fsync

    def noted(descriptor: int) -> None:
        synced.append(os.readlink(f"/proc/self/fd/{descriptor}"))
        real(descriptor)

    monkeypatch.setattr("os.fsync", noted)
    await StoredBlobs(LocalFolder(folder)).put("sealed/one", given(b"x"))
    assert synced == [str(x) for x in (folder / "sealed" / "one", folder / "sealed", folder, folder.parent)]


async def test_what_a_killed_writer_left_is_not_there_and_goes_once_it_is_old(folder: Path) -> None:
    await asyncio.to_thread(killed_while_writing, folder)
    blobs = StoredBlobs(LocalFolder(folder))
    [left] = (folder / "sealed").iterdir()
    assert left.name == "one#1"
    with pytest.raises(BlobMissing):
        await blobs.size("sealed/one")
    written = Millis(left.stat().st_mtime_ns // 1_000_000)
    await blobs.tidy(written)
    assert left.exists()
    await blobs.tidy(Millis(written + 1))
    assert not left.exists()


async def test_a_full_disk_is_said_and_leaves_nothing(folder: Path) -> None:
    blobs = StoredBlobs(LocalFolder(folder))
    await blobs.put("sealed/before", given(b"x"))
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1_000_000, before[1]))
    try:
        with pytest.raises(BlobsUnavailable, match=r"File too large|too large"):
            await blobs.put("sealed/one", given(*[bytes(500_000)] * 40))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
        signal.signal(signal.SIGXFSZ, ignored)
    assert [x.name for x in (folder / "sealed").iterdir()] == ["before"]
    await blobs.put("sealed/one", given(b"again"))


async def test_a_folder_that_cannot_be_had_says_why(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    blobs = StoredBlobs(LocalFolder(tmp_path / "file"))
    why = r"the folder .* cannot be used: (File exists|Not a directory)"
    with pytest.raises(BlobsUnavailable, match=why):
        await blobs.put("sealed/one", given(b"x"))
    with pytest.raises(BlobsUnavailable, match=why):
        await blobs.size("sealed/one")
    with pytest.raises(BlobsUnavailable, match=why):
        await blobs.delete("sealed/one")


async def test_content_that_takes_its_time_is_no_fault_of_the_storage(folder: Path) -> None:
    async def slow() -> AsyncIterator[bytes]:
        for _ in range(3):
            await asyncio.sleep(0.15)
            yield b"x"
        await asyncio.sleep(0.15)

    assert await StoredBlobs(LocalFolder(folder), Limits(ask=0.1, send=0.1)).put("sealed/one", slow()) == 3
