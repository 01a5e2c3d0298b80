"""Elements for tests of boards."""

import json

from deskside.domain.boards.elements import element_of
from deskside.domain.boards.scene import Element


def body(name: str, version: int = 1, nonce: int = 1, *, deleted: bool = False, **more: object) -> dict[str, object]:
    """An element as Excalidraw has it, with as little as a board asks for."""
    shape = {"x": 0, "y": 0.5, "width": 10, "height": 10}
    given = {"id": name, "type": "freedraw", "version": version, "versionNonce": nonce, "isDeleted": deleted}
    return {**given, **shape, **more}


def element(name: str, version: int = 1, nonce: int = 1, *, deleted: bool = False, **more: object) -> Element:
    """The same, checked."""
    made = body(name, version, nonce, deleted=deleted, **more)
    return element_of(made, len(json.dumps(made, separators=(",", ":"))))
