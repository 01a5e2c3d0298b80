"""Boards in memory: opened when somebody needs one, stored again and again, let go of when nobody does."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import structlog

from deskside.domain.access import Actor, Right, require
from deskside.domain.boards.keeping import USUAL, Space
from deskside.domain.boards.revisions import revise_board, revise_table_board
from deskside.domain.boards.rights import require_look
from deskside.domain.boards.scene import TABLE
from deskside.domain.errors import DomainError, NotFound
from deskside.domain.events import Events
from deskside.domain.ids import UserId
from deskside.domain.session import Session, find_lane
from deskside.ports.boards import Place, Revision
from deskside.ports.storage import UnitOfWork
from deskside.services.boards.packing import Workshop, pack, rebuild
from deskside.services.boards.rooms import BoardRoom, Snapshot, Watcher
from deskside.services.boards.space import Intake, make_room
from deskside.services.door import Door, Ref
from deskside.services.outside import Outside

_log = structlog.get_logger(__name__)


@dataclass(slots=True)
class _Open:
    room: BoardRoom
    chores: tuple[asyncio.Task[None], ...]


class OpenBoards:
    """A board is in memory as long as somebody looks at it, an act is at it, or something of it is not stored."""

    def __init__(self, outside: Outside, door: Door, space: Space = USUAL) -> None:
        self._outside = outside
        self._door = door
        self.space = space
        self.intake = Intake(outside.clock)
        self.workshop = Workshop(outside.elsewhere)
        self._opening: dict[Place, asyncio.Task[_Open]] = {}
        self._closing: set[asyncio.Task[None]] = set()

    @asynccontextmanager
    async def at(self, place: Place) -> AsyncIterator[BoardRoom]:
        """The board; it stays in memory for as long as this lasts."""
        room = await self._room(place)
        room.held += 1
        try:
            yield room
        finally:
            room.held -= 1
            self._forget_idle(room)

    def here(self, place: Place) -> bool:
        """Whether it is in memory, or about to be."""
        return place in self._opening

    async def unwatch(self, watcher: Watcher, place: Place) -> None:
        """Tell this page nothing more of it. With the last page it is stored at once."""
        opening = self._opening.get(place)
        if opening is None:
            return
        room = (await asyncio.shield(opening)).room
        if room.unwatch(watcher) and not room.watched:
            closing = asyncio.create_task(self._store_and_forget(room), name=f"close board {place.session_id}")
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)

    async def leave(self, watcher: Watcher) -> None:
        """The page is gone: from every board. Of one that could not be opened nobody need be told."""
        for place, opening in tuple(self._opening.items()):
            if opening.done() and not opening.cancelled() and opening.exception() is None:
                await self.unwatch(watcher, place)

    async def close(self) -> None:
        """The server stops: store everything and let go of it."""
        for opening in tuple(self._opening.values()):
            if opening.done() and opening.exception() is None:
                await opening.result().room.try_to_store()
                self._forget(opening.result().room)
        await asyncio.gather(*self._closing, return_exceptions=True)

    async def _room(self, place: Place) -> BoardRoom:
        while True:
            opening = self._opening.get(place)
            if opening is None:
                opening = asyncio.create_task(self._open(place), name=f"open board {place.session_id}")
                self._opening[place] = opening
            try:
                room = (await asyncio.shield(opening)).room
            except BaseException:
                failed = opening.done() and (opening.cancelled() or opening.exception())
                if failed and self._opening.get(place) is opening:
                    del self._opening[place]
                raise
            if self._opening.get(place) is opening:  # else whoever waited for it too has let go of it already
                return room

    async def _open(self, place: Place) -> _Open:
        async with self._outside.storage.reading() as unit:
            stored = await unit.boards.newest(place)
        rebuilt = await self.workshop.do(lambda: rebuild(stored))
        epoch = self._outside.secrets.new_id()
        room = BoardRoom(place, epoch, self._keep, self._outside.clock.now, self._may_look)
        if stored:
            repaired = rebuilt.mended + rebuilt.dropped > 0
            room.restore(rebuilt.scene, stored[-1].number, stored[-1].generation, whole=repaired)
            if repaired:
                counts = {"mended": rebuilt.mended, "dropped": rebuilt.dropped}
                _log.warning("board_mended", session=place.session_id, **counts)
        chores = (
            asyncio.create_task(room.tell_all(), name=f"tell board {place.session_id}"),
            asyncio.create_task(self._store_always(room), name=f"store board {place.session_id}"),
        )
        return _Open(room, chores)

    async def _store_always(self, room: BoardRoom) -> None:
        """Never ends but by letting go. What cannot be stored now is tried again."""
        while True:
            await room.until_changed()
            await self._store_and_forget(room)

    async def _store_and_forget(self, room: BoardRoom) -> None:
        await room.try_to_store()
        self._forget_idle(room)

    def _forget_idle(self, room: BoardRoom) -> None:
        if not (room.watched or room.unstored or room.held):
            self._forget(room)

    def _forget(self, room: BoardRoom) -> None:
        opening = self._opening.pop(room.place, None)
        for chore in opening.result().chores if opening else ():
            chore.cancel()

    def _may_look(self, place: Place, actor: Actor) -> bool:
        session = self._door.peek(Ref(place.center_id, place.session_id))
        if session is None:  # nobody is there
            return False
        try:
            require_look(session, require(actor, Right.READ, session), actor.user_id, place.board)
        except DomainError:
            return False
        return True

    async def _keep(self, place: Place, snapshot: Snapshot) -> int:
        """Store it and say so, or neither. Returns its bytes."""
        content = await self.workshop.do(lambda: pack(snapshot.elements))
        revision = Revision(snapshot.number, snapshot.generation, snapshot.at, snapshot.whole, content)

        async def add(unit: UnitOfWork) -> None:
            await unit.boards.add_revision(place, revision)
            await make_room(unit, place, self.space)

        ref = Ref(place.center_id, place.session_id)
        try:
            await self._door.notice(ref, lambda session: _revised(session, place, revision), beside=add)
        except NotFound:
            _log.warning("board_without_session", session=place.session_id)  # erased: so is what was on its boards
        return len(content)


def _revised(session: Session, place: Place, revision: Revision) -> Events:
    """Nothing for a session that is over, or a lane that is no more: the revision is kept all the same."""
    if session.over:
        return ()
    if place.board == TABLE:
        return revise_table_board(session, revision.number)
    if find_lane(session, UserId(place.board)) is None:
        return ()
    return revise_board(session, UserId(place.board), revision.number)
