"""Keyframes are asked for when they are missing, and no more often than the engine listens."""

from itertools import pairwise

from deskside.recorder.keyframes import AGAIN_US, OLD_US, SILENCE_US, Asking

STEP_US = 50_000
SECOND_US = 1_000_000


def _asked(
    asking: Asking, from_us: int, until_us: int, *, packets: bool, answers_after_us: int | None = None
) -> list[int]:
    """When it asks. Packets come every 50 ms; a keyframe so long after each question."""
    asked: list[int] = []
    for now in range(from_us, until_us, STEP_US):
        if packets:
            asking.came(now)
        if asked and answers_after_us is not None and now == asked[-1] + answers_after_us:
            asking.came(now)
            asking.key_came(now)
        if asking.asks(now):
            asked.append(now)
    return asked


def test_at_the_start_again_if_nothing_came_and_then_when_the_last_is_old() -> None:
    assert _asked(Asking(0), 0, AGAIN_US + STEP_US, packets=True) == [0, AGAIN_US]
    answered = _asked(Asking(0), 0, 25 * SECOND_US, packets=True, answers_after_us=100_000)
    assert answered == [0, OLD_US + 100_000, 2 * (OLD_US + 100_000)]


def test_a_picture_that_stops_is_asked_for_at_once_and_then_ever_more_rarely() -> None:
    asking = Asking(0)
    _asked(asking, 0, 8 * SECOND_US, packets=True, answers_after_us=100_000)
    asked = _asked(asking, 8 * SECOND_US, 120 * SECOND_US, packets=False)
    assert asked[0] <= 8 * SECOND_US + SILENCE_US
    assert all(after - before >= AGAIN_US for before, after in pairwise(asked))
    assert len(asked) < 10
    assert asked[-1] - asked[-2] >= 30 * SECOND_US


def test_a_screen_that_stands_still_is_not_asked_each_second_for_ever() -> None:
    """Each question is answered with a keyframe, and then nothing comes again."""
    asked = _asked(Asking(0), 0, 300 * SECOND_US, packets=False, answers_after_us=100_000)
    assert len(asked) < 20


def test_a_picture_that_was_steady_again_is_asked_for_at_once_again() -> None:
    asking = Asking(0)
    _asked(asking, 0, 60 * SECOND_US, packets=False)
    _asked(asking, 60 * SECOND_US, 66 * SECOND_US, packets=True, answers_after_us=100_000)
    asked = _asked(asking, 66 * SECOND_US, 68 * SECOND_US, packets=False)
    assert asked[0] <= 66 * SECOND_US + SILENCE_US + AGAIN_US


def test_a_hole_is_asked_about_until_a_keyframe_mends_it() -> None:
    asking = Asking(0)
    _asked(asking, 0, 5 * SECOND_US, packets=True, answers_after_us=100_000)
    asking.hole()
    asked = _asked(asking, 5 * SECOND_US, 8 * SECOND_US, packets=True)
    assert asked == [5 * SECOND_US, 5 * SECOND_US + AGAIN_US, 5 * SECOND_US + 2 * AGAIN_US]
    asking.key_came(8 * SECOND_US)
    assert not _asked(asking, 8 * SECOND_US, 10 * SECOND_US, packets=True)
