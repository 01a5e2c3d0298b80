"""What one receiver's line carries, from what arrives of it: down at once, up carefully. Divided by `allocation`.

Losses and queues that go when our bits go are ours: the line is full. Those that stay although we send much less are
the line's own and are tolerated: giving way to them would take pictures away for nothing. The other direction, from a
page to the engine, follows the same ideas in `web/src/media/uplink.ts`.
"""

from dataclasses import dataclass, replace

from deskside.domain.ids import Millis

LOST_MANY = 0.04
"""In-band error correction of Opus and concealment hide less than this."""
QUEUED_MS = 150.0
"""Milliseconds that a full queue adds to the round trip. Browsers that have much to do answer late as well."""
SEEN_TWICE = 2
"""Reports in a row that something is lost: one may be the end of a gap."""
STANDING = 6
"""Reports in a row of a queue of which nothing is lost: one that is ours loses before long. A browser or an engine that
has too much to do looks like it for a while, and bits change nothing then."""
KEPT = 0.85
"""Of what was received over a full line: the queue has to empty."""
SETTLE_MS = 3_000
"""Until a change is seen in the reports: the queue empties, and what was lost before it is told."""
WORSE = 1.5
"""Of the losses before: what was given up was not enough, and the first report was of a moment only."""
PATIENCE_MS = 8_000
"""Of calm before more is tried; doubled each time that it was too much."""
LONGEST_PATIENCE_MS = 24_000
"""A line that heals is believed before long; one that does not loses little by being tried so often."""
STEP_MS = 4_000
"""Of calm after a step up, before the next: it went well."""
QUICK_STEP_MS = 2_000
"""The same well beyond where the line was full: it is another one by now."""
GROWTH = 1.5
"""At least, of each further step well beyond where the line was full: one that is good again is not climbed picture by
picture."""
BEYOND = 1.15
"""Of what was received when the line was full: well beyond. Also the least of each further step on the way there."""
LITTLE_BPS = 150_000
"""Who is sent less than this, and loses nothing of it, has no queue of ours."""
LESS = 0.75
"""Of the bits that were sent when losses began: with so much less a full line loses nothing any more."""
TOLD_LATE_MS = 8_000
"""Browsers tell every five seconds what they lost of sound: until then losses without a queue may be former ones."""
PERSISTS = 0.6
"""Of the former losses: what then is lost still is the line's own."""
OWN = 1.5
"""So much more than the line's own losses are is ours."""
OWN_MOST = 0.25
"""No line that sound could be followed over loses more than this by itself."""
REMEMBERED = 30
"""Reports, one in two seconds: another way through the net has another round trip, and no queue is that patient."""


@dataclass(frozen=True, slots=True)
class Report:
    """How what was sent to a receiver fared since the report before. `lost`: 0 to 1."""

    at: Millis
    sent_bps: int
    lost: float
    rtt_ms: float | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """What the receiver is given now, of `allocation`. `least`: there is no picture that could give way."""

    next_bps: int | None = None
    least: bool = False
    cost_bps: int | None = None
    """What it takes at most; what is sent beyond are repetitions of what was lost. None: not known."""


@dataclass(frozen=True, slots=True)
class Suspicion:
    """How it was when losses or a queue began: whether they go with our bits is to be seen."""

    budget_bps: int | None
    sent_bps: int
    lost: float
    queued_ms: float


@dataclass(frozen=True, slots=True)
class Downlink:
    """What is known of one receiver's line."""

    budget_bps: int | None = None
    """What it carries, in bits a second. None: no limit is known."""
    since: Millis = Millis(0)
    """When that changed last; 0: never."""
    bad_at: Millis = Millis(0)
    patience_ms: int = PATIENCE_MS
    good_bps: int | None = None
    """The budget before the last step up, while steps go well. None: no step up is being tried."""
    full_bps: int = 0
    """What was received when the line was full last."""
    round_trips: tuple[float, ...] = ()
    """Lately: the shortest is the one without a queue."""
    losses: tuple[float, ...] = ()
    tolerated: float = LOST_MANY
    """Losses up to this are not our doing."""
    tolerated_ms: float = QUEUED_MS
    """Nor are queues up to this."""
    bad: int = 0
    """Reports in a row of losses or a queue, since the budget has changed and that has settled."""
    suspicion: Suspicion | None = None


NEW = Downlink()


def follow(former: Downlink, report: Report, given: Given) -> Downlink:
    """Take note of a report that came while the receiver was given what `given` says."""
    line = _measured(former, report)
    queued = 0.0 if report.rtt_ms is None else report.rtt_ms - min(line.round_trips)
    suffers = report.lost >= line.tolerated
    full = queued >= line.tolerated_ms and (suffers or report.sent_bps >= LITTLE_BPS)
    if not suffers and not full:
        return _calm(line, report.at, given)
    twice = suffers or line.bad > 0
    noted = replace(line, bad=line.bad + 1, bad_at=report.at if twice else line.bad_at)
    if line.good_bps is not None:
        return _taken_back(noted, line.good_bps, _received(report, given)) if twice else noted
    worse = full and report.lost > WORSE * max(former.losses[-1:], default=0.0)
    if line.since and report.at - line.since < SETTLE_MS and not worse:
        return replace(noted, bad=0)
    certain = (suffers and full) or noted.bad >= (SEEN_TWICE if suffers else STANDING)
    if not certain:
        return noted
    if given.least:
        return noted if full else _tolerating(noted, report.lost)
    queued_ms = queued if full else 0.0
    if line.suspicion is not None and report.lost <= OWN_MOST and not (full and suffers):
        if report.at - line.since < TOLD_LATE_MS:
            return noted
        if _persists(line.suspicion, report, queued_ms):
            owned = _tolerating(noted, max(report.lost, line.suspicion.lost), queued_ms)
            return _changed(replace(owned, suspicion=None), line.suspicion.budget_bps, report.at)
    return _lowered(noted, report, _received(report, given), queued_ms)


def _measured(former: Downlink, report: Report) -> Downlink:
    known = () if report.rtt_ms is None else (report.rtt_ms,)
    return replace(
        former,
        round_trips=(*former.round_trips, *known)[-REMEMBERED:],
        losses=(*former.losses, report.lost)[-REMEMBERED:],
    )


def _calm(line: Downlink, at: Millis, given: Given) -> Downlink:
    calm_ms = at - max(line.since, line.bad_at)
    own = max(LOST_MANY, min(line.tolerated, OWN * max(line.losses)))
    steady = replace(line, bad=0, tolerated=own, suspicion=line.suspicion if calm_ms < PATIENCE_MS else None)
    if line.budget_bps is None:
        return steady
    climbing = line.good_bps is not None
    beyond = line.budget_bps > line.full_bps * BEYOND
    step_ms = (QUICK_STEP_MS if beyond else STEP_MS) if climbing else line.patience_ms
    if calm_ms < step_ms:
        return steady
    if given.next_bps is None:
        return _changed(replace(steady, good_bps=None, patience_ms=PATIENCE_MS), None, at)
    growth = GROWTH if beyond else BEYOND
    more = max(given.next_bps, round(line.budget_bps * growth) if climbing else 0)
    return replace(_changed(steady, more, at), good_bps=line.budget_bps)


def _changed(line: Downlink, budget_bps: int | None, at: Millis) -> Downlink:
    return replace(line, budget_bps=budget_bps, since=at, bad=0)


def _tolerating(line: Downlink, lost: float, queued_ms: float = 0.0) -> Downlink:
    """These losses, or this queue, are not our doing."""
    tolerated, tolerated_ms = max(line.tolerated, min(OWN_MOST, lost * OWN)), max(line.tolerated_ms, queued_ms * OWN)
    return replace(line, tolerated=tolerated, tolerated_ms=tolerated_ms, patience_ms=PATIENCE_MS, bad=0)


def _taken_back(line: Downlink, good_bps: int, received_bps: int) -> Downlink:
    """It was calm before the step up: the first trouble after it is believed."""
    patience_ms = min(LONGEST_PATIENCE_MS, line.patience_ms * 2)
    back = replace(_changed(line, good_bps, line.bad_at), good_bps=None, patience_ms=patience_ms)
    return replace(back, full_bps=max(line.full_bps, received_bps))


def _persists(former: Suspicion, report: Report, queued_ms: float) -> bool:
    as_much = report.lost >= former.lost * PERSISTS and queued_ms >= former.queued_ms * PERSISTS
    return report.sent_bps <= former.sent_bps * LESS and as_much


def _lowered(line: Downlink, report: Report, received_bps: int, queued_ms: float) -> Downlink:
    suspicion = line.suspicion or Suspicion(line.budget_bps, report.sent_bps, report.lost, queued_ms)
    lowered = _changed(line, round(received_bps * KEPT), report.at)
    return replace(lowered, suspicion=suspicion, full_bps=received_bps)


def _received(report: Report, given: Given) -> int:
    sent_bps = report.sent_bps if given.cost_bps is None else min(report.sent_bps, given.cost_bps)
    return round(sent_bps * (1 - report.lost))
