"""Where Markdown shows a picture (CommonMark 6.4): `![words](address)`, `![words][name]`, `![words][]` and, if the text
says elsewhere `[words]: address`, `![words]`. Each character is looked at a fixed number of times."""

import re
from collections.abc import Iterator

from deskside.domain.mathematics import Formula

_MARK = re.compile(r"\\[^\n]|!?\[|\]|\n[ \t]*(?=\n)")
_BEFORE_A_NAME = frozenset(" \t>-+*.)0123456789")
"""What can stand in a line before `[name]: address`: spaces, and the marks of quotes and lists."""


def pictures(text: str, code: bytearray, found: tuple[Formula, ...]) -> Iterator[int]:
    """The first character of each picture, outside of code and formulas."""
    opened: list[tuple[int, str]] = []
    named: list[tuple[int, str]] = []
    known: set[str] = set()
    last = -1
    for at, mark in _marks(text, code, found):
        if mark in ("[", "!["):
            opened.append((at, mark))
            last = at
        elif mark == "]" and opened:
            start, opening = opened.pop()
            after = text[at + 1 : at + 2]
            name = _name(text[start + len(opening) : at]) if start == last else ""  # a name holds no brackets
            last = -1
            if opening == "![" and after in ("(", "["):
                yield start
            elif opening == "![" and name:
                named.append((start, name))
            elif after == ":" and name and _begins_line(text, start):
                known.add(name)
        elif mark[0] == "\n":
            opened.clear()
    yield from (start for start, name in named if name in known)


def _marks(text: str, code: bytearray, found: tuple[Formula, ...]) -> Iterator[tuple[int, str]]:
    spans = iter(found)
    span = next(spans, None)
    for mark in _MARK.finditer(text):
        at = mark.start()
        while span is not None and at >= span.end:
            span = next(spans, None)
        if not code[at] and (span is None or at < span.start):
            yield at, mark[0]


def _name(written: str) -> str:
    """Names are the same whatever their case and spaces."""
    return " ".join(written.split()).casefold().upper().casefold()


def _begins_line(text: str, at: int) -> bool:
    while at > 0 and text[at - 1] in _BEFORE_A_NAME:
        at -= 1
    return at == 0 or text[at - 1] == "\n"
