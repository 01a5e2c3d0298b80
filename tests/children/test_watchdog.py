"""Engines that nobody wants any more end by themselves."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskside.children.watchdog import watch

LIMIT_SECONDS = 20


@pytest.fixture
def idle() -> Iterator["subprocess.Popen[bytes]"]:
    """A process that does nothing until it is killed."""
    with subprocess.Popen(["sleep", "600"]) as process:
        yield process
        process.kill()


def _ticks(pid: int) -> int:
    return int(Path(f"/proc/{pid}/stat").read_text().split()[21])


def test_an_engine_whose_folder_is_gone_is_ended(idle: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    watch(idle.pid, _ticks(idle.pid), tmp_path / "gone" / "janus.json", every_seconds=0.05)
    assert idle.wait(LIMIT_SECONDS) == -9


def test_an_engine_that_was_not_claimed_for_long_is_ended(idle: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    sign = tmp_path / "janus.json"
    sign.touch()
    watch(idle.pid, _ticks(idle.pid), sign, minutes=1 / 60, every_seconds=0.05)
    assert idle.wait(LIMIT_SECONDS) == -9


def test_a_server_whose_clock_is_wrong_or_was_set_is_there(idle: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    sign = tmp_path / "janus.json"
    sign.touch()
    watch(idle.pid, _ticks(idle.pid), sign, minutes=10 / 60, every_seconds=0.05)
    for years in range(10):
        os.utime(sign, (years * 31_536_000, years * 31_536_000))
        with pytest.raises(subprocess.TimeoutExpired):
            idle.wait(0.1)


def test_another_process_of_the_same_number_is_left_alone(idle: "subprocess.Popen[bytes]", tmp_path: Path) -> None:
    watch(idle.pid, _ticks(idle.pid) - 1, tmp_path / "gone", every_seconds=0.05)
    with pytest.raises(subprocess.TimeoutExpired):
        idle.wait(0.5)
