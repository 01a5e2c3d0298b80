"""One server for one database and one folder, and whoever comes second is told who is there."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from deskside.storage.ownership import Taken, owned
from deskside.storage.postgres import postgres_engine
from tests.postgres import Cluster, cluster

FIRST, SECOND = "pid 1 on first since then", "pid 2 on second since now"


async def taken(folder: Path, url: str) -> str:
    """What a second server is told."""
    with pytest.raises(Taken) as refused:
        async with owned(folder, url, SECOND, wait_seconds=0.2):
            pass
    return str(refused.value)


async def test_a_second_server_is_refused_the_folder_and_told_who_has_it(tmp_path: Path, database_url: str) -> None:
    other = f"sqlite:///{tmp_path / 'other.db'}"
    async with owned(tmp_path / "var", database_url, FIRST):
        said = await taken(tmp_path / "var", other)
        assert FIRST in said
        assert "server.lock" in said
        async with owned(tmp_path / "elsewhere", other, SECOND, wait_seconds=0.2):
            pass
    async with owned(tmp_path / "var", database_url, SECOND, wait_seconds=0.2):
        pass


async def test_a_second_server_is_refused_the_database_though_its_folder_is_another(
    tmp_path: Path, database_url: str
) -> None:
    async with owned(tmp_path / "var", database_url, FIRST):
        assert FIRST in await taken(tmp_path / "elsewhere", database_url)
    async with owned(tmp_path / "elsewhere", database_url, SECOND, wait_seconds=5):
        pass


async def test_who_is_there_is_whole_or_says_that_there_is_more(tmp_path: Path, database_url: str) -> None:
    """Seen: the first one's port cut off after its first digit, which is another one's address."""
    who = "pid 1893 on vm since 2026-11-27 02:26:45Z at http://localhost:54981"
    async with owned(tmp_path / "var", database_url, who):
        said = await taken(tmp_path / "elsewhere", database_url)
    assert who in said or said.endswith("...")
    assert "pid 1893 on vm" in said


async def test_a_link_to_the_file_is_no_other_database(tmp_path: Path) -> None:
    """Seen: two servers on one SQLite file, one of them by a link."""
    there = tmp_path / "there.db"
    there.touch()
    (tmp_path / "link.db").symlink_to(there)
    async with owned(tmp_path / "var", f"sqlite:///{there}", FIRST):
        assert FIRST in await taken(tmp_path / "elsewhere", f"sqlite:///{tmp_path / 'link.db'}")


async def test_the_next_one_waits_for_the_former_to_end(tmp_path: Path, database_url: str) -> None:
    async with owned(tmp_path / "var", database_url, FIRST):

        async def next_one() -> None:
            async with owned(tmp_path / "var", database_url, SECOND, wait_seconds=60):
                pass

        waiting = asyncio.create_task(next_one())
        await asyncio.sleep(0.2)
        assert not waiting.done()
    await waiting


OWNER = """
import asyncio, sys
from pathlib import Path
from deskside.storage.ownership import owned
async def main():
    async with owned(Path(sys.argv[1]), sys.argv[2], sys.argv[3]):
        print("owned", flush=True)
        await asyncio.sleep(600)
asyncio.run(main())
"""


def spawned(command: list[str], environment: dict[str, str] | None = None) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)


async def test_a_server_that_was_killed_is_in_nobodys_way(tmp_path: Path, database_url: str) -> None:
    command = [sys.executable, "-c", OWNER, str(tmp_path / "var"), database_url, FIRST]
    with spawned(command) as owner:
        assert owner.stdout is not None
        assert await asyncio.to_thread(owner.stdout.readline) == b"owned\n"
        assert FIRST in await taken(tmp_path / "var", database_url)
        os.kill(owner.pid, signal.SIGKILL)
    async with owned(tmp_path / "var", database_url, SECOND, wait_seconds=20):
        pass


@pytest.fixture
def own_server() -> Iterator[Cluster]:
    with cluster() as running:
        yield running


@pytest.mark.postgres
async def test_after_an_outage_the_database_is_taken_again(tmp_path: Path, own_server: Cluster) -> None:
    url = own_server.create("deskside")
    async with owned(tmp_path / "var", url, FIRST) as ownership:
        keeping = asyncio.create_task(ownership.lost())
        own_server.stop(immediately=True)
        await asyncio.sleep(2.5)
        own_server.start()
        async with asyncio.timeout(30):
            while not await holders(url):  # noqa: ASYNC110  the server knows
                await asyncio.sleep(0.1)
        assert FIRST in await taken(tmp_path / "elsewhere", url)
        assert not keeping.done()
        keeping.cancel()


@pytest.mark.postgres
async def test_who_lost_the_database_to_another_server_is_told(tmp_path: Path, own_server: Cluster) -> None:
    url = own_server.create("deskside")
    async with owned(tmp_path / "var", url, FIRST) as ownership:
        keeping = asyncio.create_task(ownership.lost())
        engine = postgres_engine(url, pooled=False)
        async with engine.connect() as connection:
            for pid in await holders(url):
                await connection.execute(text("SELECT pg_terminate_backend(:pid, 2000)"), {"pid": pid})
        async with owned(tmp_path / "elsewhere", url, SECOND), asyncio.timeout(30):
            assert (await keeping).who == SECOND


async def holders(url: str) -> list[int]:
    """Connections that hold an advisory lock."""
    engine = postgres_engine(url, pooled=False)
    async with engine.connect() as connection:
        found = await connection.execute(text("SELECT pid FROM pg_locks WHERE locktype = 'advisory'"))
        return [int(row.pid) for row in found]


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@pytest.mark.slow
async def test_a_second_server_does_not_start_and_says_what_to_do(tmp_path: Path) -> None:
    environment = os.environ | {
        "DESKSIDE_VAR_DIR": str(tmp_path / "var"),
        "DESKSIDE_ENGINE": "none",
        "DESKSIDE_PORT": str(free_port()),
    }
    command = [sys.executable, "-m", "deskside", "serve"]
    with spawned(command, environment) as first:
        assert first.stdout is not None
        assert b"Deskside is at" in await asyncio.to_thread(first.stdout.readline)
        second = await asyncio.to_thread(subprocess.run, command, env=environment, capture_output=True, text=True)
        assert second.returncode == 1
        assert f"pid {first.pid} on " in second.stderr
        assert "DESKSIDE_VAR_DIR" in second.stderr
        assert first.poll() is None
        first.send_signal(signal.SIGTERM)
        assert first.wait(30) == 0
