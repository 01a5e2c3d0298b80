"""Boards in memory: a part of the storage fake."""

from dataclasses import dataclass, field

from deskside.ports.boards import Picture, Place, Revision


@dataclass(slots=True)
class BoardTables:
    """Everything kept of boards."""

    revisions: dict[Place, tuple[Revision, ...]] = field(default_factory=dict)
    pictures: dict[tuple[Place, str], Picture] = field(default_factory=dict)

    def snapshot(self) -> "BoardTables":
        return BoardTables(dict(self.revisions), dict(self.pictures))


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

    async def add_picture(self, place: Place, picture: Picture) -> None:
        self._t.pictures.setdefault((place, picture.file_id), picture)

    async def picture(self, place: Place, file_id: str) -> Picture | None:
        return self._t.pictures.get((place, file_id))

    async def picture_ids(self, place: Place) -> tuple[str, ...]:
        return tuple(sorted(file_id for at, file_id in self._t.pictures if at == place))
