"""What was put off is done, tried again after a pause, given up with a reason, and left to whoever has it by now."""

from collections.abc import Awaitable, Callable

import pytest

from deskside.domain import jobs as rules
from deskside.domain.errors import Conflict, Forbidden, Invalid, NotFound
from deskside.domain.ids import Millis
from deskside.domain.jobs import Job, JobId, JobState, NewJob
from deskside.ports.blobs import BlobsUnavailable
from deskside.ports.doing import Hopeless, Lane, Later, LeaseLost, Progress, Work
from deskside.ports.storage import StorageUnavailable
from deskside.services.jobs import KEPT_MS, LEASE_MS, JobService
from tests.fakes.broadcast import RecordedBroadcast
from tests.fakes.clock import HeldClock
from tests.fakes.engine import FakeEngine
from tests.fakes.outside import around
from tests.services.house import ELSEWHERE, HERE, HeldStorage, House

FILE = NewJob("file", "one", HERE)


class Office:
    """Jobs of one kind, done as the test says."""

    def __init__(self) -> None:
        self.storage, self.clock = HeldStorage(), HeldClock()
        outside = around(self.storage, FakeEngine(), RecordedBroadcast(), self.clock)
        self.jobs = JobService(outside, {"file": Work(self._do, Lane.SOON), "film": Work(self._do, Lane.SLOW)})
        self.does: Callable[[Job, Progress], Awaitable[None]] = self.nothing

    async def _do(self, job: Job, progress: Progress) -> None:
        await self.does(job, progress)

    async def nothing(self, job: Job, progress: Progress) -> None:
        """Done at once."""

    def raises(self, error: Exception) -> None:
        """From now on every attempt ends so."""

        async def fail(job: Job, progress: Progress) -> None:
            raise error

        self.does = fail

    async def claim(self) -> Job:
        job = await self.jobs.claim(Lane.SOON, "worker")
        assert job is not None
        return job

    async def attempt(self) -> Job:
        """One attempt, and the job after it."""
        await self.jobs.do(await self.claim())
        return await self.kept()

    async def kept(self) -> Job:
        async with self.storage.reading() as unit:
            found = await unit.jobs.job(HERE, JobId(1))
        assert found is not None
        return found


@pytest.fixture
async def office() -> Office:
    office = Office()
    await office.jobs.add(FILE)
    return office


async def test_a_job_is_done_once(office: Office) -> None:
    assert (await office.attempt()).state is JobState.DONE
    assert await office.jobs.claim(Lane.SOON, "worker") is None
    assert await office.jobs.claim(Lane.SLOW, "worker") is None
    assert await office.jobs.claim(Lane.ALONG, "worker") is None, "nobody knows such work: nothing is asked"


async def test_what_goes_wrong_is_tried_again_after_longer_and_longer_pauses_and_then_given_up(office: Office) -> None:
    office.raises(RuntimeError("nobody reads this"))
    pauses = []
    for _ in range(rules.MOST_ATTEMPTS - 1):
        failed = await office.attempt()
        assert failed.state is JobState.QUEUED
        pauses.append(failed.due_at - office.clock.now())
        assert await office.jobs.claim(Lane.SOON, "worker") is None, "it is not due"
        office.clock.pass_ms(pauses[-1])
    assert pauses == [5_000, 10_000, 20_000, 40_000, 80_000, 160_000, 320_000]
    assert rules.pause_ms(100) == rules.LONGEST_PAUSE_MS
    given_up = await office.attempt()
    assert given_up.state is JobState.FAILED
    assert given_up.reason == "It went wrong (RuntimeError); the server's log says more."
    office.clock.pass_ms(10**9)
    assert await office.jobs.claim(Lane.SOON, "worker") is None


async def test_a_refusal_is_told_in_its_own_words(office: Office) -> None:
    office.raises(Invalid("There is nothing to be done here."))
    assert (await office.attempt()).reason == "There is nothing to be done here."


async def test_what_is_hopeless_is_not_tried_again(office: Office) -> None:
    office.raises(Hopeless("It was recorded by a newer version."))
    failed = await office.attempt()
    assert (failed.state, failed.reason) == (JobState.FAILED, "It was recorded by a newer version.")


@pytest.mark.parametrize(
    ("error", "seconds"),
    [(Later(2.5, "Segments are open."), 2.5), (StorageUnavailable("Away."), 30), (BlobsUnavailable("Away."), 30)],
)
async def test_waiting_for_something_else_is_no_attempt_however_often(
    office: Office, error: Exception, seconds: float
) -> None:
    office.raises(error)
    for _ in range(3 * rules.MOST_ATTEMPTS):
        waiting = await office.attempt()
        assert (waiting.state, waiting.attempts, waiting.reason) == (JobState.QUEUED, 0, str(error))
        assert waiting.due_at == office.clock.now() + seconds * 1_000
        office.clock.pass_ms(int(seconds * 1_000))


async def test_a_job_that_ends_its_process_each_time_is_given_up(office: Office) -> None:
    for _ in range(rules.MOST_ATTEMPTS):
        await office.claim()
        office.clock.pass_ms(LEASE_MS + 1)
    assert await office.jobs.claim(Lane.SOON, "worker") is None
    given_up = await office.kept()
    assert given_up.state is JobState.FAILED
    assert "8 times" in given_up.reason


async def test_what_was_noted_is_there_for_the_next_attempt(office: Office) -> None:
    async def half(job: Job, progress: Progress) -> None:
        await progress.percent(50)
        await progress.keep({**job.checkpoint, "step": 1})
        async with progress.transaction() as unit:
            await unit.jobs.add((NewJob("film", "of it", HERE),), office.clock.now())
        raise RuntimeError

    office.does = half
    after = await office.attempt()
    assert (after.percent, after.checkpoint, after.state) == (50, {"step": 1}, JobState.QUEUED)
    assert await office.jobs.claim(Lane.SLOW, "worker") is not None


async def test_whoever_lost_a_job_writes_nothing_any_more(office: Office) -> None:
    lost: list[str] = []

    async def too_late(job: Job, progress: Progress) -> None:
        office.clock.pass_ms(LEASE_MS + 1)
        await office.claim()
        with pytest.raises(LeaseLost):
            await progress.percent(50)
        with pytest.raises(LeaseLost):
            await progress.keep({})
        lost.append(job.key)
        async with progress.transaction():
            lost.append("written")

    office.does = too_late
    after = await office.attempt()
    assert (lost, after.state, after.fence) == (["one"], JobState.RUNNING, 2)


async def test_the_end_of_somebody_elses_job_is_not_written(office: Office) -> None:
    async def slow(job: Job, progress: Progress) -> None:
        office.clock.pass_ms(LEASE_MS + 1)
        await office.claim()

    office.does = slow
    assert (await office.attempt()).state is JobState.RUNNING


async def test_a_lease_is_renewed_and_left_in_time_where_that_cannot_be_known(office: Office) -> None:
    job = await office.claim()
    office.clock.pass_ms(4_000)
    until = await office.jobs.renew(job, Millis(0))
    assert until == office.clock.now() + LEASE_MS
    office.storage.away = True
    assert await office.jobs.renew(job, until) == until, "an outage of moments ends nothing"
    office.clock.pass_ms(LEASE_MS - 4_000)
    assert await office.jobs.renew(job, until) is None
    office.storage.away = False
    office.clock.pass_ms(4_001)
    await office.claim()
    assert await office.jobs.renew(job, until) is None


async def test_a_job_that_is_given_back_was_not_attempted(office: Office) -> None:
    job = await office.claim()
    await office.jobs.give_back(job)
    waiting = await office.kept()
    assert (waiting.state, waiting.attempts, waiting.due_at) == (JobState.QUEUED, 0, office.clock.now())
    await office.jobs.give_back(job)  # it is nobody's: said in the log, no more
    assert await office.kept() == waiting


async def test_what_was_done_is_forgotten_after_a_month(office: Office) -> None:
    await office.attempt()
    await office.jobs.sweep()
    assert (await office.kept()).state is JobState.DONE
    office.clock.pass_ms(KEPT_MS + 1)
    await office.jobs.sweep()
    async with office.storage.reading() as unit:
        assert await unit.jobs.job(HERE, JobId(1)) is None


async def test_admins_see_what_is_not_done_in_their_center_and_try_it_again(planned: House) -> None:
    jobs, storage = planned.services.jobs, planned.storage
    async with storage.transaction() as unit:
        await unit.jobs.add((FILE, NewJob("file", "two", ELSEWHERE)), planned.clock.now())
    assert [x.key for x in await jobs.unfinished(planned.admin)] == ["one"]
    for other in (planned.tutor, planned.alice):
        with pytest.raises(Forbidden):
            await jobs.unfinished(other)
        with pytest.raises(Forbidden):
            await jobs.retry(other, JobId(1))
    await jobs.retry(planned.admin, JobId(1))
    for unknown in (2, 3):
        with pytest.raises(NotFound):
            await jobs.retry(planned.admin, JobId(unknown))
    async with storage.transaction() as unit:
        assert await unit.jobs.claim(("file",), "worker", planned.clock.now(), Millis(10**15)) is not None
    with pytest.raises(Conflict):
        await jobs.retry(planned.admin, JobId(1))
