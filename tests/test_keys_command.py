"""Keys on the command line, with a real file and a real database: also killed in the middle."""

import asyncio
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
import structlog

from deskside.app import compose, migrate
from deskside.command_line import main
from deskside.domain.ids import CenterId, FileId
from deskside.ports.storage import Center
from deskside.services.suite import Services
from deskside.settings import Settings

T = TypeVar("T")
HERE = CenterId("center-1")
FILES = 12


@pytest.fixture(autouse=True)
def _there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database of its own with one center; the process keeps its umask."""
    before = os.umask(0o022)
    monkeypatch.setenv("DESKSIDE_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("DESKSIDE_ENGINE", "none")
    migrate(Settings())
    with_services(found_center)
    yield
    os.umask(before)
    structlog.reset_defaults()


def with_services(act: Callable[[Services], Awaitable[T]]) -> T:
    async def run() -> T:
        parts = compose(Settings())
        try:
            return await act(parts.services)
        finally:
            await parts.database.close()

    return asyncio.run(run())


async def found_center(services: Services) -> None:
    async with services.outside.storage.transaction() as unit:
        await unit.accounts.add_center(Center(HERE, "Riverside"))


async def keep(services: Services) -> dict[FileId, bytes]:
    """Some files; what is in each."""
    kept = {}
    for number in range(FILES):
        key = await services.vault.begin(HERE)
        await services.vault.write(HERE, key, given(b"%d" % number))
        kept[key.file_id] = b"%d" % number
    return kept


async def given(plain: bytes) -> AsyncIterator[bytes]:
    yield plain


def read_all(kept: dict[FileId, bytes]) -> bool:
    """Whether each file is as it was."""

    async def read(services: Services) -> bool:
        await services.keyring.check()
        for file_id, plain in kept.items():
            opened = await services.vault.open(HERE, file_id)
            if b"".join([part async for part in opened.read()]) != plain:
                return False
        return True

    return with_services(read)


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What a command prints."""
    capsys.readouterr()
    assert main(["keys", *arguments]) == code
    out = capsys.readouterr()
    return (out.err if code else out.out).strip()


def master_file() -> Path:
    return Settings().var_dir / "master.key"


def test_keys_are_listed_and_turned(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "list") == f"Nothing is sealed yet. The master key will be at {master_file()}."
    assert "no master key" in said(capsys, "rotate-master", code=1)
    assert "has no key" in said(capsys, "rotate-center", "riverside", code=1)
    kept = with_services(keep)
    assert master_file().stat().st_mode & 0o777 == 0o600
    first = said(capsys, "list").splitlines()
    assert first[0].startswith("Master key ")
    assert first[1] == f"{HERE}  key 1  {FILES} files  Riverside"
    before = master_file().read_text()
    assert "Back it up" in said(capsys, "rotate-master")
    assert master_file().read_text() != before
    assert said(capsys, "rotate-center", "Riverside") == f"Riverside has another key, and {FILES} files with it."
    then = said(capsys, "list").splitlines()
    assert (then[0] != first[0], then[1]) == (True, f"{HERE}  key 2  {FILES} files  Riverside")
    assert "Riverside (center-1)" in said(capsys, "rotate-center", "Elsewhere", code=1)
    assert read_all(kept)


def test_a_server_does_not_start_without_the_key_and_whoever_lost_it_can_give_up(
    capsys: pytest.CaptureFixture[str],
) -> None:
    kept = with_services(keep)
    fingerprint = said(capsys, "list").split()[2]
    assert "not lost" in said(capsys, "give-up", fingerprint, code=1)
    assert "not the fingerprint" in said(capsys, "give-up", "another", code=1)
    away = master_file().rename(master_file().with_name("elsewhere"))
    for command in (["serve", "--port", "1"], ["keys", "list"], ["keys", "rotate-master"]):
        assert main(command) == 1
        why = capsys.readouterr().err
        assert f"cannot be used: the one with the fingerprint {fingerprint} is not there -> " in why
        assert "Traceback" not in why
    away.rename(master_file())
    assert read_all(kept)
    master_file().write_text("00" * 32)
    assert said(capsys, "give-up", fingerprint).startswith(f"{FILES} files are given up")
    with_services(lambda services: services.vault.sweep())
    assert [x for x in (Settings().var_dir / "recordings").rglob("*") if x.is_file()] == []
    assert read_all(with_services(keep))


TURNER = """
import asyncio, os, sys
from dataclasses import replace
from pathlib import Path
from tests.fakes.broadcast import RecordedBroadcast
from tests.fakes.clock import HeldClock
from tests.fakes.engine import FakeEngine
from tests.fakes.outside import around
from deskside.domain.ids import CenterId
from deskside.sealing.master_key import MasterKeyFile
from deskside.services import key_rotation
from deskside.services.keyring import Keyring
from deskside.storage.database import Database

async def turn(folder):
    storage = Database(f"sqlite:///{folder}/deskside.db").storage()
    outside = around(storage, FakeEngine(), RecordedBroadcast(), HeldClock())
    keys = MasterKeyFile(Path(folder) / "master.key", os.urandom)
    outside = replace(outside, keeping=replace(outside.keeping, master_keys=keys))
    rotation = key_rotation.KeyRotation(outside, Keyring(outside))
    print("now", flush=True)
    while True:
        await rotation.rotate_master()
        await rotation.rotate_center(CenterId("center-1"))

key_rotation.BATCH = 3
asyncio.run(turn(sys.argv[1]))
"""


@pytest.mark.slow
def test_whoever_turns_keys_can_be_killed_at_any_moment() -> None:
    kept, chance = with_services(keep), random.Random(7)
    command = [sys.executable, "-c", TURNER, str(Settings().var_dir)]
    for _ in range(4):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as turning:
            assert turning.stdout is not None
            while (said := turning.stdout.readline()) != "now\n":
                assert said
            time.sleep(0.05 + chance.random() * 0.3)
            turning.send_signal(signal.SIGKILL)
        assert read_all(kept)
    assert main(["keys", "rotate-master"]) == main(["keys", "rotate-center", HERE]) == 0
    assert read_all(kept)
    assert sorted(x.name for x in Settings().var_dir.glob("master*")) == ["master.key"]
