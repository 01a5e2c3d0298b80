"""Packets come out in the order in which they were sent."""

from hypothesis import given
from hypothesis import strategies as st

from deskside.recorder.holes import MAX_MISSING, REPAIRED_WITHIN_US, Holes
from deskside.recorder.sequence import MAX_BEHIND, WINDOW, WINDOW_US, Order


def _pushed(order: Order[int], numbers: list[int], at_us: int = 0) -> list[int]:
    return [each.item for number in numbers for each in order.push(number % 65_536, at_us, number)]


@given(
    st.integers(0, 2**16 - 1),
    st.lists(st.tuples(st.integers(0, 40), st.booleans(), st.integers(0, 9)), min_size=2, max_size=150),
)
def test_late_and_twice_makes_no_difference_within_the_window(first: int, fates: list[tuple[int, bool, int]]) -> None:
    """Each packet: how far it is overtaken, whether it comes twice, and 0 if it never comes."""
    sent = [(first + n, *fate) for n, fate in enumerate(fates) if fate[2] or n == 0]
    came = sorted((max(number - first + late, 0) if number > first else -1, number) for number, late, _, _ in sent)
    numbers = [number for _, number in came]
    numbers = [each for number in numbers for each in [number] * (1 + next(t for n, _, t, _ in sent if n == number))]
    order: Order[int] = Order()
    out = _pushed(order, numbers) + [each.item for each in order.flush()]
    assert out == sorted(set(numbers))
    assert order.duplicates + order.late == len(numbers) - len(set(numbers))
    assert order.lost == out[-1] - out[0] + 1 - len(out)


def test_what_is_missing_is_given_up_by_number_or_by_time() -> None:
    order: Order[int] = Order()
    assert _pushed(order, [1, *range(3, 3 + WINDOW)]) == [1]
    assert _pushed(order, [3 + WINDOW]) == list(range(3, 4 + WINDOW))
    assert _pushed(order, [5 + WINDOW], 0) == []
    assert _pushed(order, [6 + WINDOW], WINDOW_US + 1) == [5 + WINDOW, 6 + WINDOW]
    assert _pushed(order, [4 + WINDOW], WINDOW_US + 2) == []
    assert (order.lost, order.late) == (2, 1)


def test_one_stray_is_late_and_two_begin_anew() -> None:
    order: Order[int] = Order()
    assert _pushed(order, [40_000, 10_000, 40_001, 10_000 + MAX_BEHIND]) == [40_000, 40_001]
    assert _pushed(order, [20_000, 20_001, 20_002]) == [20_001, 20_002]
    assert order.restarts == 1


@given(st.lists(st.integers(0, 2**16 - 1), max_size=300))
def test_hostile_numbers_are_held_for_a_while_only(numbers: list[int]) -> None:
    order: Order[int] = Order()
    given_out = [each.sequence for at, n in enumerate(numbers) for each in order.push(n, 1_000 * at, n)]
    given_out += [each.sequence for each in order.flush()]
    assert given_out == sorted(set(given_out))


def test_a_hole_counts_when_it_is_not_repaired_in_time() -> None:
    holes = Holes()
    for number in (65_534, 65_535, 2, 4):
        holes.came(number, 0)
    holes.came(1, 100)
    assert not holes.given_up(REPAIRED_WITHIN_US - 1)
    assert holes.given_up(REPAIRED_WITHIN_US)
    assert not holes.given_up(10 * REPAIRED_WITHIN_US)
    assert holes.count == 2


def test_large_holes_are_counted_without_being_waited_for() -> None:
    holes = Holes()
    holes.came(0, 0)
    holes.came(MAX_MISSING + 2, 0)
    assert holes.count == MAX_MISSING + 1
