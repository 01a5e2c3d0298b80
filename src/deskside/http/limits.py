"""How often somebody may do something: token buckets in this process's memory."""

import math
from dataclasses import dataclass

from deskside.domain.ids import Millis
from deskside.ports.clock import Clock

REMEMBERED = 10_000
"""Buckets that are kept, about 2 MB; beyond that the longest unused one is forgotten."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `count` at once, and `count` again in each `period_ms`."""

    count: int
    period_ms: Millis


MINUTE_MS = Millis(60_000)
HOUR_MS = Millis(3_600_000)


@dataclass(frozen=True, slots=True)
class Limits:
    """OWASP API Security Top 10 2023, API4 (unrestricted resource consumption) and API2 (guessing passwords)."""

    login_of_account: Limit = Limit(5, MINUTE_MS)
    login_from_address: Limit = Limit(30, MINUTE_MS)
    bad_link_from_address: Limit = Limit(30, MINUTE_MS)
    """Only links that do not work count: a school class may come from one address within a minute."""
    token_of_user: Limit = Limit(10, MINUTE_MS)
    links_of_center: Limit = Limit(60, HOUR_MS)
    details_of_user: Limit = Limit(60, MINUTE_MS)
    sheets_of_center: Limit = Limit(10, HOUR_MS)
    """Each makes up to 200 links."""
    imports_of_center: Limit = Limit(60, HOUR_MS)
    """Previews too: a file is mended and read again a few times."""
    calendars_of_user: Limit = Limit(10, HOUR_MS)
    tests_of_user: Limit = Limit(6, MINUTE_MS)
    """Connection tests: each is a room in the engine for half a minute."""


class TooManyRequests(Exception):
    """Come back after `retry_seconds` (whole, at least 1)."""

    def __init__(self, retry_seconds: int) -> None:
        super().__init__(f"Too many requests; again in {retry_seconds} s.")
        self.retry_seconds = retry_seconds


class RateLimits:
    """One bucket for each limit and key. Keys are never stored elsewhere nor logged."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._buckets: dict[tuple[Limit, str], tuple[float, Millis]] = {}

    def take(self, limit: Limit, key: str) -> None:
        """Count one. Raises TooManyRequests (and counts nothing) if none is left."""
        left, now = self._left(limit, key)
        self._buckets[limit, key] = (left - 1, now)

    def check(self, limit: Limit, key: str) -> None:
        """Raise TooManyRequests if none is left; count nothing."""
        self._left(limit, key)

    def _left(self, limit: Limit, key: str) -> tuple[float, Millis]:
        """What is in the bucket now, at least 1; it moves to the end of those to be forgotten."""
        now = self._clock.now()
        left, since = self._buckets.pop((limit, key), (float(limit.count), now))
        refilled = min(float(limit.count), left + max(0, now - since) * limit.count / limit.period_ms)
        self._buckets[limit, key] = (refilled, now)
        if len(self._buckets) > REMEMBERED:
            del self._buckets[next(iter(self._buckets))]
        if refilled < 1:
            raise TooManyRequests(math.ceil((1 - refilled) * limit.period_ms / limit.count / 1000))
        return refilled, now
