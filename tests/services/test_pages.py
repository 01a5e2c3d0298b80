"""Media belong to one page of a person: a former page's connections end before the newer one is welcomed."""

import asyncio

from deskside.domain.ids import PageId
from deskside.domain.signs import audience
from tests.fakes.engine import SDP, FakeEngine
from tests.services.house import House, between

FORMER, NEWER = PageId("former"), PageId("newer")


async def connected() -> House:
    """A live session of tutor and Alice, both connected to an engine that forwards what is negotiated only."""
    house = await House(FakeEngine()).open()
    await house.sessions.start(house.tutor, house.session_id)
    for actor, page in ((house.tutor, PageId("tutor")), (house.alice, FORMER)):
        await house.enter(actor, page)
        await house.calls.publish(actor, house.session_id, page, SDP)
    await house.calls.subscribe(house.tutor, house.session_id, PageId("tutor"))
    await house.calls.answer(house.tutor, house.session_id, PageId("tutor"), SDP)
    return house


async def test_the_camera_of_a_former_page_is_not_forwarded_under_the_sign_of_the_newer_one() -> None:
    house = await connected()
    assert between(await house.routed(), house.alice, house.tutor)
    await house.attendance.arrive(house.alice, house.session_id, NEWER)
    assert house.alice.user_id not in house.fake.rooms[house.session_id].publishers, "closed before the welcome"
    shown = audience(await house.session(), house.alice.user_id)
    await house.attendance.join(house.alice, house.session_id, NEWER, shown)
    assert not between(await house.routed(), house.alice, house.tutor)


async def test_a_former_page_of_the_tutor_receives_nothing_either() -> None:
    house = await connected()
    await house.attendance.arrive(house.tutor, house.session_id, NEWER)
    await house.attendance.join(house.tutor, house.session_id, NEWER, ())
    assert not between(await house.routed(), house.alice, house.tutor)


async def test_who_has_left_has_no_connection_and_a_newer_page_arrives_although_the_engine_is_down() -> None:
    house = await connected()
    await house.attendance.leave(house.alice, house.session_id, FORMER)
    await house.routed()
    assert house.alice.user_id not in house.fake.rooms[house.session_id].publishers
    house.fake.lose()
    await asyncio.wait_for(house.attendance.arrive(house.tutor, house.session_id, NEWER), 60)
    assert (await house.person(house.tutor)).page == NEWER
