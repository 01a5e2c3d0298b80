"""What the engine tells of itself: offers at once, everything else whenever the database can."""

import asyncio
from collections.abc import Callable

import pytest

from deskside.domain import events as ev
from deskside.domain.ids import SessionId
from deskside.domain.modes import StopReason
from deskside.ports.media import Delivery, EngineUnavailable, LinkMeasured
from deskside.ports.storage import StorageUnavailable
from deskside.services.quality import BEHIND
from tests.fakes.engine import SDP
from tests.fakes.loop import until
from tests.services.house import House
from tests.services.test_calls import ALICES, BOBS, TUTORS, call, test_media_flows_once_both_ends_are_connected

__all__ = ["call"]


def _engine_events(house: House) -> Callable[[], list[ev.Event]]:
    return lambda: [
        x.event for _, x, _ in house.broadcast.told if isinstance(x.event, ev.EngineFailed | ev.EngineRestored)
    ]


async def test_a_lost_engine_is_told_and_its_rooms_are_opened_again_with_the_newest_table(call: House) -> None:
    told, other = _engine_events(call), await call.sessions.create(call.tutor, call.new())
    await call.attendance.arrive(call.bob, other.id, BOBS)
    await call.sessions.cancel(call.tutor, other.id, "ill")
    call.fake.lose()
    await until(lambda: told() == [ev.EngineFailed()])
    with pytest.raises(EngineUnavailable):
        await call.sessions.pause(call.tutor, call.session_id)
    await call.sessions.resume(call.tutor, call.session_id)
    call.fake.restart()
    await until(lambda: told() == [ev.EngineFailed(), ev.EngineRestored()])
    assert set(call.fake.rooms) == {call.session_id}, "the cancelled one needs none"
    await test_media_flows_once_both_ends_are_connected(call)


async def test_an_engine_that_dies_again_while_rooms_are_opened_is_told_as_often(call: House) -> None:
    told = _engine_events(call)
    call.fake.lose()
    call.fake.restart()
    call.fake.lose()
    await until(lambda: len(told()) == 3)
    assert told() == [ev.EngineFailed(), ev.EngineRestored(), ev.EngineFailed()]
    call.fake.restart()
    await until(lambda: len(told()) == 4)
    assert call.session_id in call.fake.rooms


async def test_the_engine_is_listened_to_although_one_event_could_not_be_stored(call: House) -> None:
    call.storage.failures = 1
    call.fake.lose()
    await until(lambda: call.storage.failures == 0)
    call.fake.restart()
    await until(lambda: call.session_id in call.fake.rooms)
    await until(lambda: bool(call.fake.rooms[call.session_id].table))
    call.fake.lose()
    await until(lambda: _engine_events(call)() == [ev.EngineFailed()])


async def test_a_commit_that_hangs_keeps_no_offer_waiting(call: House) -> None:
    assert await call.calls.subscribe(call.tutor, call.session_id, TUTORS) is None
    await call.calls.publish(call.alice, call.session_id, ALICES, SDP)
    call.storage.commits.clear()
    call.fake.measure(LinkMeasured(call.session_id, call.alice.user_id, 20.0, 0.0, None))
    await until(lambda: call.storage.waiting == 1)
    call.fake.lose()
    call.fake.restart()
    await until(lambda: call.session_id in call.fake.rooms)
    await call.calls.publish(call.alice, call.session_id, ALICES, SDP)
    assert await call.calls.subscribe(call.tutor, call.session_id, TUTORS) is None
    call.fake.connect_publisher(call.session_id, call.alice.user_id)
    await until(lambda: bool(call.broadcast.offered))
    assert call.storage.waiting == 1, "the database still hangs"
    call.storage.commits.set()
    await until(lambda: _engine_events(call)() == [ev.EngineFailed(), ev.EngineRestored()])


async def test_while_the_database_is_behind_only_the_newest_sample_of_each_person_is_kept(call: House) -> None:
    before = len(call.broadcast.told)
    call.storage.commits.clear()
    call.fake.measure(LinkMeasured(call.session_id, call.bob.user_id, 20.0, 0.0, None))
    await until(lambda: call.storage.waiting == 1)
    for _ in range(BEHIND):
        call.fake.measure(LinkMeasured(call.session_id, call.alice.user_id, 20.0, 30.0, None))
    call.fake.measure(LinkMeasured(call.session_id, call.alice.user_id, 20.0, 0.0, None))
    await asyncio.sleep(0)
    call.storage.commits.set()
    await until(
        lambda: any(x.event == ev.QualityChanged(call.alice.user_id, 4, up=4) for _, x, _ in call.broadcast.told)
    )
    changes = [x.event for _, x, _ in call.broadcast.told[before:] if isinstance(x.event, ev.QualityChanged)]
    assert changes == [ev.QualityChanged(call.bob.user_id, 4, up=4), ev.QualityChanged(call.alice.user_id, 4, up=4)]


async def test_a_sample_that_could_not_be_stored_is_not_the_last_one(call: House) -> None:
    call.storage.failures = 1
    call.fake.measure(LinkMeasured(call.session_id, call.alice.user_id, 20.0, 0.0, None))
    await until(lambda: call.storage.failures == 0)
    assert await _measured(call, 0.0) == [4]


async def test_the_engine_is_listened_to_although_one_offer_could_not_be_handed_over(call: House) -> None:
    assert await call.calls.subscribe(call.tutor, call.session_id, TUTORS) is None
    await call.calls.publish(call.alice, call.session_id, ALICES, SDP)
    call.broadcast.failures = 9
    call.fake.connect_publisher(call.session_id, call.alice.user_id)
    await until(lambda: bool(call.broadcast.offered))
    call.broadcast.failures = 0
    assert await _measured(call, 0.0) == [4]


async def test_what_the_engine_is_like_is_told_once_the_database_is_back(call: House) -> None:
    call.storage.fail_next(StorageUnavailable())
    call.fake.lose()
    await until(lambda: _engine_events(call)() == [ev.EngineFailed()])
    call.fake.restart()
    await until(lambda: len(_engine_events(call)()) == 2)


async def test_what_is_not_true_any_more_is_not_told_late(call: House) -> None:
    call.storage.fail_next(StorageUnavailable())
    call.fake.lose()
    call.fake.restart()
    await until(lambda: call.session_id in call.fake.rooms)
    call.fake.lose()
    await until(lambda: _engine_events(call)() == [ev.EngineFailed()])


async def _measured(house: House, *losses: float | None) -> list[int]:
    """The bars that were told for Alice, given these samples of loss in percent."""
    before = len(house.broadcast.told)
    for loss in losses:
        house.fake.measure(LinkMeasured(house.session_id, house.alice.user_id, None, loss, None))
    house.fake.measure(LinkMeasured(house.session_id, house.bob.user_id, 900.0, None, None))
    house.fake.measure(LinkMeasured(house.session_id, house.bob.user_id, 20.0, 0.0, None))
    house.fake.measure(LinkMeasured(house.session_id, house.bob.user_id, 20.0, 0.0, None))
    last = ev.QualityChanged(house.bob.user_id, 4, up=4)
    await until(lambda: any(x.event == last for _, x, _ in house.broadcast.told[before:]))
    events = [x.event for _, x, _ in house.broadcast.told[before:]]
    return [x.bars for x in events if isinstance(x, ev.QualityChanged) and x.person_id == house.alice.user_id]


@pytest.mark.parametrize(
    ("losses", "told"),
    [
        ((0.0,), [4]),
        ((None, 2.0), [3]),
        ((0.0, 0.0, 5.0, 0.0, 5.0, 0.0), [4]),
        ((0.0, 5.0, 5.0), [4, 2]),
        ((0.0, 5.0, 2.0), [4, 3]),
        ((5.0, 0.0, 2.0), [2, 3]),
        ((0.9, 1.1, 0.9, 1.1), [4]),
        ((0.0, None, 30.0, 30.0, 0.0, 0.0), [4, 0, 4]),
    ],
)
async def test_bars_change_as_far_as_two_samples_in_a_row_agree(
    call: House, losses: tuple[float | None, ...], told: list[int]
) -> None:
    assert await _measured(call, *losses) == told


async def test_samples_of_people_and_sessions_that_are_not_there_change_nothing(call: House) -> None:
    before = (await call.session()).seq
    call.fake.measure(LinkMeasured(SessionId("gone"), call.alice.user_id, 20.0, 0.0, None))
    call.fake.measure(LinkMeasured(call.session_id, call.pupil.user_id, 20.0, 0.0, None))
    assert await _measured(call) == []
    assert (await call.session()).seq == before + 2, "Bob's alone"


async def test_what_goes_to_somebody_has_bars_of_its_own_and_what_gives_way_counts(call: House) -> None:
    alice, before = call.alice.user_id, len(call.broadcast.told)
    for delivery in (Delivery(100_000, 0.0, 20.0), Delivery(100_000, 0.1, 20.0), Delivery(100_000, 0.1, 20.0)):
        call.fake.measure(LinkMeasured(call.session_id, alice, 20.0, 0.0, None, delivery))
    weak = ev.QualityChanged(alice, 1, up=4, down=1)
    await until(lambda: any(x.event == weak for _, x, _ in call.broadcast.told[before:]))
    paused = ev.TracksChanged(alice, mic=True, camera=True, screen=False, camera_paused=True)
    await call.attendance.set_tracks(call.alice, call.session_id, ALICES, paused)
    for _ in range(2):
        call.fake.measure(LinkMeasured(call.session_id, alice, 20.0, 0.0, None, Delivery(50_000, 0.0, 20.0)))
    last = ev.QualityChanged(alice, 1, up=1, down=4)
    await until(lambda: any(x.event == last for _, x, _ in call.broadcast.told[before:]))
    told = [x.event for _, x, _ in call.broadcast.told[before:] if isinstance(x.event, ev.QualityChanged)]
    assert told == [ev.QualityChanged(alice, 4, up=4, down=4), weak, last]


async def test_whether_the_recorder_comes_or_goes_what_is_in_force_is_asked_for_again(call: House) -> None:
    acts: list[Callable[[], None]] = [
        lambda: call.fake.set_recorder(up=False),
        lambda: call.fake.set_recorder(up=True),
        lambda: call.fake.stop_recording(StopReason.FULL),
    ]
    for act in acts:
        call.broadcast.edged.clear()
        act()
        await until(lambda: bool(call.broadcast.edged))


async def test_a_recorder_that_cannot_go_on_ends_the_recording_and_not_the_session(call: House) -> None:
    call.fake.recording = True
    other = await call.sessions.create(call.tutor, call.new())
    for session_id in (call.session_id, other.id):
        await call.sessions.start(call.tutor, session_id)
        await call.services.recordings.start(call.tutor, session_id)
    call.storage.failures = 1
    call.fake.stop_recording(StopReason.FULL)
    await asyncio.sleep(1)
    assert (await call.session()).recording is not None, "it could not be stored; nothing is written all the same"
    call.fake.stop_recording(StopReason.FULL)
    await until(lambda: all(each.recording is None for each in call.door.known()))
    session = await call.session()
    assert session.recording is None
    assert session.flowing
    assert (await call.log())[-1:] != [ev.SessionEnded()]
