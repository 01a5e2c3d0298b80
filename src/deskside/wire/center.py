"""Shapes of HTTP: series, calendars, the center itself, its floor, many people at once (docs/protocol.md, "HTTP")."""

import datetime
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from deskside.domain.center import LATEST_END_MINUTES, SOONEST_END_MINUTES
from deskside.domain.modes import Urgency
from deskside.domain.people import Role
from deskside.ports.planning import SessionSummary
from deskside.wire.http import Instant, Line, Password, UserView
from deskside.wire.manage import SessionRequest
from deskside.wire.shapes import Incoming, Outgoing, PersonId

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
TimeZone = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_+/-]{1,64}$")]
ROSTER_LIMIT = 120_000
"""Characters of an imported table; 500 people with long names and all cells in quotes need half of it."""


class Repeat(Incoming):
    """Every week on these days: `count` sessions, or until the day `until` (one of the two)."""

    weekdays: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)]
    time_zone: TimeZone
    count: Annotated[int, Field(ge=1, le=100)] | None = None
    until: datetime.date | None = None


class SeriesRequest(SessionRequest):
    """A session that repeats; its times are those of the first one."""

    repeat: Repeat


class Series(Outgoing):
    """The sessions of a new series, soonest first."""

    sessions: tuple[SessionSummary, ...]


class CalendarState(Outgoing):
    """Since when one's calendar can be subscribed to; null: it cannot."""

    made_at: Instant | None


class CalendarLink(Outgoing):
    """The secret address of one's calendar; it is shown only now."""

    url: str


class CenterView(Outgoing):
    """A center's name and what it has decided for all of its sessions."""

    name: str
    tutor_text: bool
    open_table: bool
    auto_record: bool
    students_replay: bool
    end_after_minutes: int


class CenterRequest(Incoming):
    """A center's name and settings, as they shall be."""

    name: Line
    tutor_text: bool
    open_table: bool
    auto_record: bool
    students_replay: bool
    end_after_minutes: Annotated[int, Field(ge=SOONEST_END_MINUTES, le=LATEST_END_MINUTES)]


class Waiting(Outgoing):
    """A student who waits for help."""

    student_id: str
    name: str
    urgency: Urgency
    asked_at: Instant


class FloorSession(Outgoing):
    """A session that is live (`started_at`), or that should have started (null)."""

    id: str
    title: str
    tutor_id: str
    tutor_name: str
    tutor_here: bool
    paused: bool
    scheduled_start: Instant
    started_at: Instant | None
    students_total: int
    students_present: int
    students_in_lobby: int
    waiting: tuple[Waiting, ...]


class Floor(Outgoing):
    """Everything that is live now in the center, and what is late."""

    now: Instant
    sessions: tuple[FloorSession, ...]


class RosterRequest(Incoming):
    """People as CSV, as it is in the file: an empty first line or cell counts. `preview`: only say what it would do."""

    csv: Annotated[str, StringConstraints(max_length=ROSTER_LIMIT, pattern=r"^[^\x00]*$")]
    preview: bool


class RosterLineView(Outgoing):
    """A line of the table; `errors` are codes, empty where the person can be added."""

    line: int
    name: str
    role: Role
    email: str | None
    grade_level: str
    course_level: str
    errors: tuple[str, ...]


class Roster(Outgoing):
    """What was read; `imported` people were added: all or none. `ignored`: columns that were not taken over;
    `emails_left`: how many emails of students were not."""

    lines: tuple[RosterLineView, ...]
    imported: int
    ignored: tuple[str, ...] = ()
    emails_left: int = 0


class SheetRequest(Incoming):
    """Students who need a link; none named: all of one's own, an admin's of the center."""

    student_ids: Annotated[tuple[PersonId, ...], Field(max_length=200)] = ()


class SheetLine(Outgoing):
    """A student's new personal link."""

    student: UserView
    url: str
    qr_svg: str
    expires_at: Instant


class Sheet(Outgoing):
    """Links to print, by name. They are shown only now."""

    links: tuple[SheetLine, ...]


class PasswordRequest(Incoming):
    """One's own new password; `current` may be empty where there is none yet."""

    current: Annotated[str, StringConstraints(max_length=256, pattern=r"^[^\x00]*$")] = ""
    password: Password
