"""Stopwatches: durations that pause and resume, as values. Instants come from outside, always."""

from dataclasses import dataclass

from deskside.domain.ids import Millis

REACH_MS = 3_600_000
"""How far ahead of the clock something may be recorded and still be followed: more than any correction of a clock."""


def instant(newest: Millis, now: Millis) -> Millis:
    """When something happens that happens `now`, in a log whose newest entry is of `newest`: a log does not run
    backwards. What lies further ahead than any correction was recorded by a wrong clock: there the log takes one step
    back, as it would stand still for days otherwise, and all that is measured with it."""
    return now if newest - now > REACH_MS else Millis(max(newest, now))


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
