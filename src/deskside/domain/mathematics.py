"""Where mathematics stands in a text: `$…$`, `\\(…\\)`, `$$…$$`, `\\[…\\]`, and environments such as `\\begin{align}`.

Found before Markdown reads the text, so that a line that begins with a sign is no list, |x| ends no cell of a table and
an empty line ends no formula (as Jupyter does it). Each character is looked at a fixed number of times.
`web/src/ui/markdown/formulas.ts` is the same for pages; tests/vectors/mathematics.json holds both to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

ALONE = frozenset(("align", "align*", "alignat", "alignat*", "equation", "equation*", "gather", "gather*", "multline"))
"""Environments that authors write without any mark around them (amsmath)."""
_NAME_LIMIT = 20
"""Letters of an environment's name; no drawable one is longer."""
_SPACE = " \t\n\r\f\v\N{NO-BREAK SPACE}"
"""The same characters in both languages, whatever their versions of Unicode."""
_PAIRS = {"\\(": "\\)", "\\[": "\\]"}


@dataclass(frozen=True, slots=True)
class Formula:
    """`start`: the first character of its opening mark; `end`: the one after its closing mark."""

    start: int
    end: int
    tex: str
    display: bool
    """On a line of its own."""


@dataclass(frozen=True, slots=True)
class Token:
    """A mark of mathematics outside of code: a brace, a delimiter, an environment's begin or end, an empty line."""

    kind: str
    at: int
    end: int
    depth: int
    """Braces open before it."""
    name: str = ""
    """Of an environment."""


def formulas(text: str) -> tuple[Formula, ...]:
    """All formulas of a text, in order."""
    tokens = tokens_of(text, code_in(text))
    found: list[Formula] = []
    after = 0
    for token, close in zip(tokens, _closing(text, tokens), strict=True):
        if close is None or token.at < after:
            continue
        tex = text[token.at : close.end] if token.kind == "begin" else text[token.end : close.at]
        if tex.strip(_SPACE):
            found.append(Formula(token.at, close.end, tex.strip(_SPACE), token.kind not in ("$", "\\(")))
            after = close.end
    return tuple(found)


def code_in(text: str) -> bytearray:
    """1 where a character belongs to code: fenced blocks, and spans between equally many backticks of a paragraph."""
    code = bytearray(len(text))
    at = paragraph = 0
    fence = ""
    while at < len(text):
        newline = text.find("\n", at)
        end = len(text) if newline == -1 else newline
        line = text[at:end].lstrip(" \t>").rstrip(" \t\r")
        mark = _marks(line)
        fenced = fence != "" or len(mark) >= 3
        if fenced or not line:
            if not fence:
                _spans(text, paragraph, at, code)
            paragraph = end + 1
        if fenced:
            code[at:end] = b"\1" * (end - at)
        if not fence:
            fence = mark if len(mark) >= 3 else ""
        elif mark.startswith(fence) and len(mark) == len(line):
            fence = ""
        at = end + 1
    if not fence and paragraph < len(text):
        _spans(text, paragraph, len(text), code)
    return code


def _marks(line: str) -> str:
    """The backticks or tildes that a line begins with."""
    return line[: len(line) - len(line.lstrip(line[0]))] if line[:1] in ("`", "~") and line else ""


def _runs(text: str, start: int, stop: int) -> Iterator[tuple[int, int, bool]]:
    """Runs of backticks: where, how many, and whether a backslash is before."""
    at = start
    while at < stop:
        escaped = text[at] == "\\"
        if escaped:
            at += 1
        size = 0
        while at + size < stop and text[at + size] == "`":
            size += 1
        if size:
            yield at, size, escaped
        at += size or 1


def _spans(text: str, start: int, stop: int, code: bytearray) -> None:
    runs = list(_runs(text, start, stop))
    following: dict[int, int] = {}
    partner = [-1] * len(runs)
    for index in range(len(runs) - 1, -1, -1):
        _, size, escaped = runs[index]
        partner[index] = -1 if escaped else following.get(size, -1)
        following[size] = index
    index = 0
    while index < len(runs):
        if partner[index] != -1:
            first, last = runs[index], runs[partner[index]]
            code[first[0] : last[0] + last[1]] = b"\1" * (last[0] + last[1] - first[0])
            index = partner[index]
        index += 1


def tokens_of(text: str, code: bytearray) -> list[Token]:
    """The marks outside of code, in order."""
    tokens: list[Token] = []
    at = depth = 0
    while at < len(text):
        char = text[at]
        size = 1
        if char == "\n" and _is_gap(text, at):
            tokens.append(Token("gap", at, at + 1, depth))
        elif code[at]:
            pass
        elif char == "\\":
            tokens += _after_backslash(text, at, depth)
            size = 2
        elif char == "{":
            tokens.append(Token(char, at, at + 1, depth))
            depth += 1
        elif char == "}" and depth > 0:
            tokens.append(Token(char, at, at + 1, depth))
            depth -= 1
        elif char == "$":
            size = 2 if text[at + 1 : at + 2] == "$" and not code[at + 1] else 1
            tokens.append(Token("$" * size, at, at + size, depth))
        at += size
    return tokens


def _after_backslash(text: str, at: int, depth: int) -> Iterator[Token]:
    two = text[at : at + 2]
    if two in ("\\(", "\\)", "\\[", "\\]"):
        yield Token(two, at, at + 2, depth)
    for kind in ("begin", "end"):
        opening = f"\\{kind}{{"
        if text.startswith(opening, at):
            name, brace, _ = text[at + len(opening) : at + len(opening) + _NAME_LIMIT].partition("}")
            if brace and name:
                yield Token(kind, at, at + len(opening) + len(name) + 1, depth, name)


def _is_gap(text: str, newline: int) -> bool:
    """Whether the line after this line break is empty."""
    at = newline + 1
    while at < len(text) and text[at] in " \t":
        at += 1
    return text[at : at + 1] == "\n"


@dataclass(slots=True)
class _Ahead:
    """The nearest marks that could close a formula, while tokens are gone through from the last to the first."""

    inline: dict[int, Token]
    """By depth of braces; so `display`."""
    display: dict[int, Token]
    nearest: dict[str, Token]
    ends: list[Token]
    deepest: int = 0

    def leave(self, depth: int) -> None:
        """Going left past a closing brace: what is as deep on its right is of another group."""
        for deeper in range(depth, self.deepest + 1):
            self.inline.pop(deeper, None)
            self.display.pop(deeper, None)
        self.deepest = min(self.deepest, depth)


def _closing(text: str, tokens: Sequence[Token]) -> list[Token | None]:
    """By token: the one that closes it, if it opens a formula."""
    ahead = _Ahead({}, {}, {}, [])
    closing = [_closed_by(text, token, ahead) for token in reversed(tokens)]
    return closing[::-1]


def _closed_by(text: str, token: Token, ahead: _Ahead) -> Token | None:
    close: Token | None = None
    match token.kind:
        case "gap":
            ahead.inline.clear()
            ahead.nearest.pop("\\)", None)
        case "{":
            pass
        case "}":
            ahead.leave(token.depth)
        case "$":
            close = ahead.inline.get(token.depth) if _opens(text, token) else None
            if _closes(text, token):
                ahead.inline[token.depth] = token
                ahead.deepest = max(ahead.deepest, token.depth)
        case "$$":
            close = ahead.display.get(token.depth) or ahead.nearest.get("$$")
            ahead.display[token.depth] = ahead.nearest["$$"] = token
            ahead.deepest = max(ahead.deepest, token.depth)
        case "\\(" | "\\[":
            close = ahead.nearest.get(_PAIRS[token.kind])
        case "end":
            ahead.ends.append(token)
        case "begin":
            end = ahead.ends.pop() if ahead.ends else None
            close = end if end is not None and end.name == token.name and token.name in ALONE else None
        case _:
            ahead.nearest[token.kind] = token
    return close


def _opens(text: str, token: Token) -> bool:
    """As in Pandoc: no space after it; and no digit before it, so that prices stay prices (12$ ou 15$)."""
    before, after = text[token.at - 1 : token.at], text[token.end : token.end + 1]
    return bool(after) and after not in _SPACE and not before.isdecimal()


def _closes(text: str, token: Token) -> bool:
    """As in Pandoc: no space before it, no digit after it."""
    before, after = text[token.at - 1 : token.at] if token.at else "", text[token.end : token.end + 1]
    return bool(before) and before not in _SPACE and not after.isdecimal()
