"""Words are made of a recording once, whatever is killed or deleted meanwhile."""

import pytest

from deskside.domain.ids import Millis
from deskside.domain.jobs import Fields, JobState, NewJob
from deskside.domain.recording.transcript_files import unpacked
from deskside.ports.speech import NoTranscriber, SpeechInterrupted, SpeechUnusable, Track
from deskside.ports.transcripts import TranscriptRow
from deskside.services.recording.transcribing import TRANSCRIBE, remove_transcript
from tests.services.house import HERE
from tests.services.recording.spoken import RECORDED, Studio
from tests.services.safe import given


@pytest.fixture
async def studio() -> Studio:
    return await Studio().over()


async def rows(studio: Studio, recording_id: str = "r1") -> tuple[TranscriptRow, ...]:
    async with studio.storage.reading() as unit:
        return await unit.transcripts.versions(HERE, recording_id)


async def _told(percent: int) -> None:
    raise AssertionError(percent)


async def test_what_was_recorded_is_heard_and_kept_sealed(studio: Studio) -> None:
    spoken = await studio.recorded(studio.alice)
    assert await studio.attempt() is JobState.DONE
    (row,) = await rows(studio)
    of = (HERE, studio.session_id, studio.alice.user_id, row.file_id, spoken.recorded_at)
    assert row == TranscriptRow("r1", 1, *of, studio.clock.now())
    assert unpacked(await studio.read(row.file_id)) == studio.speech.says
    assert studio.speech.heard == [(RECORDED, "en")]
    assert not any(b"two thirds" in x for x in studio.blobs.kept.values())


async def test_asked_again_it_is_there_already(studio: Studio) -> None:
    await studio.recorded(studio.alice)
    job = await studio.claim()
    assert job is not None
    await studio.jobs.do(job)
    async with studio.storage.transaction() as unit:
        await unit.jobs.forget(Millis(studio.clock.now() + 1))
    await studio.recorded(studio.alice)
    assert await studio.attempt() is JobState.DONE
    assert len(studio.speech.heard) == 1


async def test_what_a_killed_attempt_left_is_gone_on_with(studio: Studio) -> None:
    await studio.recorded(studio.alice)
    job = await studio.claim()
    assert job is not None

    async def away() -> None:
        studio.blobs.away = True

    studio.speech.meanwhile = away
    await studio.jobs.do(job)
    (left,) = await rows(studio)
    assert left.made_at is None, "its row is there before anything of it"
    assert (await studio.job(job)).reason
    studio.blobs.away, studio.speech.meanwhile = False, None
    studio.clock.pass_ms(60_000)
    assert await studio.attempt() is JobState.DONE
    (row,) = await rows(studio)
    assert (row.file_id, row.made_at) == (left.file_id, studio.clock.now())


async def test_of_a_recording_that_is_deleted_meanwhile_nothing_stays(studio: Studio) -> None:
    spoken = await studio.recorded(studio.alice)

    async def delete() -> None:
        await studio.vault.shred(HERE, (spoken.file_id,))

    studio.speech.meanwhile = delete
    assert await studio.attempt() is JobState.DONE
    assert await rows(studio) == ()


@pytest.mark.parametrize(
    "payload", [{}, {"person": 1, "file": "f", "recorded_at": 1}, {"person": "alice", "file": "gone", "recorded_at": 1}]
)
async def test_a_recording_that_is_not_there_has_no_words(studio: Studio, payload: Fields) -> None:
    await studio.jobs.add(NewJob(TRANSCRIBE, "r9", HERE, studio.session_id, payload))
    assert await studio.attempt() is JobState.DONE
    assert (await rows(studio, "r9"), studio.speech.heard) == ((), [])


async def test_where_nothing_can_be_heard_somebody_is_told_why(studio: Studio) -> None:
    await studio.recorded(studio.alice)
    studio.speech.fails = SpeechUnusable("The model is missing.")
    job = await studio.claim()
    assert job is not None
    await studio.jobs.do(job)
    failed = await studio.job(job)
    assert (failed.state, failed.reason, failed.percent) == (JobState.FAILED, "The model is missing.", 50)


async def test_what_was_interrupted_is_tried_again(studio: Studio) -> None:
    await studio.recorded(studio.alice)
    studio.speech.fails = SpeechInterrupted("It was killed.")
    assert await studio.attempt() is JobState.QUEUED
    studio.speech.fails = None
    studio.clock.pass_ms(60_000)
    assert await studio.attempt() is JobState.DONE


async def test_where_nothing_is_transcribed_the_job_is_done(studio: Studio) -> None:
    await studio.recorded(studio.alice)
    studio.speech.active = False
    assert await studio.attempt() is JobState.DONE
    assert studio.speech.heard == []
    with pytest.raises(SpeechUnusable, match="DESKSIDE_SPEECH"):
        await NoTranscriber().transcribe(Track(studio.alice.user_id, 0, given(b"")), _told)


async def test_with_a_recording_all_versions_of_its_words_go(studio: Studio) -> None:
    await studio.transcribed(studio.alice, "one half")
    (row,) = await rows(studio)
    async with studio.storage.transaction() as unit:
        await remove_transcript(unit, HERE, "r1", studio.clock.now())
        await remove_transcript(unit, HERE, "unknown", studio.clock.now())
        assert await unit.vault.file(HERE, row.file_id) is None
    assert await rows(studio) == ()
