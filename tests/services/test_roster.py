"""Tables of people as spreadsheets write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.errors import Invalid
from deskside.domain.people import Role
from deskside.services.accounts import NewUser
from deskside.services.roster import MOST, Taken, read

NOBODY = Taken(frozenset(), frozenset())
HEAD = "name,role,email,grade_level,course_level\n"


def errors(rows: str, taken: Taken = NOBODY) -> list[tuple[str, ...]]:
    """What is wrong with each of these lines."""
    return [line.errors for line in read(HEAD + rows, taken)]


def test_a_table_is_read_as_spreadsheets_write_it() -> None:
    table = '\ufeffName;Role;Grade level;Email\r\n"Chen; Alice"; Student;8;\r\n;;;\r\nTom;TUTOR;;tom@x.test\r\n'
    assert [(x.line, x.person, x.errors) for x in read(table, NOBODY)] == [
        (2, NewUser(Role.STUDENT, "Chen; Alice", grade_level="8"), ()),
        (4, NewUser(Role.TEACHER, "Tom", "tom@x.test"), ()),
    ]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (",student,,,", ("name",)),
        (f"{'x' * 201},student,,,", ("name",)),
        ("Eve,pupil,,,", ("role",)),
        ("Eve,,,,", ("role",)),
        ("Tom,teacher,,,", ("email_missing",)),
        ("Tom,admin,tom,,", ("email",)),
        ("Eve,student,eve@x.test,,", ("email_not_for_students",)),
        (f"Eve,student,,{'x' * 41},", ("level",)),
        ("E\x07ve,student,,,", ("characters",)),
        ("Tom,teacher,TOM@x.test,,", ("email_taken",)),
        ("Ann,student,,8,Math", ("exists",)),
        ("Ann,student,,8,English", ()),
    ],
)
def test_each_line_says_what_is_wrong_with_it(row: str, found: tuple[str, ...]) -> None:
    taken = Taken(frozenset({"tom@x.test"}), frozenset({("ann", "8", "math")}))
    assert errors(row, taken) == [found]


def test_whoever_is_written_twice_is_told_at_both_lines() -> None:
    rows = "Eve,student,,8,\nEVE,student,,8,\nTom,teacher,t@x.test,,\nTim,teacher,T@x.test,,\n"
    assert errors(rows) == [("twice",), ("twice",), ("email_twice",), ("email_twice",)]


@pytest.mark.parametrize(
    "table",
    [
        "",
        HEAD,
        "name,email\nEve,\n",
        "name,role,shoe size\nEve,student,37\n",
        "name,role,name\nEve,student,Eve\n",
        HEAD + "Eve,student,,,,more\n",
        HEAD + '"Eve,student\n',
        HEAD + "Eve,student,,,\n" * (MOST + 1),
    ],
)
def test_a_file_that_is_no_such_table_is_refused(table: str) -> None:
    with pytest.raises(Invalid):
        read(table, NOBODY)


@given(st.text() | st.text().map(lambda x: HEAD + x))
def test_whatever_is_sent_is_read_or_refused(table: str) -> None:
    try:
        lines = read(table, NOBODY)
    except Invalid:
        return
    assert lines
