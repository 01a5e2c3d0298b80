"""Connection tests: rooms of their own, for one person each, that end by themselves."""

from dataclasses import replace

import pytest

from deskside.domain.access import Actor
from deskside.domain.errors import Conflict, NotFound
from deskside.domain.ids import SessionId, UserId
from deskside.domain.tracks import TrackKind
from deskside.media.null import NullEngine
from deskside.ports.media import EngineUnavailable
from deskside.services import diagnosis
from deskside.services.diagnosis import DiagnosisService
from deskside.services.outside import Outside
from tests.fakes.broadcast import RecordedBroadcast
from tests.fakes.clock import CountedSecrets
from tests.fakes.engine import SDP, FakeEngine
from tests.fakes.vault import kept_in_memory
from tests.services.house import House


@pytest.fixture
def house() -> House:
    """People, and an engine to which nobody is connected."""
    return House(FakeEngine(auto_connect=False))


@pytest.fixture
def tests(house: House) -> DiagnosisService:
    return _tests(house)


def _tests(house: House) -> DiagnosisService:
    return DiagnosisService(
        Outside(
            house.storage, house.engine, RecordedBroadcast(), house.clock, CountedSecrets(), keeping=kept_in_memory()
        )
    )


async def test_what_one_sends_comes_back_and_nothing_else_is_forwarded(house: House, tests: DiagnosisService) -> None:
    test = await tests.open(house.alice)
    assert test.grant.engine == "CUSTOM"
    assert test.closes_at == house.clock.now() + diagnosis.LASTS_MS
    assert await tests.publish(house.alice, test.id, SDP) == SDP
    assert await tests.subscribe(house.alice, test.id) is None, "the sending connection is not up yet"
    house.fake.connect_publisher(test.id, test.sender)
    offer = await tests.subscribe(house.alice, test.id)
    assert offer is not None
    assert {stream.source for stream in offer.streams} == {test.sender}
    await tests.answer(house.alice, test.id, SDP)
    edges = {route.edge for route in house.fake.in_force(test.id)}
    assert edges == {(test.sender, test.receiver, kind) for kind in (TrackKind.AUDIO, TrackKind.VIDEO)}


async def test_a_test_is_nobody_elses(house: House, tests: DiagnosisService) -> None:
    test = await tests.open(house.alice)
    for stranger in (house.bob, house.tutor):
        with pytest.raises(NotFound):
            await tests.publish(stranger, test.id, SDP)
        await tests.close(stranger, test.id)
    assert test.id in house.fake.rooms
    with pytest.raises(NotFound):
        await tests.subscribe(house.alice, SessionId("test-of-another-page"))


async def test_a_new_test_ends_the_former_one(house: House, tests: DiagnosisService) -> None:
    former = await tests.open(house.alice)
    test = await tests.open(house.alice)
    assert set(house.fake.rooms) == {test.id}
    with pytest.raises(NotFound):
        await tests.answer(house.alice, former.id, SDP)
    await tests.close(house.alice, former.id)
    assert set(house.fake.rooms) == {test.id}, "closing what is over closes nothing else"
    await tests.close(house.alice, test.id)
    await tests.close(house.alice, test.id)
    assert not house.fake.rooms


async def test_a_test_ends_by_itself_after_half_a_minute(house: House, tests: DiagnosisService) -> None:
    test = await tests.open(house.alice)
    house.clock.pass_ms(diagnosis.LASTS_MS - 1)
    later = await tests.open(house.bob)
    await tests.sweep()
    assert set(house.fake.rooms) == {test.id, later.id}
    house.clock.pass_ms(1)
    with pytest.raises(NotFound):
        await tests.publish(house.alice, test.id, SDP)
    await tests.sweep()
    assert set(house.fake.rooms) == {later.id}


async def test_only_so_many_run_at_once(house: House, tests: DiagnosisService) -> None:
    def person(number: int) -> Actor:
        return replace(house.alice, user_id=UserId(f"person-{number}"))

    for number in range(diagnosis.AT_ONCE):
        await tests.open(person(number))
    with pytest.raises(Conflict):
        await tests.open(house.alice)
    await tests.open(person(0))
    await tests.close_all()
    assert not house.fake.rooms
    await tests.open(house.alice)


async def test_an_engine_that_died_took_the_room_along(house: House, tests: DiagnosisService) -> None:
    test = await tests.open(house.alice)
    house.fake.fail_next(EngineUnavailable("it died"))
    await tests.close(house.alice, test.id)
    with pytest.raises(NotFound):
        await tests.subscribe(house.alice, test.id)


async def test_without_an_engine_of_ours_there_is_nothing_to_test() -> None:
    house = House(NullEngine())
    with pytest.raises(Conflict):
        await _tests(house).open(house.alice)
