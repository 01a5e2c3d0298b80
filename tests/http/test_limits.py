"""Token buckets."""

from dataclasses import fields

import pytest

from deskside.domain.limits import REMEMBERED, each
from deskside.http.limits import Limits, RateLimits, TooManyRequests
from tests.fakes.clock import HeldClock

TWO_A_MINUTE = each(2, 60_000)


def test_a_bucket_refills_evenly_and_never_overflows() -> None:
    clock = HeldClock()
    rates = RateLimits(clock)
    for _ in range(2):
        rates.take(TWO_A_MINUTE, "alice")
    with pytest.raises(TooManyRequests) as refused:
        rates.take(TWO_A_MINUTE, "alice")
    assert refused.value.retry_seconds == 30
    rates.take(TWO_A_MINUTE, "bob")
    clock.pass_ms(29_999)
    with pytest.raises(TooManyRequests) as refused:
        rates.check(TWO_A_MINUTE, "alice")
    assert refused.value.retry_seconds == 1
    clock.pass_ms(1)
    rates.take(TWO_A_MINUTE, "alice")
    clock.pass_ms(3_600_000)
    for _ in range(2):
        rates.check(TWO_A_MINUTE, "alice")
        rates.take(TWO_A_MINUTE, "alice")
    with pytest.raises(TooManyRequests):
        rates.take(TWO_A_MINUTE, "alice")


def test_memory_is_bounded_and_the_longest_unused_is_forgotten() -> None:
    rates = RateLimits(HeldClock())
    for key in ("used", "unused"):
        rates.take(TWO_A_MINUTE, key)
        rates.take(TWO_A_MINUTE, key)
    for number in range(REMEMBERED - 1):
        rates.take(TWO_A_MINUTE, f"stranger {number}")
        if number == 5:
            with pytest.raises(TooManyRequests):
                rates.take(TWO_A_MINUTE, "used")
    with pytest.raises(TooManyRequests):
        rates.check(TWO_A_MINUTE, "used")
    rates.check(TWO_A_MINUTE, "unused")


def test_limits_of_the_same_figures_are_counted_apart() -> None:
    """They share no bucket: links that do not work cost calendars nothing."""
    found = [getattr(Limits(), field.name) for field in fields(Limits)]
    assert len(set(found)) == len(found)
