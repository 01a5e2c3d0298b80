"""What the server sends of boards."""

from deskside.wire.shapes import Outgoing

UPDATE = "canvas-update"

JsonElement = dict[str, object]
"""An element of Excalidraw as it is; `deskside.domain.boards` says what it must have."""


class BoardUpdate(Outgoing):
    """Elements that are new or were changed. All of `generation`; a page that holds another one starts anew."""

    board: str
    epoch: str
    generation: int
    clock: int
    elements: tuple[JsonElement, ...]
