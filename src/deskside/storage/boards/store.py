"""Boards in SQL."""

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, and_, delete, func, insert, select, update

from deskside.domain.boards.keeping import Stored, Used
from deskside.domain.boards.scene import BoardId
from deskside.domain.ids import CenterId, SessionId
from deskside.ports.boards import Picture, Place, Revision
from deskside.storage.boards.tables import board_picture, board_revision, board_usage
from deskside.storage.run import Run


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
            before = _size(connection, board_revision.c.elements, same)
            connection.execute(delete(board_revision).where(*same))
            connection.execute(insert(board_revision).values(row))
            _use(connection, place, len(revision.content) - before)

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
        if await self.picture(place, picture.file_id) is not None:
            return

        def write(connection: Connection) -> None:
            connection.execute(insert(board_picture).values(row))
            _use(connection, place, len(picture.content))

        await self._run(write)

    async def remove_pictures(self, place: Place, file_ids: tuple[str, ...]) -> None:
        """Forget these."""
        those = (*_at(board_picture, place), board_picture.c.file_id.in_(file_ids))
        await self._run(lambda connection: _remove(connection, place, board_picture.c.content, those))

    async def keep(self, place: Place, number: int) -> None:
        """Never thin this revision out."""
        those = (*_at(board_revision, place), board_revision.c.number == number)
        await self._run(lambda connection: connection.execute(update(board_revision).where(*those).values(kept=True)))

    async def stored(self, place: Place) -> tuple[Stored, ...]:
        """What is there of this board's revisions, without their content."""
        c = board_revision.c
        wanted = select(c.number, c.whole, c.kept, func.length(c.elements).label("size"))

        def read(connection: Connection) -> tuple[Stored, ...]:
            rows = connection.execute(wanted.where(*_at(board_revision, place)).order_by(c.number))
            return tuple(Stored(row.number, row.whole, row.kept, row.size) for row in rows)

        return await self._run(read)

    async def remove_revisions(self, place: Place, numbers: tuple[int, ...]) -> None:
        """Forget these."""
        those = (*_at(board_revision, place), board_revision.c.number.in_(numbers))
        await self._run(lambda connection: _remove(connection, place, board_revision.c.elements, those))

    async def boards(self, center_id: CenterId, session_id: SessionId) -> tuple[BoardId, ...]:
        """Sorted here: databases differ in how they compare letters."""
        c = board_revision.c
        wanted = select(c.board).distinct().where(c.center_id == center_id, c.session_id == session_id)

        def read(connection: Connection) -> list[str]:
            return [row.board for row in connection.execute(wanted)]

        return tuple(BoardId(x) for x in sorted(await self._run(read)))

    async def used(self, center_id: CenterId, session_id: SessionId) -> Used:
        """From what is added up as it is stored."""
        c = board_usage.c
        total = select(func.coalesce(func.sum(c.bytes), 0)).where(c.center_id == center_id)

        def read(connection: Connection) -> Used:
            mine = connection.execute(total.where(c.session_id == session_id)).scalar_one()
            return Used(int(mine), int(connection.execute(total).scalar_one()))

        return await self._run(read)

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


def _size(connection: Connection, content: Column[bytes], those: tuple[ColumnElement[bool], ...]) -> int:
    return int(connection.execute(select(func.coalesce(func.sum(func.length(content)), 0)).where(*those)).scalar_one())


def _remove(
    connection: Connection, place: Place, content: Column[bytes], those: tuple[ColumnElement[bool], ...]
) -> None:
    freed = _size(connection, content, those)
    connection.execute(delete(content.table).where(*those))
    _use(connection, place, -freed)


def _use(connection: Connection, place: Place, more: int) -> None:
    c = board_usage.c
    mine = c.session_id == place.session_id
    if not connection.execute(update(board_usage).where(mine).values(bytes=c.bytes + more)).rowcount:
        row = {"session_id": place.session_id, "center_id": place.center_id, "bytes": more}
        connection.execute(insert(board_usage).values(row))
