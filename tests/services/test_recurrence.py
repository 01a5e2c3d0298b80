"""Weekly sessions: days, ends, summer time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.errors import Invalid
from deskside.domain.ids import Millis
from deskside.services.recurrence import MOST, Weekly, moved, starts

BERLIN = ZoneInfo("Europe/Berlin")
MONDAY, WEDNESDAY = 0, 2


def at(*wall: int) -> Millis:
    """An instant by the clock of Berlin."""
    return Millis(int(datetime(*wall, tzinfo=BERLIN).timestamp() * 1000))  # type: ignore[arg-type, misc]


def test_the_wall_clock_counts_when_summer_time_begins() -> None:
    found = starts(at(2026, 3, 23, 16), Weekly((MONDAY,), "Europe/Berlin", count=2))
    assert found == (at(2026, 3, 23, 16), at(2026, 3, 30, 16))
    assert found[1] - found[0] == (7 * 24 - 1) * 3_600_000


def test_until_is_the_last_day_and_days_are_those_of_the_place() -> None:
    first = at(2026, 2, 2, 0, 30)  # still Sunday in UTC
    assert datetime.fromtimestamp(first / 1000, UTC).weekday() == 6
    rule = Weekly((MONDAY, WEDNESDAY), "Europe/Berlin", until=date(2026, 2, 9))
    assert starts(first, rule) == (first, at(2026, 2, 4, 0, 30), at(2026, 2, 9, 0, 30))


def test_a_series_that_begins_on_another_day_starts_on_the_next_of_its_days() -> None:
    rule = Weekly((WEDNESDAY,), "Europe/Berlin", count=1)
    assert starts(at(2026, 2, 2, 9), rule) == (at(2026, 2, 4, 9),)


@pytest.mark.parametrize(
    "rule",
    [
        Weekly((MONDAY,), "Europe/Berlin"),
        Weekly((MONDAY,), "Europe/Berlin", 3, date(2026, 3, 1)),
        Weekly((MONDAY,), "Mars/Olympus", 3),
        Weekly((MONDAY,), "Europe", 3),
        Weekly((MONDAY,), "Europe/Berlin", MOST + 1),
        Weekly((MONDAY,), "Europe/Berlin", until=date(2026, 1, 1)),
    ],
)
def test_a_rule_without_an_end_a_place_or_a_session_is_refused(rule: Weekly) -> None:
    with pytest.raises(Invalid):
        starts(at(2026, 2, 2, 9), rule)


@pytest.mark.parametrize("far", [253_402_300_799_999, 10**17])
def test_days_beyond_the_calendar_are_refused(far: int) -> None:
    with pytest.raises(Invalid):
        starts(Millis(far), Weekly((MONDAY,), "America/Los_Angeles", 2))


SPRING = (at(2026, 3, 23, 16), at(2026, 3, 30, 16))
"""Two Mondays at four, before and after summer time begins."""


def test_those_that_follow_move_by_the_wall_clock() -> None:
    before, after = SPRING
    to_tuesday_at_five = at(2026, 3, 24, 17)
    assert moved(after, before, to_tuesday_at_five, "Europe/Berlin") == at(2026, 3, 31, 17)


def test_a_move_across_the_beginning_of_summer_time_is_as_many_days_for_all() -> None:
    first, second = SPRING[0], at(2026, 4, 27, 16)
    assert moved(second, first, at(2026, 3, 30, 16), "Europe/Berlin") == at(2026, 5, 4, 16)
    assert moved(second, first, at(2026, 3, 30, 16), None) == at(2026, 5, 4, 15), "whose clock it is was not kept"


def test_what_does_not_move_stays_also_in_an_hour_that_comes_twice() -> None:
    second_time = Millis(at(2026, 10, 25, 2, 30) + 3_600_000)
    assert moved(second_time, SPRING[0], SPRING[0], "Europe/Berlin") == second_time


@pytest.mark.parametrize("far", [253_402_300_799_999, 10**17])
def test_nothing_moves_beyond_the_calendar(far: int) -> None:
    with pytest.raises(Invalid):
        moved(Millis(far), SPRING[0], SPRING[1], "America/Los_Angeles")


hours = st.integers(0, 24 * 365).map(lambda n: Millis(at(2026, 1, 1) + n * 3_600_000))


@given(first=hours, weeks=st.integers(1, 40), to=hours)
def test_a_series_that_moved_is_the_series_that_would_have_been_planned_there(
    first: Millis, weeks: int, to: Millis
) -> None:
    here = datetime.fromtimestamp(first / 1000, BERLIN)
    there = datetime.fromtimestamp(to / 1000, BERLIN)
    second = starts(first, Weekly((here.weekday(),), "Europe/Berlin", weeks + 1))[-1]
    planned = starts(to, Weekly((there.weekday(),), "Europe/Berlin", weeks + 1))[-1]
    if first != to and here.fold == there.fold == 0 and _exists(first, second) and _exists(to, planned):
        assert moved(second, first, to, "Europe/Berlin") == planned


def _exists(first: Millis, other: Millis) -> bool:
    """Whether the other has the same time of day: it has not if summer time leaves out its hour."""
    clocks = [datetime.fromtimestamp(x / 1000, BERLIN).time() for x in (first, other)]
    return clocks[0] == clocks[1]


def test_a_series_in_the_hour_that_comes_twice_begins_when_it_was_asked_to() -> None:
    second = Millis(at(2026, 10, 25, 2, 30) + 3_600_000)
    assert datetime.fromtimestamp(second / 1000, BERLIN).hour == 2, "summer time has ended in between"
    found = starts(second, Weekly((6,), "Europe/Berlin", count=2))
    assert found == (second, at(2026, 11, 1, 2, 30))
    assert moved(at(2026, 11, 1, 2, 30), at(2026, 10, 25, 1, 30), second, "Europe/Berlin") == at(2026, 11, 1, 3, 30)
