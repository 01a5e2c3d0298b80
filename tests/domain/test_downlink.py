"""What a line carries, found out: over simulated lines that are full, lossy, healing and getting worse."""

import random
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskside.domain.downlink import (
    LONGEST_PATIENCE_MS,
    LOST_MANY,
    NEW,
    OWN_MOST,
    PATIENCE_MS,
    STANDING,
    Downlink,
    Given,
    Report,
    follow,
)
from deskside.domain.ids import Millis
from deskside.domain.tracks import TrackKind
from tests.domain.lines import (
    EVERYTHING,
    STUDENTS,
    Receiver,
    Wire,
)


def test_two_megabits_for_five_students_keep_the_sound_whole_and_every_picture() -> None:
    receiver = Receiver(Wire(2_000_000))
    receiver.live(60)
    assert receiver.lost_after(6) < 0.02
    assert len(receiver.pictures) == 5
    assert receiver.given.cost_bps > 1_200_000, "and the line is used"


@settings(deadline=None, max_examples=60)
@given(st.integers(300_000, 2_500_000))
def test_a_line_that_is_too_thin_loses_next_to_nothing_once_it_is_known(carries_bps: int) -> None:
    receiver = Receiver(Wire(carries_bps))
    receiver.live(180)
    assert receiver.lost_after(12) < LOST_MANY, "what error correction hides"
    assert receiver.given.cost_bps <= carries_bps * 1.3 or receiver.line.good_bps is not None, "or more is being tried"
    assert receiver.changes <= 36, "a step up and one back every 24 s, beside finding it out"


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 12), st.integers(4_000_000, 20_000_000))
def test_losses_that_have_nothing_to_do_with_our_bits_take_no_picture_for_long(percent: int, carries_bps: int) -> None:
    receiver = Receiver(Wire(carries_bps, loss=percent / 100))
    receiver.live(40)
    assert receiver.given.routes == EVERYTHING.routes
    receiver.live(120)
    assert receiver.given.routes == EVERYTHING.routes
    assert receiver.changes <= 4


@settings(deadline=None, max_examples=40)
@given(st.integers(300_000, 2_000_000), st.integers(20, 300))
def test_a_line_that_heals_is_used_again(carries_bps: int, seconds: int) -> None:
    receiver = Receiver(Wire(carries_bps))
    receiver.live(seconds)
    receiver.wire.carries_bps = 10_000_000
    receiver.live(LONGEST_PATIENCE_MS / 1000 + 60)
    assert receiver.given.routes == EVERYTHING.routes
    assert receiver.line.budget_bps is None


@pytest.mark.parametrize("seed", range(10))
def test_a_browser_that_is_busy_now_and_then_is_no_full_line(seed: int) -> None:
    receiver = Receiver(Wire(1_000_000, busy=random.Random(seed)))
    receiver.live(10)
    receiver.wire.carries_bps = 10_000_000
    receiver.live(180)
    assert receiver.given.routes == EVERYTHING.routes


@pytest.mark.parametrize("carries_bps", [400_000, 500_000, 1_000_000, 2_000_000])
@pytest.mark.parametrize("seconds", [30, 120])
def test_a_line_that_heals_is_used_wholly_before_long(carries_bps: int, seconds: int) -> None:
    receiver = Receiver(Wire(carries_bps))
    receiver.live(seconds)
    assert receiver.lost_after(6) < 0.02
    receiver.wire.carries_bps = 10_000_000
    receiver.live(36)
    assert receiver.given.routes == EVERYTHING.routes


def test_soon_after_a_short_trouble_everything_is_back() -> None:
    receiver = Receiver(Wire(1_000_000))
    receiver.live(10)
    assert receiver.given.routes != EVERYTHING.routes
    receiver.wire.carries_bps = 10_000_000
    receiver.live(30)
    assert receiver.given.routes == EVERYTHING.routes


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(st.integers(100_000, 5_000_000), st.integers(4, 60)), min_size=1, max_size=8))
def test_whatever_a_line_does_the_sound_stays_in(phases: list[tuple[int, int]]) -> None:
    receiver = Receiver(Wire(5_000_000))
    for carries_bps, seconds in phases:
        receiver.wire.carries_bps = carries_bps
        receiver.live(seconds)
        assert {x.source for x in receiver.given.routes if x.kind is TrackKind.AUDIO} == set(STUDENTS)
        assert PATIENCE_MS <= receiver.line.patience_ms <= LONGEST_PATIENCE_MS


GOOD = Report(Millis(2_000), 1_000_000, 0.0, 40.0)
SOME = Given(next_bps=900_000)


def after(line: Downlink, *reports: Report, given: Given = SOME) -> Downlink:
    """Each report two seconds or more after the former one."""
    for number, report in enumerate(reports, 1):
        line = follow(line, replace(report, at=Millis(line_time(line) + 2_000 * number)), given)
    return line


def line_time(line: Downlink) -> int:
    return max(line.since, line.bad_at, 1_000_000)


def test_one_lossy_report_may_be_the_end_of_a_gap() -> None:
    gap = replace(GOOD, lost=0.9)
    assert after(NEW, GOOD, gap, GOOD, gap, GOOD).budget_bps is None
    assert after(NEW, GOOD, gap, gap).budget_bps == round(1_000_000 * 0.1 * 0.85)


def test_losses_with_a_queue_are_believed_at_once() -> None:
    full = replace(GOOD, lost=0.2, rtt_ms=300.0)
    assert after(NEW, GOOD, full).budget_bps == round(1_000_000 * 0.8 * 0.85)


def test_a_queue_that_stays_although_we_send_less_is_not_ours() -> None:
    line = NEW
    for second in range(0, 60, 2):
        at = 1_000_000 + second * 1000
        sent = min(1_000_000, line.budget_bps or 1_000_000)
        line = follow(line, Report(Millis(at), sent, 0.0, 40.0 if second < 4 else 400.0), Given(1_000_000))
    assert line.budget_bps is None
    assert line.tolerated_ms > 360


def test_a_queue_of_which_nothing_is_lost_is_believed_when_it_stands() -> None:
    queue = replace(GOOD, rtt_ms=300.0)
    assert after(NEW, GOOD, *[queue] * (STANDING - 1)).budget_bps is None
    assert after(NEW, GOOD, *[queue] * STANDING).budget_bps == 850_000


def test_a_queue_is_none_of_ours_where_next_to_nothing_is_sent() -> None:
    little = replace(GOOD, sent_bps=50_000, rtt_ms=300.0)
    assert after(NEW, GOOD, *[little] * 9).budget_bps is None
    assert after(NEW, GOOD, replace(little, lost=0.2)).budget_bps == round(50_000 * 0.8 * 0.85)


def test_what_is_sent_again_and_again_is_not_what_a_line_carries() -> None:
    stormy = replace(GOOD, sent_bps=3_000_000, lost=0.2, rtt_ms=300.0)
    line = after(NEW, GOOD, stormy, given=Given(cost_bps=2_000_000))
    assert line.budget_bps == round(2_000_000 * 0.8 * 0.85)


def test_losses_that_are_told_late_are_not_the_lines_own() -> None:
    lowered = after(NEW, GOOD, *[replace(GOOD, lost=0.2)] * 2)
    late = replace(GOOD, sent_bps=600_000, lost=0.2)
    assert after(lowered, *[late] * 2).budget_bps == lowered.budget_bps
    assert after(lowered, *[late] * 3).budget_bps is None, "they stay"


def test_nearly_everything_is_not_lost_by_a_line_itself() -> None:
    """What a line of 200 kbit/s did to five pictures of 360p: nothing of the queue was told in time."""
    line, at = NEW, 0
    for lost, sent_bps in [(0.0, 2_700_000), *[(0.68, 4_800_000)] * 2, *[(1.0, 850_000)] * 8]:
        at += 2_000
        known = line.budget_bps is not None
        line = follow(line, Report(Millis(at), sent_bps, lost, 40.0), Given(next_bps=900_000, cost_bps=2_700_000))
        assert not known or line.budget_bps is not None
    assert line.budget_bps is not None
    assert line.budget_bps < 200_000


def test_losses_that_grow_are_believed_before_a_change_has_settled() -> None:
    full = replace(GOOD, lost=0.1, rtt_ms=300.0)
    once = after(NEW, GOOD, full)
    assert after(once, full).budget_bps == once.budget_bps
    assert after(once, replace(full, lost=0.5)).budget_bps == round(500_000 * 0.85)


def test_without_round_trips_losses_alone_count() -> None:
    blind = replace(GOOD, rtt_ms=None)
    assert after(NEW, blind, blind).budget_bps is None
    assert after(NEW, replace(blind, lost=0.1), replace(blind, lost=0.1)).budget_bps == round(900_000 * 0.85)


def test_where_nothing_can_give_way_losses_without_a_queue_are_the_lines_own() -> None:
    least = Given(next_bps=900_000, least=True)
    lossy = after(NEW, replace(GOOD, lost=0.1), replace(GOOD, lost=0.1), given=least)
    assert lossy.budget_bps is None
    assert lossy.tolerated == pytest.approx(0.15)
    assert after(lossy, replace(GOOD, lost=0.14), replace(GOOD, lost=0.14), given=least).bad == 0
    full = after(NEW, GOOD, replace(GOOD, lost=0.1, rtt_ms=340.0), given=least)
    assert full.tolerated == LOST_MANY, "of a full queue losses are no surprise"
    hopeless = after(NEW, *[replace(GOOD, lost=0.6)] * 4, given=least)
    assert hopeless.tolerated == OWN_MOST


def test_what_was_tolerated_is_forgotten_once_it_has_not_been_for_long() -> None:
    line = after(replace(NEW, tolerated=0.15, losses=(0.1,)), *[GOOD] * 10)
    assert line.tolerated == pytest.approx(0.15)
    assert after(line, *[GOOD] * 30).tolerated == LOST_MANY


def test_a_step_up_that_does_harm_is_taken_back_and_the_next_waits_twice_as_long() -> None:
    known = replace(NEW, budget_bps=500_000, since=Millis(1_000_000))
    risen = after(known, *[GOOD] * 4)
    assert (risen.budget_bps, risen.good_bps) == (900_000, 500_000)
    full = replace(GOOD, lost=0.2, rtt_ms=300.0)
    back = after(risen, full)
    assert (back.budget_bps, back.good_bps, back.patience_ms) == (500_000, None, 2 * PATIENCE_MS)
    late = replace(GOOD, rtt_ms=300.0)
    assert after(risen, late, GOOD).good_bps == 900_000, "one late report is no queue: it goes on"
    assert after(risen, late, late).budget_bps == 500_000
    assert after(back, *[GOOD] * 7).budget_bps == 500_000
    assert after(back, *[GOOD] * 8).budget_bps == 900_000


def test_a_step_up_that_goes_well_is_followed_by_larger_ones_until_there_is_no_limit() -> None:
    known = replace(NEW, budget_bps=500_000, since=Millis(1_000_000), patience_ms=4 * PATIENCE_MS)
    risen = after(known, *[GOOD] * 16)
    assert risen.budget_bps == 900_000
    further = after(risen, GOOD, given=Given(next_bps=950_000))
    assert (further.budget_bps, further.good_bps) == (1_350_000, 900_000)
    done = after(further, GOOD, given=Given(next_bps=None))
    assert (done.budget_bps, done.good_bps, done.patience_ms) == (None, None, PATIENCE_MS)
