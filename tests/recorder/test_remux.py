"""Files are made beside everything else: in a process of its own that gives way to live media."""

from pathlib import Path
from random import Random

import pytest

from deskside.recorder.playable.remux import Job, done, remuxed
from deskside.recorder.records import TrackKind
from tests.recorder.segments import recorded, track
from tests.recorder.senders import SECOND_US, Line, Span, microphone, received
from tests.recorder.watching import watched


def _job(folder: Path, content: bytes, ends_us: int | None = 5 * SECOND_US) -> Job:
    segment = folder / "voice.001.rtp"
    segment.write_bytes(content)
    return Job(
        pictures=(),
        sounds=(segment,),
        sounding=True,
        parts=folder / "parts",
        file=folder / "person.webm",
        now_us=5 * SECOND_US,
        ends_us=ends_us,
    )


def _voice() -> bytes:
    came = received(microphone([Span(0, 5 * SECOND_US)]), Line(), Random(1))
    return b"".join(recorded(track(TrackKind.MICROPHONE), came).chunks(0))


async def test_a_process_of_its_own_says_each_job_as_it_is_done(tmp_path: Path) -> None:
    (tmp_path / "b").mkdir()
    jobs = (_job(tmp_path, _voice()), _job(tmp_path / "b", b"nothing"))
    first, second = [each async for each in remuxed(jobs)]
    assert first.joined is not None
    assert len(watched(jobs[0].file.read_bytes()).beeps) == 5
    assert second.why == "the segment does not say what it holds"
    assert not jobs[1].file.exists()


def test_done_again_it_is_the_same_file_and_nothing_is_left_beside_it(tmp_path: Path) -> None:
    job = _job(tmp_path, _voice())
    assert done(job) == done(job)
    content = job.file.read_bytes()
    job.file.unlink()
    job.file.with_suffix(".new").write_bytes(b"of one that was killed")
    (job.parts / "00000.new").write_bytes(b"of one that was killed")
    (job.parts / "00000.part").unlink()
    done(job)
    assert job.file.read_bytes() == content
    assert sorted(each.name for each in tmp_path.iterdir()) == ["parts", "person.webm", "voice.001.rtp"]


def test_while_the_session_runs_there_is_no_file_yet(tmp_path: Path) -> None:
    assert done(_job(tmp_path, _voice(), None)).joined is None
    assert not (tmp_path / "person.webm").exists()


async def test_a_process_that_dies_is_told(tmp_path: Path) -> None:
    (tmp_path / "parts").write_bytes(b"no folder")
    with pytest.raises(RuntimeError, match="ended with 1"):
        _ = [each async for each in remuxed((_job(tmp_path, _voice()),))]
