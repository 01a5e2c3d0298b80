"""Exercise files: what they say, what is wrong with them and where, and which answers are right."""

from collections.abc import Callable
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.domain.errors import Invalid, NotFound
from deskside.domain.exercise_files import CONTENT_LIMIT, ITEM_LIMIT, read_content, read_file, write_file
from deskside.domain.exercises import (
    Check,
    Choice,
    Drawing,
    Judgement,
    LongText,
    Number,
    ShortText,
    is_right,
    judged,
    solution,
)
from deskside.domain.ids import ItemId
from deskside.domain.text import label, line

FILE = """\
---
title: "Halves: a start"
course: Mathematics
lesson: Fractions
check: later
---

Read *this* first.

```python
print("```number is no item in here")
```

```number
$\\frac{1}{2} + \\frac{1}{3} =$
= 5/6
```

~~~~choice
Which are even?

```
2, 3, 4
```
- [x] two
- [ ] three
- [X] four
~~~~

```short-text
The capital of France?
= Paris
= paris, France

```

```long-text
Why?
= is no solution here
```

```drawing
Draw it.
```
The end.
"""


def test_a_file_says_title_topics_check_text_and_items_in_their_order() -> None:
    file = read_file(FILE)
    assert (file.title, file.course, file.lesson, file.check) == (
        "Halves: a start",
        "Mathematics",
        "Fractions",
        Check.LATER,
    )
    first, *items, last = file.sheet.parts
    assert isinstance(first, str)
    assert first.startswith("Read *this* first.\n\n```python")
    assert last == "The end."
    assert items == [
        Number(ItemId("1"), "$\\frac{1}{2} + \\frac{1}{3} =$", Fraction(5, 6), Fraction(0), "5/6"),
        Choice(ItemId("2"), "Which are even?\n\n```\n2, 3, 4\n```", ("two", "three", "four"), frozenset({1, 3})),
        ShortText(ItemId("3"), "The capital of France?", ("Paris", "paris, France")),
        LongText(ItemId("4"), "Why?\n= is no solution here"),
        Drawing(ItemId("5"), "Draw it."),
    ]
    assert file.sheet.item_ids == tuple("12345")
    assert [solution(x) for x in file.sheet.items] == [("5/6",), ("1", "3"), ("Paris", "paris, France"), (), ()]


def test_what_is_read_is_written_as_a_file_that_reads_the_same() -> None:
    file = read_file("\ufeff" + FILE.replace("\n", "\r\n"))
    assert read_file(write_file(file)) == file


LINE = st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1, max_size=30)
WORDS = st.text(st.characters(categories=["L", "N"]), min_size=1, max_size=30)


@given(LINE, LINE, st.sampled_from(Check), WORDS)
def test_whatever_is_in_the_front_matter_survives_writing_and_reading(
    title: str, course: str, check: Check, text: str
) -> None:
    try:
        kept = line(title, 200), label(course, 80)
    except Invalid:
        return  # marks without a letter, or a letter under a heap of them
    file = read_file(f"---\ntitle: '{title}'\ncourse: '{course}'\ncheck: {check}\n---\nRead: {text}")
    assert (file.title, file.course, file.check) == (*kept, check)
    assert read_file(write_file(file)) == file


def refusal(read: Callable[[str], object], source: str) -> str:
    try:
        read(source)
    except Invalid as error:
        return error.message
    return "none"


@given(st.text(st.sampled_from("`~=-[] x\nab:±1/"), max_size=80))
def test_whatever_a_file_holds_it_is_read_or_refused_with_its_line(text: str) -> None:
    for source in (text, f"---\n{text}", f"---\ntitle: T\n---\n{text}", f"```choice\n{text}\n```"):
        assert refusal(read_file, source).startswith(("Line ", "none"))
        assert refusal(read_content, source).startswith(("Line ", "none"))


HEAD = "---\ntitle: T\n---\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("title: T\n", "Line 1: begin the file with ---"),
        ("---\ntitle: T\n", "Line 1: the front matter is not closed"),
        ("---\n\nlesson: L\n---\nText", "Line 1: the exercise has no title"),
        ("---\ntitle: T\nauthor: A\n---\nText", "Line 3: the front matter knows title, course, lesson, check"),
        ("---\ntitle\n---\nText", "Line 2: the front matter knows"),
        (f"---\ntitle: {'T' * 201}\n---\nText", "Line 2: title: Write at most 200"),
        ("---\ntitle: T\ncheck: soon\n---\nText", "Line 3: check is now or later"),
        ("---\ntitle: T\n---", "Line 1: the exercise is empty"),
        (HEAD + "\n\n", "Line 4: the exercise is empty"),
        (HEAD + "a\nb\x00", "Line 5: there is a character that no text has"),
        (HEAD + "a\n" + "x" * CONTENT_LIMIT, "Line 5: the exercise is too long"),
        (HEAD + "```drawing\nx\n```\n" * (ITEM_LIMIT + 1), "Line 154: this is item 51; at most 50"),
        (HEAD + "Text\n```number\n1 + 1\n= 2\n", "Line 5: this number is not closed: write ```"),
        (HEAD + "```number 1 + 1\n= 2\n```", "Line 4: write nothing after “number”"),
        (HEAD + "```long-text\n\n```", "Line 4: this long-text asks nothing"),
        (HEAD + "```number\n1 + 1\n```", "Line 4: a number needs one solution"),
        (HEAD + "```number\n1 + 1\n= 2\n= 3\n```", "Line 4: a number needs one solution"),
        (HEAD + "```number\n1 + 1\n= two\n```", "Line 6: “two” is not a number"),
        (HEAD + "```number\n1 + 1\n= 2 ± some\n```", "Line 6: “2 ± some” is not a number"),
        (HEAD + "```number\n1 + 1\n= 12,500\n```", "Line 6: “12,500” can be read in two ways; write 12.5 or 12500"),
        (HEAD + "```short-text\nWho?\n=\n```", "Line 6: there is nothing after “=”"),
        (HEAD + "```choice\nWhich?\n- [x] a\n```", "Line 4: a choice has 2 to 12 options"),
        (HEAD + "```choice\nWhich?\n- [ ] a\n- [ ] b\n```", "Line 4: no option is right"),
        (HEAD + "```choice\n- [x] a\n- [ ] b\n```", "Line 4: this choice asks nothing"),
    ],
)
def test_a_file_that_is_wrong_is_refused_with_the_line(text: str, message: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_file(text)
    assert refused.value.message.startswith(message), refused.value.message


def test_a_block_of_code_may_be_left_open_at_the_end() -> None:
    assert read_content("```\ncode").parts == ("```\ncode",)


ITEMS = read_content(
    "```choice\nWhich?\n- [x] a\n- [ ] b\n- [x] c\n```\n"
    "```number\nPi?\n= 3.14 +- 0,01\n```\n"
    "```short-text\nWho?\n= Ada  Lovelace\n```\n"
    "```short-text\nWho else?\n```\n"
    "```long-text\nWhy?\n```\n"
    "```drawing\nDraw.\n```"
).items


@pytest.mark.parametrize(
    ("item", "value", "right"),
    [
        (0, "1,3", True),
        (0, "3, 1", True),
        (0, "1", False),
        (0, "1,2,3", False),
        (0, " ", None),
        (1, "3.15", True),
        (1, "3,13", True),
        (1, "3.151", False),
        (1, "22/7", True),
        (1, "round", None),
        (2, "ADA\u00a0Love\u200blace", True),
        (2, " ada lovelace.", True),
        (2, "Ada", False),
        (3, "Grace", None),
        (4, "Because", None),
        (5, "drawn", None),
    ],
)
def test_answers_are_right_wrong_or_for_a_person_to_tell(item: int, value: str, right: bool | None) -> None:
    assert is_right(ITEMS[item], value) is right


@pytest.mark.parametrize("value", ["0", "4", "a", "1,,3", "01", "1;3"])
def test_a_choice_of_what_is_not_there_is_refused(value: str) -> None:
    with pytest.raises(Invalid, match="options 1 to 3"):
        is_right(ITEMS[0], value)


def test_the_student_is_told_at_once_only_if_the_exercise_says_so() -> None:
    sheet = read_content("```number\n1 + 1\n= 2\n```")
    assert judged(sheet, Check.NOW, ItemId("1"), "3") == Judgement(correct=False)
    assert judged(sheet, Check.LATER, ItemId("1"), "3") == Judgement()
    for check in Check:
        assert judged(sheet, check, ItemId("1"), "two") == Judgement(unreadable=True)
        assert judged(sheet, check, ItemId("1"), " \u200b") == Judgement()
    with pytest.raises(NotFound, match="no such item"):
        judged(sheet, Check.NOW, ItemId("2"), "3")
