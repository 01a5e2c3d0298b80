"""Which packets of a track are missing while it comes in: late ones are no holes."""

from deskside.recorder.rtp import following
from deskside.recorder.sequence import BITS, MAX_BEHIND

REPAIRED_WITHIN_US = 300_000
"""The engine asks the sender again for what is missing; that takes a round trip, at most three."""
MAX_MISSING = 512
"""More than that at once is not waited for."""


class Holes:
    """Counts sequence numbers that never came. Memory is bounded."""

    def __init__(self) -> None:
        self.count = 0
        self._highest: int | None = None
        self._missing: dict[int, int] = {}

    def came(self, sequence: int, now_us: int) -> None:
        """A packet, with 16 bits of its number."""
        if self._highest is None:
            self._highest = sequence
            return
        place = following(self._highest, sequence, BITS)
        if place <= self._highest:
            self._missing.pop(place, None)
            if place < self._highest - MAX_BEHIND:  # numbers began anew
                self._highest = place
                self._missing.clear()
            return
        skipped = range(self._highest + 1, place)
        self._highest = place
        if len(skipped) + len(self._missing) > MAX_MISSING:
            self.count += len(skipped)
        else:
            self._missing |= dict.fromkeys(skipped, now_us)

    def given_up(self, now_us: int) -> bool:
        """Whether any that were still waited for are now missing for good; they are counted once."""
        gone = [place for place, since_us in self._missing.items() if now_us - since_us >= REPAIRED_WITHIN_US]
        for place in gone:
            del self._missing[place]
        self.count += len(gone)
        return bool(gone)
