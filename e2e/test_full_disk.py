"""A disk that fills up in the middle of a lesson: sound and pictures go on, whoever acts is told, nothing is lost."""

import asyncio
import os
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx
import pytest
from bench.lean.line import ActRefused, Visitor
from bench.lean.pacer import Pacer
from bench.lean.sequence import Reception
from bench.lesson import Lesson, Seat, visitors

from deskside.domain.ids import UserId
from e2e.server import Server, serving

MEGABYTES = 260
"""More than what is called scarce: the disk is well before it is filled."""
FULL_SECONDS = 8.0


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Memory, mounted; skipped where that is not allowed."""
    folder = tmp_path / "small"
    folder.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m,mode=755", "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(command, capture_output=True, check=False).returncode != 0:
        pytest.skip("needs the right to mount")
    yield folder
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Without a byte of room for as long as this lasts."""
    filler = folder / "filler"
    descriptor = os.open(filler, os.O_WRONLY | os.O_CREAT)
    for size in (2**20, 1):
        with suppress(OSError):
            while True:
                os.write(descriptor, bytes(size))
    os.close(descriptor)
    yield
    filler.unlink()


async def health(server: Server) -> httpx.Response:
    async with httpx.AsyncClient() as client:
        return await client.get(f"{server.url}/api/health")


async def ask(seat: Seat, help_id: str) -> str:
    """What becomes of a call for help: "ok", or the code and words of the refusal."""
    try:
        await seat.line.act("help-request", {"help_id": help_id, "urgency": "normal", "text": ""})
    except ActRefused as refused:
        return str(refused)
    return "ok"


def stored_calls(server: Server) -> list[str]:
    """Ids of the calls for help in the log, which has to be whole; oldest first."""
    with sqlite3.connect(f"file:{server.settings.var_dir / 'deskside.db'}?mode=ro", uri=True) as database:
        assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        found = database.execute(
            "SELECT json_extract(payload, '$.help_id') FROM session_event WHERE type = 'HelpAsked' ORDER BY seq"
        )
        return [str(help_id) for (help_id,) in found]


def heard(lesson: Lesson) -> Reception:
    """Everything that came to anybody, or should have."""
    return sum((seat.person.reception for seat in lesson.seats), Reception())


@pytest.mark.slow
async def test_a_disk_that_fills_up_in_a_lesson_and_has_room_again(small_disk: Path) -> None:
    async with serving(small_disk) as server, visitors(server.url, server.links) as people, Pacer() as pacer:
        lesson = await Lesson.open(people[0], people[1][:3], pacer)
        alice, bob, carol = lesson.students
        assert await ask(alice, "before") == "ok"
        with filled(small_disk):
            came = heard(lesson)
            refused = [await ask(bob, "during") for _ in range(3)]
            await carol.line.close()  # and does not come back
            answer = await health(server)
            await asyncio.sleep(FULL_SECONDS)
            came = heard(lesson) - came
        assert {words.split()[1] for words in refused} == {"unavailable"}
        assert answer.status_code == 503
        assert "disk is nearly full" in answer.json()["detail"]
        assert came.received > FULL_SECONDS * 100, "sound and pictures went on"
        assert came.loss_percent < 0.5
        assert await ask(bob, "after") == "ok"
        async with asyncio.timeout(10):
            while (await health(server)).status_code != 200:  # noqa: ASYNC110 - another process has no event for it
                await asyncio.sleep(0.2)
        assert await is_gone(people[0], lesson, carol.line.user), "nobody told the session when it could be stored"
        assert stored_calls(server) == ["before", "after"]
        pacer.clear()
        await lesson.close()


async def is_gone(tutor: Visitor, lesson: Lesson, user: UserId) -> bool:
    """Whether the session knows within some seconds that this student lost the connection."""
    for _ in range(20):
        view = (await tutor.get(f"/api/academic/sessions/{lesson.session}"))["view"]
        assert isinstance(view, dict)
        people = [lane["person"] for lane in view["lanes"]]
        if not next(each for each in people if each["user_id"] == user)["connected"]:
            return True
        await asyncio.sleep(0.25)
    return False
