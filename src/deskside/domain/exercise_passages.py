"""What of an exercise's file is drawn as Markdown: the texts, each question, each option. What no page can draw is
refused while it can still be mended; what is stored already is never judged by it."""

from collections.abc import Iterator

from deskside.domain.drawable import faults
from deskside.domain.exercise_items import Block, Line, option, solutions_of, wrong


def require_drawable(lines: tuple[Line, ...]) -> None:
    """Raises Invalid, naming the line, for the first thing in this passage that no page can draw."""
    for fault in faults("\n".join(line.text for line in lines)):
        raise wrong(lines[fault.line - 1].number, fault.what)


def require_drawable_item(block: Block) -> None:
    """The same for the question of an item and each of its options."""
    for passage in _passages(block):
        require_drawable(passage)


def _passages(block: Block) -> Iterator[tuple[Line, ...]]:
    if block.kind == "choice":
        found = [(line, option(line.text)) for line in block.lines]
        yield tuple(line for line, said in found if said is None)
        yield from ((Line(line.number, said.text),) for line, said in found if said is not None)
    elif block.kind in ("number", "short-text"):
        yield solutions_of(block)[0].lines
    else:
        yield block.lines
