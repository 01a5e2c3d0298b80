"""Elements for tests of boards."""

from collections.abc import Mapping
from functools import partial
from json import dumps, loads
from typing import cast

from deskside.domain.boards.elements import element_of
from deskside.domain.boards.scene import Element

_LINE = {"points": [[0, 0], [10, 5.5]]}
_FACTS: Mapping[str, Mapping[str, object]] = {"freedraw": _LINE, "line": _LINE, "arrow": _LINE, "text": {"text": "a"}}


def weigh(body: Mapping[str, object]) -> int:
    """Bytes as JSON."""
    return len(dumps(body, separators=(",", ":")))


def body(
    name: str, version: int = 1, nonce: int = 1, *, kind: str = "freedraw", deleted: bool = False, **more: object
) -> dict[str, object]:
    """An element as a page sends it, with as little as a board asks for."""
    shape = {"x": 0, "y": 0.5, "width": 10, "height": 10}
    given = {"id": name, "type": kind, "version": version, "versionNonce": nonce, "isDeleted": deleted}
    return {**given, **shape, **_FACTS.get(kind, {}), **more}


def full(name: str, version: int = 1, nonce: int = 1, *, kind: str = "freedraw", **more: object) -> dict[str, object]:
    """The same with all its fields, as the server tells it."""
    made = element_of(body(name, version, nonce, kind=kind, **more), weigh)  # type: ignore[arg-type]
    return cast("dict[str, object]", loads(dumps(made.body)))


def element(
    name: str, version: int = 1, nonce: int = 1, *, kind: str = "freedraw", deleted: bool = False, **more: object
) -> Element:
    """The same, checked."""
    return element_of(body(name, version, nonce, kind=kind, deleted=deleted, **more), weigh)


rectangle = partial(element, kind="rectangle")
