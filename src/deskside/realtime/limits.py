"""How much one person may ask for over the socket, and how often an address may fail. Time comes from outside."""

from dataclasses import dataclass

from deskside.domain.ids import Millis, SessionId, UserId
from deskside.domain.limits import REMEMBERED, Bucket, Rate


@dataclass(frozen=True, slots=True)
class Limits:
    """What a page needs at most, with room; a whole class may come back at once from one address."""

    acts: Rate = Rate(20, 60)
    help: Rate = Rate(6 / 60, 6)
    talk: Rate = Rate(30 / 60, 10)
    """Texts, and what one allows to be recorded; faster than anybody writes or ticks for long."""
    media: Rate = Rate(20, 120)
    """A page that comes back publishes, subscribes and answers twice over, for every source that returns too."""
    boards: Rate = Rate(40, 120)
    """Strokes, at most one message in 30 ms, and what comes of several boards at once when a page returns."""
    refusals: Rate = Rate(5, 150)
    """Over-limit acts and nonsense, after which the socket is closed."""
    arrivals: Rate = Rate(1, 60)
    """Sockets of one person in one session; a page on a bad line opens a few a minute."""
    failures: Rate = Rate(10, 600)
    """Sockets without a right, from one address: a class whose join tokens all expired tries again and again. Beyond it
    nobody is asked who they are any more; a token that is right is let in all the same."""
    outbox: int = 1_000
    """Messages of about 200 bytes: a page that is behind by more than a minute of a busy session reads no more."""
    handshake_seconds: float = 10.0
    """A socket over which nobody has signed in by then is closed."""


class Budget:
    """What one person may still do in one session."""

    __slots__ = ("_acts", "_arrivals", "_boards", "_help", "_media", "_refusals", "_talk")

    def __init__(self, limits: Limits, now: Millis) -> None:
        self._acts = Bucket(limits.acts, now)
        self._help = Bucket(limits.help, now)
        self._talk = Bucket(limits.talk, now)
        self._boards = Bucket(limits.boards, now)
        self._media = Bucket(limits.media, now)
        self._refusals = Bucket(limits.refusals, now)
        self._arrivals = Bucket(limits.arrivals, now)

    def admits(self, now: Millis) -> bool:
        """Count a socket; False if it is one too many."""
        return self._arrivals.take(now)

    def allows(self, act: str, now: Millis) -> bool:
        """Count this act; False if it is one too many."""
        if act.startswith("media:"):
            return self._media.take(now)
        if act.startswith(("board-", "canvas-")):
            return self._boards.take(now)
        if act == "help-request" and not self._help.take(now):
            return False
        if act in ("message", "announce", "consent") and not self._talk.take(now):
            return False
        return self._acts.take(now)

    def full(self, now: Millis) -> bool:
        """Whether it is as good as new."""
        kinds = (self._acts, self._help, self._talk, self._boards, self._media, self._refusals, self._arrivals)
        return all(bucket.full(now) for bucket in kinds)

    def forgives(self, now: Millis) -> bool:
        """Count an act that was over a limit or nonsense; False once it is abuse."""
        return self._refusals.take(now)


class Budgets:
    """One budget for each person in each session: connecting again gives no new one."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._budgets: dict[tuple[SessionId, UserId], Budget] = {}

    def of(self, session_id: SessionId, user_id: UserId, now: Millis) -> Budget:
        """What this person may still do, whichever page or socket they come with."""
        if len(self._budgets) > REMEMBERED:
            self._budgets = {key: budget for key, budget in self._budgets.items() if not budget.full(now)}
        return self._budgets.setdefault((session_id, user_id), Budget(self._limits, now))
