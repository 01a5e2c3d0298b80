"""What counts as settled: the engine forwards nothing that is forbidden any more, or was not to be asked."""

import asyncio

import pytest

from deskside.domain.ids import MessageId
from deskside.domain.modes import AddressAll, LaneMode
from deskside.domain.routing import routing_table
from deskside.ports.media import EngineUnavailable
from deskside.services.routing import SETTLE_LIMIT_SECONDS
from deskside.services.talk import Words
from tests.fakes.engine import FakeEngine
from tests.fakes.loop import until
from tests.services.engines import SlowEngine, lively
from tests.services.house import House, between


async def test_the_engine_is_not_asked_where_somebody_only_writes_and_the_state_of_then_counts_as_settled() -> None:
    house = await lively(FakeEngine(everyone_connected=True))
    await until(lambda: house.router._wishes[house.session_id].settled)
    asked = len(house.fake.tables)
    await house.talk.message(house.alice, house.session_id, house.alice.user_id, Words(MessageId("m-1"), "I am done."))
    session = await house.session()
    await house.router.settled(house.session_id, session.seq)
    assert len(house.fake.tables) == asked
    await house.lanes.set_lane_mode(house.tutor, house.session_id, house.alice.user_id, LaneMode.TEACH)
    assert await house.routed() == routing_table(await house.session())
    assert len(house.fake.tables) > asked


async def test_settled_means_that_nothing_forbidden_is_forwarded_any_more() -> None:
    house = await lively(SlowEngine())
    await house.lanes.set_lane_mode(house.tutor, house.session_id, house.alice.user_id, LaneMode.TEACH)
    assert "audio" in between(house.fake.in_force(house.session_id), house.tutor, house.alice)
    act = asyncio.create_task(
        house.lanes.set_lane_mode(house.tutor, house.session_id, house.alice.user_id, LaneMode.OBSERVE)
    )
    await until(lambda: (house.broadcast.told[-1][2].lanes[0].mode) is LaneMode.OBSERVE)
    assert not act.done(), "told, but not acknowledged"
    await act
    assert between(house.fake.in_force(house.session_id), house.tutor, house.alice) == {"video"}


async def test_settled_gives_up_on_an_engine_that_does_not_answer(live: House) -> None:
    await live.routed()
    live.fake.lose()
    started = asyncio.get_running_loop().time()
    with pytest.raises(EngineUnavailable, match="does not answer"):
        await live.lanes.address_all(live.tutor, live.session_id, AddressAll.LATCH)
    assert asyncio.get_running_loop().time() - started == pytest.approx(SETTLE_LIMIT_SECONDS, abs=0.1)
    assert (await live.session()).address_all is AddressAll.LATCH, "it is so all the same"
