"""What every storage keeps of work that is done later, and that nobody does what somebody else does."""

from dataclasses import replace

import pytest

from deskside.domain.ids import CenterId, Millis, SessionId
from deskside.domain.jobs import Ended, Job, JobId, JobState, NewJob
from deskside.ports.storage import Storage
from tests.contracts.room import CENTER, Room, populate

OTHER = CenterId("center-2")
NOW, SOON, LATER = Millis(5_000), Millis(6_000), Millis(9_000)
SESSION = SessionId("session-123")
ONE = NewJob("files", "one", CENTER, SESSION, {"file": "a", "nested": [{"x": None}]})
TWO = NewJob("films", "two", CENTER, None, {}, Millis(500))
FOREIGN = NewJob("files", "three", OTHER)


@pytest.fixture(autouse=True)
async def three_jobs(storage: Storage) -> None:
    await populate(storage)
    await populate(storage, OTHER)
    await Room(storage).open()
    async with storage.transaction() as work:
        await work.jobs.add((ONE, TWO), NOW)
        await work.jobs.add((replace(ONE, payload={"file": "another"}), FOREIGN), SOON)
        await work.jobs.add((), NOW)


async def claimed(storage: Storage, *kinds: str, now: int = LATER, until: int = 20_000) -> Job:
    async with storage.transaction() as work:
        job = await work.jobs.claim(kinds or ("files",), "worker", Millis(now), Millis(until))
    assert job is not None
    return job


async def kept(storage: Storage, job: Job) -> Job | None:
    async with storage.reading() as work:
        return await work.jobs.job(job.center_id, job.id)


async def test_there_is_one_job_of_a_kind_and_key_and_the_first_stays(storage: Storage) -> None:
    async with storage.reading() as work:
        found = await work.jobs.of_session(CENTER, SESSION)
        assert [(x.kind, x.key, x.payload, x.state, x.created_at, x.due_at) for x in found] == [
            ("files", "one", ONE.payload, JobState.QUEUED, NOW, NOW)
        ]
        assert await work.jobs.of_session(OTHER, SESSION) == ()
        assert [x.key for x in await work.jobs.unfinished(CENTER)] == ["two", "one"]
        assert await work.jobs.job(OTHER, found[0].id) is None
        assert await work.jobs.job(CENTER, JobId(4711)) is None
        assert await work.jobs.job(CENTER, found[0].id) == found[0]


async def test_what_is_due_for_longest_is_claimed_first_and_by_one(storage: Storage) -> None:
    async with storage.transaction() as work:
        assert not await work.jobs.due(("files", "films"), Millis(NOW - 1))
        assert await work.jobs.claim(("files",), "worker", Millis(NOW - 1), LATER) is None
        assert await work.jobs.due(("files",), NOW)
        assert not await work.jobs.due(("films",), NOW), "it has a delay"
        assert not await work.jobs.due(("unknown",), LATER), "nobody here can do it: it stays"
    first, second, third = [await claimed(storage, "files", "films") for _ in range(3)]
    assert [x.key for x in (first, second, third)] == ["one", "two", "three"]
    assert (first.state, first.attempts, first.fence) == (JobState.RUNNING, 1, 1)
    async with storage.transaction() as work:
        assert not await work.jobs.due(("files", "films"), LATER)
        assert await work.jobs.claim(("files", "films"), "worker", LATER, LATER) is None


async def test_a_job_whose_worker_is_silent_is_somebody_elses_and_the_former_one_writes_nothing(
    storage: Storage,
) -> None:
    former = await claimed(storage)
    async with storage.transaction() as work:
        assert await work.jobs.renew(former, Millis(30_000))
        assert await work.jobs.hold(former)
        assert await work.jobs.note(former, 40, {"step": 2, "of": "newer code"})
    async with storage.transaction() as work:
        while await work.jobs.claim(("files",), "worker", Millis(29_000), Millis(90_000)) is not None:
            pass  # the other center's
    present = await claimed(storage, now=30_001, until=50_000)
    assert (present.id, present.fence, present.attempts) == (former.id, 2, 2)
    assert (present.percent, present.checkpoint) == (40, {"step": 2, "of": "newer code"})
    async with storage.transaction() as work:
        assert not await work.jobs.hold(former)
        assert not await work.jobs.renew(former, Millis(99_000))
        assert not await work.jobs.note(former, 99, {})
        assert not await work.jobs.end(former, Ended(JobState.DONE, LATER, 1), LATER)
        assert await work.jobs.hold(present)
    assert await kept(storage, present) == present


async def test_what_is_done_is_done_and_forgotten_after_a_while(storage: Storage) -> None:
    job = await claimed(storage)
    async with storage.transaction() as work:
        assert await work.jobs.note(job, 10, None)
        assert await work.jobs.end(job, Ended(JobState.DONE, LATER, 1), LATER)
        assert not await work.jobs.end(job, Ended(JobState.FAILED, LATER, 1, "late"), LATER)
        await work.jobs.add((ONE,), LATER)
    done = await kept(storage, job)
    assert done is not None
    assert (done.state, done.percent, done.finished_at, done.reason) == (JobState.DONE, 100, LATER, "")
    async with storage.transaction() as work:
        assert [x.key for x in await work.jobs.unfinished(CENTER)] == ["two"]
        assert not await work.jobs.retry(CENTER, "files", "one", LATER)
        await work.jobs.forget(LATER)
        assert await work.jobs.job(CENTER, job.id) is not None
        await work.jobs.forget(Millis(LATER + 1))
        assert await work.jobs.job(CENTER, job.id) is None
        assert [x.key for x in await work.jobs.unfinished(CENTER)] == ["two"]


async def test_what_failed_waits_for_somebody_who_says_again(storage: Storage) -> None:
    job = await claimed(storage)
    async with storage.transaction() as work:
        assert not await work.jobs.retry(CENTER, "files", "one", LATER), "it runs"
        assert await work.jobs.end(job, Ended(JobState.FAILED, LATER, 8, "No room."), LATER)
    failed = await kept(storage, job)
    assert failed is not None
    assert (failed.state, failed.attempts, failed.reason, failed.finished_at) == (JobState.FAILED, 8, "No room.", LATER)
    async with storage.transaction() as work:
        assert [x.key for x in await work.jobs.unfinished(CENTER)] == ["two", "one"]
        assert not await work.jobs.retry(OTHER, "files", "one", LATER)
        assert await work.jobs.retry(CENTER, "files", "one", NOW)
    again = await claimed(storage)
    assert (again.key, again.attempts, again.reason, again.finished_at, again.fence) == ("one", 1, "", None, 2)


async def test_what_nobody_needs_any_more_is_lost_by_whoever_does_it(storage: Storage) -> None:
    job = await claimed(storage)
    async with storage.transaction() as work:
        await work.jobs.drop(CENTER, SESSION, ("films",))
        assert await work.jobs.hold(job)
        await work.jobs.drop(CENTER, SESSION, ("films", "files"))
        assert not await work.jobs.hold(job)
    assert await kept(storage, job) is None
