"""Simulated lines of receivers: thin, lossy, healing; and who is given what such a line is believed to carry."""

import random
from dataclasses import dataclass, field

from deskside.domain.allocation import Allocation, Wish, allocation
from deskside.domain.downlink import (
    NEW,
    Downlink,
    Given,
    Report,
    follow,
)
from deskside.domain.ids import Millis, UserId
from deskside.domain.tracks import Layer, Route, TrackKind

ME = UserId("tutor")
STUDENTS = tuple(UserId(name) for name in ("alice", "bob", "carol", "david", "erin"))
TABLE = frozenset(Route(source, ME, kind) for source in STUDENTS for kind in (TrackKind.AUDIO, TrackKind.VIDEO))
TICK_MS, REPORT_MS, TOLD_LATE_MS, BUFFER_MS = 50, 2_000, 1_000, 300
EVERYTHING = allocation(TABLE, dict.fromkeys(STUDENTS, Wish(Layer.MEDIUM)), {}, None)


@dataclass
class Wire:
    """A line with a queue of 300 ms in front of it, drop-tail, as home routers have. Losses are told a second late."""

    carries_bps: float
    loss: float = 0.0
    busy: random.Random | None = None
    """The receiver's browser has much to do: one report in five is late, as if there were a queue."""
    now: int = 0
    queue_bits: float = 0.0
    sent_bits: float = 0.0
    lost_bits: list[float] = field(default_factory=lambda: [0.0] * (TOLD_LATE_MS // TICK_MS))

    def tick(self, bps: float) -> None:
        """A moment in which so much is sent."""
        bits, limit = bps * TICK_MS / 1000, self.carries_bps * BUFFER_MS / 1000
        self.now += TICK_MS
        self.queue_bits += bits - self.carries_bps * TICK_MS / 1000
        dropped = max(0.0, self.queue_bits - limit)
        self.queue_bits = min(max(0.0, self.queue_bits), limit)
        self.sent_bits += bits
        self.lost_bits.append(dropped + (bits - dropped) * self.loss)

    @property
    def rtt_ms(self) -> float:
        late_ms = 300 if self.busy is not None and self.busy.random() < 0.2 else 0
        return 40 + late_ms + 1000 * self.queue_bits / self.carries_bps

    def report(self) -> Report:
        """Of the time since the report before."""
        told = self.lost_bits[: -TOLD_LATE_MS // TICK_MS]
        self.lost_bits = self.lost_bits[-TOLD_LATE_MS // TICK_MS :]
        sent, self.sent_bits = self.sent_bits, 0.0
        return Report(Millis(self.now), round(sent * 1000 / REPORT_MS), min(1.0, sum(told) / sent), self.rtt_ms)


@dataclass
class Receiver:
    """Somebody who is given what their line is believed to carry."""

    wire: Wire
    line: Downlink = NEW
    given: Allocation = EVERYTHING
    changes: int = 0
    lost: list[tuple[int, float]] = field(default_factory=list)
    """(when, share) of what was sent, for each two seconds."""

    def live(self, seconds: float) -> None:
        end = self.wire.now + seconds * 1000
        while self.wire.now < end:
            before = sum(self.wire.lost_bits)
            for _ in range(REPORT_MS // TICK_MS):
                self.wire.tick(self.given.cost_bps)
            lost, sent = sum(self.wire.lost_bits) - before, self.wire.sent_bits
            self.lost.append((self.wire.now, lost / sent))
            self.line = follow(
                self.line, self.wire.report(), Given(self.given.next_bps, self.given.least, self.given.cost_bps)
            )
            wishes = dict.fromkeys(STUDENTS, Wish(Layer.MEDIUM))
            now = allocation(TABLE, wishes, {}, self.line.budget_bps, self.given.routes)
            self.changes += now.routes != self.given.routes
            self.given = now

    def lost_after(self, seconds: float) -> float:
        """Mean share from then on."""
        shares = [share for at, share in self.lost if at > seconds * 1000]
        return sum(shares) / len(shares)

    @property
    def pictures(self) -> list[Layer]:
        return sorted(x.layer for x in self.given.routes if x.kind is TrackKind.VIDEO)
