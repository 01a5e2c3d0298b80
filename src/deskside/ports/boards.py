"""What is kept of boards: revisions, from which a board is had again and a lesson is replayed, and pictures on them."""

from dataclasses import dataclass
from typing import Protocol

from deskside.domain.boards.keeping import Stored, Used
from deskside.domain.boards.scene import BoardId
from deskside.domain.ids import CenterId, Millis, SessionId


@dataclass(frozen=True, slots=True)
class Place:
    """A board: of which center, which session, whose."""

    center_id: CenterId
    session_id: SessionId
    board: BoardId


@dataclass(frozen=True, slots=True)
class Revision:
    """A stored state of a board. `whole`: it holds all there is; else only what differs from the one before.

    `generation` counts how often the board was cleared. `content`: the elements, packed.
    """

    number: int
    generation: int
    at: Millis
    whole: bool
    content: bytes


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture on a board: PNG, JPEG or WebP."""

    file_id: str
    media_type: str
    content: bytes


class BoardStore(Protocol):
    """Revisions and pictures of boards; they go with their session."""

    async def add_revision(self, place: Place, revision: Revision) -> None:
        """Store the next one; it takes the place of one of its number, whose commit had an unknown end."""
        ...

    async def newest(self, place: Place) -> tuple[Revision, ...]:
        """The newest whole revision and those after it, in order; nothing for a board that was never stored."""
        ...

    async def revisions(self, place: Place) -> tuple[Revision, ...]:
        """All of them, in order: for replaying."""
        ...

    async def up_to(self, place: Place, number: int) -> tuple[Revision, ...]:
        """The revision of this number with what it is built on: the last whole one and those after it, in order.

        Nothing if there is none of this number.
        """
        ...

    async def keep(self, place: Place, number: int) -> None:
        """This revision went along with a call for help: it is never thinned out."""
        ...

    async def stored(self, place: Place) -> tuple[Stored, ...]:
        """What is there of this board's revisions, in order."""
        ...

    async def remove_revisions(self, place: Place, numbers: tuple[int, ...]) -> None:
        """Forget these."""
        ...

    async def boards(self, center_id: CenterId, session_id: SessionId) -> tuple[BoardId, ...]:
        """The boards of a session that have revisions, sorted."""
        ...

    async def used(self, center_id: CenterId, session_id: SessionId) -> Used:
        """How many bytes all revisions and pictures take, of this session and of its center."""
        ...

    async def add_picture(self, place: Place, picture: Picture) -> None:
        """Store a picture; one of the same id stays as it was."""
        ...

    async def remove_pictures(self, place: Place, file_ids: tuple[str, ...]) -> None:
        """Forget these."""
        ...

    async def picture(self, place: Place, file_id: str) -> Picture | None: ...

    async def picture_ids(self, place: Place) -> tuple[str, ...]:
        """Sorted."""
        ...
