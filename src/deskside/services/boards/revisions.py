"""Boards as they were: read by number, and kept with a call for help.

A call goes first: it is durable and acknowledged before its board is looked at, so that neither a slow nor a failing
storage of boards can stop or delay it. The board follows as an event of its own, a moment later.
"""

import asyncio

import structlog

from deskside.domain.access import Actor, Right, require
from deskside.domain.boards.revisions import attach_board
from deskside.domain.boards.rights import require_read
from deskside.domain.boards.scene import TABLE, BoardId, visible
from deskside.domain.errors import NotFound
from deskside.domain.events import HelpAsked, HelpBoardAttached
from deskside.domain.ids import UserId
from deskside.domain.session import Session
from deskside.ports.boards import Place
from deskside.ports.storage import UnitOfWork
from deskside.services.audit import AuditService
from deskside.services.boards.opened import OpenBoards
from deskside.services.boards.packing import as_json
from deskside.services.door import By, Door, Ref
from deskside.services.outside import Outside

_log = structlog.get_logger(__name__)


class RevisionService:
    """Reads revisions, and has one made of a lane's board when its student calls for help."""

    def __init__(self, outside: Outside, door: Door, opened: OpenBoards, audit: AuditService) -> None:
        self._outside = outside
        self._door = door
        self._opened = opened
        self._audit = audit
        self._attaching: set[asyncio.Task[None]] = set()

    async def revision(self, actor: Actor, place: Place, number: int) -> bytes:
        """A revision as JSON, `{number, generation, at, elements}`: all that could be seen on the board then.

        Made away from the loop, all of it. Raises NotFound, also for what is not theirs.
        """
        by = By(actor, Right.READ)
        session = await self._door.read(by.ref(place.session_id))
        part = require(actor, by.act, session)
        require_read(session, part, actor.user_id, place.board)
        whose = None if place.board == TABLE else UserId(place.board)
        await self._audit.note_read(actor, part, session, "board", whose)
        async with self._outside.storage.reading() as unit:
            found = await unit.boards.up_to(place, number)
        if not found:
            raise NotFound("This board has no such revision.")
        return await self._opened.workshop.do_for(actor.user_id, lambda: as_json(found))

    def attach(self, session: Session, asked: HelpAsked) -> None:
        """Keep the lane's board as it is now, and let it go along with this call. Returns at once and never fails."""
        task = asyncio.create_task(self._attach(session, asked), name=f"keep board for help {session.id}")
        self._attaching.add(task)
        task.add_done_callback(self._attaching.discard)

    async def settle(self) -> None:
        """Wait for everything that is under way."""
        await asyncio.gather(*self._attaching)

    async def _attach(self, session: Session, asked: HelpAsked) -> None:
        place = Place(session.center_id, session.id, BoardId(asked.student_id))
        # A repeated act is answered without being looked at: whoever asks may have no lane, or none any more.
        lane = next((x for x in session.lanes if x.person.user_id == asked.student_id), None)
        if lane is None or not (self._opened.here(place) or lane.board.revision):
            return  # nobody's, or never opened
        try:
            number = await self._stored(place)
            if number is not None:
                attached = HelpBoardAttached(asked.student_id, asked.help_id, number)

                async def keep(unit: UnitOfWork) -> None:
                    await unit.boards.keep(place, attached.revision)

                ref = Ref(session.center_id, session.id)
                await self._door.notice(ref, lambda x: attach_board(x, attached), beside=keep)
        except Exception as error:  # noqa: BLE001  whatever the storage raises: the call is made, it goes without
            _log.warning("board_not_attached", session=session.id, error=type(error).__name__)

    async def _stored(self, place: Place) -> int | None:
        """The number under which the board is stored as it is now; None: it is not, or nothing is to be seen on it."""
        async with self._opened.at(place) as room:
            if not visible(room.scene) or not await room.try_to_store():
                return None
            return room.revision
