"""What layers take, from what came of them lately."""

from collections.abc import Iterable
from itertools import islice, takewhile

from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.allocation import NOMINAL_BPS, NOMINAL_SCREEN_BPS
from deskside.domain.rates import LEAST, MOST, REMEMBERED, STEP_BPS, SURE, Measured, Part, noted, rates_of
from deskside.domain.tracks import Layer, TrackKind

VOICE: Part = (TrackKind.AUDIO, Layer.HIGH)
SMALL: Part = (TrackKind.VIDEO, Layer.LOW)
LARGE: Part = (TrackKind.VIDEO, Layer.HIGH)
SCREEN: Part = (TrackKind.SCREEN, Layer.HIGH)


def after(*samples: dict[Part, int]) -> dict[Part, int]:
    return rates_of(_all(samples))


def _all(samples: Iterable[dict[Part, int]]) -> Measured:
    measured = Measured()
    for each in samples:
        measured = noted(measured, each)
    return measured


def test_a_rate_is_believed_once_it_was_seen_for_a_while() -> None:
    sample = {VOICE: 41_000, SMALL: 111_000}
    assert after(*[sample] * (SURE - 1)) == {}
    assert after(*[sample] * SURE) == {VOICE: 50_000, SMALL: 120_000}


def test_the_most_of_half_a_minute_counts_and_is_forgotten_then() -> None:
    talking, silent = {VOICE: 55_000}, {VOICE: 4_000}
    assert after(talking, *[silent] * (REMEMBERED - 1)) == {VOICE: 60_000}
    assert after(talking, *[silent] * REMEMBERED) == {VOICE: 10_000}


def test_a_layer_of_which_nothing_comes_is_worth_its_nominal_rate_again() -> None:
    assert after(*[{SMALL: 80_000, LARGE: 900_000}] * 5, {SMALL: 80_000, LARGE: 0}) == {SMALL: 80_000}
    assert after(*[{SMALL: 80_000}] * 5, {}) == {}


def test_a_picture_that_rests_is_worth_more_than_nothing_and_a_burst_is_none_of_the_next_minute() -> None:
    assert after(*[{SCREEN: 2_000}] * 5) == {SCREEN: LEAST * NOMINAL_SCREEN_BPS}
    assert after(*[{SCREEN: 5_000_000}] * 5) == {SCREEN: MOST * NOMINAL_SCREEN_BPS}
    assert after(*[{LARGE: 40_000}] * 5) == {LARGE: LEAST * NOMINAL_BPS[Layer.HIGH]}


parts = st.sampled_from([VOICE, SMALL, LARGE, SCREEN])
samples = st.lists(st.dictionaries(parts, st.integers(0, 4_000_000)), max_size=40)


@given(samples, parts)
def test_no_more_than_a_step_above_what_was_seen_nor_far_from_what_it_is_worth(
    seen: list[dict[Part, int]], part: Part
) -> None:
    known = after(*seen)
    if part not in known:
        return
    since = takewhile(
        lambda each: each.get(part, 0) > 0, reversed(seen)
    )  # what came before a gap is not known any more
    most = max(each[part] for each in islice(since, REMEMBERED))
    if part is VOICE:
        assert most <= known[part] < most + STEP_BPS
        return
    nominal = NOMINAL_SCREEN_BPS if part is SCREEN else NOMINAL_BPS[part[1]]
    assert LEAST * nominal <= known[part] <= MOST * nominal
    assert known[part] < max(most + STEP_BPS, LEAST * nominal + 1)


@given(samples, st.integers(0, 4_000))
def test_small_changes_change_nothing_but_a_step(seen: list[dict[Part, int]], more: int) -> None:
    before = after(*seen)
    now = after(*[{part: bps + more if bps else 0 for part, bps in each.items()} for each in seen])
    assert before.keys() == now.keys()
    assert all(0 <= now[part] - before[part] <= STEP_BPS for part in before)
