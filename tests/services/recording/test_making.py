"""A lesson that was recorded becomes files, whatever is killed on the way; nothing of it lies elsewhere then."""

from dataclasses import replace

import pytest

from deskside.domain import events as ev
from deskside.domain.ids import RecordingId, UserId
from deskside.domain.jobs import Fields, JobState, NewJob
from deskside.domain.recording.files import FileKind, FileStatus
from deskside.domain.tracks import TrackKind
from deskside.ports.doing import Lane
from deskside.services.recording.making import CLOSING_MS, FINISH, PARTS
from deskside.services.recording.transcribing import TRANSCRIBE
from tests.services.house import HERE, House
from tests.services.recording.studio import ALICE, MINUTE_MS, TUTOR, Studio

OWN = {"person tutor", "screen tutor", "person alice"}


@pytest.fixture
def studio(live: House) -> Studio:
    return Studio(live)


async def ready(studio: Studio) -> set[str]:
    return {name for name, row in (await studio.rows()).items() if row.there}


async def test_a_session_that_was_never_recorded_is_followed_by_nothing(studio: Studio) -> None:
    await studio.house.sessions.end(studio.house.tutor, studio.house.session_id)
    assert await studio.jobs() == []


async def test_however_a_recorded_session_ends_its_files_are_made(studio: Studio) -> None:
    await studio.record((TUTOR, TrackKind.AUDIO))
    await studio.house.door.notice(studio.ref, lambda s: (ev.RecordingStopped(RecordingId("recording"), "tutor"),))  # type: ignore[arg-type]
    await studio.house.door.notice(studio.ref, lambda s: (ev.SessionEnded(),))  # nobody was there any more
    assert [(x.kind, x.key) for x in await studio.jobs()] == [(x, studio.house.session_id) for x in (PARTS, FINISH)]


async def test_minutes_are_made_while_the_session_runs_and_no_more_after_it(studio: Studio) -> None:
    begun = await studio.record((TUTOR, TrackKind.AUDIO), (ALICE, TrackKind.VIDEO))
    await studio.work()
    assert studio.remuxer.parts == []
    for minute in (1, 2):
        studio.later(MINUTE_MS)
        await studio.work()
        assert {now_us for _, now_us in studio.remuxer.parts} == {x * MINUTE_MS * 1_000 for x in range(1, minute + 1)}
    assert await studio.state(PARTS) == (JobState.QUEUED, "The session goes on.")
    rows = await studio.rows()
    assert {name: row.status for name, row in rows.items()} == dict.fromkeys(
        ("person tutor", "person alice"), FileStatus.PROCESSING
    )
    await studio.close(*begun)
    await studio.house.sessions.end(studio.house.tutor, studio.house.session_id)
    studio.later(MINUTE_MS)
    made = len(studio.remuxer.parts)
    await studio.work()
    assert (len(studio.remuxer.parts), (await studio.job(PARTS)).state) == (made, JobState.DONE)


async def test_recording_that_wrote_nothing_yet_makes_nothing(studio: Studio) -> None:
    await studio.house.door.notice(studio.ref, lambda _: (ev.RecordingStarted(RecordingId("recording")),))
    studio.later(MINUTE_MS)
    await studio.work()
    assert await studio.state(PARTS) == (JobState.QUEUED, "The session goes on.")
    await studio.house.sessions.end(studio.house.tutor, studio.house.session_id)
    await studio.work()
    assert ((await studio.job(FINISH)).state, await studio.rows()) == (JobState.DONE, {})


async def test_after_the_end_files_can_be_read_and_what_they_were_made_of_is_gone(studio: Studio) -> None:
    begun = await studio.lesson()
    await studio.work()
    assert (await studio.job(FINISH)).state is JobState.DONE
    rows = await studio.rows()
    assert await ready(studio) == set(rows) == OWN | {"to_student alice", "to_student bob"}, "no screen was shared"
    said = (await studio.read(rows["person alice"])).decode()
    assert said == f"{[begun[3].segment.file]} to {2 * MINUTE_MS * 1_000}, cut None"
    row = rows["person tutor"]
    assert (row.duration_ms, row.width, row.height, row.parts_id) == (2 * MINUTE_MS, 640, 360, None)
    assert await studio.segments() == ()
    for each in begun:
        assert not await studio.readable(each.key.file_id)
    assert set(studio.remuxer.segments_dropped) == {x.segment.file for x in begun}
    assert (set(studio.remuxer.dropped), studio.remuxer.wholes) == ({x.id for x in rows.values()}, {})
    spoken = {x.key: x.payload for x in await studio.jobs() if x.kind == TRANSCRIBE}
    assert set(spoken) == {rows[x].id for x in ("person alice", "person tutor")}
    assert spoken[rows["person alice"].id]["file"] == rows["person alice"].file_id


async def test_a_student_gets_of_the_tutor_only_what_was_for_them(studio: Studio) -> None:
    await studio.lesson()
    await studio.work()
    rows = await studio.rows()
    said = (await studio.read(rows["to_student alice"])).decode()
    assert "cut Spans(" in said
    assert not [x for x in rows if x.startswith("to_student") and not x.endswith((" alice", " bob"))], (
        "nobody else came"
    )


async def test_it_is_waited_for_the_recorder_and_not_for_ever(studio: Studio) -> None:
    await studio.record((TUTOR, TrackKind.AUDIO))
    studio.later(MINUTE_MS)
    await studio.house.sessions.end(studio.house.tutor, studio.house.session_id)
    await studio.work()
    assert await studio.state(FINISH) == (JobState.QUEUED, "The recorder is closing its files.")
    studio.later(CLOSING_MS + 1)
    await studio.work()
    assert await ready(studio) >= {"person tutor"}


async def test_two_do_not_make_parts_of_one_file_at_once(studio: Studio) -> None:
    await studio.record((TUTOR, TrackKind.AUDIO))
    studio.later(MINUTE_MS)
    making = await studio.house.services.jobs.claim(Lane.ALONG, "worker")
    assert making is not None
    await studio.house.sessions.end(studio.house.tutor, studio.house.session_id)
    await studio.work(Lane.SOON)
    assert await studio.state(FINISH) == (JobState.QUEUED, "Its minutes are being made.")


async def test_a_file_of_which_nothing_can_be_made_says_why_and_is_tried_again(studio: Studio) -> None:
    begun = await studio.lesson()
    alice = studio.name(FileKind.PERSON, ALICE)
    studio.remuxer.unplayable[alice] = "the segment does not say what it holds"
    await studio.work()
    assert await studio.state(FINISH) == (
        JobState.FAILED,
        "Of 1 files nothing could be made: the segment does not say what it holds.",
    )
    rows = await studio.rows()
    assert (rows["person alice"].status, rows["person tutor"].status) == (FileStatus.FAILED, FileStatus.READY)
    assert rows["person alice"].reason == "the segment does not say what it holds"
    assert len(await studio.segments()) == len(begun), "they are needed once more"
    studio.remuxer.unplayable.clear()
    await studio.files.retry(studio.house.tutor, alice)
    assert (await studio.rows())["person alice"].status is FileStatus.PROCESSING
    await studio.work()
    assert await ready(studio) >= OWN
    assert await studio.segments() == ()


async def test_making_that_is_interrupted_is_done_again(studio: Studio) -> None:
    await studio.lesson()
    studio.remuxer.interrupted = 1
    await studio.work(Lane.SOON)
    assert (await studio.job(FINISH)).state is JobState.QUEUED
    studio.later(MINUTE_MS)
    await studio.work()
    assert await ready(studio) >= OWN


@pytest.mark.parametrize("fails_at", range(1, 26))
async def test_whatever_cannot_be_stored_on_the_way_is_done_again_and_nothing_is_lost_or_left(
    studio: Studio, fails_at: int
) -> None:
    begun = await studio.lesson()
    job = await studio.house.services.jobs.claim(Lane.SOON, "killed")
    assert job is not None
    await _killed_at(studio, fails_at, job)
    studio.later(MINUTE_MS)
    await studio.work()
    rows = await studio.rows()
    assert await ready(studio) == set(rows)
    assert set(rows) >= OWN
    for name in OWN:
        assert await studio.read(rows[name])
    assert await studio.segments() == ()
    assert set(studio.remuxer.segments_dropped) == {x.segment.file for x in begun}
    assert studio.remuxer.wholes == {}
    async with studio.house.storage.reading() as unit:
        assert await unit.vault.counts() == {HERE: len(rows)}, "no key but of the files"
    assert len([x for x in await studio.jobs() if x.kind == TRANSCRIBE]) == 2


async def _killed_at(studio: Studio, commit: int, job: object) -> None:
    """The worker goes on until its commit of this number, which fails, and is not heard of again."""
    storage, real, seen = studio.house.storage, studio.house.storage.transaction, 0

    def counted():  # type: ignore[no-untyped-def]
        nonlocal seen
        seen += 1
        storage.failures = int(seen == commit)
        return real()

    storage.transaction = counted  # type: ignore[method-assign]
    try:
        await studio.house.services.jobs.do(job)  # type: ignore[arg-type]
    except OSError:
        pass
    finally:
        storage.transaction = real  # type: ignore[method-assign]
        storage.failures = 0


async def test_a_file_that_is_deleted_while_it_is_made_stays_deleted(studio: Studio) -> None:
    await studio.record((TUTOR, TrackKind.AUDIO), (ALICE, TrackKind.AUDIO))
    studio.later(MINUTE_MS)
    await studio.work()
    alice = studio.name(FileKind.PERSON, ALICE)
    await studio.files.delete(studio.house.tutor, alice)
    await studio.house.sessions.end(studio.house.tutor, studio.house.session_id)
    studio.later(CLOSING_MS + 1)
    await studio.work()
    assert (await studio.job(FINISH)).state is JobState.DONE
    rows = await studio.rows()
    assert (rows["person alice"].status, rows["person tutor"].status) == (FileStatus.DELETED, FileStatus.READY)
    assert alice not in {x.key for x in await studio.jobs()}


async def test_a_file_that_is_deleted_at_the_last_moment_stays_deleted(studio: Studio) -> None:
    await studio.lesson()
    alice, real = studio.name(FileKind.PERSON, ALICE), studio.remuxer.sealed

    async def deleting(name: str):  # type: ignore[no-untyped-def]
        if name == alice:
            await studio.files.delete(studio.house.tutor, alice)
        async for piece in real(name):
            yield piece

    studio.remuxer.sealed = deleting  # type: ignore[method-assign]
    await studio.work()
    assert (await studio.rows())["person alice"].status is FileStatus.DELETED


async def test_a_session_that_is_gone_has_no_files(studio: Studio) -> None:
    payload: Fields = {"ended_at": "of newer code"}
    async with studio.house.storage.transaction() as unit:
        gone = NewJob(FINISH, "gone", HERE, replace(studio.ref, session_id=UserId("gone")).session_id, payload)  # type: ignore[arg-type]
        await unit.jobs.add((gone,), studio.house.clock.now())
    await studio.work()
    async with studio.house.storage.reading() as unit:
        assert [x.reason for x in await unit.jobs.unfinished(HERE)] == ["The session is gone."]
