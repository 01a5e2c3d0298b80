"""Connecting media, and what the engine tells of itself."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from deskside.domain.errors import Conflict, Forbidden, Superseded
from deskside.domain.ids import PageId
from deskside.domain.tracks import Layer, TrackKind
from deskside.media.null import NullEngine
from tests.fakes.engine import SDP, FakeEngine
from tests.fakes.loop import until
from tests.services.house import House, between

TUTORS, ALICES, BOBS = PageId("tutor-page"), PageId("alice-page"), PageId("bob-page")


@pytest.fixture
async def call() -> AsyncIterator[House]:
    """The live session over an engine to which nobody is connected yet, and which is listened to."""
    house = await House(FakeEngine(auto_connect=False)).open()
    await house.sessions.start(house.tutor, house.session_id)
    for actor in (house.tutor, house.alice, house.bob):
        await house.enter(actor)
    following = asyncio.create_task(house.calls.follow_engine())
    yield house
    house.check()
    assert not following.done()
    following.cancel()


async def test_media_flows_once_both_ends_are_connected(call: House) -> None:
    assert await call.calls.subscribe(call.tutor, call.session_id, TUTORS) is None, "nobody sends yet"
    assert await call.calls.publish(call.alice, call.session_id, ALICES, SDP) == SDP
    assert await call.routed() == frozenset()
    call.fake.connect_publisher(call.session_id, call.alice.user_id)
    await until(lambda: bool(call.broadcast.offered))
    _, person, page, offer = call.broadcast.offered[0]
    assert (person, page) == (call.tutor.user_id, TUTORS)
    assert {x.source for x in offer.streams} == {call.alice.user_id}
    await call.calls.answer(call.tutor, call.session_id, TUTORS, SDP)
    everything = {"audio", "video", "screen"}
    await until(lambda: between(call.broadcast.edged[-1][1], call.alice, call.tutor) == everything)
    assert between(call.fake.in_force(call.session_id), call.tutor, call.alice) == set()


async def test_a_publisher_that_is_gone_is_no_edge_any_more(call: House) -> None:
    await test_media_flows_once_both_ends_are_connected(call)
    call.fake.lose_publisher(call.session_id, call.alice.user_id)
    await until(lambda: call.broadcast.edged[-1][1] == frozenset())


async def test_an_observer_receives_and_does_not_send(call: House) -> None:
    page = await call.enter(call.admin)
    with pytest.raises(Forbidden, match="listens and watches"):
        await call.calls.publish(call.admin, call.session_id, page, SDP)
    assert await call.calls.subscribe(call.admin, call.session_id, page) is None


async def test_a_superseded_page_connects_nothing(call: House) -> None:
    await call.attendance.arrive(call.alice, call.session_id, PageId("newer"))
    for act in (
        call.calls.publish(call.alice, call.session_id, ALICES, SDP),
        call.calls.subscribe(call.alice, call.session_id, ALICES),
        call.calls.answer(call.alice, call.session_id, ALICES, SDP),
    ):
        with pytest.raises(Superseded):
            await act


async def test_a_session_that_is_over_connects_nothing_and_opens_no_room(call: House) -> None:
    other = await call.sessions.create(call.tutor, call.new())
    await call.attendance.arrive(call.alice, other.id, ALICES)
    await call.sessions.cancel(call.tutor, other.id, "ill")
    with pytest.raises(Conflict, match="cancelled"):
        await call.calls.publish(call.alice, other.id, ALICES, SDP)
    assert other.id not in call.fake.rooms


async def test_whole_pictures_are_asked_for_when_a_network_is_back(call: House) -> None:
    await call.calls.refresh(call.alice, call.session_id)
    assert call.fake.refreshed == [(call.session_id, call.alice.user_id)]


async def test_tiles_of_people_whom_one_cannot_receive_do_not_matter(call: House) -> None:
    tiles = {call.tutor.user_id: Layer.LOW, call.bob.user_id: Layer.LOW}
    await call.calls.set_tiles(call.alice, call.session_id, tiles)
    await call.calls.set_tiles(call.tutor, call.session_id, {call.bob.user_id: Layer.MEDIUM})
    await until(lambda: any(x.layer is Layer.MEDIUM for x in call.fake.tables[-1][1]))
    layers = {(x.source, x.target): x.layer for x in call.fake.tables[-1][1] if x.kind is TrackKind.VIDEO}
    assert layers == {
        (call.alice.user_id, call.tutor.user_id): Layer.LOW,
        (call.bob.user_id, call.tutor.user_id): Layer.MEDIUM,
        (call.tutor.user_id, call.alice.user_id): Layer.LOW,
        (call.tutor.user_id, call.bob.user_id): Layer.LOW,
    }, "students see the tutor small in OBSERVE, and of whom no tile is told is small"
    assert {x.layer for x in call.fake.tables[-1][1] if x.kind is not TrackKind.VIDEO} == {Layer.HIGH}


async def test_an_engine_that_talks_to_browsers_itself_takes_no_offers() -> None:
    house = await House(NullEngine()).open()
    await house.enter(house.tutor)
    with pytest.raises(Conflict, match="join grant"):
        await house.calls.publish(house.tutor, house.session_id, TUTORS, SDP)


async def test_a_page_that_moves_to_another_way_says_so_to_the_engine(call: House) -> None:
    await call.calls.publish(call.alice, call.session_id, ALICES, SDP)
    await call.calls.subscribe(call.alice, call.session_id, ALICES)
    assert call.fake.beside == []
    await call.calls.publish(call.alice, call.session_id, ALICES, SDP, beside=True)
    await call.calls.subscribe(call.alice, call.session_id, ALICES, beside=True)
    assert call.fake.beside == [call.alice.user_id] * 2
