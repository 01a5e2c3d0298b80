"""Boards in SQL."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    and_,
    delete,
    func,
    insert,
    select,
)

from deskside.ports.boards import Picture, Place, Revision
from deskside.storage.run import Run
from deskside.storage.tables import metadata


def _of_session() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["center_id", "session_id"], ["session.center_id", "session.id"], ondelete="CASCADE")


board_revision = Table(
    "board_revision",
    metadata,
    Column("session_id", String, primary_key=True),
    Column("board", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("center_id", String, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("whole", Boolean, nullable=False),
    Column("elements", LargeBinary, nullable=False),
    _of_session(),
)

board_picture = Table(
    "board_picture",
    metadata,
    Column("session_id", String, primary_key=True),
    Column("board", String, primary_key=True),
    Column("file_id", String, primary_key=True),
    Column("center_id", String, nullable=False),
    Column("media_type", String, nullable=False),
    Column("content", LargeBinary, nullable=False),
    _of_session(),
)


class SqlBoards:
    """`BoardStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def add_revision(self, place: Place, revision: Revision) -> None:
        """Store the next one, in the place of one of its number."""
        row = {
            **_key(place),
            "number": revision.number,
            "generation": revision.generation,
            "at": revision.at,
            "whole": revision.whole,
            "elements": revision.content,
        }
        same = (*_at(board_revision, place), board_revision.c.number == revision.number)

        def write(connection: Connection) -> None:
            connection.execute(delete(board_revision).where(*same))
            connection.execute(insert(board_revision).values(row))

        await self._run(write)

    async def newest(self, place: Place) -> tuple[Revision, ...]:
        """The newest whole revision and those after it."""
        c = board_revision.c
        last_whole = select(func.max(c.number)).where(*_at(board_revision, place), c.whole).scalar_subquery()
        return await self._revisions(place, c.number >= last_whole)

    async def revisions(self, place: Place) -> tuple[Revision, ...]:
        """All of them, in order."""
        return await self._revisions(place, board_revision.c.number > 0)

    async def up_to(self, place: Place, number: int) -> tuple[Revision, ...]:
        """The revision with what it is built on."""
        c = board_revision.c
        mine = (*_at(board_revision, place), c.whole, c.number <= number)
        last_whole = select(func.max(c.number)).where(*mine).scalar_subquery()
        found = await self._revisions(place, and_(c.number >= last_whole, c.number <= number))
        return found if found and found[-1].number == number else ()

    async def add_picture(self, place: Place, picture: Picture) -> None:
        """Store a picture, unless it is there."""
        row = {
            **_key(place),
            "file_id": picture.file_id,
            "media_type": picture.media_type,
            "content": picture.content,
        }
        if await self.picture(place, picture.file_id) is None:
            await self._run(lambda connection: connection.execute(insert(board_picture).values(row)))

    async def picture(self, place: Place, file_id: str) -> Picture | None:
        """The picture; None if the board has no such."""

        def read(connection: Connection) -> Picture | None:
            mine = (*_at(board_picture, place), board_picture.c.file_id == file_id)
            row = connection.execute(select(board_picture).where(*mine)).first()
            return None if row is None else Picture(row.file_id, row.media_type, bytes(row.content))

        return await self._run(read)

    async def picture_ids(self, place: Place) -> tuple[str, ...]:
        """Sorted here: databases differ in how they compare letters."""

        def read(connection: Connection) -> list[str]:
            rows = connection.execute(select(board_picture.c.file_id).where(*_at(board_picture, place)))
            return [row.file_id for row in rows]

        return tuple(sorted(await self._run(read)))

    async def _revisions(self, place: Place, which: ColumnElement[bool]) -> tuple[Revision, ...]:
        wanted = select(board_revision).where(*_at(board_revision, place), which).order_by(board_revision.c.number)

        def read(connection: Connection) -> list[Row[tuple[object, ...]]]:
            return list(connection.execute(wanted))

        return tuple(
            Revision(row.number, row.generation, row.at, row.whole, bytes(row.elements))
            for row in await self._run(read)
        )


def _key(place: Place) -> dict[str, str]:
    return {"center_id": place.center_id, "session_id": place.session_id, "board": place.board}


def _at(table: Table, place: Place) -> tuple[ColumnElement[bool], ...]:
    return tuple(table.c[name] == value for name, value in _key(place).items())
