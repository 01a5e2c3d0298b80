"""How often something may be done: token buckets, and which addresses count as one. Pure; time comes from outside."""

import math
from dataclasses import dataclass, field
from ipaddress import IPv6Address, ip_address, ip_network

from deskside.domain.ids import Millis

REMEMBERED = 10_000
"""Keys that are kept, about 2 MB; beyond that the longest unused one is forgotten."""

NETWORK_BITS = 64
"""What one household or school is given of IPv6 at the least: the same 64 bits (RFC 6177, RFC 4291 section 2.5.4)."""


@dataclass(frozen=True, slots=True)
class Rate:
    """So many a second on the average, `burst` at once."""

    per_second: float
    burst: int
    about: str = ""
    """What it limits: of two limits of the same figures each has buckets of its own."""


def each(count: int, period_ms: int, about: str = "") -> Rate:
    """`count` at once, and `count` again in each period."""
    return Rate(count * 1000 / period_ms, count, about)


class Bucket:
    """Full at the beginning."""

    __slots__ = ("_at", "_rate", "_tokens")

    def __init__(self, rate: Rate, now: Millis) -> None:
        self._rate = rate
        self._tokens = float(rate.burst)
        self._at = now

    def take(self, now: Millis) -> bool:
        """Take one, if there is one. A clock that steps back fills nothing."""
        if self.wait_ms(now):
            return False
        self._tokens -= 1
        return True

    def give_back(self, now: Millis) -> None:
        """One that was taken was not needed."""
        self._fill(now)
        self._tokens = min(float(self._rate.burst), self._tokens + 1)

    def wait_ms(self, now: Millis) -> Millis:
        """How long until there is one to take: 0 if there is."""
        self._fill(now)
        if self._tokens >= 1:
            return Millis(0)
        return Millis(math.ceil((1 - self._tokens) / self._rate.per_second * 1000))

    def full(self, now: Millis) -> bool:
        """Whether it is as good as new."""
        self._fill(now)
        return self._tokens >= self._rate.burst

    def _fill(self, now: Millis) -> None:
        gained = max(0, now - self._at) / 1000 * self._rate.per_second
        self._tokens = min(float(self._rate.burst), round(self._tokens + gained, 9))
        self._at = now


@dataclass(slots=True)
class Buckets:
    """A bucket for each rate and key. Keys are kept nowhere else and never logged."""

    _buckets: dict[tuple[Rate, str], Bucket] = field(default_factory=dict)

    def take(self, rate: Rate, key: str, now: Millis) -> Millis:
        """Count one; returns 0, or, if there is none (then nothing is counted), how long until there is."""
        bucket = self._bucket(rate, key, now)
        wait = bucket.wait_ms(now)
        bucket.take(now)
        return wait

    def wait_ms(self, rate: Rate, key: str, now: Millis) -> Millis:
        """What `take` would return; counts nothing."""
        bucket = self._buckets.get((rate, key))
        return Millis(0) if bucket is None else bucket.wait_ms(now)

    def give_back(self, rate: Rate, key: str, now: Millis) -> None:
        """One that was taken was not needed."""
        self._bucket(rate, key, now).give_back(now)

    def _bucket(self, rate: Rate, key: str, now: Millis) -> Bucket:
        """The bucket, which moves to the end of those to be forgotten."""
        bucket = self._buckets.pop((rate, key), None) or Bucket(rate, now)
        self._buckets[rate, key] = bucket
        if len(self._buckets) > REMEMBERED:
            del self._buckets[next(iter(self._buckets))]
        return bucket


def network_of(address: str) -> str:
    """What counts as one place: an IPv4 address, or the /64 of an IPv6 address. What is no address is kept as it is."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ip_network((int(found), NETWORK_BITS), strict=False))
