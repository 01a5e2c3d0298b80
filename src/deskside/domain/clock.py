"""Stopwatches: durations that pause and resume, as values. Instants come from outside, always."""

from dataclasses import dataclass

from deskside.domain.ids import Millis

REACH_MS = 3_600_000
"""How far ahead of the clock something may be recorded and still be followed, where time is measured: the clock does
not step meanwhile, and a former process was no further ahead."""
UNMEASURED_REACH_MS = 60_000
"""Where nobody's time is measured: a lesson that was planned by the clock of another zone begins by the right one."""


def instant(newest: Millis, now: Millis, *, measured: bool) -> Millis:
    """When something happens that happens `now`, in a log whose newest entry is of `newest`: a log does not run
    backwards. What lies further ahead than its reach was recorded by a wrong clock: there the log takes one step back,
    as it would stand still until then otherwise, and all that is measured with it."""
    reach = REACH_MS if measured else UNMEASURED_REACH_MS
    return now if newest - now > reach else Millis(max(newest, now))


@dataclass(frozen=True, slots=True)
class Stopwatch:
    """Time gathered so far, and since when more is gathering (None: it stands still)."""

    gathered_ms: Millis = Millis(0)
    running_since: Millis | None = None

    def read(self, now: Millis) -> Millis:
        """Milliseconds shown at `now`. An instant before the start counts as the start: clocks may step back."""
        if self.running_since is None:
            return self.gathered_ms
        return Millis(self.gathered_ms + max(0, now - self.running_since))

    def set_running(self, now: Millis, *, running: bool) -> "Stopwatch":
        """The same stopwatch running or standing from `now` on; itself if it already does."""
        if running == (self.running_since is not None):
            return self
        if running:
            return Stopwatch(self.gathered_ms, now)
        return Stopwatch(self.read(now), None)
