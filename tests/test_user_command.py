"""People on the command line."""

import asyncio
import io
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from deskside.app import compose
from deskside.command_line import main
from deskside.settings import Settings


@pytest.fixture(autouse=True)
def _there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database of its own with one center; the process keeps its umask."""
    before = os.umask(0o022)
    monkeypatch.setenv("DESKSIDE_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.setattr("sys.stdin", io.StringIO("long enough\n"))
    assert main(["center", "Riverside", "--admin", "Olga Novak", "--email", "olga@here.test"]) == 0
    yield
    os.umask(before)
    structlog.reset_defaults()


def said(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> str:
    """What a command prints."""
    capsys.readouterr()
    assert main(["user", *arguments]) == code
    out = capsys.readouterr()
    return (out.err if code else out.out).strip()


def test_everybody_can_be_added_listed_disabled_and_brought_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert "/join/" in said(capsys, "add", "Alice Kim", "--grade", "8")
    assert "choose a password" in said(capsys, "add", "Ms Rivera", "--role", "tutor", "--email", "rivera@here.test")
    assert [line.split("  ")[1].strip() for line in said(capsys, "list").splitlines()] == ["student", "tutor", "admin"]
    assert said(capsys, "disable", "Rivera@here.test").startswith("Ms Rivera is disabled.")
    assert len(said(capsys, "list").splitlines()) == 2
    assert "disabled" in said(capsys, "list", "--all")
    assert "First: deskside user enable" in said(capsys, "link", "ms rivera", code=1)
    assert said(capsys, "enable", "ms rivera").startswith("Ms Rivera is back.")
    assert "/join/" in said(capsys, "link", "Alice Kim")


def test_the_only_admin_who_is_locked_out_gets_a_new_password(capsys: pytest.CaptureFixture[str]) -> None:
    assert said(capsys, "password", "olga@here.test").startswith("http://localhost:8000/join/")
    assert "have no password" in said(capsys, "password", _alice(capsys), code=1)


def _alice(capsys: pytest.CaptureFixture[str]) -> str:
    said(capsys, "add", "Alice Kim", "--grade", "8")
    return said(capsys, "list").splitlines()[0].split("  ")[0]


def test_centers_of_one_name_are_told_apart_by_their_ids(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("long enough\n"))
    assert main(["center", "riverside", "--admin", "Olga Novak", "--email", "olga@here.test"]) == 0
    refused = said(capsys, "add", "Alice Kim", code=1)
    first, second = refused.removeprefix("Say which center: --center ").split(" | ")
    for center in (first, second):
        assert "/join/" in said(capsys, "add", "Alice Kim", "--center", center)
    assert "  riverside" in said(capsys, "link", "olga@here.test", code=1)


def test_a_password_that_is_no_text_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("long enough \udcff\n"))
    assert main(["center", "Lakeside", "--admin", "A", "--email", "a@here.test"]) == 1
    assert "not text" in capsys.readouterr().err


def test_who_cannot_be_told_apart_is_shown_with_ids(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "add", "Alice Kim", "--grade", "8")
    said(capsys, "add", "Alice Kim", "--grade", "9")
    several = said(capsys, "link", "alice kim", code=1)
    assert "Several people" in several
    assert {line.split(maxsplit=1)[1] for line in several.splitlines()[1:]} == {"Alice Kim  8", "Alice Kim  9"}
    assert "Nobody has" in said(capsys, "link", "nobody", code=1)
    assert "Tutors and admins need" in said(capsys, "add", "Tom", "--role", "tutor", code=1)


def test_people_are_found_and_added_as_people_write_names(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "add", " Jose\u0301  D\u2019Arcy ", "--role", "tutor", "--email", "jose.straße@here.test")
    assert "José D’Arcy  jose.straße@here.test" in said(capsys, "list")
    for who in ("jose\u0301 d'arcy", "JOSÉ  D’ARCY", "JOSE.STRASSE@here.test", "ｊｏｓｅ.straße@here.test"):
        assert "/join/" in said(capsys, "link", who)
    said(capsys, "add", "Alice", "--center", "RIVERSIDE")
    assert "control character" in said(capsys, "add", "Al\x07ice", code=1)
    assert "can be seen" in said(capsys, "add", "\u200b", code=1)
    assert "Write an email" in said(capsys, "add", "Tom", "--role", "tutor", "--email", "tom at here", code=1)
    assert len(said(capsys, "list").splitlines()) == 3


def test_a_new_link_takes_the_place_of_the_former_one(capsys: pytest.CaptureFixture[str]) -> None:
    first = said(capsys, "add", "Alice Kim").rsplit("/", 1)[1]
    second = said(capsys, "link", "Alice Kim").rsplit("/", 1)[1]
    assert [_works(x) for x in (first, second)] == [False, True]
    links = [said(capsys, "password", "olga@here.test").rsplit("/", 1)[1] for _ in range(2)]
    assert [_works(x) for x in links] == [False, True]


def _works(secret: str) -> bool:
    async def look() -> bool:
        parts = compose(Settings())
        try:
            return await parts.services.links.look(secret) is not None
        finally:
            await parts.database.close()

    return asyncio.run(look())


def test_whoever_reads_only_the_first_lines_gets_no_trace() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    asked = [sys.executable, "-m", "deskside", "user", "list"]
    done = subprocess.run(asked, stdout=writing, stderr=subprocess.PIPE, check=False)
    os.close(writing)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.parametrize("act", ["list", "add", "link", "password", "enable", "disable", "erase"])
def test_help_speaks_in_sentences(act: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["user", act, "--help"])
    assert capsys.readouterr().out.split("\n\n")[1].strip().endswith(".")


def test_a_person_is_erased_with_their_name_typed(capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, "add", "Alice Miller", "--grade", "7")
    assert "type the name as it stands: Alice Miller" in said(capsys, "erase", "Alice Miller", code=1)
    told = said(capsys, "erase", "Alice Miller", "--name", "alice miller")
    assert told.startswith("Erased. The certificate is at http://localhost:8000/api/people/")
    assert "profile: 1" in told
    assert "Alice" not in said(capsys, "list", "--all")
    assert b"Alice Miller" not in (Settings().var_dir / "deskside.db").read_bytes()
    assert main(["audit", "verify"]) == 0
