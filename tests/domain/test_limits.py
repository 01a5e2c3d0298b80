"""Token buckets, and what counts as one place."""

from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.ids import Millis
from deskside.domain.limits import REMEMBERED, Bucket, Buckets, Rate, each, network_of


@given(rate=st.builds(Rate, st.floats(0.01, 50), st.integers(1, 50)), steps=st.lists(st.integers(-500, 5000)))
def test_no_more_than_the_rate_is_taken(rate: Rate, steps: list[int]) -> None:
    now, latest, taken, bucket = 0, 0, 0, Bucket(rate, Millis(0))
    for step in steps:
        now += step
        latest = max(latest, now)
        taken += bucket.take(Millis(now))
    backwards = -sum(step for step in steps if step < 0)
    assert taken <= rate.burst + (latest + backwards) / 1000 * rate.per_second + 1e-6


@given(count=st.integers(1, 50), period=st.integers(1, 10_000_000))
def test_after_the_wait_there_is_one_and_not_before(count: int, period: int) -> None:
    bucket = Bucket(each(count, period), Millis(0))
    assert all(bucket.take(Millis(0)) for _ in range(count))
    wait = bucket.wait_ms(Millis(0))
    assert wait >= 1
    assert not bucket.take(Millis(0))
    assert not bucket.full(Millis(0))
    assert bucket.wait_ms(wait) == 0
    assert bucket.take(wait)


def test_what_is_given_back_was_never_counted() -> None:
    buckets, rate = Buckets(), each(2, 60_000)
    for _ in range(10):
        assert buckets.take(rate, "alice", Millis(0)) == 0
        buckets.give_back(rate, "alice", Millis(0))
    assert [buckets.take(rate, "alice", Millis(0)) for _ in range(3)] == [0, 0, 30_000]
    assert buckets.wait_ms(rate, "alice", Millis(0)) == 30_000
    assert buckets.wait_ms(rate, "bob", Millis(0)) == 0
    buckets.give_back(rate, "bob", Millis(0))
    assert [buckets.take(rate, "bob", Millis(0)) for _ in range(3)] == [0, 0, 30_000]


def test_memory_is_bounded() -> None:
    buckets, rate = Buckets(), each(1, 60_000)
    for number in range(REMEMBERED + 1):
        assert buckets.take(rate, str(number), Millis(0)) == 0
    assert buckets.wait_ms(rate, "0", Millis(0)) == 0
    assert buckets.wait_ms(rate, "1", Millis(0)) == 60_000


def test_an_ipv6_network_is_one_place() -> None:
    assert network_of("192.0.2.1") == network_of("::ffff:192.0.2.1") == "192.0.2.1"
    assert network_of("2001:db8::1") == network_of("2001:db8:0:0:ffff::9") == "2001:db8::/64"
    assert network_of("2001:db8:0:1::1") != network_of("2001:db8::1")
    assert network_of("fe80::1%eth0") == "fe80::/64"
    assert network_of("unknown") == "unknown"
