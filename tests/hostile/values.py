"""Hostile values of JSON: wrong types, huge numbers, long runs of each class of characters, deep nests, and what broke
something once. All from a `Random`, so that a seed is a run."""

import json
from collections.abc import Callable
from random import Random

RUN = 3_000
"""Characters of a usual long run; now and then one is as long as the largest message."""
LONGEST_RUN = 60_000
NEST = 150
"""Far deeper than any shape of the protocol, and not so deep that a client's own library cannot send it."""

CHARACTERS: tuple[str, ...] = (
    *" \t\n\r\x00\x1f\x7f\"'\\/$%&*_-+=~^|<>[](){}`#@!?.,:;0a9Z",
    *"äſßＡ５½é\u0301\u00a0\u200b\u200d\u202e\u2028\ufeff\ufffd",
    "\U0001f600",
    "\ud800",
    "\udfff",
)
"""One of each class that some parser treats in its own way; the last two are halves of a pair."""

PHRASES = (
    "$" * 9_900,
    "{" * 9_900,
    r"\frac{" * 5_000,
    r"\left(" * 3_000,
    "= a" + " " * 19_900 + "b",
    "```number\n= 1\n" * 1_000,
    "```short-text\nWhich?\n= a" + " " * 19_900 + "b\n```\n",
    "```" * 10_000,
    "~~~choice\n- [x] a" + " " * 20_000 + "b\n~~~",
    "- [ ] " * 5_000,
    "|" * 20_000,
    "\n" * 50_000,
    "a" + " " * 4_000 + "b",
    "<" * 20_000,
    "![](" * 10_000,
    "[" * 20_000 + "](x)",
    "&#" * 20_000,
    "J\u0308" * 10_000,
    "\u0301" * 20_000,
    "tutor@ſchool.test",
    "a@" + "a." * 20_000,
    '"' * 9_999,
    '"a\nb",' * 5_000,
    "name,grade\n" + '"' + "x" * 40_000,
    "sep=;\n" * 3_000,
    "../../../../etc/passwd",
    "%2e%2e%2f",
    "' OR 1=1 --",
    "{{7*7}}${7*7}",
    "__proto__",
    "constructor",
    "NaN",
    "1e400",
    "१" * 5_000,
    "½" * 5_000,
    "1/" * 10_000,
    "-" * 20_000 + "1",
    "9" * 20_000,
)
"""Former killers and their kin, also those of other people's servers."""

NUMBERS: tuple[object, ...] = (
    0,
    -1,
    -0.0,
    0.5,
    1e-9,
    1e308,
    -1e308,
    5e-324,
    2**31,
    2**53,
    2**63,
    2**64,
    -(2**63) - 1,
    253_402_300_800_000,
    10**400,
    float("inf"),
    float("-inf"),
    float("nan"),
)


def run(random: Random) -> str:
    """One character, or two that alternate, very often."""
    length = random.choice((1, 2, 63, 65, 255, 257, RUN, RUN, random.randrange(RUN)))
    if random.random() < 0.02:
        length = LONGEST_RUN
    piece = random.choice(CHARACTERS) + random.choice(("", "", random.choice(CHARACTERS)))
    return random.choice(("", "a", "$")) + piece * (length // len(piece)) + random.choice(("", "a", "$"))


def soup(random: Random) -> str:
    """Characters of every class, mixed."""
    return "".join(random.choice(CHARACTERS) for _ in range(random.randrange(1, 60)))


def nest(random: Random) -> object:
    """Lists or objects in one another."""
    found: object = random.choice((None, "x", 1))
    for _ in range(random.choice((2, 20, NEST))):
        found = random.choice(([found], {"a": found}))
    return found


def words(random: Random) -> str:
    """A hostile text."""
    kinds: tuple[Callable[[Random], str], ...] = (run, soup, lambda found: found.choice(PHRASES))
    found: str = random.choice(kinds)(random)
    return found


def value(random: Random) -> object:
    """Anything that JSON can say, and NaN."""
    kinds: tuple[Callable[[Random], object], ...] = (
        words,
        words,
        lambda found: found.choice(NUMBERS),
        lambda found: found.choice((None, True, False, "", [], {}, [[]], [None], {"": None})),
        nest,
        lambda found: [found.choice(NUMBERS) for _ in range(found.choice((1, 65, 1_001)))],
        lambda found: {soup(found): found.choice(NUMBERS) for _ in range(found.choice((1, 65)))},
        lambda found: [words(found)] * found.choice((1, 2)),
    )
    return random.choice(kinds)(random)


def spoilt(random: Random, right: object) -> object:
    """The same, wrong in one place at whichever depth; now and then in no place."""
    if random.random() < 0.1:
        return right
    if isinstance(right, dict) and right and random.random() < 0.85:
        key = random.choice(sorted(right))
        fate = random.random()
        if fate < 0.06:
            return {name: each for name, each in right.items() if name != key}
        if fate < 0.12:
            return right | {soup(random): value(random)}
        return right | {key: spoilt(random, right[key])}
    if isinstance(right, list) and right and random.random() < 0.85:
        place = random.randrange(len(right))
        return [*right[:place], spoilt(random, right[place]), *right[place + 1 :]]
    if isinstance(right, str) and random.random() < 0.3:
        place = random.randrange(len(right) + 1)
        return right[:place] + words(random) + right[place:]
    return value(random)


def encoded(content: object) -> str:
    """As JSON. Half pairs go as escapes, as browsers send them; NaN as Python and many others write it."""
    return json.dumps(content, separators=(",", ":"))
