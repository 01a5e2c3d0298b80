"""Boards of a live session, and pages that remember what they were told."""

import asyncio
from dataclasses import dataclass, field

from deskside.domain.access import Actor
from deskside.domain.boards.keeping import USUAL, Space
from deskside.domain.boards.scene import BoardId
from deskside.ports.boards import Place, Revision
from deskside.services.boards.boards import BoardService, Known
from deskside.services.boards.opened import OpenBoards
from deskside.services.boards.packing import unpack
from deskside.services.boards.revisions import RevisionService
from deskside.services.boards.rooms import Pace, Update
from deskside.services.lanes import LaneService
from deskside.services.outside import Outside
from tests.domain.boards.drawings import element
from tests.fakes.clock import CountedSecrets
from tests.fakes.elsewhere import here
from tests.fakes.vault import kept_in_memory
from tests.services.house import HERE, House

FRESH = Known()


@dataclass(eq=False)
class Page:
    """A page that remembers what it was told, and when."""

    actor: Actor
    name: str
    behind: bool = False
    gone: bool = False
    told: list[tuple[float, Update]] = field(default_factory=list)

    def show(self, update: Update) -> None:
        self.told.append((asyncio.get_running_loop().time(), update))

    @property
    def ids(self) -> list[str]:
        """Of all the elements that it was told, in order."""
        return [x.id for _, update in self.told for x in update.elements]


class Boards:
    """The service in a house with a live session."""

    def __init__(self, house: House, space: Space = USUAL) -> None:
        self.house = house
        outside = Outside(
            house.storage, house.engine, house.broadcast, house.clock, CountedSecrets(), here, keeping=kept_in_memory()
        )
        opened = OpenBoards(outside, house.door, space)
        self.service = BoardService(outside, house.door, opened)
        self.revised = RevisionService(outside, house.door, opened, house.services.audit)
        self.lanes = LaneService(outside, house.door, house.router, on_help=self.revised.attach)
        self.alice, self.tutor = Page(house.alice, "alice"), Page(house.tutor, "tutor")

    def place(self, board: str = "alice") -> Place:
        return Place(HERE, self.house.session_id, BoardId(board))

    async def watch(self, page: Page, pace: Pace = Pace.LIVE, known: Known = FRESH, board: str = "alice") -> Known:
        return await self.service.watch(page, self.place(board), pace, known)

    async def draw(self, page: Page, *names: str, board: str = "alice", generation: int = 0, **more: object) -> int:
        made = tuple(element(name, **more) for name in names)  # type: ignore[arg-type]
        return await self.service.draw(page, self.place(board), generation, made)

    async def stored(self, board: str = "alice") -> list[list[str]]:
        """The ids in each revision."""
        return [[x.id for x in unpack(each.content).elements] for each in await self.revisions(board)]

    async def revisions(self, board: str = "alice") -> tuple[Revision, ...]:
        async with self.house.storage.transaction() as unit:
            return await unit.boards.revisions(self.place(board))
