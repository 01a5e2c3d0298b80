"""Tables of people as spreadsheets write them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.errors import Invalid
from deskside.domain.people import Role
from deskside.services.accounts import NewUser
from deskside.services.roster import MOST, Taken, read

CASES = Path(__file__).parent.parent / "cases"
NOBODY = Taken(frozenset(), frozenset())
HEAD = "name,role,email,grade_level,course_level\n"


def errors(rows: str, taken: Taken = NOBODY) -> list[tuple[str, ...]]:
    """What is wrong with each of these lines."""
    return [line.errors for line in read(HEAD + rows, taken).lines]


def test_a_table_is_read_as_spreadsheets_write_it() -> None:
    table = '\ufeffName;Role;Grade level;Email\r\n"Chen; Alice"; Student;8;\r\n;;;\r\nTom;TUTOR;;tom@x.test\r\n'
    assert [(x.line, x.person, x.errors) for x in read(table, NOBODY).lines] == [
        (2, NewUser(Role.STUDENT, "Chen; Alice", grade_level="8"), ()),
        (4, NewUser(Role.TEACHER, "Tom", "tom@x.test"), ()),
    ]


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (",student,,,", ("name",)),
        (f"{'x' * 201},student,,,", ("name",)),
        ("Eve,parent,,,", ("role",)),
        ("Eve,,,,", ("role",)),
        ("Tom,teacher,,,", ("email_missing",)),
        ("Tom,admin,tom,,", ("email",)),
        ("Tom,admin,t om@x.test,,", ("email",)),
        ("Tom,admin,t@o@m,,", ("email",)),
        ("Eve,student,eve@x.test,,", ()),
        ("J\ufffdrgen,student,,,", ("lost",)),
        ("\u200b,student,,,", ("name",)),
        (f"Eve,student,,,{'x' * 41}", ("level",)),
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
    ("table", "says"),
    [
        ("", "No line names the columns. Write a first line such as name,role,email"),
        ("email,role\nann@x.test,student\n", "No line names the columns"),
        (HEAD, "A file has 1 to 500 people; this one has none"),
        ("name,role,name\nEve,student,Eve\n", "Line 1 names the column name twice"),
        (HEAD + "Ann,student,,,\nEve,student,,,,more\n", "Line 3, column 6: there is something where no column"),
        ("name,,role\nEve,x,student\n", "Line 2, column 2: there is something where no column"),
        (HEAD + 'Ann,student,,,\n"Eve,student\n', "Line 3, column 1: the quotes do not fit"),
        (HEAD + 'Ann,student,"8 ""B""","Ma"th",\n', "Line 2, column 4: the quotes do not fit"),
        ("sep=,\n" + HEAD + 'Ann,student,,,\n"Eve,student\n', "Line 4, column 1: the quotes do not fit"),
        ("sep=,\nname,role,name\nEve,student,Eve\n", "Line 2 names the column name twice"),
        (HEAD + 'Ann,student,,,\n"Eve\nLee"x,student,,,\n', "Line 3, column 1: the quotes do not fit"),
        (HEAD + f"Ann,student,,,\n{'x' * 140_000}\n", "Line 3: there is a cell that is far too long"),
        (HEAD + f"{'x' * 140_000},student,,,\n", "Line 2: there is a cell that is far too long"),
        (HEAD + f"{'x' * 140_000},\n", "Line 2: there is a cell that is far too long"),
        (HEAD + "Eve,student,,,\n" * (MOST + 1), "A file has 1 to 500 people; this one has 501"),
    ],
)
def test_a_file_that_is_no_such_table_is_refused_with_line_and_column(table: str, says: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(table, NOBODY)
    assert refused.value.message.startswith(says), refused.value.message


@pytest.mark.parametrize(
    ("name", "people", "first"),
    [
        ("roster-240-students.csv", 240, NewUser(Role.STUDENT, "Pupil 000 Nguyen", grade_level="Grade 8")),
        ("roster-sep-line.csv", 1, NewUser(Role.STUDENT, "Ann Lee", grade_level="8", course_level="Math")),
        (
            "roster-title-line-above-header.csv",
            1,
            NewUser(Role.STUDENT, "Ann Lee", grade_level="8", course_level="Math"),
        ),
        (
            "roster-trailing-empty-columns.csv",
            2,
            NewUser(Role.STUDENT, "Ann Lee", grade_level="8", course_level="Math"),
        ),
        (
            "roster-same-name-other-course.csv",
            2,
            NewUser(Role.STUDENT, "Sam Lee", grade_level="8", course_level="Math"),
        ),
    ],
)
def test_tables_as_offices_make_them_are_read(name: str, people: int, first: NewUser) -> None:
    lines = read((CASES / name).read_text("utf-8"), NOBODY).lines
    assert (len(lines), lines[0].person) == (people, first)
    assert not [x for x in lines if x.errors]


def test_a_table_whose_cells_are_all_quoted_is_read_or_told_that_it_is_too_long() -> None:
    text = (CASES / "roster-59kb-all-cells-quoted.csv").read_bytes().decode()
    assert len(read(text, NOBODY).lines) == text.count("\r\n") - 1


def test_two_with_nothing_between_them_are_told_and_those_of_two_forms_are_one() -> None:
    for name in ("roster-two-children-one-name.csv", "roster-composed-and-decomposed.csv"):
        lines = read((CASES / name).read_text("utf-8"), NOBODY).lines
        assert [x.errors for x in lines] == [("twice",), ("twice",)]


def test_plain_quotes_within_quotes_are_refused_with_their_line() -> None:
    with pytest.raises(Invalid, match="Line 3, column 1"):
        read((CASES / "roster-nickname-in-plain-quotes.csv").read_text("utf-8"), NOBODY)


def test_an_export_of_a_school_is_mapped_and_what_is_left_out_is_named() -> None:
    table = (
        "login_id,first_name,last_name,email,Grade,status\nann1,Ann,Lee,ann@school.test,8,active\nbo2,Bo,,,8,active\n"
    )
    roster = read(table, NOBODY)
    assert [x.person for x in roster.lines] == [
        NewUser(Role.STUDENT, "Ann Lee", grade_level="8"),
        NewUser(Role.STUDENT, "Bo", grade_level="8"),
    ]
    assert (roster.ignored, roster.emails_left) == (("login_id", "status"), 1)


@pytest.mark.parametrize("head", ["E-Mail-Adresse", "Email address", "email_address", "E-Mail", "Mailadresse"])
def test_a_column_is_known_however_its_words_are_joined(head: str) -> None:
    (tom,) = read(f"Nachname;Vorname;Rolle;{head}\nRivera;Tom;Lehrkraft;tom@x.test\n", NOBODY).lines
    assert tom.person == NewUser(Role.TEACHER, "Tom Rivera", "tom@x.test")


def test_lines_are_counted_as_the_file_has_them() -> None:
    table = 'sep=|\nClass 8\nname|role\n"Ann\nLee"|student\n\nBo|parent\n'
    assert [(x.line, x.person.name, x.errors) for x in read(table, NOBODY).lines] == [
        (4, "Ann Lee", ()),
        (7, "Bo", ("role",)),
    ]


@given(st.text() | st.text().map(lambda x: HEAD + x))
def test_whatever_is_sent_is_read_or_refused(table: str) -> None:
    try:
        lines = read(table, NOBODY).lines
    except Invalid:
        return
    assert lines
