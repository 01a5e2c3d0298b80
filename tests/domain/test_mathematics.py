"""Where formulas stand in a text, and whether pages can draw them."""

import itertools
import json
import sys
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.drawable import CELL_LIMIT, DEPTH_LIMIT, TEX_LIMIT, faults, undrawable
from deskside.domain.mathematics import formulas
from tests.vectors import make_mathematics
from tests.vectors.make_mathematics import PIECES

DRAWABLE = Path(__file__).parent.parent / "vectors" / "drawable.json"
CASES = Path(__file__).parent.parent / "vectors" / "mathematics"


def test_the_vectors_for_pages_are_current() -> None:
    assert make_mathematics.FILE.read_text(encoding="utf-8") == make_mathematics.made()


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_formulas_are_in_order_and_do_not_overlap(text: str) -> None:
    found = formulas(text)
    assert all(one.end <= other.start for one, other in itertools.pairwise(found))
    assert all(each.tex and each.tex in text for each in found)
    assert all(1 <= fault.line <= text.count("\n") + 1 for fault in faults(text))


def steps(text: str) -> int:
    """Lines of Python that it takes to find and judge what is in this text."""
    count = 0

    def trace(frame: FrameType, event: str, _: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        list(faults(text))
    finally:
        sys.settrace(before)
    return count


BRACKETS = (
    "[",
    "![a]",
    "[\n",
    "![![a]",
    "![a\n[a]:",
    "]:",
    "]:\n",
    "- - [a]:",
    "1. > ",
    "\n   ",
    "$a&$",
    "$\\\\$",
    "$%$",
)
"""What a search for pictures and for cells goes through."""


@pytest.mark.parametrize(
    "piece", [*PIECES, "$a ", "${ a$ ", "{$a$", "$a$}", "![", "![a](", "\\left(", "`` ` ", *BRACKETS]
)
def test_twice_the_text_takes_twice_the_steps(piece: str) -> None:
    once, twice = steps(piece * 300), steps(piece * 600)
    assert twice < 2.5 * once + 500


@pytest.mark.parametrize(
    ("text", "line", "what"),
    [
        ("a\n$$\nx", 2, "$$ has no $$"),
        ("a \\(x", 1, "\\( has no \\)"),
        ("\n\nx \\]", 3, "\\] has no \\["),
        ("\\begin{tabular}x\\end{tabular}", 1, "stands alone"),
        ("$$\\begin{tabular}{c}x\\end{tabular}$$", 1, "\\begin{tabular} cannot be drawn"),
        ("$$\\begin{cases}x\\end{matrix}$$", 1, "\\end{matrix} closes nothing"),
        ("$$\\begin x$$", 1, "\\begin{} cannot be drawn"),
        ("$$\\begin{cases}x$$", 1, "\\end{cases} is missing"),
        ("\n$\\textcolour{red}{x}$", 2, "\\textcolour cannot be drawn"),
        ("$x}$", 1, "} closes nothing"),
        ("$\\left( x$", 1, "\\right is missing"),
        ("$$ {x $$", 1, "} is missing"),
        ("ok\n![triangle](triangle.png)", 2, "pictures cannot be shown"),
        ("![triangle][1]", 1, "pictures cannot be shown"),
        ("![b]\n\n[b]: http://example.org/x.png", 1, "pictures cannot be shown"),
        ("a\n![Big  B]\n\n> - [big b]: <x.png>", 2, "pictures cannot be shown"),
        ("![b][]\n\n[b]: x.png", 1, "pictures cannot be shown"),
        ("![a [b] c](x.png)", 1, "pictures cannot be shown"),
        ("[![a](x.png)](y)", 1, "pictures cannot be shown"),
        ("![a `]` $]$ \\] c](x.png)", 1, "pictures cannot be shown"),
        ("$\\href{https://example.org}{x}$", 1, "\\href cannot be drawn"),
        ("$x$\n\n$\\includegraphics{x.png}$", 3, "\\includegraphics cannot be drawn"),
        ("a\n$$\\def\\a{x}\\a$$", 2, "\\def makes a command"),
        ("$\\newcommand{\\R}{\\mathbb{R}} x \\in \\R$", 1, "\\newcommand makes a command"),
        (f"$$\\begin{{matrix}}{'&' * (CELL_LIMIT + 1)}\\end{{matrix}}$$", 1, "cells"),
        (f"$${'x' * (TEX_LIMIT + 1)}$$", 1, "at most"),
        (f"$${'{' * (DEPTH_LIMIT + 1)}x{'}' * (DEPTH_LIMIT + 1)}$$", 1, "levels"),
    ],
)
def test_what_no_page_can_draw_is_named_with_its_line(text: str, line: int, what: str) -> None:
    first = next(faults(text))
    assert first.line == line
    assert what in first.what


@pytest.mark.parametrize(
    "text",
    [
        "10$, 12$ ou 15$ par billet, costs \\$5",
        "`$$` and\n\n```\n$$\n```",
        "\\![not a picture](x), ![ nor this, `![a](b)`, $![a](b)$",
        "![b] is a factorial of nothing, ![a\n\n](b), ![x] [x]: y, [![b]]\n\n[c]: x.png",
        "$50% \\text{ von } 200 =$ and $\\frac{50%}{2}$",
        "$$\\left\\{ \\begin{array}{c} a \\\\ \\text{if $x>0$} \\end{array} \\right.$$",
    ],
)
def test_what_pages_draw_is_taken(text: str) -> None:
    assert not list(faults(text))


def test_of_what_open_courses_write_only_the_picture_is_refused() -> None:
    for case in sorted(CASES.glob("*.md")):
        found = [(fault.line, fault.what) for fault in faults(case.read_text(encoding="utf-8"))]
        assert all("picture" in what for _, what in found), found


def test_pages_and_imports_draw_the_same() -> None:
    cases = json.loads(DRAWABLE.read_text(encoding="utf-8"))
    assert len(cases) > 20
    for case in cases:
        tex = case["before"] + case["piece"] * case["times"] + case["after"]
        assert (undrawable(tex) is None) == case["drawn"], tex
