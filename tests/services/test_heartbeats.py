"""Pages that say that they live: what was acknowledged is kept, and nobody waits for it."""

import asyncio

import pytest

from deskside.domain.ids import PageId
from deskside.ports.storage import StorageUnavailable
from tests.fakes.loop import until
from tests.services.house import House

PAGE = PageId("alice-page")


async def test_heartbeats_that_were_acknowledged_survive_a_database_that_is_away(live: House) -> None:
    await live.attendance.heartbeat(live.alice, live.session_id, PAGE, active=True)
    at = live.clock.now()
    live.storage.fail_next(StorageUnavailable())
    with pytest.raises(StorageUnavailable):
        await live.attendance.sweep()
    live.clock.pass_ms(1_000)
    await live.attendance.sweep()
    async with live.storage.transaction() as unit:
        assert await unit.sessions.last_presence(live.session_id) == at
    await live.attendance.sweep()


async def test_a_heartbeat_that_changes_nothing_waits_for_nobody(live: House) -> None:
    live.storage.commits.clear()
    pausing = asyncio.create_task(live.sessions.pause(live.tutor, live.session_id))
    await until(lambda: live.storage.waiting == 1)
    assert await live.attendance.heartbeat(live.alice, live.session_id, PAGE, active=True)
    live.storage.commits.set()
    await pausing


async def test_heartbeats_of_everybody_are_written_in_one_transaction(live: House) -> None:
    turns = live.storage.turns
    for _ in range(3):
        for actor in (live.alice, live.bob):
            page = PageId(f"{actor.user_id}-page")
            await live.attendance.heartbeat(actor, live.session_id, page, active=True)
    assert live.storage.turns == turns
    await live.attendance.sweep()
    assert live.storage.turns == turns + 1
