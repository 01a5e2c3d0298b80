"""What follows on an event is stored with it, however it came about; where nothing is stored nothing follows."""

import asyncio

import pytest

from deskside.domain import events as ev
from deskside.domain.access import Right
from deskside.domain.ids import CenterId, Millis
from deskside.domain.jobs import NewJob
from deskside.domain.session import Session
from deskside.ports.sessions import Change
from deskside.ports.storage import StorageUnavailable, UnitOfWork
from deskside.services.door import By, Door, Ref
from deskside.services.follow_ups import all_of, nothing_follows
from deskside.services.routing import Router
from tests.fakes.broadcast import RecordedBroadcast
from tests.fakes.engine import FakeEngine
from tests.services.house import House


def on_pause(change: Change) -> tuple[NewJob, ...]:
    before, recorded, after = change
    paused = isinstance(recorded.event, ev.SessionPaused) and not before.paused and after.paused
    return (NewJob("pause", f"{after.id} {recorded.seq}", after.center_id, after.id),) if paused else ()


def pause(session: Session) -> ev.Events:
    return (ev.SessionPaused(), ev.SessionResumed(), ev.SessionPaused())


@pytest.fixture
def door(live: House) -> Door:
    told = RecordedBroadcast()
    router = Router(FakeEngine(), told, live.clock)
    return Door(live.storage, told, router, live.clock, all_of(nothing_follows, on_pause))


async def followed(house: House, center: CenterId) -> list[Millis]:
    async with house.storage.reading() as unit:
        return [x.created_at for x in await unit.jobs.unfinished(center) if x.kind == "pause"]


async def test_what_follows_is_there_with_the_events_of_an_act(live: House, door: Door) -> None:
    session = await door.act(By(live.tutor, Right.MANAGE), live.session_id, pause)
    assert await followed(live, session.center_id) == [live.clock.now()] * 2


async def test_also_of_what_the_server_notices_and_beside_what_is_stored_with_it(live: House, door: Door) -> None:
    center = (await live.session()).center_id
    seen: list[int] = []

    async def beside(unit: UnitOfWork) -> None:
        seen.append(len([x for x in await unit.jobs.unfinished(center) if x.kind == "pause"]))

    await door.notice(Ref(center, live.session_id), pause, beside=beside)
    assert seen == [2]
    await door.notice(Ref(center, live.session_id), lambda _: (ev.SessionResumed(),))
    assert len(await followed(live, center)) == 2


async def test_what_is_not_stored_is_followed_by_nothing(live: House, door: Door) -> None:
    center = (await live.session()).center_id
    live.storage.failures = 1
    with pytest.raises(OSError):
        await door.notice(Ref(center, live.session_id), pause)
    live.storage.full = True
    with pytest.raises(StorageUnavailable):
        await door.notice(Ref(center, live.session_id), pause)
    live.storage.full = False
    assert await followed(live, center) == []


async def test_acts_that_share_a_commit_are_followed_each_by_its_own(live: House, door: Door) -> None:
    by = By(live.tutor, Right.MANAGE)
    await asyncio.gather(*(door.act(by, live.session_id, pause) for _ in range(3)))
    assert len(await followed(live, live.tutor.center_id)) == 4, "two, and one more each time after a pause"
