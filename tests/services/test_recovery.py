"""A new server process: short and long outages, stopwatches, and an engine that outlived the old one."""

import asyncio

from deskside.domain import events as ev
from deskside.domain.ids import PageId, Seq
from deskside.domain.modes import LaneMode, LeaveReason
from deskside.services.attendance import GRACE_MS
from deskside.services.sleep import SHORT_OUTAGE_MS
from tests.fakes.engine import FakeEngine
from tests.fakes.loop import until
from tests.services.house import House, between

PAGE = PageId("alice-page")


async def _attend(house: House, milliseconds: int) -> None:
    """Alice's page lives for so long, and that is kept; all the while the server looks after it."""
    for _ in range(10):
        house.clock.pass_ms(milliseconds // 10)
        await house.attendance.sweep()
    await house.attendance.heartbeat(house.alice, house.session_id, PAGE, active=True)
    await house.attendance.sweep()


async def test_a_short_outage_counts_as_attended_and_pages_come_back_to_where_they_were(live: House) -> None:
    await _attend(live, 100_000)
    live.clock.pass_ms(SHORT_OUTAGE_MS)
    new = live.another()
    await new.attendance.recover()
    alice = await new.person(new.alice)
    assert (alice.joined, alice.connected) == (True, False)
    assert alice.watch.read(new.clock.now()) == 100_000 + SHORT_OUTAGE_MS
    await new.attendance.arrive(new.alice, new.session_id, PAGE)
    new.clock.pass_ms(1_000)
    assert (await new.person(new.alice)).watch.read(new.clock.now()) == 101_000 + SHORT_OUTAGE_MS
    assert between(await new.routed(), new.alice, new.tutor) == {"audio", "video", "screen"}


async def test_a_long_outage_counts_for_nobody(live: House) -> None:
    await _attend(live, 100_000)
    live.clock.pass_ms(SHORT_OUTAGE_MS + 1)
    new = live.another()
    await new.attendance.recover()
    assert (await new.person(new.alice)).watch.read(new.clock.now()) == 100_000
    await new.attendance.arrive(new.alice, new.session_id, PAGE)
    new.clock.pass_ms(1_000)
    assert (await new.person(new.alice)).watch.read(new.clock.now()) == 101_000


async def test_who_does_not_come_back_to_the_new_process_has_left(live: House) -> None:
    new = live.another()
    await new.attendance.recover()
    await new.attendance.sweep()
    new.clock.pass_ms(GRACE_MS)
    await new.attendance.arrive(new.tutor, new.session_id, PageId("tutor-page"))
    await new.attendance.sweep()
    assert (await new.person(new.tutor)).attending
    log = await new.log()
    assert [x.person_id for x in log if isinstance(x, ev.PersonLeft)] == [new.alice.user_id, new.bob.user_id]
    assert log[-1] == ev.PersonLeft(new.bob.user_id, LeaveReason.LOST)


async def test_what_the_old_process_had_no_time_to_route_is_routed_by_the_new_one(live: House) -> None:
    await live.lanes.set_lane_mode(live.tutor, live.session_id, live.alice.user_id, LaneMode.TEACH)
    for actor in (live.tutor, live.alice, live.bob):
        await live.attendance.drop(actor, live.session_id, PageId(f"{actor.user_id}-page"))
    await live.routed()
    first = live.another(FakeEngine())  # committed, but the engine that goes on never heard of it
    await first.lanes.set_lane_mode(live.tutor, live.session_id, live.bob.user_id, LaneMode.TEACH)
    assert between(live.fake.in_force(live.session_id), live.tutor, live.bob) == {"video"}
    new = live.another()
    before = (await new.session()).seq
    await new.attendance.recover()
    assert (await new.session()).seq == before, "everybody was away already"
    assert between(await new.routed(), new.tutor, new.bob) == {"audio", "video", "screen"}


async def test_an_engine_that_failed_with_the_old_process_is_up_with_the_new_one(live: House) -> None:
    following = asyncio.create_task(live.calls.follow_engine())
    live.fake.lose()
    await until(lambda: not live.door.known()[0].engine_up)
    following.cancel()
    new = live.another(FakeEngine())
    await new.attendance.recover()
    assert (await new.session()).engine_up
    assert (await new.log())[-1] == ev.EngineRestored()


async def test_sessions_that_nobody_has_to_look_after_are_left_alone(planned: House) -> None:
    new = planned.another()
    await new.attendance.recover()
    assert new.door.known() == ()
    await planned.sessions.start(planned.tutor, planned.session_id)
    newest = planned.another()
    await newest.attendance.recover()
    assert [x.id for x in newest.door.known()] == [planned.session_id], "live, although nobody ever came"
    assert (await newest.session()).seq != Seq(0)
