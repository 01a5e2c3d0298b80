"""How an exercise is written in a file: front matter, then Markdown with items as fenced blocks (docs/exercises.md).

Every refusal names the line of the file.
"""

import re
from dataclasses import dataclass, replace

from deskside.domain.errors import Invalid
from deskside.domain.exercises import Check, Choice, Drawing, Item, LongText, Number, Sheet, ShortText, read_number
from deskside.domain.ids import ItemId

TITLE_LIMIT = 200
TOPIC_LIMIT = 80
"""Characters of a course's or a lesson's name."""
CONTENT_LIMIT = 20_000
"""Characters after the front matter."""
ITEM_LIMIT = 50
OPTION_LIMIT = 12

KINDS = ("choice", "number", "short-text", "long-text", "drawing")
_FENCE = re.compile(r" {0,3}(?P<marks>`{3,}|~{3,})[ \t]*(?P<word>[^\s`]*)[ \t]*(?P<rest>[^`]*)")
_OPTION = re.compile(r"\s*[-*+] +\[(?P<mark>[ xX])\] +(?P<text>\S.*)")
_SOLUTION = re.compile(r"\s*= *(?P<text>.*?)\s*")
_TOLERANCE = re.compile(r"\s*(?:±|\+/-|\+-)\s*")


@dataclass(frozen=True, slots=True)
class ExerciseFile:
    """A file that was read: `content` is what follows the front matter, as it was written."""

    title: str
    course: str
    lesson: str
    check: Check
    content: str
    sheet: Sheet


@dataclass(frozen=True, slots=True)
class _Line:
    """A line and its number in the file, from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class _Block:
    """A fenced item: the line that opens it, and what is inside."""

    kind: str
    item_id: ItemId
    opened: int
    lines: tuple[_Line, ...]


def read_file(text: str) -> ExerciseFile:
    """An exercise from its file. Raises Invalid, naming the line."""
    lines = _lines(text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}"))
    if lines[0].text.strip() != "---":
        raise _wrong(1, "begin the file with ---, the title, and --- again")
    end = next((line.number for line in lines[1:] if line.text.strip() == "---"), None)
    if end is None:
        raise _wrong(1, "the front matter is not closed: write --- after it")
    head = _head(lines[1 : end - 1])
    content = "\n".join(line.text for line in lines[end:]).strip("\n") + "\n"
    check = head.get("check", Check.NOW)
    return ExerciseFile(
        head["title"], head.get("course", ""), head.get("lesson", ""), Check(check), content, _sheet(lines[end:])
    )


def read_content(content: str) -> Sheet:
    """The sheet of what follows the front matter; lines are counted from its beginning."""
    return _sheet(_lines(content))


def write_file(file: ExerciseFile) -> str:
    """The file that reads as this exercise."""
    fields = {"title": file.title, "course": file.course, "lesson": file.lesson, "check": file.check.value}
    head = "\n".join(f"{name}: {_quoted(value)}" for name, value in fields.items() if value)
    return f"---\n{head}\n---\n\n{file.content}"


def _lines(text: str) -> tuple[_Line, ...]:
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return tuple(_Line(number, line) for number, line in enumerate(plain.split("\n"), 1))


_FIELDS = {"title": TITLE_LIMIT, "course": TOPIC_LIMIT, "lesson": TOPIC_LIMIT, "check": len("later")}


def _head(lines: tuple[_Line, ...]) -> dict[str, str]:
    head: dict[str, str] = {}
    for line in lines:
        name, colon, value = line.text.partition(":")
        name, value = name.strip().lower(), _unquoted(value.strip())
        if not line.text.strip():
            continue
        if not colon or name not in _FIELDS:
            raise _wrong(line.number, f"the front matter knows {', '.join(_FIELDS)}; write for example “title: Halves”")
        if len(value) > _FIELDS[name] or not value.isprintable():
            raise _wrong(line.number, f"{name} has at most {_FIELDS[name]} characters, in one line")
        if name == "check" and value not in list(Check):
            raise _wrong(line.number, "check is now or later")
        head[name] = value
    if not head.get("title"):
        raise _wrong(1, "the exercise has no title; write for example “title: Halves”")
    return head


def _unquoted(value: str) -> str:
    return value[1:-1].strip() if len(value) > 1 and value[0] == value[-1] and value[0] in "\"'" else value


def _quoted(value: str) -> str:
    return f'"{value}"' if value[0] in "\"'" else value


def _sheet(lines: tuple[_Line, ...]) -> Sheet:
    """Text and items in their order."""
    _require_size(lines)
    first = lines[0].number if lines else 1
    parts: list[str | Item] = []
    text: list[str] = []
    rest = list(lines)
    while rest:
        line = rest.pop(0)
        fence = _FENCE.fullmatch(line.text)
        if fence is None:
            text.append(line.text)
            continue
        inside, closed = _inside(fence["marks"], rest)
        if fence["word"] not in KINDS:  # a block of code, which is text
            text += [line.text, *(x.text for x in inside), *([rest.pop(0).text] if closed else [])]
            continue
        if not closed:
            raise _wrong(line.number, f"this {fence['word']} is not closed: write {fence['marks']} after it")
        if fence["rest"].strip():
            raise _wrong(line.number, f"write nothing after “{fence['word']}”; the question begins in the next line")
        rest.pop(0)
        _end_text(parts, text)
        item_id = ItemId(str(1 + sum(not isinstance(part, str) for part in parts)))
        parts.append(_item(_Block(fence["word"], item_id, line.number, tuple(inside))))
    _end_text(parts, text)
    if not parts:
        raise _wrong(first, "the exercise is empty")
    sheet = Sheet(tuple(parts))
    if len(sheet.items) > ITEM_LIMIT:
        raise _wrong(first, f"the exercise has {len(sheet.items)} items; at most {ITEM_LIMIT} are possible")
    return sheet


def _require_size(lines: tuple[_Line, ...]) -> None:
    size = 0
    for line in lines:
        size += len(line.text) + 1
        if size > CONTENT_LIMIT + 1:
            raise _wrong(line.number, f"the exercise is too long: at most {CONTENT_LIMIT} characters")
        if "\x00" in line.text:
            raise _wrong(line.number, "there is a character that no text has; save the file as UTF-8")


def _inside(marks: str, rest: list[_Line]) -> tuple[list[_Line], bool]:
    """Take the lines of a fenced block off `rest`; whether the fence that closes it is next (CommonMark 4.5)."""
    inside: list[_Line] = []
    while rest:
        mark = rest[0].text.strip()
        if set(mark) == {marks[0]} and len(mark) >= len(marks):
            return inside, True
        inside.append(rest.pop(0))
    return inside, False


def _end_text(parts: list[str | Item], text: list[str]) -> None:
    if markdown := "\n".join(text).strip("\n"):
        parts.append(markdown)
    text.clear()


def _item(block: _Block) -> Item:
    match block.kind:
        case "choice":
            return _choice(block)
        case "number":
            return _number(block)
        case "short-text":
            block, solutions = _solutions(block)
            return ShortText(block.item_id, _prompt(block), tuple(line.text for line in solutions))
        case "long-text":
            return LongText(block.item_id, _prompt(block))
        case _:
            return Drawing(block.item_id, _prompt(block))


def _prompt(block: _Block) -> str:
    prompt = "\n".join(line.text for line in block.lines).strip("\n")
    if not prompt.strip():
        raise _wrong(block.opened, f"this {block.kind} asks nothing; write the question inside")
    return prompt


def _choice(block: _Block) -> Choice:
    found = [(line, _OPTION.fullmatch(line.text)) for line in block.lines]
    options = [option for _, option in found if option]
    right = frozenset(number for number, option in enumerate(options, 1) if option["mark"] != " ")
    if not 2 <= len(options) <= OPTION_LIMIT:
        raise _wrong(block.opened, f"a choice has 2 to {OPTION_LIMIT} options; write them as “- [ ] text”")
    if not right:
        raise _wrong(block.opened, "no option is right; mark the right ones as “- [x] text”")
    asked = replace(block, lines=tuple(line for line, option in found if option is None))
    return Choice(block.item_id, _prompt(asked), tuple(option["text"].strip() for option in options), right)


def _number(block: _Block) -> Number:
    block, solutions = _solutions(block)
    if len(solutions) != 1:
        raise _wrong(block.opened, "a number needs one solution; write it as “= 5/6” or “= 3.14 ± 0.01”")
    written = solutions[0].text
    value, _, tolerance = (_TOLERANCE.sub(" ± ", written)).partition(" ± ")
    numbers = read_number(value), read_number(tolerance or "0")
    if numbers[0] is None or numbers[1] is None:
        raise _wrong(solutions[0].number, f"“{written}” is not a number; write for example 5/6 or 3.14 ± 0.01")
    return Number(block.item_id, _prompt(block), numbers[0], abs(numbers[1]), written)


def _solutions(block: _Block) -> tuple[_Block, list[_Line]]:
    """The lines after “=” at the end of the block, and the block without them."""
    lines, found = list(block.lines), list[_Line]()
    while lines and (not lines[-1].text.strip() or _SOLUTION.fullmatch(lines[-1].text)):
        line = lines.pop()
        written = _SOLUTION.fullmatch(line.text)
        if written is None:
            continue
        if not written["text"]:
            raise _wrong(line.number, "there is nothing after “=”")
        found.insert(0, _Line(line.number, written["text"]))
    return replace(block, lines=tuple(lines)), found


def _wrong(line: int, what: str) -> Invalid:
    return Invalid(f"Line {line}: {what}.")
