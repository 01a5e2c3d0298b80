"""People of a center as a table (`roster_table`). Pure: what is taken already is given."""

from collections import Counter
from dataclasses import dataclass

from deskside.domain.errors import Invalid
from deskside.domain.people import Role
from deskside.domain.text import EMAIL_LIMIT, LABEL_LIMIT, NAME_LIMIT, email_key, fold, label, line
from deskside.domain.text import email as kept_email
from deskside.services.accounts import NewUser
from deskside.services.roster_table import Row, read_table

MOST = 500
"""Lines of one file."""
ROLES = {
    **dict.fromkeys(("student", "pupil", "learner", "schüler", "schülerin"), Role.STUDENT),
    **dict.fromkeys(("teacher", "tutor", "lehrer", "lehrerin", "lehrkraft"), Role.TEACHER),
    **dict.fromkeys(("center_admin", "center admin", "admin", "administrator"), Role.CENTER_ADMIN),
}


@dataclass(frozen=True, slots=True)
class Taken:
    """What the center's people have already: emails and students, as they are told apart."""

    emails: frozenset[str]
    students: frozenset[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class RosterLine:
    """A line of the file, by its number there. `errors` are stable codes; without any, `person` can be added."""

    line: int
    person: NewUser
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Roster:
    """What a file says. `ignored`: columns that mean nothing here; `emails_left`: students' emails that are not kept
    (students come by link, so nothing is known of them that is not needed)."""

    lines: tuple[RosterLine, ...]
    ignored: tuple[str, ...] = ()
    emails_left: int = 0


def student_key(person: NewUser) -> tuple[str, str, str]:
    """By what two students are told apart; two with the same are taken for one who was written twice."""
    return fold(person.name), fold(person.grade_level), fold(person.course_level)


def read(text: str, taken: Taken) -> Roster:
    """The lines with what is wrong with each. Raises Invalid where the file as a whole cannot be read."""
    table = read_table(text)
    if not 0 < len(table.rows) <= MOST:
        raise Invalid(f"A file has 1 to {MOST} people; this one has {len(table.rows) or 'none'}. Import it in parts.")
    people = [(row.line, *_person(row)) for row in table.rows]
    emails = Counter(email_key(x.email) for _, x, _ in people if x.email)
    students = Counter(student_key(x) for _, x, _ in people if x.role is Role.STUDENT)
    lines = []
    for number, person, errors in people:
        found = [*errors]
        email = email_key(person.email or "")
        if email and emails[email] > 1:
            found.append("email_twice")
        elif email in taken.emails:
            found.append("email_taken")
        if person.role is Role.STUDENT and "role" not in errors and students[student_key(person)] > 1:
            found.append("twice")
        elif person.role is Role.STUDENT and "role" not in errors and student_key(person) in taken.students:
            found.append("exists")
        lines.append(RosterLine(number, person, tuple(found)))
    left = sum(1 for row, (_, x, _) in zip(table.rows, people, strict=True) if row.cells.get("email") and not x.email)
    return Roster(tuple(lines), table.ignored, left)


def _person(row: Row) -> tuple[NewUser, tuple[str, ...]]:
    cells, wrong = row.cells, list[str]()
    role = ROLES.get(fold(cells.get("role", "student")))
    name = cells.get("name") or " ".join(x for x in (cells.get("first"), cells.get("last")) if x)
    email = cells.get("email", "") if role is not Role.STUDENT else ""
    texts = {"name": name, "level": cells.get("grade_level", ""), "course": cells.get("course_level", "")}
    for field, limit in (("name", NAME_LIMIT), ("level", LABEL_LIMIT), ("course", LABEL_LIMIT)):
        try:
            texts[field] = (line if field == "name" else label)(texts[field], limit)
        except Invalid:
            wrong.append(_fault(texts[field], limit, "name" if field == "name" else "level"))
    if role is None:
        wrong.append("role")
    if role in (Role.TEACHER, Role.CENTER_ADMIN) and not email:
        wrong.append("email_missing")
    if email and not _is_email(email):
        wrong.append("email")
    person = NewUser(role or Role.STUDENT, texts["name"], email or None, None, texts["level"], texts["course"])
    return person, tuple(dict.fromkeys(wrong))


def _is_email(text: str) -> bool:
    """Whether it can be one."""
    try:
        return bool(kept_email(text, EMAIL_LIMIT))
    except Invalid:
        return False


def _fault(text: str, limit: int, otherwise: str) -> str:
    """Why a text is refused: letters that were lost in the file, others that nobody means, or its length."""
    if "\N{REPLACEMENT CHARACTER}" in text:
        return "lost"
    return otherwise if len(text) > limit or not fold(text) else "characters"
