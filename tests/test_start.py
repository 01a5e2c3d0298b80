"""What keeps a server or a command from starting is said in one sentence, with what to do, and no trace of the code."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskside.command_line import main


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder of its own and no engine; the process keeps its umask."""
    before = os.umask(0o022)
    monkeypatch.setenv("DESKSIDE_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("DESKSIDE_ENGINE", "none")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        monkeypatch.setenv("DESKSIDE_PORT", str(free.getsockname()[1]))
    yield
    os.umask(before)


COMMANDS = (["serve"], ["migrate"], ["user", "list"])


def _said(capsys: pytest.CaptureFixture[str], command: list[str]) -> str:
    assert main(command) == 1
    out, err = capsys.readouterr()
    assert "Traceback" not in out + err
    said = [line for line in err.strip().splitlines() if " [warning " not in line]
    assert len(said) == 1
    assert " cannot be used: " in said[0]
    assert " -> " in said[0]
    return said[0]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_cannot_be_made(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("DESKSIDE_VAR_DIR", str(tmp_path / "file" / "var"))
    assert f"the folder {tmp_path / 'file' / 'var'}" in _said(capsys, command)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_database_that_is_away_or_nothing_of_the_kind(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DESKSIDE_DATABASE_URL", f"postgresql://u:hidden@/d?host={tmp_path}")
    said = _said(capsys, command)
    assert "postgresql://u:***@/d" in said
    assert "hidden" not in said
    (tmp_path / "novel.db").write_text("It was a dark and stormy night; the rain fell in torrents. " * 40)
    for file in (tmp_path, tmp_path / "novel.db"):
        monkeypatch.setenv("DESKSIDE_DATABASE_URL", f"sqlite:///{file}")
        assert f"SQLite file {file}" in _said(capsys, command)


def test_a_certificate_that_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("CERT", "KEY"):
        monkeypatch.setenv(f"DESKSIDE_TLS_{name}", str(tmp_path / name))
    assert "DESKSIDE_TLS_CERT" in _said(capsys, ["serve"])


def test_modules_are_not_looked_through_for_garbage_and_what_comes_later_is() -> None:
    asked = "import deskside.__main__, gc, fastapi; print(gc.isenabled(), fastapi.FastAPI in gc.get_objects())"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True).stdout
    assert said == "True False\n"
