"""Media follow what the server notices whatever the storage does: no page stays on the air because nothing can be
stored, and none goes off it for that."""

import asyncio
from functools import partial

import pytest

from deskside.domain import attendance
from deskside.domain import events as ev
from deskside.domain.access import Actor
from deskside.domain.ids import PageId
from deskside.domain.modes import AddressAll, SignFault
from deskside.ports.storage import StorageUnavailable
from deskside.services.proofs import SILENCE_MS
from deskside.services.withheld import Cause, Why
from tests.fakes.loop import until
from tests.services.air import forwarded, of, prove
from tests.services.house import House, between
from tests.services.lost_line import LostLine

PAGE = PageId("alice-page")


async def after(house: House, ms: int, *silent: Actor) -> None:
    """Time passes as on a server; every page but these proves each second, whatever its proof is answered."""
    for _ in range(ms // 1_000):
        house.clock.pass_ms(1_000)
        for actor in (house.tutor, house.alice, house.bob):
            if actor not in silent:
                await asyncio.gather(prove(house, actor), return_exceptions=True)
        await house.services.proofs.watch()
        await asyncio.gather(house.services.proofs.sweep(), return_exceptions=True)


async def test_a_dead_page_is_off_the_air_both_ways_although_nothing_can_be_stored(live: House) -> None:
    live.storage.away = True
    await after(live, SILENCE_MS, live.alice)
    assert of(await forwarded(live), live.alice)
    await after(live, 1_000, live.alice)
    table = await forwarded(live)
    assert not of(table, live.alice)
    assert between(table, live.bob, live.tutor), "who proves goes on"
    assert (await live.person(live.alice)).drawn, "the session says only what is stored"
    await after(live, 5_000, live.alice)
    assert await forwarded(live) == table


async def test_it_is_on_again_with_its_next_proof_and_no_silence_is_stored_afterwards(live: House) -> None:
    live.storage.away = True
    before = await forwarded(live)
    await after(live, SILENCE_MS + 5_000, live.alice)
    await prove(live, live.alice)
    assert await forwarded(live) == before
    live.storage.away = False
    await after(live, 5_000)
    assert await forwarded(live) == before
    assert not [x for x in await live.log() if isinstance(x, ev.PageSilent)]


async def test_once_it_can_be_stored_the_log_has_it_as_of_when_it_was_found(live: House) -> None:
    live.storage.away = True
    await after(live, SILENCE_MS + 1_000, live.alice)
    found = live.clock.now()
    await after(live, 20_000, live.alice)
    live.storage.away = False
    await after(live, 1_000, live.alice)
    before, recorded, _ = live.broadcast.told[-1]
    assert (recorded.event, recorded.at) == (ev.PageSilent(live.alice.user_id), found)
    assert not of(await forwarded(live), live.alice)
    assert before.seq == recorded.seq - 1
    await prove(live, live.alice)
    assert between(await forwarded(live), live.alice, live.tutor)
    assert (await live.log())[-1] == ev.PageDrawn(live.alice.user_id)


async def test_a_silence_that_is_stored_keeps_a_page_off_until_its_return_is_stored_as_well(live: House) -> None:
    await after(live, SILENCE_MS + 1_000, live.alice)
    live.storage.away = True
    with pytest.raises(StorageUnavailable):
        await prove(live, live.alice)
    assert not of(await forwarded(live), live.alice)
    live.storage.away = False
    await prove(live, live.alice)
    assert between(await forwarded(live), live.alice, live.tutor)


async def test_a_page_that_proves_stays_on_although_its_proofs_are_refused() -> None:
    house = await House(storage=LostLine()).open()
    await house.sessions.start(house.tutor, house.session_id)
    for actor in (house.tutor, house.alice, house.bob):
        await house.enter(actor)
    before = await forwarded(house)
    assert isinstance(house.storage, LostLine)
    house.storage.ends = ["lost", *["away"] * 1_000]
    with pytest.raises(StorageUnavailable):
        await house.lanes.address_all(house.tutor, house.session_id, AddressAll.LATCH)
    with pytest.raises(StorageUnavailable):
        await prove(house, house.alice)
    await after(house, 3 * SILENCE_MS)
    assert await forwarded(house) == before


async def test_nobody_waits_for_a_commit_that_hangs_and_a_proof_meanwhile_makes_nothing_flicker(live: House) -> None:
    await live.services.proofs.watch()
    live.storage.commits.clear()
    live.clock.pass_ms(SILENCE_MS)
    await asyncio.gather(prove(live, live.tutor), prove(live, live.bob))
    await live.services.proofs.watch()
    assert not of(await forwarded(live), live.alice)
    sweeping = asyncio.create_task(live.services.proofs.sweep())
    await until(lambda: live.storage.waiting == 1)
    tables = len(live.fake.tables)
    proving = asyncio.create_task(prove(live, live.alice))
    assert not of(await forwarded(live), live.alice)
    live.storage.commits.set()
    await asyncio.gather(sweeping, proving)
    assert between(await forwarded(live), live.alice, live.tutor)
    flowed = [bool(of(table, live.alice)) for _, table in live.fake.tables[tables:]]
    assert flowed == sorted(flowed), "off until the proof counts, then on"


async def test_of_a_session_that_nobody_wished_for_nothing_is_withheld(planned: House) -> None:
    cause: Cause = (planned.alice.user_id, PAGE, Why.SILENT)
    silent = partial(attendance.fall_silent, who=planned.alice.user_id, page=PAGE)
    planned.router.withhold(planned.session_id, cause, silent)
    planned.router.give_back(planned.session_id, cause)
    assert planned.fake.tables == []


async def test_a_page_that_says_nothing_after_a_proof_that_is_still_being_stored_is_silent(live: House) -> None:
    await live.services.proofs.watch()
    live.storage.commits.clear()
    proving = asyncio.create_task(prove(live, live.alice, SignFault.HIDDEN))
    await until(lambda: live.storage.waiting == 1)
    live.clock.pass_ms(SILENCE_MS)
    await live.services.proofs.watch()
    live.storage.commits.set()
    await proving
    assert not of(await forwarded(live), live.alice)
