"""Sessions that repeat every week: a small part of the recurrence rules of iCalendar (RFC 5545 section 3.3.10).

The wall clock counts: a session at four stays at four when summer time begins. Alone imports `dateutil`.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from dateutil.rrule import WEEKLY, rrule

from deskside.domain.errors import Invalid
from deskside.domain.ids import Millis

MOST = 100
"""Sessions of one series: two a week for a school year."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """FREQ=WEEKLY with BYDAY, and either COUNT or UNTIL."""

    weekdays: tuple[int, ...]
    """0 is Monday."""
    time_zone: str
    """Whose clock: a name of the IANA time zone database."""
    count: int | None = None
    until: date | None = None
    """The last day on which one may be."""


def starts(first: Millis, rule: Weekly) -> tuple[Millis, ...]:
    """When each session starts, from `first` on. Raises Invalid for a rule without an end, with too many, with none."""
    if (rule.count is None) == (rule.until is None):
        raise Invalid("Say either how many sessions there are, or until which day.")
    zone = _zone(rule.time_zone)
    try:
        begins = datetime.fromtimestamp(first / 1000, zone).replace(tzinfo=None)
        end = datetime.combine(rule.until, time.max) if rule.until else None
        days = rrule(WEEKLY, dtstart=begins, byweekday=rule.weekdays, count=rule.count, until=end)
        found = tuple(_instant(day, zone) for day, _ in zip(days, range(MOST + 1), strict=False))
    except (OverflowError, ValueError) as far:
        raise Invalid("These days are too far away.") from far
    if not 0 < len(found) <= MOST:
        raise Invalid(f"A series has 1 to {MOST} sessions; this one would have {len(found) or 'none'}.")
    return found


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:  # OSError: the name of a folder of the database
        raise Invalid("This time zone is not known. Use a name such as Europe/Berlin.") from unknown


def _instant(wall: datetime, zone: ZoneInfo) -> Millis:
    """An hour that summer time leaves out is the one after it (RFC 5545 section 3.3.5)."""
    return Millis(round(wall.replace(tzinfo=zone).astimezone(UTC).timestamp() * 1000))
