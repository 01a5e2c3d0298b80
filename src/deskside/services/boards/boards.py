"""Boards: who looks, who draws, what is kept. Strokes travel beside the log; that a board was stored is an event."""

from contextlib import AsyncExitStack
from dataclasses import dataclass, replace

from deskside.domain.access import Actor, Right, require
from deskside.domain.boards.pictures import FILE_BYTES, facts, shown
from deskside.domain.boards.rights import lock_board, require_draw, require_look
from deskside.domain.boards.scene import BoardId, Element, copies, fits
from deskside.domain.errors import BoardFull, Conflict, Invalid, NotFound
from deskside.domain.ids import Seq, UserId
from deskside.domain.people import Part
from deskside.domain.session import Session, lane_of
from deskside.ports.boards import Picture, Place
from deskside.services.boards.opened import OpenBoards
from deskside.services.boards.rooms import BoardRoom, Pace, Watcher
from deskside.services.boards.space import add_picture
from deskside.services.door import By, Door, Ref
from deskside.services.outside import Outside
from deskside.services.thrift import is_scarce


@dataclass(frozen=True, slots=True)
class Known:
    """What a page already holds of a board: `clock` counts in this `epoch` and `generation` alone."""

    epoch: str = ""
    generation: int = 0
    clock: int = 0


class BoardService:
    """What people do with boards. `opened`: those that are in memory."""

    def __init__(self, outside: Outside, door: Door, opened: OpenBoards) -> None:
        self._outside = outside
        self._door = door
        self.opened = opened

    async def watch(self, watcher: Watcher, place: Place, pace: Pace, known: Known) -> Known:
        """Tell this page of a board from now on, beginning with what it does not know; again: at another pace.

        Returns up to where it then knows it. Raises NotFound, Forbidden, Conflict.
        """
        await self._may(watcher.actor, place, draws=False)
        async with self.opened.at(place) as room:
            same = (known.epoch, known.generation) == (room.epoch, room.generation)
            room.watch(watcher, pace, known.clock if same else 0)
            if watcher.gone:  # while the board was read from the storage
                room.unwatch(watcher)
            return Known(room.epoch, room.generation, room.scene.clock)

    async def unwatch(self, watcher: Watcher, place: Place) -> None:
        """Tell this page nothing more of it."""
        await self.opened.unwatch(watcher, place)

    async def leave(self, watcher: Watcher) -> None:
        """The page is gone: from every board."""
        await self.opened.leave(watcher)

    async def draw(self, watcher: Watcher, place: Place, generation: int, elements: tuple[Element, ...]) -> int:
        """Take elements; returns the board's clock. Raises Conflict for a drawing that was cleared since, BoardFull."""
        await self._may(watcher.actor, place, draws=True)
        async with self.opened.at(place) as room:
            if generation != room.generation:
                raise Conflict("This board was cleared. Open it again.")
            self.opened.intake.take(watcher.actor, place, sum(x.size for x in elements))
            room.draw(elements, watcher.name)
            return room.scene.clock

    async def clear(self, actor: Actor, place: Place) -> None:
        """Empty a board; the tutor's right."""
        await self._conducts(actor, place)
        async with self.opened.at(place) as room:
            room.wipe()

    async def lock(self, actor: Actor, place: Place, *, locked: bool) -> Seq:
        """Let the student draw on the lane's board, or not."""
        by, student_id = By(actor, Right.TEACH), UserId(place.board)
        session = await self._door.act(by, place.session_id, lambda x: lock_board(x, student_id, locked=locked))
        return session.seq

    async def push(self, actor: Actor, source: Place, to: tuple[UserId, ...]) -> None:
        """Put what is on a board on those of these lanes too, beside what is there: on all of them, or on none.

        Raises BoardFull.
        """
        session = await self._conducts(actor, source)
        for student_id in to:
            lane_of(session, student_id)
        targets = [replace(source, board=BoardId(x)) for x in dict.fromkeys(to) if BoardId(x) != source.board]
        async with AsyncExitStack() as held:
            page = (await held.enter_async_context(self.opened.at(source))).scene
            rooms = [await held.enter_async_context(self.opened.at(target)) for target in targets]
            pages = [(room, copies(page, self._outside.secrets.new_id)) for room in rooms]
            _require_space(session, pages)
            for room, _ in pages:
                await self._copy_pictures(source, room, shown(page))
            for room, elements in pages:
                room.draw(elements, "")

    async def add_picture(self, actor: Actor, place: Place, file_id: str, content: bytes) -> None:
        """Keep a picture for an element of the board. Raises Invalid, Conflict."""
        await self._may(actor, place, draws=True)
        if len(content) > FILE_BYTES:
            raise Invalid(f"A picture has at most {FILE_BYTES} bytes.")
        if is_scarce(self._outside.machine):
            raise Conflict("The server's disk is nearly full: it keeps no pictures now. Tell your center.")
        picture = Picture(file_id, facts(content).media_type, content)
        self.opened.intake.take(actor, place, len(content))
        async with self.opened.at(place) as room, self._outside.storage.transaction() as unit:
            await add_picture(unit, place, picture, room.scene, self.opened.space)

    async def picture(self, actor: Actor, place: Place, file_id: str) -> Picture:
        """A picture of the board. Raises NotFound."""
        await self._may(actor, place, draws=False)
        async with self._outside.storage.reading() as unit:
            found = await unit.boards.picture(place, file_id)
        if found is None:
            raise NotFound("This picture is not there yet. Try again.")
        try:
            facts(found.content)
        except Invalid:  # kept before its header was read
            raise NotFound("This picture cannot be shown.") from None
        return found

    async def close(self) -> None:
        """The server stops: store everything."""
        await self.opened.close()

    async def _may(self, actor: Actor, place: Place, *, draws: bool) -> None:
        session = await self._door.read(_ref(place))
        part = require(actor, Right.READ, session)
        (require_draw if draws else require_look)(session, part, actor.user_id, place.board)

    async def _conducts(self, actor: Actor, place: Place) -> Session:
        session = await self._door.read(_ref(place))
        require(actor, Right.TEACH, session)
        require_draw(session, Part.TUTOR, actor.user_id, place.board)
        return session

    async def _copy_pictures(self, source: Place, room: BoardRoom, file_ids: frozenset[str]) -> None:
        """Those that can be seen on the page, and no others."""
        async with self._outside.storage.transaction() as unit:
            for file_id in sorted(file_ids):
                picture = await unit.boards.picture(source, file_id)
                if picture is not None:
                    await add_picture(unit, room.place, picture, room.scene, self.opened.space)


def _ref(place: Place) -> Ref:
    return Ref(place.center_id, place.session_id)


def _require_space(session: Session, pages: list[tuple[BoardRoom, tuple[Element, ...]]]) -> None:
    full = [room.place.board for room, elements in pages if not fits(room.scene, elements)]
    if full:
        names = ", ".join(lane_of(session, UserId(x)).person.name for x in full)
        raise BoardFull(f"There is no room on the board of {names}. Clear it first, or leave it out.")
