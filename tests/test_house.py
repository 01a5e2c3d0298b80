"""The rules of the house that a machine can check, beyond the import contracts in pyproject.toml.

Each rule is a function from a source file to what breaks it, and is itself tried on a sample that must be caught.
"""

import ast
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

HOUSE = Path(__file__).parent.parent
PYTHON = ("src", "tests", "e2e", "bench")
FILE_LINES, FUNCTION_LINES = 250, 60
PURE_PARTS = ("deskside.domain", "ipaddress", "urllib.parse")
PURE = {"__future__", "collections", "dataclasses", "enum", "fractions", "functools", "itertools", "math"}
PURE |= {"hashlib", "json", "operator", "re", "typing", "unicodedata"}
"""All that `domain` may import besides itself."""

ONLY_IN: dict[str, tuple[str, ...]] = {
    "socketio": ("deskside/realtime/server.py",),
    "fastapi": ("deskside/http/",),
    "starlette": ("deskside/http/",),
    "sqlalchemy": ("deskside/storage/",),
    "alembic": ("deskside/storage/",),
    "aiosqlite": ("deskside/storage/",),
    "asyncpg": ("deskside/storage/",),
    "websockets": ("deskside/media/",),
    "argon2": ("deskside/http/passwords.py",),
    "uvicorn": ("deskside/serving/",),
    "uvloop": ("deskside/serving/run.py",),
    "av": ("deskside/recorder/playable/webm.py", "deskside/recorder/filming/", "deskside/transcribers/sound.py"),
    "faster_whisper": ("deskside/transcribers/model.py",),
    "numpy": ("deskside/transcribers/model.py",),
    "PIL": ("deskside/recorder/filming/lettering.py",),
    "cryptography": ("deskside/sealing/", "deskside/tls.py"),
    "obstore": ("deskside/blobs/",),
    "pydantic_settings": ("deskside/settings.py",),
    "random": ("deskside/app.py",),
    "secrets": ("deskside/app.py", "deskside/media/", "deskside/relay/"),
    "uuid": ("deskside/app.py",),
}
"""Who alone may import a library (a file, or a folder with a slash at its end). Others go through that module."""

_TIMES = {"time", "time_ns", "monotonic", "monotonic_ns", "clock_gettime", "clock_gettime_ns", "sleep", "localtime"}
CLOCK = {*(("datetime", x) for x in ("now", "utcnow", "today")), ("date", "today"), *(("time", x) for x in _TIMES)}
"""`time.perf_counter` is not among them: how long one's own act took may be logged."""
ENVIRONMENT = {("os", "environ"), ("os", "getenv"), ("os", "putenv")}
PROVIDERS = re.compile(r"janus|livekit|jitsi|daily", re.IGNORECASE)
KNOW_PROVIDERS = ("deskside/settings.py", "deskside/app.py", "deskside/doctor/")
NAMELESS = re.compile(r"(^|_|-)(helpers?|utils?|managers?|base|handlers?|misc|common)(_|-|\.|$)")


@dataclass(frozen=True, slots=True)
class Source:
    """A Python file: `path` is relative to `src`, or to the repository for what is not in it."""

    path: str
    text: str

    @property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)


def sources(*folders: str) -> Iterator[Source]:
    """The Python files under these folders of the repository."""
    for folder in folders:
        for path in sorted((HOUSE / folder).rglob("*.py")):
            base = HOUSE / "src" if folder == "src" else HOUSE
            yield Source(path.relative_to(base).as_posix(), path.read_text())


def imports(source: Source) -> Iterator[str]:
    """Full names of what a file imports."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""


def undocumented(source: Source) -> Iterator[str]:
    """A file must open with what it holds; only folders of tests may have nothing to say."""
    if (source.text or source.path.startswith("deskside/")) and not ast.get_docstring(source.tree):
        yield "no docstring"


def oversized(source: Source) -> Iterator[str]:
    """Files and functions have ceilings."""
    if (lines := source.text.count("\n")) > FILE_LINES:
        yield f"{lines} lines"
    functions = (node for node in ast.walk(source.tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    for node in functions:
        if (length := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES:
            yield f"{node.name} has {length} lines"


def impure(source: Source) -> Iterator[str]:
    """The domain imports nothing that does I/O, waits, knows the time or rolls dice."""
    if source.path.startswith("deskside/domain/"):
        for name in imports(source):
            if name.partition(".")[0] not in PURE and not name.startswith(PURE_PARTS):
                yield f"imports {name}"


def misplaced(source: Source) -> Iterator[str]:
    """Each of some libraries has one place."""
    for name in imports(source):
        places = ONLY_IN.get(name.partition(".")[0], (source.path,))
        if not source.path.startswith(places):
            yield f"imports {name}, which only {' and '.join(places)} may"


def reads_clock(source: Source) -> Iterator[str]:
    """`now` is an argument; the clock is made where a process begins."""
    if source.path not in ("deskside/app.py", "deskside/recorder/__main__.py"):
        yield from _attributes(source, CLOCK)
        for node in ast.walk(source.tree):
            if isinstance(node, ast.ImportFrom) and node.module == "time":
                yield f"line {node.lineno}: write time.perf_counter, without from"


def reads_environment(source: Source) -> Iterator[str]:
    """What can be set is in settings.py."""
    if source.path != "deskside/settings.py":
        yield from _attributes(source, ENVIRONMENT)


def _attributes(source: Source, forbidden: set[tuple[str, str]]) -> Iterator[str]:
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Attribute) and (_last_name(node.value), node.attr) in forbidden:
            yield f"line {node.lineno}: {ast.unparse(node)}"


def _last_name(node: ast.expr) -> str:
    """`datetime` of both `datetime.now` and `datetime.datetime.now`."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def knows_provider(source: Source) -> Iterator[str]:
    """What carries media is called by name in its own adapter only; docstrings may explain."""
    if (
        source.path.startswith(KNOW_PROVIDERS)
        or PROVIDERS.search(source.path)
        or source.path.startswith("deskside/media/")
    ):
        return
    tree = source.tree
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        values = (getattr(node, field, None) for field in ("id", "attr", "name", "arg", "value", "module"))
        if id(node) not in docstrings and any(isinstance(value, str) and PROVIDERS.search(value) for value in values):
            yield f"line {getattr(node, 'lineno', '?')} names a provider"


def nameless(source: Source) -> Iterator[str]:
    """A file is named for what it holds."""
    if NAMELESS.search(source.path.rpartition("/")[2]):
        yield "says nothing by its name"


EVERYWHERE = [undocumented, oversized, nameless]
IN_THE_PACKAGE = [impure, misplaced, reads_clock, reads_environment, knows_provider]

Rule = Callable[[Source], Iterator[str]]


def offences(rule: Rule, *folders: str) -> str:
    return "\n".join(f"{source.path}: {what}" for source in sources(*folders) for what in rule(source))


@pytest.mark.parametrize("rule", EVERYWHERE, ids=lambda rule: rule.__name__)
def test_every_python_file_keeps(rule: Rule) -> None:
    assert not (found := offences(rule, *PYTHON)), found


@pytest.mark.parametrize("rule", IN_THE_PACKAGE, ids=lambda rule: rule.__name__)
def test_the_package_keeps(rule: Rule) -> None:
    assert not (found := offences(rule, "src")), found


@pytest.mark.parametrize(
    ("rule", "path", "text"),
    [
        (undocumented, "deskside/x.py", "x = 1\n"),
        (oversized, "deskside/x.py", "x = 1\n" * 251),
        (oversized, "deskside/x.py", "def f():\n" + "    x = 1\n" * 60),
        (nameless, "deskside/lane_utils.py", ""),
        (impure, "deskside/domain/x.py", "import asyncio\n"),
        (impure, "deskside/domain/x.py", "from deskside.ports import clock\n"),
        (misplaced, "deskside/realtime/sessions.py", "import socketio\n"),
        (misplaced, "deskside/services/x.py", "def f():\n    from uuid import uuid4\n"),
        (reads_clock, "deskside/services/x.py", "from time import time\n"),
        (reads_clock, "deskside/services/x.py", "import time\nx = time.time()\n"),
        (reads_clock, "deskside/http/x.py", "import datetime\nx = datetime.datetime.now()\n"),
        (reads_environment, "deskside/http/x.py", "import os\nx = os.environ['HOME']\n"),
        (knows_provider, "deskside/services/x.py", "from deskside.media.janus import engine\n"),
        (knows_provider, "deskside/http/x.py", "x = {'provider': 'LiveKit'}\n"),
    ],
)
def test_the_rules_can_be_broken(rule: Rule, path: str, text: str) -> None:
    assert list(rule(Source(path, text)))


def test_the_web_client_keeps_to_the_ceiling_and_to_its_own_words() -> None:
    wrong = []
    for path in sorted((HOUSE / "web" / "src").rglob("*.ts*")):
        name, text = path.relative_to(HOUSE).as_posix(), path.read_text()
        if text.count("\n") > FILE_LINES and "/wire/" not in name:
            wrong.append(f"{name}: more than {FILE_LINES} lines")
        if "/media/" not in name and re.search(r"janus|livekit|jitsi", text, re.IGNORECASE):
            wrong.append(f"{name}: names a provider")
    assert not wrong, "\n".join(wrong)


FOREIGN = re.compile(
    "|".join(
        [
            r"https?://\S+\.(?:whl|tgz|crate|deb)\b",
            r"--(?:extra-)?index-url",
            r'"resolved": *"http',
            r"\b(?:" + "|".join([r"registry\.npm", "pypi", "pythonhosted", "crates"]) + r")\w*\.(?:org|io)\b",
            r"(?<![\w./-])/(?:" + "|".join(["work", "root", "home", "Users"]) + r")/\w",
        ]
    )
)
"""Where packages are downloaded from, and folders of one machine: neither belongs to the project."""


def test_nothing_committed_names_a_registry_or_a_folder_of_one_machine() -> None:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=HOUSE, capture_output=True, text=True, check=True).stdout
    wrong = []
    for name in filter(None, listed.split("\0")):
        path = HOUSE / name
        if path.suffix not in (".png", ".ivf", ".opus", ".woff2") and path.is_file():
            wrong += [f"{name}: {found[0]}" for found in FOREIGN.finditer(path.read_text(errors="replace"))]
    assert not wrong, "\n".join(wrong)
    assert FOREIGN.search("see https://" + "example.org/a-1.0.whl")
