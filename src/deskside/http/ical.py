"""A calendar as iCalendar (RFC 5545) with what RFC 7986 adds. Alone imports `icalendar`."""

from datetime import UTC, datetime, timedelta

import icalendar

from deskside.domain.ids import Millis
from deskside.domain.people import Role
from deskside.domain.session import SessionStatus
from deskside.ports.planning import Milestones
from deskside.services.calendar import Calendar, CalendarEntry

REFRESH = timedelta(hours=1)
"""How often calendars shall look again (RFC 7986 section 5.7); many do so less often."""


def to_ical(calendar: Calendar, site: str, now: Millis) -> bytes:
    """The calendar as it goes over the wire. `site`: where browsers find Deskside, without a slash at the end."""
    made = icalendar.Calendar()
    name = f"{calendar.center_name}: {calendar.user.name}"
    for key, value in (
        ("prodid", "-//Deskside//Sessions//EN"),
        ("version", "2.0"),
        ("method", "PUBLISH"),
        ("name", name),
        ("x-wr-calname", name),
    ):
        made.add(key, value)
    made.add("refresh-interval", REFRESH, parameters={"value": "DURATION"})
    made.add("x-published-ttl", icalendar.vDuration(REFRESH))
    for entry in calendar.entries:
        made.add_component(_event(entry, calendar.user.role, site, now))
    written: bytes = made.to_ical()
    return written


def _event(entry: CalendarEntry, role: Role, site: str, now: Millis) -> icalendar.Event:
    session, milestones = entry.session, entry.milestones
    cancelled = session.status is SessionStatus.CANCELLED
    known = milestones or Milestones(now)
    changed = max(filter(None, (known.first_at, known.changed_at, known.cancelled_at)))
    event = icalendar.Event()
    event.add("uid", f"{session.id}@deskside")  # stable: clients recognize a changed event by it
    event.add("dtstamp", _utc(changed))
    event.add("last-modified", _utc(changed))
    event.add("sequence", known.times_changed + cancelled)  # RFC 5545 section 3.8.7.4: higher with each change
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("summary", session.title)
    event.add("dtstart", _utc(session.scheduled_start))
    event.add("dtend", _utc(session.scheduled_end))
    event.add("url", page_of(session.id, role, site))
    event.add("description", _description(entry, role, site))
    return event


def page_of(session_id: str, role: Role, site: str) -> str:
    """The session's page for this kind of person. Whoever is not signed in there is asked for their link first."""
    if role is Role.STUDENT:
        return f"{site}/dashboard/student/sessions/{session_id}/video"
    return f"{site}/dashboard/tutor/sessions/{session_id}/live"


def _description(entry: CalendarEntry, role: Role, site: str) -> str:
    """No names of students: a calendar is shown to more people than a session."""
    with_tutor = f"With {entry.session.tutor_name}.\n" if role is not Role.TEACHER else ""
    return f"{with_tutor}{page_of(entry.session.id, role, site)}"


def _utc(at: Millis) -> datetime:
    return datetime.fromtimestamp(at // 1000, UTC)
