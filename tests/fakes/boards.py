"""Boards in memory: a part of the storage fake."""

from dataclasses import dataclass, field

from deskside.domain.boards.keeping import Stored, Used
from deskside.domain.boards.scene import BoardId
from deskside.domain.ids import CenterId, SessionId
from deskside.ports.boards import Picture, Place, Revision


@dataclass(slots=True)
class BoardTables:
    """Everything kept of boards."""

    revisions: dict[Place, tuple[Revision, ...]] = field(default_factory=dict)
    pictures: dict[tuple[Place, str], Picture] = field(default_factory=dict)
    kept: dict[Place, frozenset[int]] = field(default_factory=dict)

    def snapshot(self) -> "BoardTables":
        return BoardTables(dict(self.revisions), dict(self.pictures), dict(self.kept))


class FakeBoards:
    """`BoardStore` in memory."""

    def __init__(self, tables: BoardTables) -> None:
        self._t = tables

    async def add_revision(self, place: Place, revision: Revision) -> None:
        there = tuple(x for x in self._t.revisions.get(place, ()) if x.number != revision.number)
        self._t.revisions[place] = (*there, revision)

    async def newest(self, place: Place) -> tuple[Revision, ...]:
        there = self._t.revisions.get(place, ())
        last = max((x.number for x in there if x.whole), default=0)
        return tuple(x for x in there if x.number >= last) if last else ()

    async def revisions(self, place: Place) -> tuple[Revision, ...]:
        return self._t.revisions.get(place, ())

    async def up_to(self, place: Place, number: int) -> tuple[Revision, ...]:
        until = tuple(x for x in self._t.revisions.get(place, ()) if x.number <= number)
        if not until or until[-1].number != number:
            return ()
        last = max(x.number for x in until if x.whole)
        return tuple(x for x in until if x.number >= last)

    async def keep(self, place: Place, number: int) -> None:
        self._t.kept[place] = self._t.kept.get(place, frozenset()) | {number}

    async def stored(self, place: Place) -> tuple[Stored, ...]:
        kept = self._t.kept.get(place, frozenset())
        there = self._t.revisions.get(place, ())
        return tuple(Stored(x.number, x.whole, x.number in kept, len(x.content)) for x in there)

    async def remove_revisions(self, place: Place, numbers: tuple[int, ...]) -> None:
        there = self._t.revisions.get(place, ())
        self._t.revisions[place] = tuple(x for x in there if x.number not in numbers)

    async def boards(self, center_id: CenterId, session_id: SessionId) -> tuple[BoardId, ...]:
        mine = (x for x, there in self._t.revisions.items() if there and x.session_id == session_id)
        return tuple(sorted(x.board for x in mine if x.center_id == center_id))

    async def used(self, center_id: CenterId, session_id: SessionId) -> Used:
        sizes = [(place, len(x.content)) for place, there in self._t.revisions.items() for x in there]
        sizes += [(place, len(x.content)) for (place, _), x in self._t.pictures.items()]
        mine = [(place, size) for place, size in sizes if place.center_id == center_id]
        return Used(sum(size for place, size in mine if place.session_id == session_id), sum(size for _, size in mine))

    async def remove_pictures(self, place: Place, file_ids: tuple[str, ...]) -> None:
        for file_id in file_ids:
            self._t.pictures.pop((place, file_id), None)

    async def add_picture(self, place: Place, picture: Picture) -> None:
        self._t.pictures.setdefault((place, picture.file_id), picture)

    async def picture(self, place: Place, file_id: str) -> Picture | None:
        return self._t.pictures.get((place, file_id))

    async def picture_ids(self, place: Place) -> tuple[str, ...]:
        return tuple(sorted(file_id for at, file_id in self._t.pictures if at == place))
