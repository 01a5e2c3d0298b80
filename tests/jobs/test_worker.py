"""A worker does what is due, keeps it while it does, leaves what is not its own any more, and gives back what it cannot
end."""

import asyncio
from collections.abc import Callable

import pytest

from deskside.domain.jobs import Job, JobId, JobState, NewJob
from deskside.jobs.worker import Worker
from deskside.ports.doing import Lane, Progress, Work
from deskside.services.jobs import LEASE_MS, RENEW_MS, JobService
from tests.fakes.broadcast import RecordedBroadcast
from tests.fakes.clock import HeldClock
from tests.fakes.engine import FakeEngine
from tests.fakes.loop import SkippingLoop
from tests.fakes.outside import around
from tests.services.house import HERE, HeldStorage


def pytest_asyncio_loop_factories() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    """Waiting takes no time."""
    return {"skipping": SkippingLoop}


class Shop:
    """A worker, and jobs that last as long as the test says."""

    def __init__(self) -> None:
        self.storage, self.clock = HeldStorage(), HeldClock()
        outside = around(self.storage, FakeEngine(), RecordedBroadcast(), self.clock)
        self.jobs = JobService(outside, {"file": Work(self._do, Lane.SOON)})
        self.worker = Worker(self.jobs, "one")
        self.begun, self.ended = asyncio.Event(), asyncio.Event()
        self.done: list[str] = []
        self.cancelled = 0

    async def _do(self, job: Job, progress: Progress) -> None:
        self.begun.set()
        try:
            await self.ended.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        self.done.append(job.key)

    async def kept(self, number: int = 1) -> Job:
        async with self.storage.reading() as unit:
            found = await unit.jobs.job(HERE, JobId(number))
        assert found is not None
        return found


@pytest.fixture
async def shop() -> Shop:
    shop = Shop()
    await shop.jobs.add(NewJob("file", "one", HERE), NewJob("file", "two", HERE))
    return shop


async def test_one_job_after_the_other_is_done_until_none_is_due(shop: Shop) -> None:
    shop.ended.set()
    await shop.worker.work(Lane.SOON)
    assert shop.done == ["one", "two"]
    await shop.worker.work(Lane.SOON)
    assert shop.done == ["one", "two"]


async def test_a_long_job_stays_ours(shop: Shop) -> None:
    working = asyncio.create_task(shop.worker.work(Lane.SOON))
    await shop.begun.wait()
    for _ in range(10):
        shop.clock.pass_ms(RENEW_MS)
        await asyncio.sleep(RENEW_MS / 1_000)
    other = await shop.jobs.claim(Lane.SOON, "another")
    assert other is not None
    assert other.key == "two", "the first is leased"
    shop.ended.set()
    await working
    assert shop.done == ["one"]


async def test_a_job_that_became_somebody_elses_is_left(shop: Shop) -> None:
    working = asyncio.create_task(shop.worker.work(Lane.SOON))
    await shop.begun.wait()
    shop.clock.pass_ms(LEASE_MS + 1)  # this process stood still
    others = [await shop.jobs.claim(Lane.SOON, "another") for _ in range(2)]
    assert {x.key for x in others if x} == {"one", "two"}
    await working
    assert (shop.done, shop.cancelled) == ([], 1)
    assert ((await shop.kept()).state, (await shop.kept()).fence) == (JobState.RUNNING, 2)


async def test_a_database_that_stays_away_ends_what_may_be_somebody_elses_by_then(shop: Shop) -> None:
    working = asyncio.create_task(shop.worker.work(Lane.SOON))
    await shop.begun.wait()
    shop.storage.away = True
    while not shop.cancelled:
        assert shop.clock.now() < 2_000_000_000_000
        shop.clock.pass_ms(RENEW_MS)
        await asyncio.sleep(RENEW_MS / 1_000)
    with pytest.raises(Exception):  # noqa: B017  the next claim says that the database is away
        await working
    assert shop.done == []


async def test_a_server_that_ends_gives_its_job_back(shop: Shop) -> None:
    working = asyncio.create_task(shop.worker.work(Lane.SOON))
    await shop.begun.wait()
    working.cancel()
    await asyncio.wait({working})
    assert shop.cancelled == 1
    assert ((await shop.kept()).state, (await shop.kept()).attempts) == (JobState.QUEUED, 0)


async def test_what_has_ended_is_not_given_back(shop: Shop) -> None:
    working = asyncio.create_task(shop.worker.work(Lane.SOON))
    await shop.begun.wait()
    shop.ended.set()
    async with asyncio.timeout(60):
        await working
    working.cancel()
    assert [(await shop.kept(number)).state for number in (1, 2)] == [JobState.DONE] * 2
