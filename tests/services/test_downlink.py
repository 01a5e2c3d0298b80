"""What the engine is told when a receiver's line is full, and when it is good again."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from deskside.domain.access import Actor
from deskside.domain.allocation import NOMINAL_BPS, NOMINAL_SOUND_BPS, SHARE, THIN_SOUND_BPS
from deskside.domain.encodings import encodings
from deskside.domain.events import TracksChanged
from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.modes import LaneMode
from deskside.domain.quality import Strain
from deskside.domain.rates import LayerRates
from deskside.domain.tracks import Frames, Layer, RoutingTable, TrackKind
from deskside.ports.media import Delivery, LinkMeasured
from tests.fakes.loop import until
from tests.services.house import House, between

EVERY_MS = 2_000
QUIET, FULL_QUEUE = 40.0, 320.0
"""Round trips."""


@pytest.fixture
async def five() -> AsyncIterator[House]:
    """A lesson of five with camera and microphone on; the tutor's tiles show them in the middle layer."""
    house = await House().open()
    await house.sessions.start(house.tutor, house.session_id)
    for actor in (house.tutor, *house.students):
        page = await house.enter(actor)
        tracks = TracksChanged(actor.user_id, mic=True, camera=True, screen=False)
        await house.attendance.set_tracks(actor, house.session_id, page, tracks)
    tiles = {x.user_id: Layer.MEDIUM for x in house.students}
    following = asyncio.create_task(house.calls.follow_engine())
    await house.calls.set_tiles(house.tutor, house.session_id, tiles)
    await _caught_up(house)
    yield house
    house.check()
    assert not following.done()
    following.cancel()


async def _caught_up(house: House) -> None:
    await asyncio.sleep(1)  # of the skipping loop: everything that is to be done is done
    await house.routed()


async def _measured(
    house: House, actor: Actor, delivery: Delivery | None, *, times: int = 1, layers: LayerRates | None = None
) -> RoutingTable:
    """What this person is given after so many samples."""
    for _ in range(times):
        house.clock.pass_ms(EVERY_MS)
        sample = LinkMeasured(house.session_id, actor.user_id, None, None, None, delivery, layers or {})
        house.fake.measure(sample)
        await _caught_up(house)
    return given(house, actor)


def given(house: House, actor: Actor) -> RoutingTable:
    return frozenset(x for x in house.fake.in_force(house.session_id) if x.target == actor.user_id)


def sent_bps(routes: RoutingTable) -> int:
    """Of what is given, while everybody speaks and moves."""
    faces = [x for x in routes if x.kind is TrackKind.VIDEO]
    voices = [x for x in routes if x.kind is TrackKind.AUDIO]
    sound = sum(THIN_SOUND_BPS if x.frames is Frames.FEW else NOMINAL_SOUND_BPS for x in voices)
    return sound + round(sum(NOMINAL_BPS[x.layer] * SHARE[x.frames] for x in faces))


async def _over_a_line(house: House, carries_bps: int, seconds: int) -> RoutingTable:
    """The tutor's line carries so much for a while."""
    await _measured(house, house.tutor, Delivery(sent_bps(given(house, house.tutor)), 0.0, QUIET))
    for _ in range(seconds * 1000 // EVERY_MS):
        sent = sent_bps(given(house, house.tutor))
        lost = max(0.0, 1 - carries_bps / sent)
        await _measured(house, house.tutor, Delivery(sent, lost, FULL_QUEUE if lost else QUIET))
    return given(house, house.tutor)


def faces(routes: RoutingTable) -> list[tuple[Layer, Frames]]:
    return sorted((x.layer, x.frames) for x in routes if x.kind is TrackKind.VIDEO)


def sounds(routes: RoutingTable) -> int:
    return sum(x.kind is TrackKind.AUDIO for x in routes)


async def test_without_trouble_the_engine_is_told_nothing(five: House) -> None:
    before = await _measured(five, five.tutor, Delivery(2_700_000, 0.01, QUIET))
    tables = len(five.fake.tables)
    assert await _measured(five, five.tutor, Delivery(2_700_000, 0.01, QUIET), times=20) == before
    assert await _measured(five, five.tutor, None, times=2) == before
    assert len(five.fake.tables) == tables
    assert faces(before) == [(Layer.MEDIUM, Frames.ALL)] * 5


async def test_on_two_megabits_pictures_give_way_and_all_sound_stays(five: House) -> None:
    everything = given(five, five.tutor)
    others = five.fake.in_force(five.session_id) - everything
    limited = await _over_a_line(five, 2_000_000, 4)
    assert sent_bps(limited) <= 2_000_000
    assert sounds(limited) == 5
    assert len(faces(limited)) == 5
    assert faces(limited)[0] == (Layer.LOW, Frames.ALL)
    assert five.fake.in_force(five.session_id) - limited == others, "nobody else is given less"
    tables = len(five.fake.tables)
    await _over_a_line(five, 2_000_000, 2)
    assert len(five.fake.tables) == tables, "the same again costs nothing"


async def test_a_line_that_is_good_again_is_used_again(five: House) -> None:
    everything = given(five, five.tutor)
    assert await _over_a_line(five, 1_000_000, 6) != everything
    assert await _over_a_line(five, 10_000_000, 30) == everything


@pytest.mark.parametrize("carries_bps", [100_000, 200_000, 300_000, 700_000, 1_200_000])
async def test_at_any_rate_sound_stays_and_the_line_is_not_filled(five: House, carries_bps: int) -> None:
    limited = await _over_a_line(five, carries_bps, 8)
    assert sounds(limited) == 5
    assert sent_bps(limited) <= max(carries_bps, 5 * THIN_SOUND_BPS)


async def test_where_whole_voices_do_not_fit_every_page_sends_a_thin_one_until_they_do(five: House) -> None:
    assert not _thin(five)
    limited = await _over_a_line(five, 200_000, 8)
    assert sent_bps(limited) <= 200_000
    assert len(_thin(five)) == 5
    assert await _over_a_line(five, 10_000_000, 60) != limited
    assert not _thin(five)


def _thin(house: House) -> set[UserId]:
    """Whose page was told last to send its sound thin."""
    table = house.broadcast.needs[-1][1]
    return {x.source for x in table if encodings(table, x.source).thin_sound}


async def test_a_picture_that_nobody_can_receive_is_not_encoded(five: House) -> None:
    everything = given(five, five.tutor)
    await _over_a_line(five, 150_000, 8)
    table = five.fake.in_force(five.session_id)
    assert between(table, five.alice, five.tutor) == {"audio", "screen"}
    assert encodings(five.broadcast.needs[-1][1], five.alice.user_id).camera == ()
    assert five.broadcast.edged[-1][1] == table, "the signs say who is seen, and that is nobody"
    assert {x.source for x in five.broadcast.kept if x.target == five.tutor.user_id} == {
        x.source for x in everything if x.kind is TrackKind.VIDEO
    }, "and the tutor reads whose picture does not come"
    assert {x.kind for x in five.broadcast.kept} == {TrackKind.VIDEO}


async def test_losses_of_the_line_itself_take_no_picture_for_long(five: House) -> None:
    everything = given(five, five.tutor)
    for _ in range(15):
        await _measured(five, five.tutor, Delivery(sent_bps(given(five, five.tutor)), 0.06, QUIET))
    assert given(five, five.tutor) == everything


async def test_whoever_is_taught_or_calls_for_help_comes_first(five: House) -> None:
    await five.lanes.set_lane_mode(five.tutor, five.session_id, five.bob.user_id, LaneMode.TEACH)
    limited = await _over_a_line(five, 1_700_000, 6)
    best = max((x for x in limited if x.kind is TrackKind.VIDEO), key=lambda x: x.layer)
    assert (best.source, best.layer) == (five.bob.user_id, Layer.MEDIUM)


async def test_a_picture_that_was_all_there_was_comes_back_though_nothing_is_sent_meanwhile(five: House) -> None:
    """Everybody's microphone is off: once no picture is given, nothing is measured that could say that it is calm."""
    for actor in five.students:
        tracks = TracksChanged(actor.user_id, mic=False, camera=True, screen=False)
        await five.attendance.set_tracks(actor, five.session_id, PageId(f"{actor.user_id}-page"), tracks)
    everything = given(five, five.tutor)
    nothing = await _over_a_line(five, 60_000, 10)
    assert faces(nothing) == []
    assert faces(await _measured(five, five.tutor, None, times=6)) != []
    assert await _over_a_line(five, 10_000_000, 60) == everything


async def test_what_is_forbidden_is_not_given_whatever_the_line_carries(five: House) -> None:
    await _over_a_line(five, 1_000_000, 6)
    await five.sessions.pause(five.tutor, five.session_id)
    assert await _measured(five, five.tutor, Delivery(100_000, 0.0, QUIET), times=30) == frozenset()


async def test_a_students_line_carries_the_tutor(five: House) -> None:
    await five.lanes.set_lane_mode(five.tutor, five.session_id, five.alice.user_id, LaneMode.TEACH)
    await five.calls.set_tiles(five.alice, five.session_id, {five.tutor.user_id: Layer.HIGH})
    await _measured(five, five.alice, Delivery(1_600_000, 0.0, QUIET))
    limited = await _measured(five, five.alice, Delivery(1_600_000, 0.4, FULL_QUEUE))
    assert {(x.kind, x.layer) for x in limited} == {
        (TrackKind.AUDIO, Layer.HIGH),
        (TrackKind.VIDEO, Layer.MEDIUM),
        (TrackKind.SCREEN, Layer.HIGH),
    }


async def test_another_page_begins_with_everything(five: House) -> None:
    everything = given(five, five.tutor)
    await _over_a_line(five, 1_000_000, 6)
    await five.enter(five.tutor, "another-page")
    await until(lambda: given(five, five.tutor) == everything)


async def test_samples_of_people_and_sessions_that_are_not_there_limit_nothing(five: House) -> None:
    tables, full = len(five.fake.tables), Delivery(2_700_000, 0.5, FULL_QUEUE)
    five.fake.measure(LinkMeasured(SessionId("gone"), five.tutor.user_id, 20.0, 0.0, None, full))
    await _measured(five, five.pupil, full)
    await five.attendance.leave(five.bob, five.session_id, PageId("bob-page"))
    tables = len(five.fake.tables)
    await _measured(five, five.bob, full)
    assert len(five.fake.tables) == tables


async def test_what_is_really_sent_decides_what_fits(five: House) -> None:
    """Students who listen take next to nothing, and so do rooms in which nobody moves: their pictures fit."""
    thin = await _over_a_line(five, 400_000, 40)
    little: LayerRates = {(TrackKind.AUDIO, Layer.HIGH): 4_000, (TrackKind.VIDEO, Layer.LOW): 70_000}
    for student in five.students:
        await _measured(five, student, None, times=3, layers=little)
    given = await _measured(five, five.tutor, Delivery(sent_bps(thin), 0.0, QUIET))
    assert sounds(given) == 5
    assert len(faces(given)) > len(faces(thin)) or sum(x for _, x in faces(given)) > sum(x for _, x in faces(thin))


async def test_a_machine_that_is_behind_is_given_less_of_each_picture_and_its_line_is_not_blamed(five: House) -> None:
    everything = given(five, five.tutor)
    assert {x for x, _ in faces(everything)} == {Layer.MEDIUM}
    await five.calls.set_decodes(five.tutor, five.session_id, 5 * 320 * 180 * 30)
    await _caught_up(five)
    weak = given(five, five.tutor)
    assert faces(weak) == [(Layer.LOW, Frames.ALL)] * 5
    assert {x.edge for x in weak} == {x.edge for x in everything}
    assert encodings(five.fake.in_force(five.session_id), five.alice.user_id).camera == (Layer.LOW,)
    await _measured(five, five.tutor, Delivery(sent_bps(weak), 0.0, QUIET), times=3)
    assert five.router.strain(five.session_id, five.tutor.user_id) is Strain.NONE
    await five.calls.set_decodes(five.tutor, five.session_id, None)
    await _caught_up(five)
    assert given(five, five.tutor) == everything
