"""Packets in the order in which they were sent: sequence numbers that wrap, packets that overtake one another, come
twice, late or never (RFC 3550, 5.1 and A.1)."""

from collections.abc import Iterator
from typing import Generic, NamedTuple, TypeVar

from deskside.recorder.rtp import following

T = TypeVar("T")

WINDOW = 128
"""Packets that are held for one that is missing: half a second of a large picture; the engine's retransmissions take a
round trip."""
WINDOW_US = 1_000_000
"""It is also given up when those behind it have waited for so long."""
MAX_BEHIND = 512
"""Further back than that nothing is late: the numbers have begun anew (RFC 3550, A.1, bad_seq)."""
BITS = 16


class InOrder(NamedTuple, Generic[T]):
    """An item at its place. `sequence` goes on beyond 16 bits."""

    sequence: int
    item: T


class Order(Generic[T]):
    """Puts items in order. Each comes out once; those that never come are counted."""

    def __init__(self, next_sequence: int | None = None) -> None:
        """`next_sequence`: where an earlier reading went on; what lies before it is late."""
        self.lost = 0
        self.duplicates = 0
        self.late = 0
        self.restarts = 0
        """How often the numbers began anew."""
        self._next = next_sequence
        self._held: dict[int, tuple[int, T]] = {}
        self._suspect: int | None = None

    def push(self, sequence: int, at_us: int, item: T) -> Iterator[InOrder[T]]:
        """What can be given out now that this one came at `at_us`. `sequence` has 16 bits."""
        if self._next is None:
            self._next = sequence
        place = following(self._next, sequence, BITS)
        if place < self._next - MAX_BEHIND:
            if place != self._suspect:  # one alone may be a stray; the one after it says that numbers began anew
                self._suspect = place + 1
                self.late += 1
                return
            yield from self.flush()
            self.restarts += 1
            self._suspect, place = None, self._next + ((sequence - self._next) & 0xFFFF)
            self._next = place
        if place < self._next:
            self.late += 1
        elif place in self._held:
            self.duplicates += 1
        else:
            self._held[place] = at_us, item
            yield from self._ready(at_us)

    def flush(self) -> Iterator[InOrder[T]]:
        """All that is held; what is missing among it is lost."""
        while self._held:
            yield from self._skip()

    def _ready(self, now_us: int) -> Iterator[InOrder[T]]:
        while self._held:
            if self._next in self._held:
                yield self._take()
            elif len(self._held) > WINDOW or now_us - min(at for at, _ in self._held.values()) > WINDOW_US:
                yield from self._skip()
            else:
                return

    def _skip(self) -> Iterator[InOrder[T]]:
        """Give up what is missing first."""
        assert self._next is not None
        first = min(self._held)
        self.lost += first - self._next
        self._next = first
        while self._next in self._held:
            yield self._take()

    def _take(self) -> InOrder[T]:
        assert self._next is not None
        _, item = self._held.pop(self._next)
        self._next += 1
        return InOrder(self._next - 1, item)
