"""People of a center as a table: CSV (RFC 4180) with a line of names. Pure: what is taken already is given.

Spreadsheets of many countries write semicolons and a byte order mark; both are understood.
"""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from deskside.domain.errors import Invalid
from deskside.domain.people import Role
from deskside.services.accounts import NewUser

COLUMNS = ("name", "role", "email", "grade_level", "course_level")
REQUIRED = ("name", "role")
MOST = 500
"""Lines of one file."""
NAME_LIMIT, LABEL_LIMIT, EMAIL_LIMIT = 200, 40, 254
ROLES = {
    "student": Role.STUDENT,
    "teacher": Role.TEACHER,
    "tutor": Role.TEACHER,
    "center_admin": Role.CENTER_ADMIN,
    "admin": Role.CENTER_ADMIN,
}
_EMAIL = re.compile(r"[^@\s\x00-\x1f]+@[^@\s\x00-\x1f]+")
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class Taken:
    """What the center's people have already: emails in lower case, and students as they are told apart."""

    emails: frozenset[str]
    students: frozenset[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A line of the file, by its number there. `errors` are stable codes; without any, `person` can be added."""

    line: int
    person: NewUser
    errors: tuple[str, ...] = ()


def student_key(person: NewUser) -> tuple[str, str, str]:
    """By what two students of a file are told apart; two with the same are taken for one who was written twice."""
    return person.name.casefold(), person.grade_level.casefold(), person.course_level.casefold()


def read(text: str, taken: Taken) -> tuple[RosterLine, ...]:
    """The lines with what is wrong with each. Raises Invalid where the file as a whole cannot be read."""
    rows = _rows(text)
    people = [(number, _person(cells)) for number, cells in rows]
    emails = Counter(x.email.lower() for _, (x, _) in people if x.email)
    students = Counter(student_key(x) for _, (x, _) in people if x.role is Role.STUDENT)
    lines = []
    for number, (person, errors) in people:
        email = (person.email or "").lower()
        found = [*errors]
        if email and emails[email] > 1:
            found.append("email_twice")
        elif email in taken.emails:
            found.append("email_taken")
        if person.role is Role.STUDENT and "role" not in errors and students[student_key(person)] > 1:
            found.append("twice")
        elif person.role is Role.STUDENT and "role" not in errors and student_key(person) in taken.students:
            found.append("exists")
        lines.append(RosterLine(number, person, tuple(found)))
    return tuple(lines)


def _rows(text: str) -> list[tuple[int, dict[str, str]]]:
    """Number and cells of each line that is not empty."""
    clean = text.removeprefix("\ufeff")
    head = clean.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        reader = csv.reader(io.StringIO(clean, newline=""), delimiter=delimiter, strict=True)
        names = [name.strip().lower().replace(" ", "_") for name in next(reader, [])]
        if set(names) - {*COLUMNS} or not {*REQUIRED} <= set(names) or len(set(names)) < len(names):
            raise Invalid(f"The first line names the columns: {', '.join(COLUMNS)}. Name and role are needed.")
        rows = []
        for cells in reader:
            if any(cell.strip() for cell in cells):
                if len(cells) > len(names):
                    raise Invalid(f"Line {reader.line_num} has more cells than the first line has names.")
                rows.append((reader.line_num, dict(zip(names, (cell.strip() for cell in cells), strict=False))))
    except csv.Error as wrong:
        raise Invalid(f"This is not a table in CSV: {wrong}.") from wrong
    if not 0 < len(rows) <= MOST:
        raise Invalid(f"A file has 1 to {MOST} people; this one has {len(rows) or 'none'}.")
    return rows


def _person(cells: dict[str, str]) -> tuple[NewUser, tuple[str, ...]]:
    role = ROLES.get(cells.get("role", "").lower())
    name, email = cells.get("name", ""), cells.get("email", "")
    grade, course = cells.get("grade_level", ""), cells.get("course_level", "")
    person = NewUser(role or Role.STUDENT, name, email or None, None, grade, course)
    wrong = {
        "name": not 0 < len(name) <= NAME_LIMIT,
        "role": role is None,
        "email_missing": role in (Role.TEACHER, Role.CENTER_ADMIN) and not email,
        "email_not_for_students": role is Role.STUDENT and bool(email),
        "email": bool(email) and (len(email) > EMAIL_LIMIT or _EMAIL.fullmatch(email) is None),
        "level": max(len(grade), len(course)) > LABEL_LIMIT,
        "characters": any(_CONTROL.search(cell) for cell in cells.values()),
    }
    return person, tuple(code for code, is_wrong in wrong.items() if is_wrong)
