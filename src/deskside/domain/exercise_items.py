"""What a line of an exercise's file is (a fence, an option, a solution), and the items that are made of them. Lines are
read by hand, once from left to right: patterns for this took 41 s for one line of 4,000 spaces."""

from dataclasses import dataclass, replace
from fractions import Fraction

from deskside.domain.errors import Invalid
from deskside.domain.exercises import Choice, Drawing, Item, LongText, Number, ShortText
from deskside.domain.ids import ItemId
from deskside.domain.numbers import read_number, readings

OPTION_LIMIT = 12
SHOWN = 40
"""Characters of a line that a refusal repeats."""
OPTION_LIMIT = 12


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its number in the file, from 1."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Fence:
    """What opens a fenced block (CommonMark 4.5): its marks, the word after them, and what else is in the line."""

    marks: str
    word: str
    rest: str


@dataclass(frozen=True, slots=True)
class Option:
    """An option of a choice: “- [x] text”."""

    right: bool
    text: str


def lines_of(text: str) -> tuple[Line, ...]:
    """The lines of a text, however they end."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return tuple(Line(number, line) for number, line in enumerate(plain.split("\n"), 1))


def fence(text: str) -> Fence | None:
    """The fence that this line is; None if it is none."""
    began = text.lstrip(" ")
    if len(text) - len(began) > 3 or not began.startswith(("```", "~~~")):
        return None
    said = began.lstrip(began[0])
    if "`" in said:
        return None
    word, *rest = said.split(None, 1) or [""]
    return Fence(began[: len(began) - len(said)], word, "".join(rest).strip())


def closes(text: str, marks: str) -> bool:
    """Whether this line closes a block that these marks opened."""
    said = text.strip()
    return len(said) >= len(marks) and not said.strip(marks[0])


def option(text: str) -> Option | None:
    """The option that this line is; None if it is none."""
    said = text.lstrip()
    marked = said[1:].lstrip(" ")
    if said[:1] not in ("-", "*", "+") or said[1:2] != " " or marked[:3] not in ("[ ]", "[x]", "[X]"):
        return None
    words = marked[3:]
    if not words.startswith(" ") or not words.strip():
        return None
    return Option(marked[1] != " ", words.strip())


def solution(text: str) -> str | None:
    """What stands after “=”, perhaps nothing; None if the line is no solution."""
    said = text.strip()
    return said[1:].strip() if said.startswith("=") else None


def tolerance(written: str) -> tuple[str, str]:
    """A number and what it may be off by: “3.14 ± 0.01”, also with +- or +/-."""
    for sign in ("+/-", "+-"):
        written = written.replace(sign, "±", 1)
    value, _, off = written.partition("±")
    return value, off


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced item: the line that opens it, and what is inside."""

    kind: str
    item_id: ItemId
    opened: int
    lines: tuple[Line, ...]


def read_item(block: Block, *, stored: bool) -> Item:
    """The item that a block is. Raises Invalid with the line; `stored` as in `exercise_files.read_content`."""
    match block.kind:
        case "choice":
            return _choice(block)
        case "number":
            return _number(block, stored=stored)
        case "short-text":
            block, solutions = solutions_of(block)
            return ShortText(block.item_id, _prompt(block), tuple(line.text for line in solutions))
        case "long-text":
            return LongText(block.item_id, _prompt(block))
        case _:
            return Drawing(block.item_id, _prompt(block))


def _prompt(block: Block) -> str:
    prompt = "\n".join(line.text for line in block.lines).strip("\n")
    if not prompt.strip():
        raise wrong(block.opened, f"this {block.kind} asks nothing; write the question inside")
    return prompt


def _choice(block: Block) -> Choice:
    found = [(line, option(line.text)) for line in block.lines]
    options = [said for _, said in found if said]
    right = frozenset(number for number, said in enumerate(options, 1) if said.right)
    if not 2 <= len(options) <= OPTION_LIMIT:
        raise wrong(block.opened, f"a choice has 2 to {OPTION_LIMIT} options; write them as “- [ ] text”")
    if not right:
        raise wrong(block.opened, "no option is right; mark the right ones as “- [x] text”")
    asked = replace(block, lines=tuple(line for line, said in found if said is None))
    return Choice(block.item_id, _prompt(asked), tuple(said.text for said in options), right)


def _number(block: Block, *, stored: bool) -> Number:
    block, solutions = solutions_of(block)
    if len(solutions) != 1:
        raise wrong(block.opened, "a number needs one solution; write it as “= 5/6” or “= 3.14 ± 0.01”")
    written = solutions[0].text
    value, off = tolerance(written)
    numbers = read_number(value), read_number(off or "0")
    if numbers[0] is None or numbers[1] is None:
        raise wrong(solutions[0].number, f"“{_shown(written)}” is not a number; write for example 5/6 or 3.14 ± 0.01")
    if "," in value and len(readings(value)) > 1 and not stored:
        many = " or ".join(_plainly(x) for x in readings(value))
        raise wrong(solutions[0].number, f"“{_shown(written)}” can be read in two ways; write {many}")
    return Number(block.item_id, _prompt(block), numbers[0], abs(numbers[1]), written)


def _plainly(number: Fraction) -> str:
    return f"{float(number):.10g}"


def _shown(written: str) -> str:
    """Enough of it to be found again."""
    return written if len(written) <= SHOWN else f"{written[:SHOWN]}…"


def solutions_of(block: Block) -> tuple[Block, list[Line]]:
    """The lines after “=” at the end of the block, and the block without them."""
    end, found = len(block.lines), list[Line]()
    while end and (not block.lines[end - 1].text.strip() or solution(block.lines[end - 1].text) is not None):
        end -= 1
        line = block.lines[end]
        written = solution(line.text)
        if written == "":
            raise wrong(line.number, "there is nothing after “=”")
        if written is not None:
            found.append(Line(line.number, written))
    return replace(block, lines=block.lines[:end]), found[::-1]


def wrong(line: int, what: str) -> Invalid:
    """The refusal that names a line."""
    return Invalid(f"Line {line}: {what}.")
