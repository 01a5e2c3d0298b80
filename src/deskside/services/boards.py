"""Boards: who looks, who draws, what is kept. Strokes travel beside the log; that a board was stored is an event."""

import asyncio
from dataclasses import dataclass, replace

from deskside.domain import work
from deskside.domain.access import Act, Actor, require
from deskside.domain.boards import (
    BOARD_FILES,
    FILE_BYTES,
    TABLE,
    BoardId,
    Element,
    copies,
    picture_type,
    require_draw,
    require_look,
)
from deskside.domain.errors import Conflict, Invalid, NotFound
from deskside.domain.events import Events
from deskside.domain.ids import Seq, UserId
from deskside.domain.people import Part
from deskside.domain.session import Session, find_lane, lane_of
from deskside.ports.boards import Picture, Place, Revision
from deskside.services.board_rooms import BoardRoom, Pace, Watcher
from deskside.services.door import By, Door, Ref
from deskside.services.outside import Outside


@dataclass(frozen=True, slots=True)
class Known:
    """What a page already holds of a board: `clock` counts in this `epoch` and `generation` alone."""

    epoch: str = ""
    generation: int = 0
    clock: int = 0


@dataclass(slots=True)
class _Open:
    room: BoardRoom
    chores: tuple[asyncio.Task[None], ...]


class BoardService:
    """A board is in memory as long as somebody looks at it or something of it is not stored."""

    def __init__(self, outside: Outside, door: Door) -> None:
        self._outside = outside
        self._door = door
        self._opening: dict[Place, asyncio.Task[_Open]] = {}
        self._closing: set[asyncio.Task[None]] = set()

    async def watch(self, watcher: Watcher, place: Place, pace: Pace, known: Known) -> Known:
        """Tell this page of a board from now on, beginning with what it does not know; again: at another pace.

        Returns up to where it then knows it. Raises NotFound, Forbidden, Conflict.
        """
        await self._may(watcher.actor, place, draws=False)
        room = await self._room(place)
        same = (known.epoch, known.generation) == (room.epoch, room.generation)
        room.watch(watcher, pace, known.clock if same else 0)
        if watcher.gone:  # while the board was read from the storage
            await self.unwatch(watcher, place)
        return Known(room.epoch, room.generation, room.scene.clock)

    async def unwatch(self, watcher: Watcher, place: Place) -> None:
        """Tell this page nothing more of it."""
        opening = self._opening.get(place)
        if opening is None:
            return
        opened = await asyncio.shield(opening)
        if opened.room.unwatch(watcher) and not opened.room.watched:
            closing = asyncio.create_task(self._let_go(opened), name=f"close board {place.session_id}")
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    async def leave(self, watcher: Watcher) -> None:
        """The page is gone: from every board."""
        for place, opening in tuple(self._opening.items()):
            if opening.done():
                await self.unwatch(watcher, place)

    async def draw(self, watcher: Watcher, place: Place, generation: int, elements: tuple[Element, ...]) -> int:
        """Take elements; returns the board's clock. Raises Conflict for a drawing that was cleared since."""
        await self._may(watcher.actor, place, draws=True)
        room = await self._room(place)
        if generation != room.generation:
            raise Conflict("This board was cleared. Open it again.")
        room.draw(elements, watcher.name)
        return room.scene.clock

    async def clear(self, actor: Actor, place: Place) -> None:
        """Empty a board; the tutor's right."""
        await self._conducts(actor, place)
        (await self._room(place)).wipe()

    async def lock(self, actor: Actor, place: Place, *, locked: bool) -> Seq:
        """Let the student draw on the lane's board, or not."""
        by, student_id = By(actor, Act.TEACH), UserId(place.board)
        session = await self._door.act(by, place.session_id, lambda x: work.lock_board(x, student_id, locked=locked))
        return session.seq

    async def push(self, actor: Actor, source: Place, to: tuple[UserId, ...]) -> None:
        """Put what is on a board on those of these lanes too, beside what is there."""
        session = await self._conducts(actor, source)
        for student_id in to:
            lane_of(session, student_id)
        page = (await self._room(source)).scene
        for student_id in to:
            target = replace(source, board=BoardId(student_id))
            if target == source:
                continue
            await self._copy_pictures(source, target)
            (await self._room(target)).draw(copies(page, self._outside.secrets.new_id), "")

    async def add_picture(self, actor: Actor, place: Place, file_id: str, content: bytes) -> None:
        """Keep a picture for an element of the board. Raises Invalid, Conflict."""
        await self._may(actor, place, draws=True)
        if len(content) > FILE_BYTES:
            raise Invalid(f"A picture has at most {FILE_BYTES} bytes.")
        picture = Picture(file_id, picture_type(content), content)
        async with self._outside.storage.transaction() as unit:
            if len(await unit.boards.picture_ids(place)) >= BOARD_FILES:
                raise Conflict(f"A board has at most {BOARD_FILES} pictures.")
            await unit.boards.add_picture(place, picture)

    async def picture(self, actor: Actor, place: Place, file_id: str) -> Picture:
        """A picture of the board. Raises NotFound."""
        await self._may(actor, place, draws=False)
        async with self._outside.storage.transaction() as unit:
            found = await unit.boards.picture(place, file_id)
        if found is None:
            raise NotFound("This picture is not there yet. Try again.")
        return found

    async def close(self) -> None:
        """The server stops: store everything and let go of it."""
        for opening in tuple(self._opening.values()):
            if opening.done() and opening.exception() is None:
                await opening.result().room.try_to_store()
                self._forget(opening.result().room)
        await asyncio.gather(*self._closing, return_exceptions=True)

    async def _may(self, actor: Actor, place: Place, *, draws: bool) -> None:
        session = await self._door.read(_ref(place))
        part = require(actor, Act.ATTEND, session)
        (require_draw if draws else require_look)(session, part, actor.user_id, place.board)

    async def _conducts(self, actor: Actor, place: Place) -> Session:
        session = await self._door.read(_ref(place))
        require(actor, Act.TEACH, session)
        require_draw(session, Part.TUTOR, actor.user_id, place.board)
        return session

    async def _copy_pictures(self, source: Place, target: Place) -> None:
        async with self._outside.storage.transaction() as unit:
            there = await unit.boards.picture_ids(target)
            for file_id in await unit.boards.picture_ids(source):
                picture = None if file_id in there else await unit.boards.picture(source, file_id)
                if picture is not None:
                    await unit.boards.add_picture(target, picture)

    async def _room(self, place: Place) -> BoardRoom:
        opening = self._opening.get(place)
        if opening is None:
            opening = asyncio.create_task(self._open(place), name=f"open board {place.session_id}")
            self._opening[place] = opening
        try:
            return (await asyncio.shield(opening)).room
        except BaseException:
            if opening.done() and (opening.cancelled() or opening.exception()) and self._opening.get(place) is opening:
                del self._opening[place]
            raise

    async def _open(self, place: Place) -> _Open:
        async with self._outside.storage.transaction() as unit:
            stored = await unit.boards.newest(place)
        epoch = self._outside.secrets.new_id()
        room = BoardRoom(place, epoch, self._keep, self._outside.clock.now)
        room.restore(stored)
        chores = (
            asyncio.create_task(room.tell_all(), name=f"tell board {place.session_id}"),
            asyncio.create_task(self._store_always(room), name=f"store board {place.session_id}"),
        )
        return _Open(room, chores)

    async def _store_always(self, room: BoardRoom) -> None:
        """Never ends but by letting go."""
        while True:
            await room.until_changed()
            await room.try_to_store()
            if not room.watched and not room.unstored:
                self._forget(room)

    async def _let_go(self, opened: _Open) -> None:
        """Store it, and forget it if nobody came meanwhile; if it cannot be stored now that is tried again."""
        if await opened.room.try_to_store() and not opened.room.watched and not opened.room.unstored:
            self._forget(opened.room)

    def _forget(self, room: BoardRoom) -> None:
        opening = self._opening.pop(room.place, None)
        for chore in opening.result().chores if opening else ():
            chore.cancel()

    async def _keep(self, place: Place, revision: Revision) -> None:
        async with self._outside.storage.transaction() as unit:
            await unit.boards.add_revision(place, revision)
        await self._door.notice(_ref(place), lambda now: _revised(now, place, revision))


def _ref(place: Place) -> Ref:
    return Ref(place.center_id, place.session_id)


def _revised(session: Session, place: Place, revision: Revision) -> Events:
    """Nothing for a session that is over, or a lane that is no more: the revision is kept all the same."""
    if session.over:
        return ()
    if place.board == TABLE:
        return work.revise_table_board(session, revision.number)
    if find_lane(session, UserId(place.board)) is None:
        return ()
    return work.revise_board(session, UserId(place.board), revision.number)
