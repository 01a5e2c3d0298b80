"""Whether a page can draw the mathematics of a text, said before anybody is given it: what is wrong, and in which line.

What a page draws is in `tex_names`, which is made from the library that draws. A formula that passes here may still be
wrong TeX (a fraction of one part); pages show that in red, as it is written.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from deskside.domain.drawable_pictures import pictures
from deskside.domain.mathematics import Formula, Token, code_in, formulas, tokens_of
from deskside.domain.tex_names import COMMANDS, ENVIRONMENTS

TEX_LIMIT = 2000
"""Characters of one formula."""
DEPTH_LIMIT = 30
"""Braces, brackets and environments within one another."""
PARTNERS = {"$$": "$$", "\\[": "\\]", "\\(": "\\)", "\\]": "\\[", "\\)": "\\("}
CELL_LIMIT = 400
"""Signs that end a cell or a line of a table in one formula: a page draws each cell as a dozen elements."""
_MARK = re.compile(r"\\(?P<command>[a-zA-Z@]+|.)|(?P<brace>[{}])|&", re.DOTALL)
"""A percent sign is one: in TeX it would hide what follows, which nobody means who writes `50%`."""
_DEFINES = frozenset(
    (
        "def",
        "edef",
        "gdef",
        "xdef",
        "let",
        "futurelet",
        "global",
        "long",
        "newcommand",
        "renewcommand",
        "providecommand",
    )
)
"""What makes a command: a few characters could stand for any number of signs, and a page draws each of them."""
_ENDS_CELL = frozenset(("&", "\\\\", "\\cr", "\\newline"))
_NO_PICTURE = "pictures cannot be shown; describe it in words, or draw it on the board"


@dataclass(frozen=True, slots=True)
class Fault:
    """What a page could not draw. `line` counts from 1."""

    line: int
    what: str


def faults(text: str) -> Iterator[Fault]:
    """Everything in this Markdown that no page can draw, from the first line to the last; none: all can be drawn."""
    code, found = code_in(text), formulas(text)
    tokens = tokens_of(text, code)
    wrong = [*_alone(tokens, found), *((at, _NO_PICTURE) for at in pictures(text, code, found))]
    wrong += [(formula.start, what) for formula in found if (what := undrawable(formula.tex))]
    for at, what in sorted(wrong):
        yield Fault(text.count("\n", 0, at) + 1, what)


def _alone(tokens: list[Token], found: tuple[Formula, ...]) -> Iterator[tuple[int, str]]:
    """Marks that belong to no formula. A single $ may be a price."""
    spans = iter(found)
    span = next(spans, None)
    for token in tokens:
        while span is not None and token.at >= span.end:
            span = next(spans, None)
        if span is not None and token.at >= span.start:
            continue
        if token.kind in PARTNERS:
            yield token.at, f"{token.kind} has no {PARTNERS[token.kind]} that belongs to it"
        elif token.kind in ("begin", "end"):
            mark = f"\\{token.kind}{{{token.name}}}"
            yield token.at, f"{mark} stands alone; write $$ before the formula and $$ after it"


def undrawable(tex: str) -> str | None:
    """Why a page cannot draw this formula; None if it can."""
    if len(tex) > TEX_LIMIT:
        return f"a formula has at most {TEX_LIMIT} characters; make two of it"
    opened: list[str] = []
    cells = 0
    for mark in _MARK.finditer(tex):
        command = mark["command"] or ""
        if mark["brace"] == "{" or command == "left":
            opened.append("}" if mark["brace"] else "right")
        elif mark["brace"] == "}" or command == "right":
            if not opened or opened.pop() != (mark["brace"] or "right"):
                return f"in this formula {mark[0]} closes nothing"
        elif command in ("begin", "end"):
            if (wrong := _environment(tex, mark, opened)) is not None:
                return wrong
        elif command in _DEFINES:
            return f"\\{command} makes a command, which formulas cannot; write out what it stands for"
        elif command not in COMMANDS and (command.isalpha() or "@" in command):
            return f"\\{command} cannot be drawn; write the formula without it"
        cells += mark[0] in _ENDS_CELL
        if cells > CELL_LIMIT:
            return f"a formula has at most {CELL_LIMIT} cells; make two of it"
        if len(opened) > DEPTH_LIMIT:
            return f"a formula has at most {DEPTH_LIMIT} levels of braces and brackets"
    return None if not opened else f"in this formula something is not closed: {_missing(opened[-1])} is missing"


def _environment(tex: str, mark: re.Match[str], opened: list[str]) -> str | None:
    name = tex[mark.end() + 1 : mark.end() + 21].partition("}")[0] if tex[mark.end() : mark.end() + 1] == "{" else ""
    if name not in ENVIRONMENTS:
        return f"\\{mark['command']}{{{name}}} cannot be drawn; take one of {', '.join(_USUAL)}"
    if mark["command"] == "begin":
        opened.append(f"end {name}")
    elif not opened or opened.pop() != f"end {name}":
        return f"in this formula \\end{{{name}}} closes nothing"
    return None


_USUAL = ("aligned", "cases", "array", "matrix", "pmatrix", "gathered")


def _missing(closing: str) -> str:
    word, _, name = closing.partition(" ")
    return f"\\end{{{name}}}" if name else "\\right" if word == "right" else word
