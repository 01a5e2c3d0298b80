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
        again = begins.fold
        end = datetime.combine(rule.until, time.max) if rule.until else None
        days = rrule(WEEKLY, dtstart=begins, byweekday=rule.weekdays, count=rule.count, until=end)
        found = tuple(_instant(day, zone, again) for day, _ in zip(days, range(MOST + 1), strict=False))
    except (OverflowError, ValueError) as far:
        raise Invalid("These days are too far away.") from far
    if not 0 < len(found) <= MOST:
        raise Invalid(f"A series has 1 to {MOST} sessions; this one would have {len(found) or 'none'}.")
    return found


def moved(at: Millis, since: Millis, to: Millis, time_zone: str | None) -> Millis:
    """Where `at` goes if the one of its series at `since` goes to `to`: by as many days and hours of the wall clock, so
    that from four on Monday to five on Tuesday is that for all of them, also across the beginning of summer time.

    `time_zone` None: it is not known, and the clock of UTC counts. All of them move by the same time then; only if
    `since` and `to` lie on two sides of a change of the clock does what follows come an hour early or late.
    Raises Invalid if that is beyond all calendars.
    """
    if since == to:
        return at  # also where its hour comes twice
    zone = _zone(time_zone or "UTC")
    try:
        was, now, other = (datetime.fromtimestamp(x / 1000, zone).replace(tzinfo=None) for x in (since, to, at))
        return _instant(other + (now - was), zone, now.fold)
    except (OverflowError, ValueError) as far:
        raise Invalid("These days are too far away.") from far


_NO_PLACES = frozenset({"Factory", "localtime", "posixrules"})
"""Files of the time zone database that name no zone, or that of whichever machine this is."""


def _zone(name: str) -> ZoneInfo:
    try:
        if name in _NO_PLACES:
            raise KeyError(name)
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as unknown:  # OSError: the name of a folder of the database
        raise Invalid("This time zone is not known. Use a name such as Europe/Berlin.") from unknown


def _instant(wall: datetime, zone: ZoneInfo, again: int = 0) -> Millis:
    """An hour that summer time leaves out is the one after it (RFC 5545 section 3.3.5). Of an hour that comes twice it
    is the second one if `again` (`fold` of PEP 495): the one that was asked for."""
    first, second = (wall.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    offsets = first.utcoffset(), second.utcoffset()
    comes_twice = None not in offsets and offsets[0] > offsets[1]  # type: ignore[operator]
    chosen = second if again and comes_twice else first
    return Millis(round(chosen.astimezone(UTC).timestamp() * 1000))
