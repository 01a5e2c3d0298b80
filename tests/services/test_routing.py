"""The router: the newest wish wins, nobody waits for the engine but who asked to, and what it says is true."""

import asyncio
from functools import partial

import pytest

from deskside.domain.access import Right
from deskside.domain.encodings import encodings
from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.lanes import set_lane_mode
from deskside.domain.modes import AddressAll, LaneMode
from deskside.domain.routing import routing_table
from deskside.domain.signs import audience
from deskside.domain.tracks import Layer, TrackKind
from deskside.media.null import NullEngine
from deskside.ports.media import EngineRefused
from deskside.services.door import By
from tests.fakes.engine import SDP, FakeEngine
from tests.fakes.loop import until
from tests.services.engines import ScriptedEngine, SlowEngine, lively
from tests.services.house import House, between


async def test_the_newest_wish_wins_and_no_caller_waits_for_the_engine() -> None:
    house = await lively(SlowEngine())
    done, started = len(house.fake.tables), asyncio.get_running_loop().time()
    by, alice = By(house.tutor, Right.TEACH), house.alice.user_id
    for mode in (*(LaneMode.TEACH, LaneMode.OBSERVE) * 7, LaneMode.TEACH):
        await house.door.act(by, house.session_id, partial(set_lane_mode, student_id=alice, mode=mode))
    assert asyncio.get_running_loop().time() - started < 0.5, "fifteen acts do not wait for tables of a second each"
    table = await house.routed()
    assert table == routing_table(await house.session())
    assert len(house.fake.tables) - done <= 2, "the one under way, and the newest"


async def test_an_engine_that_does_not_answer_is_asked_again_with_growing_pauses() -> None:
    engine = ScriptedEngine()
    house = await lively(engine)
    engine.attempts.clear()
    engine.script = [(0, False)] * 7
    house.router.want_tiles(house.session_id, house.tutor.user_id, {house.alice.user_id: Layer.LOW})
    await until(lambda: len(engine.attempts) == 8)
    assert engine.pauses == [0.05, 0.1, 0.2, 0.4, 0.8, 1.0, 1.0]


async def test_after_an_answer_pauses_begin_anew() -> None:
    engine = ScriptedEngine()
    house = await lively(engine)
    engine.attempts.clear()
    engine.script = [(0, False), (0, False), (5, True), (0, False)]
    house.router.again(house.session_id)
    await until(lambda: len(engine.attempts) == 3)
    house.router.again(house.session_id)
    await until(lambda: len(engine.attempts) == 5)
    assert engine.pauses == [0.05, 0.1, 5.0, 0.05]


async def test_a_pause_ends_when_the_engine_is_back() -> None:
    engine = ScriptedEngine()
    house = await lively(engine)
    engine.attempts.clear()
    engine.script = [(0, False)] * 6
    house.router.again(house.session_id)
    await until(lambda: len(engine.attempts) == 6)
    await asyncio.sleep(0.2)
    house.router.again(house.session_id)
    await until(lambda: len(engine.attempts) == 7)
    assert engine.pauses[-1] == pytest.approx(0.2, abs=0.01), "instead of a second"


async def test_a_table_that_is_refused_counts_as_nothing_forwarded(live: House) -> None:
    live.fake.fail_next(EngineRefused("no room"))
    await live.lanes.address_all(live.tutor, live.session_id, AddressAll.LATCH)
    assert live.broadcast.edged[-1][1] == frozenset()
    live.router.again(live.session_id)
    await until(lambda: live.broadcast.edged[-1][1] != frozenset())
    assert live.broadcast.edged[-1][1] == await live.routed()


async def test_what_is_forwarded_is_told_although_a_receiving_connection_could_not_follow() -> None:
    engine = _UncoveringEngine()
    house = await lively(engine)
    await house.lanes.set_open_table(house.tutor, house.session_id, open_table=True)
    assert engine.uncovered
    assert house.broadcast.edged[-1][1] == engine.in_force(house.session_id) != frozenset()


class _UncoveringEngine(FakeEngine):
    """Has lost its room whenever it is asked what somebody may receive."""

    def __init__(self) -> None:
        super().__init__(everyone_connected=True)
        self.uncovered = 0

    async def cover(self, session: SessionId, person: UserId, sources: frozenset[UserId]) -> None:
        self.uncovered += 1
        raise EngineRefused("the session has no room")


async def test_nothing_of_a_student_is_in_any_table_before_their_page_showed_the_sign(live: House) -> None:
    carol, page = live.students[2], PageId("carol-page")
    await live.attendance.arrive(carol, live.session_id, page)
    await live.attendance.join(carol, live.session_id, page, ())
    await live.lanes.set_lane_mode(live.tutor, live.session_id, carol.user_id, LaneMode.TEACH)
    await live.routed()
    assert all(x.source != carol.user_id for _, table in live.fake.tables for x in table)
    sign = audience(await live.session(), carol.user_id)
    await live.attendance.show_sign(carol, live.session_id, page, sign)
    assert between(await live.routed(), carol, live.tutor) == {"audio", "video", "screen"}


async def test_no_table_ever_has_an_edge_between_students_in_private_lanes(live: House) -> None:
    await live.lanes.address_all(live.tutor, live.session_id, AddressAll.LATCH)
    for actor in live.students:
        await live.enter(actor)
        await live.lanes.set_lane_mode(live.tutor, live.session_id, actor.user_id, LaneMode.TEACH)
    await live.routed()
    students = {x.user_id for x in live.students}
    assert live.fake.tables
    assert all({x.source, x.target} - students for _, table in live.fake.tables for x in table)


async def test_tiles_limit_layers_and_the_same_tiles_again_cost_nothing(live: House) -> None:
    tiles = {live.alice.user_id: Layer.LOW, live.bob.user_id: Layer.HIGH}
    await live.calls.set_tiles(live.tutor, live.session_id, tiles)
    await asyncio.sleep(1)
    layers = {x.source: x.layer for x in await live.routed() if x.kind is TrackKind.VIDEO}
    assert layers[live.alice.user_id] is Layer.LOW
    assert layers[live.bob.user_id] is Layer.HIGH
    tables = len(live.fake.tables)
    await live.calls.set_tiles(live.tutor, live.session_id, tiles)
    await asyncio.sleep(1)
    assert len(live.fake.tables) == tables


async def test_an_older_session_replaces_no_newer_one(live: House) -> None:
    older = await live.session()
    await live.sessions.pause(live.tutor, live.session_id)
    live.router.want(older)
    await asyncio.sleep(1)
    assert await live.routed() == frozenset()


async def test_of_a_session_that_nobody_wished_for_nothing_is_done(live: House) -> None:
    tables = len(live.fake.tables)
    unknown = SessionId("unknown")
    live.router.again(unknown)
    live.router.want_tiles(unknown, live.tutor.user_id, {live.alice.user_id: Layer.LOW})
    await live.router.settled(unknown, (await live.session()).seq)
    assert live.router.forget(unknown)
    assert all(session == live.session_id for session, _ in live.fake.tables[tables:])


async def test_the_engine_goes_on_following_although_telling_of_edges_failed() -> None:
    house = await lively(SlowEngine())
    for student in (house.alice, house.bob):  # the second while the engine is at the first
        change = partial(set_lane_mode, student_id=student.user_id, mode=LaneMode.TEACH)
        await house.door.act(By(house.tutor, Right.TEACH), house.session_id, change)
        await asyncio.sleep(0.1)
    house.broadcast.failures = 1
    assert "audio" in between(await house.routed(), house.tutor, house.bob)
    assert house.broadcast.failures == 0


async def test_pages_are_told_what_to_encode_before_the_engine_is_asked() -> None:
    engine = ScriptedEngine()
    house = await lively(engine)
    engine.script = [(0, False)] * 3
    told, tables = len(house.broadcast.needs), len(house.fake.tables)
    house.router.want_tiles(house.session_id, house.tutor.user_id, {house.alice.user_id: Layer.HIGH})
    await until(lambda: len(house.broadcast.needs) > told)
    assert len(house.fake.tables) == tables, "the engine does not answer yet"
    table = house.broadcast.needs[-1][1]
    assert encodings(table, house.alice.user_id).camera == (Layer.HIGH,)
    assert encodings(table, house.bob.user_id).camera == (Layer.LOW,), "no tile is told: a small one"


async def test_the_engine_follows_although_pages_could_not_be_told_what_to_encode(live: House) -> None:
    tables, edged = len(live.fake.tables), len(live.broadcast.edged)
    live.broadcast.failures = 1
    live.router.again(live.session_id)
    await until(lambda: len(live.broadcast.edged) > edged)
    assert len(live.fake.tables) > tables
    assert live.broadcast.failures == 0


async def test_receiving_connections_follow_who_may_ever_be_received() -> None:
    house = await lively(FakeEngine())
    page = PageId("alice-page")
    for actor in (house.tutor, house.bob):
        await house.calls.publish(actor, house.session_id, PageId(f"{actor.user_id}-page"), SDP)
    offer = await house.calls.subscribe(house.alice, house.session_id, page)
    assert offer is not None
    assert {x.source for x in offer.streams} == {house.tutor.user_id}
    await house.calls.answer(house.alice, house.session_id, page, SDP)
    following = asyncio.create_task(house.calls.follow_engine())
    await house.lanes.set_open_table(house.tutor, house.session_id, open_table=True)
    await until(lambda: bool(house.broadcast.offered))
    following.cancel()
    _, person, to_page, offer = house.broadcast.offered[-1]
    assert (person, to_page) == (house.alice.user_id, page)
    assert {x.source for x in offer.streams} == {house.tutor.user_id, house.bob.user_id}


async def test_an_engine_without_signalling_of_ours_follows_as_well() -> None:
    house = await House(NullEngine()).open()
    await house.sessions.start(house.tutor, house.session_id)
    await house.enter(house.tutor)
    assert await house.lanes.address_all(house.tutor, house.session_id, AddressAll.LATCH)
    assert house.broadcast.edged[-1][1] == frozenset()
