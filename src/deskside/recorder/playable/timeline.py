"""When each sample of a segment was: the arrival clock says it roughly and for ever, the RTP clock finely and only
within a stretch.

What a packet's arrival is later than its RTP time is the difference of two clocks and its delay on the way. Delays are
never negative, so the smallest difference around is the clocks'; it may grow by MAX_PPM, as quartz does. Where it grows
at once and stays so, the RTP clock stood still (a mute, a camera that was off) or was another one (a layer, a new
source): a new stretch begins there. Where it falls at once without a packet missing, the RTP clock jumped ahead.

No slope is fitted: on a busy machine, that of a short stretch is nonsense, and the bound alone is right within a few
milliseconds.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from deskside.recorder.playable.samples import Sample

AHEAD_US = 5_000_000
"""So far it is looked ahead: how long a line may be held up without its packets being placed late."""
JUMP_US = 40_000
"""A difference that stays larger than this is another stretch; up to it, it may be how a picture's frames are paced."""
RECENT_US = 2_000_000
STEADY_SAMPLES, STEADY_US = 5, 1_000_000
"""So many over so long make a difference believable."""
PACKET_US = 60_000
"""A packet that is missing stands for no more than that, as a rule."""
MAX_PPM = 200
"""Clocks of sound cards and computers are within 100 ppm of the truth each."""


class Place(NamedTuple):
    """What is known before a sample, so that placing can go on from there: the difference of the clocks at the sample
    before it, and that one's instants and last sequence."""

    difference_us: int
    arrival_us: int
    rtp_us: int
    sequence: int


class Timed(NamedTuple):
    """A sample and when it was, in microseconds after the session's zero. `before` is what is needed to place it and
    those after it again; None: nothing."""

    at_us: int
    sample: Sample
    before: Place | None


class _Waiting(NamedTuple):
    sample: Sample
    rtp_us: int
    difference_us: int
    jumps: bool


def after(timed: Timed, clock_rate: int) -> Place:
    """What is known behind a sample."""
    sample, rtp_us = timed.sample, _rtp_us(timed.sample, clock_rate)
    return Place(timed.at_us - rtp_us, sample.arrival_us, rtp_us, sample.last)


def _rtp_us(sample: Sample, clock_rate: int) -> int:
    return sample.timestamp * 1_000_000 // clock_rate


def timed(samples: Iterable[Sample], clock_rate: int, place: Place | None = None) -> Iterator[Timed]:
    """Each sample's instant. Samples come in the order in which they were sent; instants are in that order within a
    stretch, and those of the next stretch may begin before the last one's end."""
    timeline = _Timeline(clock_rate, place)
    for sample in samples:
        yield from timeline.push(sample)
    yield from timeline.rest()


class _Timeline:
    def __init__(self, clock_rate: int, place: Place | None) -> None:
        self._rate = clock_rate
        self._place = place
        """At the last sample that was given out."""
        self._newest: tuple[int, int, int] | None = None if place is None else place[1:]
        """Arrival, RTP time and last sequence of the sample that came last."""
        self._waiting: deque[_Waiting] = deque()
        self._smallest: deque[_Waiting] = deque()
        """Those of the waiting ones that none behind them undercuts before the next jump: the first is the smallest."""

    def push(self, sample: Sample) -> Iterator[Timed]:
        rtp_us = _rtp_us(sample, self._rate)
        waiting = _Waiting(sample, rtp_us, sample.arrival_us - rtp_us, self._jumps_ahead(sample, rtp_us))
        self._newest = sample.arrival_us, rtp_us, sample.last
        self._waiting.append(waiting)
        self._keep(waiting)
        while self._waiting and self._waiting[0].sample.arrival_us + AHEAD_US < sample.arrival_us:
            yield self._release()

    def rest(self) -> Iterator[Timed]:
        while self._waiting:
            yield self._release()

    def _jumps_ahead(self, sample: Sample, rtp_us: int) -> bool:
        """Whether the RTP clock went on by more than time passed, and than a queue that is emptied or missing packets
        explain, from a difference that had been the same for a while."""
        if self._newest is None:
            return False
        arrival_us, former_rtp_us, sequence = self._newest
        too_far = rtp_us - former_rtp_us - (sample.arrival_us - arrival_us)
        if too_far <= JUMP_US:
            return False
        near, level = self._steady(arrival_us - RECENT_US)
        if not near:
            return False
        usual = (near[-1].rtp_us - near[0].rtp_us) // (len(near) - 1)
        explained = usual + max(0, sample.first - sequence - 1) * PACKET_US
        return too_far - explained > JUMP_US // 2 and level - (sample.arrival_us - rtp_us) > JUMP_US

    def _steady(self, since_us: int) -> tuple[list[_Waiting], int]:
        """The newest samples that had nearly the same difference for long enough, and that difference; none: there are
        not so many since then. No more are looked at than it takes: behind a mute the former stretch lies lower."""
        found: list[_Waiting] = []
        for each in reversed(self._waiting):
            if each.sample.arrival_us < since_us:
                break
            found.append(each)
            if found[0].sample.arrival_us - each.sample.arrival_us < STEADY_US:
                continue
            level = min(x.difference_us for x in found)
            near = [x for x in reversed(found) if x.difference_us < level + JUMP_US // 2]
            if len(near) >= STEADY_SAMPLES and near[-1].sample.arrival_us - near[0].sample.arrival_us >= STEADY_US:
                return near, level
        return [], 0

    def _keep(self, waiting: _Waiting) -> None:
        smallest = self._smallest
        while smallest and not waiting.jumps and smallest[-1].difference_us >= waiting.difference_us:
            if smallest.pop().jumps:  # it is where a stretch begins: what lies before it is none of this one's
                waiting = waiting._replace(jumps=True)
                break
        smallest.append(waiting)

    def _release(self) -> Timed:
        sample, rtp_us, _, jumps = self._waiting.popleft()
        smallest = self._smallest[0].difference_us
        before = self._place
        if before is None or jumps:
            difference = smallest
        else:
            drift = max(0, sample.arrival_us - before.arrival_us) * MAX_PPM // 1_000_000
            expected = before.difference_us + drift
            difference = smallest if smallest > expected + JUMP_US else min(expected, smallest)
        self._place = Place(difference, sample.arrival_us, rtp_us, sample.last)
        if self._smallest[0].sample is sample:
            self._smallest.popleft()
        return Timed(difference + rtp_us, sample, before)
