"""How much one page and one address may ask for. Token buckets; time comes from outside."""

from dataclasses import dataclass, field

from deskside.domain.ids import Millis


@dataclass(frozen=True, slots=True)
class Rate:
    """So many a second on the average, `burst` at once."""

    per_second: float
    burst: int


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page needs at most, with room; a whole class may come back at once from one address."""

    acts: Rate = Rate(20, 60)
    help: Rate = Rate(6 / 60, 6)
    talk: Rate = Rate(30 / 60, 10)
    """Texts; faster than anybody writes for long."""
    media: Rate = Rate(20, 120)
    """A page that comes back publishes, subscribes and answers twice over, for every source that returns too."""
    boards: Rate = Rate(40, 120)
    """Strokes, at most one message in 30 ms, and what comes of several boards at once when a page returns."""
    refusals: Rate = Rate(5, 150)
    """Over-limit acts and nonsense, after which the socket is closed."""
    attempts: Rate = Rate(200, 1_000)
    """Sockets opened from one address; 600 pages may return at once."""
    failures: Rate = Rate(1, 60)
    """Refused sockets from one address."""
    outbox: int = 1_000
    """Messages of about 200 bytes: a page that is behind by more than a minute of a busy session reads no more."""
    handshake_seconds: float = 10.0
    """A socket over which nobody has signed in by then is closed."""


class Bucket:
    """Full at the beginning."""

    __slots__ = ("_at", "_rate", "_tokens")

    def __init__(self, rate: Rate, now: Millis) -> None:
        self._rate = rate
        self._tokens = float(rate.burst)
        self._at = now

    def take(self, now: Millis) -> bool:
        """Take one, if there is one. A clock that steps back fills nothing."""
        self._fill(now)
        if self._tokens < 1:
            return False
        self._tokens -= 1
        return True

    def empty(self, now: Millis) -> bool:
        """Whether `take` would fail."""
        self._fill(now)
        return self._tokens < 1

    def full(self, now: Millis) -> bool:
        """Whether it is as good as new."""
        self._fill(now)
        return self._tokens >= self._rate.burst

    def _fill(self, now: Millis) -> None:
        gained = max(0, now - self._at) / 1000 * self._rate.per_second
        self._tokens = min(float(self._rate.burst), self._tokens + gained)
        self._at = now


class Budget:
    """What one socket may still do."""

    __slots__ = ("_acts", "_boards", "_help", "_media", "_refusals", "_talk")

    def __init__(self, limits: Limits, now: Millis) -> None:
        self._acts = Bucket(limits.acts, now)
        self._help = Bucket(limits.help, now)
        self._talk = Bucket(limits.talk, now)
        self._boards = Bucket(limits.boards, now)
        self._media = Bucket(limits.media, now)
        self._refusals = Bucket(limits.refusals, now)

    def allows(self, act: str, now: Millis) -> bool:
        """Count this act; False if it is one too many."""
        if act.startswith("media:"):
            return self._media.take(now)
        if act.startswith(("board-", "canvas-")):
            return self._boards.take(now)
        if act == "help-request" and not self._help.take(now):
            return False
        if act in ("message", "announce") and not self._talk.take(now):
            return False
        return self._acts.take(now)

    def forgives(self, now: Millis) -> bool:
        """Count an act that was over a limit or nonsense; False once it is abuse."""
        return self._refusals.take(now)


REMEMBERED_ADDRESSES = 10_000
"""Above that, addresses whose bucket is full again are forgotten."""


@dataclass(slots=True)
class Addresses:
    """One bucket for each network address that asked lately."""

    rate: Rate
    _buckets: dict[str, Bucket] = field(default_factory=dict)

    def take(self, address: str, now: Millis) -> bool:
        """Count one of this address; False if it is one too many."""
        return self._bucket(address, now).take(now)

    def exhausted(self, address: str, now: Millis) -> bool:
        """Whether the next one would be one too many."""
        bucket = self._buckets.get(address)
        return bucket is not None and bucket.empty(now)

    def _bucket(self, address: str, now: Millis) -> Bucket:
        if len(self._buckets) > REMEMBERED_ADDRESSES:
            self._buckets = {x: bucket for x, bucket in self._buckets.items() if not bucket.full(now)}
        return self._buckets.setdefault(address, Bucket(self.rate, now))
