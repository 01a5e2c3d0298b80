"""Shapes of HTTP: people, their ways in, problems (docs/protocol.md, "HTTP").

Control characters are refused in lines of text: they are never meant, and PostgreSQL cannot store a NUL.
"""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from deskside.domain.people import Role
from deskside.domain.text import EMAIL_LIMIT, LABEL_LIMIT, NAME_LIMIT, email, label, line
from deskside.wire.shapes import ID, Incoming, Outgoing, as_kept

LAST_MS = 253_402_300_799_999
"""The last instant of the year 9999: what dates in browsers, Python and SQL can all express."""

_LINE = r"^[^\x00-\x1f\x7f]*$"
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=NAME_LIMIT, pattern=_LINE),
    as_kept(line, NAME_LIMIT),
]
Label = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=LABEL_LIMIT, pattern=_LINE),
    as_kept(label, LABEL_LIMIT),
]
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=EMAIL_LIMIT, pattern=r"^[^@\s\x00]+@[^@\s\x00]+$"),
    as_kept(email, EMAIL_LIMIT),
]
Password = Annotated[str, StringConstraints(min_length=1, max_length=256, pattern=r"^[^\x00]*$")]
Instant = Annotated[int, Field(ge=0, le=LAST_MS, description="Milliseconds since the Unix epoch (UTC).")]


class Problem(Outgoing):
    """Problem details (RFC 9457). `detail` says what to do; `code` is stable."""

    type: Literal["about:blank"] = "about:blank"
    title: str
    status: int
    detail: str
    code: str


class Health(Outgoing):
    """Everything that is needed works."""

    status: Literal["ok"] = "ok"


class LoginRequest(Incoming):
    """Staff sign in."""

    email: Email
    password: Password
    center_id: Annotated[str, ID] | None = None
    """Which of several centers, where one was asked."""


class UserView(Outgoing):
    """A person of the center, as staff see them."""

    id: str
    name: str
    role: Role
    email: str | None
    grade_level: str
    course_level: str


class MeUser(Outgoing):
    """The person who is signed in."""

    id: str
    name: str
    role: Role
    center_id: str
    center_name: str


class Me(Outgoing):
    """Who is signed in, and the token that unsafe requests carry as X-CSRF-Token."""

    user: MeUser
    csrf: str
    password_needed: bool = False
    """Nothing but `PUT /api/me/password` is answered: who came by a link or password that an admin made
    chooses one first."""


class Users(Outgoing):
    """People, by name."""

    users: tuple[UserView, ...]


class OneUser(Outgoing):
    """A person."""

    user: UserView


class UserRequest(Incoming):
    """Somebody new. Staff need email and password; students have neither."""

    role: Role
    name: Line
    email: Email | None = None
    password: Password | None = None
    grade_level: Label = ""
    course_level: Label = ""


class RecordRequest(Incoming):
    """How somebody's record should read, whole. Staff have an email, students none."""

    role: Role
    name: Line
    email: Email | None = None
    grade_level: Label = ""
    course_level: Label = ""


class LinkView(Outgoing):
    """A new personal link; it is shown only now."""

    url: str
    qr_svg: str
    expires_at: Instant
