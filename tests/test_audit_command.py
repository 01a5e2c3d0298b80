"""The record on the command line and for the doctor: with a real database, and the file of heads beside it."""

import asyncio
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
import structlog
from structlog.testing import capture_logs

from deskside.app import compose, migrate
from deskside.command_line import main
from deskside.doctor.findings import Level
from deskside.doctor.record import record
from deskside.domain.audit import AuditAct
from deskside.domain.chain import Head
from deskside.domain.ids import CenterId, Millis, UserId
from deskside.ports.audit import AuditRow
from deskside.ports.storage import Center
from deskside.settings import Settings
from deskside.storage.heads import HeadsFile

HERE = CenterId("center-1")


@pytest.fixture(autouse=True)
def _there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database of its own with one center and five rows; the process keeps its umask."""
    before = os.umask(0o022)
    monkeypatch.setenv("DESKSIDE_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setenv("DESKSIDE_ENGINE", "none")
    migrate(Settings())
    asyncio.run(_write(5))
    yield
    os.umask(before)
    structlog.reset_defaults()


async def _write(rows: int) -> None:
    parts = compose(Settings())
    for number in range(rows):
        async with parts.services.outside.storage.transaction() as unit:
            if not await unit.accounts.centers():
                await unit.accounts.add_center(Center(HERE, "Riverside"))
            row = AuditRow(HERE, Millis(number), UserId("tutor"), AuditAct.CONTENT_READ, None, None, "notes")
            await unit.audit.add(row)
    await parts.database.close()


def heads() -> Path:
    return Settings().audit_heads_file(Settings().var_dir)


def altered(statement: str) -> None:
    with closing(sqlite3.connect(Settings().var_dir / "deskside.db")) as database:
        database.execute(statement)
        database.commit()


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    assert main(["audit", "verify", *arguments]) == code
    shown = capsys.readouterr()
    return shown.out + shown.err


def test_a_record_as_it_was_written_is_intact(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys) == f"{HERE}  5 rows, intact\n"
    assert said(capsys, "--center", HERE) == f"{HERE}  5 rows, intact\n"
    assert "No center has the id 'x'" in said(capsys, "--center", "x", code=2)
    assert record(Settings()).level is Level.OK


def test_a_head_that_lags_is_told_from_rows_that_were_removed(capsys: pytest.CaptureFixture[str]) -> None:
    lines = heads().read_bytes().splitlines(keepends=True)
    heads().write_bytes(b"".join(lines[:3]))
    assert said(capsys) == f"{HERE}  5 rows, intact (its head lags by 2)\n"
    heads().unlink()
    assert said(capsys) == f"{HERE}  5 rows, intact (no head of it is known outside)\n"
    heads().write_bytes(b"".join(lines))
    altered("DELETE FROM audit WHERE number > 3")
    assert "rows were removed from the end: there were 5 once" in said(capsys, code=1)
    found = record(Settings())
    assert (found.level, found.mend) == (Level.PROBLEM, "deskside audit verify")


def test_faults_are_counted_and_the_first_are_named(capsys: pytest.CaptureFixture[str]) -> None:
    asyncio.run(_write(30))
    altered("UPDATE audit SET at = at + 1")
    told = said(capsys, code=1)
    assert f"{HERE}  35 rows, 35 faults" in told
    assert "row 1 is not the one that was written there" in told
    assert "… and 15 more" in told
    assert "If a backup of the database was restored" in told


def test_a_file_of_heads_into_which_somebody_wrote_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    lines = heads().read_bytes()
    heads().write_bytes(b"hello\n[1]\n" + b'{"center_id": 1, "number": 2, "hash": "x"}\n' + lines)
    assert "3 lines are none" in said(capsys, code=1)
    assert record(Settings()).level is Level.PROBLEM
    heads().write_bytes(lines + b'{"center_id": "cent')
    assert said(capsys) == f"{HERE}  5 rows, intact\n"
    asyncio.run(_write(1))
    assert "1 lines are none" in said(capsys, code=1)


def test_a_file_that_cannot_be_used_is_told_and_no_act_fails(capsys: pytest.CaptureFixture[str]) -> None:
    heads().unlink()
    heads().mkdir()
    assert "cannot be read" in said(capsys, code=1)
    assert record(Settings()).level is Level.PROBLEM
    with capture_logs() as logged:
        HeadsFile(heads()).note((Head("c", 1, "ab"),))
    assert [x["event"] for x in logged][-1:] == ["audit_head_not_kept"]
    heads().rmdir()
    asyncio.run(_write(1))
    assert "6 rows, intact" in said(capsys)


def test_where_there_is_no_database_there_is_no_record(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DESKSIDE_VAR_DIR", str(tmp_path / "nothing"))
    assert record(Settings()).level is Level.OK
