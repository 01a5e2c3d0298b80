"""What arrived of one RTP stream and what did not, from sequence numbers alone (RFC 3550, A.1 and A.3). Pure."""

from dataclasses import dataclass

CYCLE = 0x10000


@dataclass(frozen=True, slots=True)
class Reception:
    """Packets of a stream, or of many: `expected` by their numbers, `received` in fact. In samples if sampled."""

    expected: int = 0
    received: int = 0

    def __add__(self, other: "Reception") -> "Reception":
        return Reception(self.expected + other.expected, self.received + other.received)

    def __sub__(self, earlier: "Reception") -> "Reception":
        """What came between two looks at the same streams."""
        return Reception(self.expected - earlier.expected, self.received - earlier.received)

    @property
    def loss_percent(self) -> float:
        """0 where nothing was expected. Late packets count as received."""
        return 100.0 * (self.expected - self.received) / self.expected if self.expected else 0.0


@dataclass(slots=True)
class SequenceTracker:
    """Follows one stream. `stride`: only numbers divisible by it are seen. Times in seconds of one clock."""

    stride: int = 1
    received: int = 0
    last_at: float = 0.0
    """When the newest packet came."""
    longest_gap: float = 0.0
    """The longest time between two packets since it was last set to 0."""
    _first: int = 0
    _highest: int = 0

    def take(self, number: int, at: float) -> None:
        """Count the packet with this 16-bit sequence number."""
        if self.received == 0:
            self._first = self._highest = number
        else:
            step = (number - self._highest) % CYCLE
            if step < CYCLE // 2:
                self._highest += step
            self.longest_gap = max(self.longest_gap, at - self.last_at)
        self.received += 1
        self.last_at = at

    @property
    def reception(self) -> Reception:
        if self.received == 0:
            return Reception()
        return Reception((self._highest - self._first) // self.stride + 1, self.received)
