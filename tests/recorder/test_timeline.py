"""The instant of each sample is that of the truth, whatever lines and clocks do."""

from dataclasses import dataclass
from itertools import pairwise
from random import Random

from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from deskside.recorder.playable.samples import Sample
from deskside.recorder.playable.timeline import AHEAD_US, Place, timed

RATE = 48_000
STEP_US = 20_000
DELAY_US = 25_000
WITHIN_US = 50_000
SECOND_US = 1_000_000


@dataclass(frozen=True, slots=True)
class Talk:
    """So long sound, then so long none. The RTP clock goes on over the mute by this share of it, or jumps."""

    seconds: float
    muted: float
    goes_on: float


TALKS = st.lists(
    st.builds(Talk, st.floats(1.5, 20), st.floats(0.05, 30), st.sampled_from([0.0, 0.0, 1.0, 0.5, -3.0, 4.0])),
    min_size=1,
    max_size=6,
)


def _samples(
    talks: list[Talk], random: Random, *, ppm: int = 0, jitter_us: int = 25_000, loss: float = 0.0, stalls: bool = False
) -> list[tuple[int, Sample]]:
    """Samples and their truth: the instant at which they were sent and the least delay."""
    made: list[tuple[int, Sample]] = []
    true_us, skew_us, sequence, ready = 3 * SECOND_US, random.randrange(-(2**40), 2**40), 0, 0
    for talk in talks:
        ends = true_us + int(talk.seconds * SECOND_US)
        stall_from = true_us + random.randrange(max(1, ends - true_us)) if stalls else ends
        stall_until = min(stall_from + 2 * SECOND_US, ends)
        while true_us < ends:
            sequence += 1
            arrival = true_us + DELAY_US + int(random.random() ** 2 * jitter_us)
            if stall_from <= true_us < stall_until:
                arrival = stall_until + DELAY_US
            ready = max(ready, arrival)
            rtp = (true_us + skew_us) * (1_000_000 + ppm) // 1_000_000 * RATE // SECOND_US
            if random.random() >= loss:
                made.append((true_us + DELAY_US, Sample(ready, ready, rtp, sequence, sequence, b"", None, 0)))
            true_us += STEP_US
        muted = int(talk.muted * SECOND_US)
        true_us += muted
        skew_us += int(muted * talk.goes_on) - muted
    return made


def _errors(made: list[tuple[int, Sample]], place: Place | None = None) -> list[int]:
    placed = list(timed((sample for _, sample in made), RATE, place))
    assert [each.sample for each in placed] == [sample for _, sample in made]
    return [each.at_us - truth for each, (truth, _) in zip(placed, made, strict=True)]


@settings(max_examples=15, deadline=None)
@given(TALKS, st.integers(0, 2**32), st.integers(-100, 100), st.sampled_from([0.0, 0.05, 0.3]))
def test_within_50_ms_of_the_truth_under_jitter_loss_and_mute(
    talks: list[Talk], seed: int, ppm: int, loss: float
) -> None:
    # A short jump between packets that are missing could as well be what they held.
    assume(not loss or all(x.goes_on <= 1 or x.muted * (x.goes_on - 1) > 0.8 for x in talks))
    errors = _errors(_samples(talks, Random(seed), ppm=ppm, loss=loss))
    assert all(abs(error) < WITHIN_US for error in errors), max(errors, key=abs)


@settings(max_examples=15, deadline=None)
@example([Talk(4.0, 0.5, 0.0), Talk(1.5, 1.0, 4.0), Talk(2.0, 1.0, 0.0)], 0, 0)  # a jump soon after a mute
@example([Talk(11.0, 0.0546875, 0.0), Talk(1.5, 1.0, 4.0), Talk(2.0, 1.0, 0.0)], 0, 0)  # after a short one
@given(TALKS, st.integers(0, 2**32), st.integers(-100, 100))
def test_it_runs_forward_within_what_is_said(talks: list[Talk], seed: int, ppm: int) -> None:
    made = [sample for _, sample in _samples(talks, Random(seed), ppm=ppm)]
    placed = list(timed(made, RATE))
    for before, after in pairwise(placed):
        passed = after.sample.timestamp - before.sample.timestamp
        if passed == STEP_US * RATE // SECOND_US:
            assert after.at_us > before.at_us - 25_000


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 2**32), st.floats(3, 60))
def test_a_line_that_stands_still_for_two_seconds_moves_nothing(seed: int, seconds: float) -> None:
    errors = _errors(_samples([Talk(seconds, 0.05, 1.0)] * 3, Random(seed), jitter_us=5_000, stalls=True))
    assert all(abs(error) < WITHIN_US for error in errors), max(errors, key=abs)


def test_half_an_hour_does_not_drift() -> None:
    errors = _errors(_samples([Talk(1_800, 0, 1.0)], Random(1), ppm=-100))
    assert max(map(abs, errors)) < 10_000
    assert max(map(abs, errors[-3_000:])) < 10_000


def test_a_queue_that_stands_for_a_minute_is_no_mute() -> None:
    """It grows slowly, as queues do, and is gone at once."""
    made = _samples([Talk(180, 0, 1.0)], Random(2), jitter_us=5_000)
    queued = [
        (truth, sample._replace(arrival_us=sample.arrival_us + min(35_000, (truth - 60 * SECOND_US) // 100)))
        if 60 * SECOND_US < truth < 120 * SECOND_US
        else (truth, sample)
        for truth, sample in made
    ]
    assert max(map(abs, _errors(queued))) < 20_000


@settings(max_examples=15, deadline=None)
@given(TALKS, st.integers(0, 2**32), st.data())
def test_going_on_from_any_sample_says_the_same(talks: list[Talk], seed: int, data: st.DataObject) -> None:
    """Steadily, that is: not within a second of a clock that jumped ahead."""
    made = [sample for _, sample in _samples([Talk(t.seconds, t.muted, 0.0) for t in talks], Random(seed), ppm=40)]
    at_once = list(timed(made, RATE))
    cut = data.draw(st.integers(0, len(made) - 1))
    later = list(timed(made[cut:], RATE, at_once[cut].before))
    assert later == at_once[cut:]


def test_nothing_beyond_the_look_ahead_matters() -> None:
    made = [sample for _, sample in _samples([Talk(20, 1, 0.0), Talk(20, 1, 0.0)], Random(3))]
    known = [each for each in made if each.arrival_us <= made[0].arrival_us + 10 * SECOND_US]
    settled = [each for each in timed(known, RATE) if each.sample.arrival_us + AHEAD_US < known[-1].arrival_us]
    assert settled == list(timed(made, RATE))[: len(settled)]
