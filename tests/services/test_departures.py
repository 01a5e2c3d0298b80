"""Sockets are lost, and machines sleep, while nothing can be stored: what follows is stored once it can be."""

import asyncio
from contextlib import suppress

import pytest

from deskside.domain.ids import Millis, PageId, SessionId
from deskside.ports.storage import StorageUnavailable
from deskside.services.attendance import GRACE_MS
from tests.fakes.clock import HeldClock
from tests.fakes.loop import until
from tests.services.house import House

PAGE = PageId("alice-page")
AWAY_MS = Millis(20_000)
ASLEEP_MS = Millis(1_200_000)


@pytest.fixture
async def held() -> House:
    """A live session of the tutor and Alice, for ten seconds already."""
    house = await House(clock=HeldClock()).open()
    await house.sessions.start(house.tutor, house.session_id)
    for actor in (house.tutor, house.alice):
        await house.enter(actor)
    await house.attendance.sweep()
    house.clock.pass_ms(10_000)
    await house.attendance.sweep()
    return house


async def swept(house: House) -> None:
    """As the server does, whatever comes of it."""
    with suppress(StorageUnavailable):
        await house.attendance.sweep()


async def attended(house: House) -> int:
    return (await house.person(house.alice)).watch.read(house.clock.now())


async def test_who_is_lost_while_nothing_can_be_stored_is_gone_since_then_and_for_good_after_the_grace(
    held: House,
) -> None:
    held.storage.away = True
    await held.attendance.drop(held.alice, held.session_id, PAGE)
    held.clock.pass_ms(AWAY_MS)
    await swept(held)
    held.storage.away = False
    await swept(held)
    assert not (await held.person(held.alice)).connected
    assert await attended(held) == 10_000
    held.clock.pass_ms(GRACE_MS)
    await swept(held)
    assert not (await held.person(held.alice)).joined


async def test_a_page_that_came_back_before_that_could_be_stored_is_there(held: House) -> None:
    held.storage.away = True
    await held.attendance.drop(held.alice, held.session_id, PAGE)
    held.storage.away = False
    await held.attendance.arrive(held.alice, held.session_id, PAGE)
    await swept(held)
    assert (await held.person(held.alice)).connected


async def test_a_page_that_comes_back_while_its_loss_is_being_stored_is_there(held: House) -> None:
    held.storage.commits.clear()
    dropping = asyncio.create_task(held.attendance.drop(held.alice, held.session_id, PAGE))
    await until(lambda: held.storage.waiting == 1)
    coming = asyncio.create_task(held.attendance.arrive(held.alice, held.session_id, PAGE))
    await asyncio.sleep(0)
    held.storage.commits.set()
    await asyncio.gather(dropping, coming)
    await swept(held)
    assert (await held.person(held.alice)).connected


async def test_a_page_that_is_lost_again_while_nothing_can_be_stored_is_gone(held: House) -> None:
    for _ in range(2):
        held.storage.away = True
        await held.attendance.drop(held.alice, held.session_id, PAGE)
        with suppress(StorageUnavailable):
            await held.attendance.arrive(held.alice, held.session_id, PAGE)
    await held.attendance.drop(held.alice, held.session_id, PAGE)
    held.storage.away = False
    await swept(held)
    assert not (await held.person(held.alice)).connected


async def test_a_sleep_that_cannot_be_stored_at_once_was_attended_by_nobody(held: House) -> None:
    held.clock.pass_ms(ASLEEP_MS)
    held.storage.away = True
    await swept(held)
    held.clock.pass_ms(1_000)
    held.storage.away = False
    await held.attendance.arrive(held.alice, held.session_id, PAGE)
    assert await attended(held) == 10_000
    await swept(held)
    assert (await held.person(held.alice)).connected, "who came after it is not taken for one who slept"


async def test_who_comes_back_before_the_sleep_is_found_is_there_and_stays(held: House) -> None:
    held.clock.pass_ms(ASLEEP_MS)
    await held.attendance.arrive(held.alice, held.session_id, PAGE)
    assert await attended(held) == 10_000
    await swept(held)
    assert (await held.person(held.alice)).connected
    assert not (await held.person(held.tutor)).connected


async def test_what_is_no_session_is_not_asked_about_again(held: House) -> None:
    with pytest.raises(Exception, match="no such session"):
        await held.attendance.drop(held.alice, SessionId("other"), PAGE)
    await held.attendance.sweep()
