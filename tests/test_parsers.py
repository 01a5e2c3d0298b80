"""No parser of outside text takes more than its length's worth of steps, and no pattern of the code base explodes.

Steps are counted, not timed: lines of Python run, for inputs of n and 2n characters. What runs inside one C call (a
regular expression) is not counted by that: every compiled pattern is tried apart, in a process with a generous end.
"""

import importlib
import json
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable
from itertools import product
from types import FrameType

import pytest

import deskside
from deskside.domain.errors import Invalid
from deskside.domain.exercise_files import CONTENT_LIMIT, read_content, read_file
from deskside.domain.numbers import readings
from deskside.domain.text import fold, label
from deskside.http.client import accepts
from deskside.services.roster import Taken, read
from deskside.services.roster_table import read_table
from deskside.wire.center import ROSTER_LIMIT

PIECES = (
    "`",
    "~",
    " ",
    "\t",
    "\n",
    "=",
    "a",
    "1",
    '"',
    ",",
    "-",
    "- [ ] x\n",
    "= a\n",
    "```\n",
    "~~~x\n",
    "\u0301\u0323",
    "½",
    "\u200b",
)
PARSERS: tuple[tuple[str, Callable[[str], object], int], ...] = (
    ("exercise", read_content, CONTENT_LIMIT),
    ("stored exercise", lambda text: read_content(text, stored=True), CONTENT_LIMIT),
    ("exercise file", lambda text: read_file(f"---\ntitle: T\n---\n{text}"), CONTENT_LIMIT),
    ("front matter", lambda text: read_file(f"---\n{text}"), CONTENT_LIMIT),
    ("item", lambda text: read_content(f"```number\n{text}\n= 1\n```"), CONTENT_LIMIT),
    ("roster", lambda text: read(f"name,role\n{text}", Taken(frozenset(), frozenset())), ROSTER_LIMIT // 4),
    ("table", read_table, ROSTER_LIMIT // 4),
    ("fold", fold, 5_000),
    ("label", lambda text: label(text, 200), 5_000),
    ("number", readings, 5_000),
    ("encodings", lambda text: accepts(text, "br"), 5_000),
)


def steps(parse: Callable[[str], object], text: str) -> int:
    """Lines of Python that run while this is parsed."""
    count = 0

    def trace(_: FrameType, event: str, __: object) -> object:
        nonlocal count
        count += event == "line"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)  # type: ignore[arg-type]
    try:
        parse(text)
    except Invalid:
        pass
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize(("name", "parse", "most"), PARSERS, ids=[name for name, *_ in PARSERS])
def test_twice_the_text_takes_at_most_twice_the_steps(name: str, parse: Callable[[str], object], most: int) -> None:
    size = min(most // 2, 1_000)
    for piece in (
        *PIECES,
        *(f"```{x}{y}" for x, y in product(" `a", repeat=2)),
        *(f"= {x}{y}" for x, y in product(" a±", repeat=2)),
    ):
        for ending in ("", "x", "`x", "\n```", '"'):
            once, twice = (piece * (n // len(piece)) + ending for n in (size, 2 * size))
            small, large = steps(parse, once), steps(parse, twice)
            assert large <= 2 * small + 400, (name, piece, ending, small, large)


def patterns() -> dict[str, re.Pattern[str]]:
    """Every pattern that a module of Deskside has compiled, by where it is."""
    found: dict[str, re.Pattern[str]] = {}
    for module in pkgutil.walk_packages(deskside.__path__, "deskside."):
        if "__main__" in module.name or ".versions." in module.name or module.name.endswith("migrations.env"):
            continue
        for name, value in vars(importlib.import_module(module.name)).items():
            if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                found[f"{module.name}.{name}"] = value
    return found


TRIAL = """
import json, re, sys
PIECES = ' |\\t|a|1|.|-|_|/|:|@|`|=|a=|1 |a.|1,|\\'1|[|a/|=1;|useinbandfec=1'.split("|")
for where, (written, flags) in json.load(sys.stdin).items():
    print(where, flush=True)
    pattern = re.compile(written, flags)
    for piece in PIECES:
        for head in ("", "a=fmtp:111 ", "a=", "```", "1,234"):
            for tail in ("", "\\x00", "`x"):
                text = head + piece * (4_000 // len(piece)) + tail
                pattern.fullmatch(text), pattern.match(text)
"""


def tried(found: dict[str, re.Pattern[str]], seconds: float) -> list[str]:
    """Names of the patterns that were begun; raises TimeoutExpired with them if the last one takes for ever."""
    given = json.dumps({where: (x.pattern, int(x.flags)) for where, x in found.items()})
    run = [sys.executable, "-c", TRIAL]
    return subprocess.run(run, input=given, timeout=seconds, check=True, capture_output=True, text=True).stdout.split()


def test_no_pattern_explodes() -> None:
    found = patterns()
    assert len(found) >= 8, "the search for patterns finds them"
    assert tried(found, seconds=90) == list(found)


def test_the_trial_catches_a_pattern_that_explodes() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        tried({"fence": re.compile(r" {0,3}(`{3,})[ \t]*([^\s`]*)[ \t]*([^`]*)")}, seconds=5)
