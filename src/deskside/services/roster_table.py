"""A table of people as offices write it: which line names the columns, what they mean, and what is in them.

CSV (RFC 4180) with commas, semicolons, tabs or bars; a line “sep=;”, a title above, empty columns at the end are no
obstacle. Whatever cannot be read is refused with its line and column.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from deskside.domain.errors import Invalid
from deskside.domain.text import fold

COLUMNS = ("name", "role", "email", "grade_level", "course_level")
DELIMITERS = (",", ";", "\t", "|")
HEAD_WITHIN = 10
"""Lines that may stand above the names of the columns: a title, a date, an empty line."""
_MEANINGS = {
    "name": "name fullname studentname displayname",
    "first": "first firstname givenname forename vorname rufname",
    "last": "last lastname familyname surname nachname familienname",
    "role": "role type usertype rolle",
    "email": "email emailaddress mail emailadresse mailadresse",
    "grade_level": "gradelevel grade grades year class klasse jahrgang stufe",
    "course_level": "courselevel course subject kurs fach",
}
_COLUMN_OF = {word: column for column, words in _MEANINGS.items() for word in words.split()}
_BETWEEN = str.maketrans("", "", " _-")
"""Between the words of a column's name, where nobody agrees: “E-Mail-Adresse”, “email address”, “email_address”."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of people: its number in the file, and its cells by column."""

    line: int
    cells: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """What was read; `ignored` names the columns that mean nothing here."""

    rows: tuple[Row, ...]
    ignored: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    """The line that names the columns; None: a column without a meaning."""

    at: int
    names: tuple[str, ...]
    columns: tuple[str | None, ...]


def read_table(text: str) -> Table:
    """The table. Raises Invalid where it cannot be read, naming line and column."""
    clean = text.removeprefix("\ufeff")
    first, _, rest = clean.partition("\n")
    said = fold(first).startswith("sep=")
    chosen = first.strip('"\r ')[4:5] if said else ""
    body, skipped = (rest, 1) if said else (clean, 0)
    for delimiter in (chosen,) if chosen else DELIMITERS:
        head = _head(body, delimiter, skipped)
        if head is not None:
            return _table(body, delimiter, head, skipped)
    raise Invalid(
        f"No line names the columns. Write a first line such as {','.join(COLUMNS)}; first_name and last_name are "
        "understood too. A name is needed."
    )


def _head(body: str, delimiter: str, skipped: int) -> _Head | None:
    """The first line near the top that has a column for names."""
    for at, line in enumerate(_physical(body)[:HEAD_WITHIN]):
        names = tuple(" ".join(x.split()) for x in line.replace('"', "").split(delimiter))
        columns = tuple(_COLUMN_OF.get(fold(x).translate(_BETWEEN)) for x in names)
        if "name" not in columns and not {"first", "last"} <= set(columns):
            continue
        if twice := [x for x in columns if x is not None and columns.count(x) > 1]:
            raise Invalid(f"Line {at + 1 + skipped} names the column {twice[0]} twice. Take one of them out.")
        return _Head(at, names, columns)
    return None


def _table(body: str, delimiter: str, head: _Head, skipped: int) -> Table:
    rows = list[Row]()
    for where, cells in _lines(body, delimiter, head.at + 1, skipped):
        if not any(cell.strip() for cell in cells):
            continue
        for at, cell in enumerate(cells):
            if cell.strip() and (at >= len(head.names) or not head.names[at]):
                raise Invalid(f"Line {where}, column {at + 1}: there is something where no column has a name.")
        named = zip(head.columns, cells, strict=False)
        rows.append(Row(where, {column: cell.strip() for column, cell in named if column is not None}))
    named_in_vain = (x for x, column in zip(head.names, head.columns, strict=True) if x and column is None)
    return Table(tuple(rows), tuple(named_in_vain))


def _lines(body: str, delimiter: str, after: int, skipped: int) -> Iterator[tuple[int, list[str]]]:
    """Number and cells of each line below the head (what stands above it may be anything)."""
    below = _physical(body)[after:]
    reader = csv.reader(below, delimiter=delimiter, strict=True)
    began = after
    try:
        for cells in reader:
            yield began + 1 + skipped, cells
            began = after + reader.line_num
    except csv.Error as wrong:
        at = began + 1 + skipped
        column = _column_of_quote(below[began - after].rstrip("\r\n"), delimiter)
        if column is None:
            raise Invalid(f"Line {at}: there is a cell that is far too long. Perhaps a quote is not closed.") from wrong
        raise Invalid(
            f"Line {at}, column {column}: the quotes do not fit. Inside quotes a "
            'quote is written twice (""); or leave all quotes out.'
        ) from wrong


def _physical(body: str) -> list[str]:
    """Lines with their ends, as csv counts them: after a line feed, a carriage return, or both."""
    return list(io.StringIO(body, newline=""))


def _column_of_quote(line: str, delimiter: str) -> int | None:
    """The column whose quotes are not what RFC 4180 has; read once from left to right. None: it is not the quotes."""
    column, at = 1, 0
    while at < len(line):
        if line[at] == '"':
            at = line.find('"', at + 1)
            while at != -1 and line[at + 1 : at + 2] == '"':
                at = line.find('"', at + 2)
            if at == -1 or line[at + 1 : at + 2] not in (delimiter, ""):
                return column
        at = line.find(delimiter, at)
        if at == -1:
            break
        column, at = column + 1, at + 1
    return None
