"""Time that is measured, not read: a clock that runs at the pace of the machine's steady counter, whatever anybody does
to the clock on the wall. It reads nothing itself: `deskside.app` gives it both sources, tests give it their own."""

from collections.abc import Callable

import structlog

from deskside.domain.clock import REACH_MS
from deskside.domain.ids import Millis

SLEW = 2_000
"""A difference from the wall clock is worked off by at most one in so many: 500 ppm, the pace at which `adjtime` and
ntpd set a clock without anybody noticing. An hour of attendance is right to 1.8 s."""
TOLD_NS = 2_000_000_000
"""From this difference on it is said in the log, once for each further step of as much."""

Nanoseconds = Callable[[], int]

_log = structlog.get_logger(__name__)


class SteadyClock:
    """A `Clock` that starts from the wall's and then counts on by itself; differences are worked off slowly, or at once
    while nothing is being measured (`settle`)."""

    def __init__(self, wall: Nanoseconds, steady: Nanoseconds) -> None:
        """`wall`: since the epoch; `steady`: since whenever, never set, counting on while the machine sleeps."""
        self._wall, self._steady = wall, steady
        self._seen, self._time = steady(), wall()
        self._told = 0

    def now(self) -> Millis:
        """Milliseconds since the Unix epoch; never less than before, but for `settle`."""
        seen = self._steady()
        passed, self._seen = max(0, seen - self._seen), seen
        self._time += passed
        apart, most = self._wall() - self._time, passed // SLEW
        self._tell(apart)
        self._time += max(-most, min(most, apart))
        return Millis(self._time // 1_000_000)

    def settle(self) -> None:
        """Be as late as the wall clock: nobody's time is being measured now."""
        self._seen, self._time = self._steady(), self._wall()
        self._told = 0

    def not_before(self, *recorded: Millis) -> None:
        """Go on from the newest of these instants if it is less than that yet: so much is recorded already, before the
        wall clock was set back. What lies further ahead than any correction was recorded by a wrong clock and is not
        followed."""
        now = self.now()
        if ahead := [at for at in recorded if 0 < at - now <= REACH_MS]:
            self._time = max(ahead) * 1_000_000

    def wall(self) -> Millis:
        """What the clock on the wall says, however it was set: for what others compare with theirs, such as a relay."""
        return Millis(self._wall() // 1_000_000)

    def _tell(self, apart: int) -> None:
        if abs(apart - self._told) >= TOLD_NS:
            self._told = apart
            _log.warning("the clock of this machine was set", ahead_seconds=round(apart / 1e9, 1))
