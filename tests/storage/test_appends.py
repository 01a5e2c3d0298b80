"""What waits at the same moment goes together; what fails fails alone; and nobody hears of it before it is stored."""

import asyncio
import random
from collections.abc import Callable

import pytest
from tests.domain.acts import lesson
from tests.fakes.loop import until

from deskside.ports.storage import CommitUnknown, StaleSession, StorageUnavailable
from deskside.storage.appends import MOST, Appends, Made

CHANGES = [change for seed in range(MOST) for change in lesson(random.Random(seed), 40)][: MOST + 10]
ACTS: tuple[Made, ...] = tuple(((change,),) for change in CHANGES)


class Disk:
    """Keeps what it is given when it may; some of it fails."""

    def __init__(self) -> None:
        self.trips: list[Made] = []
        self.kept: list[Made] = []
        self.free = asyncio.Event()
        self.free.set()
        self.fails: Callable[[Made], Exception | None] = lambda _: None

    async def store(self, made: Made) -> None:
        self.trips.append(made)
        await self.free.wait()
        if (error := self.fails(made)) is not None:
            raise error
        self.kept.append(made)


def _all_of(*acts: Made) -> Made:
    return tuple(changes for act in acts for changes in act)


async def test_what_comes_while_something_is_stored_goes_together_afterwards_in_order() -> None:
    disk = Disk()
    appends = Appends(disk.store)
    disk.free.clear()
    first = asyncio.create_task(appends.append(ACTS[0]))
    await until(lambda: len(disk.trips) == 1)
    others = [asyncio.create_task(appends.append(act)) for act in ACTS[1:5]]
    for _ in range(5):
        await asyncio.sleep(0)
    assert not any(task.done() for task in (first, *others)), "nothing is stored yet"
    disk.free.set()
    await asyncio.gather(first, *others)
    assert disk.kept == [ACTS[0], _all_of(*ACTS[1:5])]


async def test_who_is_told_has_their_next_in_the_very_next_trip() -> None:
    disk = Disk()
    appends = Appends(disk.store)
    disk.free.clear()

    async def two() -> None:
        await appends.append(ACTS[0])
        await appends.append(ACTS[1])

    first = asyncio.create_task(two())
    await until(lambda: len(disk.trips) == 1)
    other = asyncio.create_task(appends.append(ACTS[2]))
    await asyncio.sleep(0)
    disk.free.set()
    await asyncio.gather(first, other)
    assert disk.kept == [ACTS[0], _all_of(ACTS[2], ACTS[1])]


async def test_a_trip_takes_no_more_than_it_may() -> None:
    disk = Disk()
    appends = Appends(disk.store)
    await asyncio.gather(*(appends.append(act) for act in ACTS))
    assert disk.kept == [_all_of(*ACTS[:MOST]), _all_of(*ACTS[MOST:])]


async def test_what_is_wrong_fails_alone() -> None:
    disk = Disk()
    appends = Appends(disk.store)
    wrong = {ACTS[1]: StaleSession(), ACTS[3]: ValueError("wrong")}
    disk.fails = lambda made: next((error for act, error in wrong.items() if act[0] in made), None)
    told = await asyncio.gather(*(appends.append(act) for act in ACTS[:5]), return_exceptions=True)
    assert told == [None, wrong[ACTS[1]], None, wrong[ACTS[3]], None]
    assert disk.kept == [ACTS[0], ACTS[2], ACTS[4]]


@pytest.mark.parametrize("error", [StorageUnavailable("away"), CommitUnknown("lost")])
async def test_a_database_that_is_away_is_told_to_all_and_asked_once(error: StorageUnavailable) -> None:
    disk = Disk()
    appends = Appends(disk.store)
    disk.fails = lambda _: error
    told = await asyncio.gather(*(appends.append(act) for act in ACTS[:3]), return_exceptions=True)
    assert [(type(x), str(x)) for x in told] == [(type(error), str(error))] * 3
    assert len(disk.trips) == 1
    disk.fails = lambda _: None
    await appends.append(ACTS[3])
    assert disk.kept == [ACTS[3]]


async def test_who_goes_away_has_it_stored_all_the_same_and_who_closes_waits_for_it() -> None:
    disk = Disk()
    appends = Appends(disk.store)
    disk.free.clear()
    tasks = [asyncio.create_task(appends.append(act)) for act in ACTS[:3]]
    await until(lambda: len(disk.trips) == 1)
    tasks[1].cancel()
    closing = asyncio.create_task(appends.settle())
    await asyncio.sleep(0)
    assert not closing.done()
    disk.free.set()
    told = await asyncio.gather(*tasks, return_exceptions=True)
    await closing
    assert [type(x) for x in told] == [type(None), asyncio.CancelledError, type(None)]
    assert disk.kept == [_all_of(*ACTS[:3])]


async def test_where_the_writer_is_ended_nobody_waits_for_ever() -> None:
    disk = Disk()
    appends = Appends(disk.store)
    disk.free.clear()
    before = asyncio.all_tasks()
    first = asyncio.create_task(appends.append(ACTS[0]))
    await until(lambda: len(disk.trips) == 1)
    second = asyncio.create_task(appends.append(ACTS[1]))
    await asyncio.sleep(0)
    (writer,) = asyncio.all_tasks() - before - {first, second}
    writer.cancel()
    told = await asyncio.gather(first, second, return_exceptions=True)
    assert [type(x) for x in told] == [asyncio.CancelledError] * 2
    assert disk.kept == []
