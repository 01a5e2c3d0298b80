"""How an exercise is written in a file: front matter, then Markdown with items as fenced blocks (docs/exercises.md).

Every refusal names the line of the file.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from deskside.domain.errors import Invalid
from deskside.domain.exercise_items import Block, Line, closes, fence, lines_of, read_item, wrong
from deskside.domain.exercise_passages import require_drawable, require_drawable_item
from deskside.domain.exercises import Check, Item, Sheet
from deskside.domain.ids import ItemId
from deskside.domain.text import label

TITLE_LIMIT = 200
TOPIC_LIMIT = 80
"""Characters of a course's or a lesson's name."""
CONTENT_LIMIT = 20_000
"""Characters after the front matter."""
ITEM_LIMIT = 50
REMEMBERED_SHEETS = 256
"""More than are worked on at once in a large center; a sheet takes some kilobytes."""

KINDS = ("choice", "number", "short-text", "long-text", "drawing")


@dataclass(frozen=True, slots=True)
class ExerciseFile:
    """A file that was read: `content` is what follows the front matter, as it was written."""

    title: str
    course: str
    lesson: str
    check: Check
    content: str
    sheet: Sheet


def read_file(text: str) -> ExerciseFile:
    """An exercise from its file. Raises Invalid, naming the line."""
    lines = lines_of(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
    if lines[0].text.strip() != "---":
        raise wrong(1, "begin the file with ---, the title, and --- again")
    end = next((line.number for line in lines[1:] if line.text.strip() == "---"), None)
    if end is None:
        raise wrong(1, "the front matter is not closed: write --- after it")
    head = _head(lines[1 : end - 1])
    content = "\n".join(line.text for line in lines[end:]).strip("\n") + "\n"
    check = head.get("check", Check.NOW)
    return ExerciseFile(
        head["title"],
        head.get("course", ""),
        head.get("lesson", ""),
        Check(check),
        content,
        _sheet(lines[end:], stored=False),
    )


def read_content(content: str, *, stored: bool = False) -> Sheet:
    """The sheet of what follows the front matter; lines are counted from its beginning. `stored`: it was taken once,
    so what is refused only since then is read as it was meant when it was taken, and what no page can draw stays."""
    return _sheet(lines_of(content), stored=stored)


@lru_cache(maxsize=REMEMBERED_SHEETS)
def stored_sheet(content: str) -> Sheet:
    """The sheet of what is in the library. Sheets are values: one that was read is remembered by its content."""
    return read_content(content, stored=True)


class Described(Protocol):
    """An exercise with what stands at the top of its file."""

    @property
    def title(self) -> str: ...
    @property
    def course(self) -> str: ...
    @property
    def lesson(self) -> str: ...
    @property
    def check(self) -> Check: ...
    @property
    def content(self) -> str: ...


def write_file(file: Described) -> str:
    """The file that reads as this exercise."""
    fields = {"title": file.title, "course": file.course, "lesson": file.lesson, "check": file.check.value}
    head = "\n".join(f"{name}: {_quoted(value)}" for name, value in fields.items() if value)
    return f"---\n{head}\n---\n\n{file.content}"


_FIELDS = {"title": TITLE_LIMIT, "course": TOPIC_LIMIT, "lesson": TOPIC_LIMIT, "check": len("later")}


def _head(lines: tuple[Line, ...]) -> dict[str, str]:
    head: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.text.partition(":")
        name, value = name.strip().lower(), _unquoted(value.strip())
        if not line.text.strip():
            continue
        if not colon or name not in _FIELDS:
            raise wrong(line.number, f"the front matter knows {', '.join(_FIELDS)}; write for example “title: Halves”")
        try:
            value = label(value, _FIELDS[name])
        except Invalid as refused:
            raise wrong(line.number, f"{name}: {refused.message.rstrip('.')}") from None
        if name == "check" and value not in list(Check):
            raise wrong(line.number, "check is now or later")
        head[name] = value
    if not head.get("title"):
        raise wrong(1, "the exercise has no title; write for example “title: Halves”")
    return head


def _unquoted(value: str) -> str:
    return value[1:-1].strip() if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _quoted(value: str) -> str:
    return f'"{value}"' if value[0] in "\"'" else value


def _sheet(lines: tuple[Line, ...], *, stored: bool) -> Sheet:
    """Text and items in their order."""
    _require_size(lines)
    first = lines[0].number if lines else 1
    parts: list[str | Item] = []
    text: list[Line] = []
    at = items = 0
    while at < len(lines):
        line, opened = lines[at], fence(lines[at].text)
        end = at if opened is None else _end(lines, at, opened.marks)
        closed = end < len(lines)
        if opened is None or opened.word not in KINDS:  # text, or a block of code, which is text
            text += lines[at : end + 1]
            at = end + 1
            continue
        if not closed:
            raise wrong(line.number, f"this {opened.word} is not closed: write {opened.marks} after it")
        if opened.rest:
            raise wrong(line.number, f"write nothing after “{opened.word}”; the question begins in the next line")
        items += 1
        if items > ITEM_LIMIT:
            raise wrong(line.number, f"this is item {items}; at most {ITEM_LIMIT} are possible")
        _end_text(parts, text, stored=stored)
        block = Block(opened.word, ItemId(str(items)), line.number, lines[at + 1 : end])
        parts.append(read_item(block, stored=stored))
        if not stored:
            require_drawable_item(block)
        at = end + 1
    _end_text(parts, text, stored=stored)
    if not parts:
        raise wrong(first, "the exercise is empty")
    return Sheet(tuple(parts))


def _end(lines: tuple[Line, ...], opened: int, marks: str) -> int:
    """Where the fence is that closes this block; after the last line if there is none."""
    later = (at for at in range(opened + 1, len(lines)) if closes(lines[at].text, marks))
    return next(later, len(lines))


def _require_size(lines: tuple[Line, ...]) -> None:
    size, blank = 0, 0
    for line in lines:
        if not line.text:
            blank += bool(size)  # at the beginning and the end they do not count
            continue
        size, blank = size + blank + len(line.text) + bool(size), 0
        if size > CONTENT_LIMIT:
            raise wrong(line.number, f"the exercise is too long: at most {CONTENT_LIMIT} characters")
        if "\x00" in line.text:
            raise wrong(line.number, "there is a character that no text has; save the file as UTF-8")


def _end_text(parts: list[str | Item], text: list[Line], *, stored: bool) -> None:
    if markdown := "\n".join(line.text for line in text).strip("\n"):
        if not stored:
            require_drawable(tuple(text))
        parts.append(markdown)
    text.clear()
