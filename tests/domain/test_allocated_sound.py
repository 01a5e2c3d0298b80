"""What a line carries, divided: what becomes of the sound."""

from deskside.domain.allocation import (
    MARGIN,
    NOMINAL_BPS,
    NOMINAL_SOUND_BPS,
    SHARE,
    THIN_SOUND_BPS,
    Allocation,
    Rates,
    allocation,
)
from deskside.domain.tracks import Frames, Layer, TrackKind
from tests.domain.test_allocation import ALICE, BOB, OTHERS, edges, picture


def voices(given: Allocation) -> set[Frames]:
    return {x.frames for x in given.routes if x.kind is TrackKind.AUDIO}


def test_five_silent_students_leave_room_for_one_who_begins_to_speak() -> None:
    table = edges(*OTHERS, kinds=(TrackKind.AUDIO,))
    silent: Rates = dict.fromkeys(((x, TrackKind.AUDIO, Layer.HIGH) for x in OTHERS), 5_000)
    assert allocation(table, {}, silent, 200_000).cost_bps == 5 * 5_000 + NOMINAL_SOUND_BPS
    assert allocation(table, {}, {}, 400_000).cost_bps == 5 * NOMINAL_SOUND_BPS, "not measured: all may speak"
    assert allocation(table, {}, {}, 200_000).cost_bps == 5 * THIN_SOUND_BPS
    off: Rates = dict.fromkeys(silent, 0)
    assert allocation(table, {}, off, 200_000).cost_bps == 0


def test_sound_is_whole_before_anybody_has_more_than_the_first_of_their_frames() -> None:
    table, first = edges(ALICE, BOB), NOMINAL_BPS[Layer.LOW] * SHARE[Frames.FEW]
    few = allocation(table, {}, {}, round((2 * THIN_SOUND_BPS + 2 * first) * MARGIN) + 1)
    assert [picture(few, x) for x in (ALICE, BOB)] == [(Layer.LOW, Frames.FEW)] * 2
    assert voices(few) == {Frames.FEW}
    whole = allocation(table, {}, {}, round((2 * NOMINAL_SOUND_BPS + 2 * first) * MARGIN) + 1)
    assert [picture(whole, x) for x in (ALICE, BOB)] == [(Layer.LOW, Frames.FEW)] * 2
    assert voices(whole) == {Frames.ALL}


def test_thin_sound_is_reckoned_whole_before_it_is_asked_for_whole() -> None:
    table = edges(*OTHERS, kinds=(TrackKind.AUDIO,))
    measured: Rates = dict.fromkeys(((x, TrackKind.AUDIO, Layer.HIGH) for x in OTHERS), THIN_SOUND_BPS)
    thin = allocation(table, {}, {}, 5 * THIN_SOUND_BPS).routes
    assert voices(allocation(table, {}, measured, 250_000, thin)) == {Frames.FEW}
    assert voices(allocation(table, {}, measured, 330_000, thin)) == {Frames.ALL}
