"""Shapes of boards: elements as Excalidraw makes them, checked by `deskside.domain.boards`, and pictures in parts."""

from typing import Annotated, Literal

from pydantic import Base64Bytes, Field, StringConstraints

from deskside.domain.boards.scene import Element
from deskside.wire.board_messages import JsonElement
from deskside.wire.messages import Ack
from deskside.wire.shapes import ID, Incoming, Outgoing, PersonId

MOST_ELEMENTS = 1_000
"""In one message; 64 KiB hold fewer."""
MESSAGE_BYTES = 60 * 1024
"""Of elements in one message of the server; what is more goes into a next one."""
PART_BYTES = 32 * 1024
MOST_PARTS = 16
LANES = 64

BoardKey = Annotated[str, ID]
FileKey = Annotated[str, ID]
Count = Annotated[int, Field(strict=True, ge=0, le=2**53 - 1)]


class WatchBoard(Incoming):
    """Be told of a board from now on (again: at another pace). `board`: a student's id, or "table".

    `epoch`, `generation`, `clock`: what this page holds of it already, as it was told last; none: "", 0, 0.
    """

    board: BoardKey
    pace: Literal["live", "thumbnail"]
    epoch: Annotated[str, StringConstraints(max_length=64)]
    generation: Count
    clock: Count


class UnwatchBoard(Incoming):
    """Be told of it no more."""

    board: BoardKey


class DrawOnBoard(Incoming):
    """Elements that are new or were changed, whole, in Excalidraw's shape."""

    board: BoardKey
    generation: Count
    elements: Annotated[tuple[JsonElement, ...], Field(max_length=MOST_ELEMENTS)]


class LockBoard(Incoming):
    """The student may draw on the lane's board, or not."""

    student_id: PersonId
    locked: Annotated[bool, Field(strict=True)]


class ClearBoard(Incoming):
    """Empty it for everybody."""

    board: BoardKey


class PushBoard(Incoming):
    """Put what is on a board onto those of these lanes too."""

    board: BoardKey
    to: Annotated[tuple[PersonId, ...], Field(max_length=LANES)]


class SendPicture(Incoming):
    """A part of a picture for an element of the board; parts are counted from 0 and come in order."""

    board: BoardKey
    file_id: FileKey
    part: Annotated[int, Field(strict=True, ge=0, lt=MOST_PARTS)]
    parts: Annotated[int, Field(strict=True, ge=1, le=MOST_PARTS)]
    content: Annotated[Base64Bytes, Field(max_length=PART_BYTES)]


class GetPicture(Incoming):
    """Ask for a picture of the board."""

    board: BoardKey
    file_id: FileKey


class Watched(Ack):
    """The page is told of the board; it knows all once it was told up to `clock`."""

    epoch: str
    generation: int
    clock: int


class Drawn(Ack):
    """The elements were taken, as far as they won."""

    clock: int


class PictureContent(Ack):
    """A picture; `content` in base64."""

    media_type: str
    content: str


class BoardRevision(Outgoing):
    """A board as it was stored: all that could be seen on it. `generation`: how often it had been cleared."""

    number: int
    generation: int
    at: int
    elements: tuple[JsonElement, ...]


def portions(elements: tuple[Element, ...]) -> list[tuple[Element, ...]]:
    """The same in messages of bearable size; one empty one for nothing."""
    found: list[list[Element]] = [[]]
    size = 0
    for element in elements:
        if found[-1] and size + element.size > MESSAGE_BYTES:
            found.append([])
            size = 0
        found[-1].append(element)
        size += element.size
    return [tuple(x) for x in found]
