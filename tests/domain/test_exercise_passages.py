"""An import refuses what no page can draw, and names the line of the file; what is stored already is read as ever."""

from pathlib import Path

import pytest

from deskside.domain.errors import Invalid
from deskside.domain.exercise_files import read_content, read_file, stored_sheet

CASES = Path(__file__).parents[1] / "vectors" / "mathematics"
HEAD = "---\ntitle: T\n---\n"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("Good $x$.\n\nBad $\\nosuchthing$.\n", 6),
        ("Text.\n\n![a house](house.png)\n\n```long-text\nWhy?\n```\n", 6),
        ("```long-text\nWhy?\n```\n\nAfter it:\n\n\\[ x\n", 10),
        ("```long-text\n\nSee ![it][1].\n```\n", 6),
        ("```drawing\nDraw $\\left( x$.\n```\n", 5),
        ("```number\nHow many?\n$\\nosuchthing$\n\n= 2\n```\n", 6),
        ("```short-text\n$\\nosuchthing$\n= $\\nosuchthing$\n```\n", 5),
        ("```choice\nWhich?\n- [x] $x$\n- [ ] $\\nosuchthing$\n```\n", 7),
        ("```choice\n- [x] $x$\n- [ ] $y$\n\nWhich $\\nosuchthing$?\n```\n", 8),
    ],
)
def test_what_no_page_can_draw_is_refused_with_its_line(content: str, line: int) -> None:
    with pytest.raises(Invalid, match=rf"^Line {line}: "):
        read_file(HEAD + content)
    with pytest.raises(Invalid, match=rf"^Line {line - 3}: "):
        read_content(content)
    assert stored_sheet(content) == read_content(content, stored=True)


def test_marks_of_one_item_never_meet_those_of_the_next() -> None:
    two = "".join(f"```choice\nWhich?\n- [x] {price}\n- [ ] none\n```\n" for price in ("$5", "$7"))
    assert len(read_file(HEAD + two).sheet.items) == 2


def test_code_and_solutions_are_not_drawn() -> None:
    text = "```python\n![x](y) $\\nosuchthing$\n```\n\n```short-text\nWhich command?\n= $\\nosuchthing$\n```\n"
    assert read_file(HEAD + text).sheet.items


def test_a_file_as_open_courses_write_it_is_refused_for_its_picture_alone() -> None:
    text = (CASES / "math-as-open-courses-write-it.md").read_text("utf-8")
    lines = text.split("\n")
    at = next(number for number, line in enumerate(lines, 1) if "![" in line)
    with pytest.raises(Invalid, match=rf"^Line {at}: pictures cannot be shown"):
        read_file(text)
    del lines[at - 1]
    assert read_file("\n".join(lines)).title == "Mathematics as open courses write it"


def test_a_file_from_right_to_left_is_imported() -> None:
    assert read_file((CASES / "right-to-left-with-math.md").read_text("utf-8")).sheet.items
