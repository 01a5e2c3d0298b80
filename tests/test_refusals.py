"""Each code with which the server refuses something has words in every language of the client."""

import ast
import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).parent.parent / "src/deskside"
TEXTS = Path(__file__).parent.parent / "web/src/i18n"
EDGES = ("domain", "http", "realtime", "services")


def _constants(node: ast.expr | None) -> set[str]:
    """What an expression can be, as far as it is written there."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return {node.value}
    within = ast.walk(node) if isinstance(node, ast.IfExp) else ()
    return {x.value for x in within if isinstance(x, ast.Constant) and isinstance(x.value, str)}


def _codes_in(tree: ast.AST) -> set[str]:
    """Codes of errors, of problems, of refusals and of tables of codes."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            if name == "code":
                found |= _constants(node.value)
            if name in ("STATUSES", "CLOSING_WORDS") and isinstance(node.value, ast.Dict):
                found |= {code for key in node.value.keys for code in _constants(key)}
            if name == "_CODES" and isinstance(node.value, ast.Dict):
                found |= {code for value in node.value.values for code in _constants(value)}
        if isinstance(node, ast.Call):
            called = node.func.id if isinstance(node.func, ast.Name) else ""
            if called == "problem" and len(node.args) > 1:
                found |= _constants(node.args[1])
            found |= {
                x
                for word in node.keywords
                if word.arg == "code" and called == "Refused"
                for x in _constants(word.value)
            }
    return found


def codes() -> set[str]:
    """Every code that is written in the server."""
    files = [path for edge in EDGES for path in (SOURCE / edge).rglob("*.py")]
    return {code for path in files for code in _codes_in(ast.parse(path.read_text()))}


def test_the_codes_are_found() -> None:
    assert {"unauthorized", "link_gone", "rate_limited", "superseded", "busy", "board_full", "too_large"} <= codes()


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_code_has_words(language: str) -> None:
    texts = (TEXTS / f"{language}-refusals.ts").read_text()
    there = set(re.findall(r'"refusal\.([\w-]+)":', texts))
    assert codes() - there == set(), f"add them to web/src/i18n/{language}-refusals.ts"
