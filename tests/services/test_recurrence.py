"""Weekly sessions: days, ends, summer time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from deskside.domain.errors import Invalid
from deskside.domain.ids import Millis
from deskside.services.recurrence import MOST, Weekly, starts

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
