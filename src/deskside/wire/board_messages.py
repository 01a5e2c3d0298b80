"""What the server sends of boards."""

from typing import cast

from deskside.wire.shapes import JsonObject, Outgoing

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

    def to_json(self) -> JsonObject:
        """As it goes on the wire. Elements are JSON already: a copy of a whole board would keep the loop for 0.2 s."""
        return cast(
            JsonObject,
            {
                "board": self.board,
                "epoch": self.epoch,
                "generation": self.generation,
                "clock": self.clock,
                "elements": list(self.elements),
            },
        )
