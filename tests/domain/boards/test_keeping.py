"""What goes when boards take too much room, and what never does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.boards.keeping import NoSpace, Space, Stored, Used, require_space, thinned

revisions = st.lists(st.tuples(st.booleans(), st.booleans()), max_size=30).map(
    lambda flags: [Stored(n, whole or n == 1, kept, 1) for n, (whole, kept) in enumerate(flags, start=1)]
)


def readable(there: list[Stored], number: int) -> bool:
    """Whether everything that this one is built on is there."""
    numbers = {x.number: x for x in there}
    while number in numbers and not numbers[number].whole:
        number -= 1
    return number in numbers


@given(revisions, st.booleans())
def test_what_the_board_is_now_and_what_went_along_with_a_call_can_always_be_read(
    there: list[Stored], coarse: bool
) -> None:
    gone = thinned(there, coarse=coarse)
    left = [x for x in there if x.number not in gone]
    for each in there:
        if each.kept or each is there[-1]:
            assert readable(left, each.number)
    assert all(coarse or not x.whole for x in there if x.number in gone)
    assert thinned(left, coarse=coarse) == ()


def test_the_past_becomes_coarser() -> None:
    there = [Stored(n, n in (1, 4, 7), n == 3, 1) for n in range(1, 9)]
    assert thinned(there, coarse=False) == (5, 6)
    assert thinned(there, coarse=True) == (4, 5, 6)
    assert thinned([], coarse=True) == ()


@pytest.mark.parametrize(("used", "says"), [(Used(9, 9), "session"), (Used(0, 19), "center")])
def test_what_has_no_room_is_refused_with_what_can_be_done(used: Used, says: str) -> None:
    require_space(Used(0, 0), Space(10, 20), 2)
    with pytest.raises(NoSpace) as caught:
        require_space(used, Space(10, 20), 2)
    assert says in caught.value.message
