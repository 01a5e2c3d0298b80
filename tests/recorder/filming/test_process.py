"""A film is made in a process of its own of sealed files, and leaves nothing behind whatever happens to it."""

import os
from pathlib import Path

import pytest

from deskside.children.lowly import LowlyLost
from deskside.domain.sealed import CHUNK_BYTES
from deskside.recorder.film_orders import FileShape, FilmJob, PersonShape, Progress
from deskside.recorder.filming.process import SCRATCH_FILE, filmed
from deskside.recorder.filming.sealed_files import SealedOutput, SealedScratch, opened
from deskside.recorder.messages import KeyShape
from deskside.recorder.playable.parts import Material
from deskside.recorder.records import TrackKind
from tests.recorder.making import made, segment
from tests.recorder.senders import SECOND_US, Span, microphone
from tests.recorder.watching import watched

SECONDS = 6


def _file(folder: Path, name: str, content: bytes | None) -> FileShape:
    shape = FileShape(path=folder / name, key=KeyShape(file_id=name, key=name.encode().hex().ljust(64, "0")))
    if content is not None:
        sink = SealedOutput(shape.path, shape.key.file_key())
        sink.append(content)
        sink.close()
    return shape


@pytest.fixture
def job(tmp_path: Path) -> FilmJob:
    """A silent person's film."""
    (tmp_path / "own").mkdir()
    silent, _ = made(Material([], [], sounding=True), SECONDS * 1_000_000)
    person = PersonShape(name="Alice", file=_file(tmp_path, "alice", silent))
    film = _file(tmp_path / "own", "film", None)
    return FilmJob(people=(person,), duration_ms=SECONDS * 1_000, folder=tmp_path / "own", film=film)


def _left(job: FilmJob) -> list[str]:
    return sorted(each.name for each in job.folder.iterdir())


def children() -> list[int]:
    """Those that make films: a worker of the test run may have others."""
    mine = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [int(each) for each in mine if b"filming" in _command(each)]


def _command(pid: str) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""


async def test_a_film_is_told_of_as_it_is_made_and_is_all_there_is_then(job: FilmJob) -> None:
    told = [each async for each in filmed(job)]
    assert [each.percent for each in told[:-1]] == sorted({each.percent for each in told})
    with opened(job.film.path, job.film.key.file_key(), []) as file:
        content = file.read()
    assert told[-1] == Progress(percent=100, length=len(content), width=1280, height=720)
    assert watched(content).sound_ms == pytest.approx(SECONDS * 1_000, abs=50)
    assert _left(job) == ["film"]


async def test_it_gives_way_to_everything_else_and_can_be_ended_at_any_moment(job: FilmJob) -> None:
    making = filmed(job)
    await anext(making)
    (pid,) = children()
    assert os.sched_getscheduler(pid) == os.SCHED_IDLE
    assert _left(job) == ["film", SCRATCH_FILE]
    await making.aclose()
    assert children() == []
    assert _left(job) == []


async def test_killed_it_is_told_and_begun_again_it_leaves_nothing_of_before(job: FilmJob) -> None:
    making = filmed(job)
    await anext(making)
    (pid,) = children()
    os.kill(pid, 9)
    with pytest.raises(LowlyLost, match="ended with -9"):
        _ = [each async for each in making]
    for name in (SCRATCH_FILE, "film"):
        (job.folder / name).write_bytes(b"of one whose server was killed as well")
    assert [each async for each in filmed(job)][-1].percent == 100
    assert _left(job) == ["film"]


async def test_a_changed_byte_is_found_and_told_and_there_is_no_film(job: FilmJob, tmp_path: Path) -> None:
    voice = segment(TrackKind.MICROPHONE, list(microphone([Span(0, 100 * SECOND_US)])))
    content, _ = made(Material([], [voice], sounding=True), 100 * SECOND_US)
    assert len(content) > 2 * CHUNK_BYTES
    bob = PersonShape(name="Bob", file=_file(tmp_path, "bob", content))
    with (tmp_path / "bob").open("r+b") as file:
        file.seek(CHUNK_BYTES + 1_000)
        file.write(b"Eve")
    told = [each async for each in filmed(job.model_copy(update={"people": (*job.people, bob), "duration_ms": 60_000}))]
    assert len(told) > 10, "it is in the middle of the film"
    assert told[-1].why.startswith("Tampered: ")
    assert told[-1].length is None
    assert _left(job) == []


async def test_what_is_no_recording_is_told(job: FilmJob, tmp_path: Path) -> None:
    for name, content in (("noise", bytes(10_000)), ("missing", None)):
        person = PersonShape(name="Bob", file=_file(tmp_path, name, content))
        told = [each async for each in filmed(job.model_copy(update={"people": (person,)}))]
        assert told[-1].why
        assert _left(job) == []


def test_what_is_kept_meanwhile_is_noise_to_others_and_gone_afterwards(tmp_path: Path) -> None:
    scratch = SealedScratch(tmp_path / "scratch")
    scratch.append(b"Alice " * 100_000)
    assert b"Alice" not in (tmp_path / "scratch").read_bytes()
    assert b"".join(scratch.read(6, 70_000)) == (b"Alice " * 100_000)[6:70_000]
    scratch.close()
    assert not list(tmp_path.iterdir())


def test_a_sealed_file_is_read_from_anywhere(tmp_path: Path) -> None:
    content = os.urandom(200_000)
    shape = _file(tmp_path, "any", content)
    with opened(shape.path, shape.key.file_key(), []) as file:
        assert (file.seek(-10, os.SEEK_END), file.read()) == (199_990, content[-10:])
        assert (file.seek(70_000), file.read(5)) == (70_000, content[70_000:70_005])
        assert (file.seek(5, os.SEEK_CUR), file.read(5)) == (70_010, content[70_010:70_015])
        assert (file.seek(300_000), file.read(5)) == (300_000, b"")
