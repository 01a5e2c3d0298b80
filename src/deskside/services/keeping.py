"""Storing what was decided, and only then telling; what may or may not have been stored is looked up."""

import structlog

from deskside.domain.errors import NotFound
from deskside.ports.broadcast import Broadcast
from deskside.ports.sessions import Change, Recalled
from deskside.ports.storage import CommitUnknown, Storage, StorageUnavailable
from deskside.services.drafts import Made
from deskside.services.follow_ups import FollowUps
from deskside.services.rooms import Room
from deskside.services.routing import Router
from deskside.services.turns import Beside, Ref

_log = structlog.get_logger(__name__)


class Keeper:
    """Everything here is called in the turn of the rooms that it is about."""

    def __init__(self, storage: Storage, broadcast: Broadcast, router: Router, follow_ups: FollowUps) -> None:
        self._storage = storage
        self._broadcast = broadcast
        self._router = router
        self._follow_ups = follow_ups

    async def keep(self, made: tuple[Made, ...], beside: Beside | None) -> None:
        """All of it or nothing. Raises StorageUnavailable if it was not stored, CommitUnknown while that is not
        known."""
        try:
            await self._store(tuple(changes for _, changes in made), beside)
        except CommitUnknown as unknown:
            for room, changes in made:
                room.doubt = changes
            try:
                stored = [await self._is_stored(room) for room, _ in made]
            except StorageUnavailable:
                raise unknown from None  # it is found out later, of all of them
            for room, _ in made:
                room.doubt = ()
            if not stored:
                raise
            if not all(stored):
                raise StorageUnavailable("Nothing was changed. Try again.") from unknown

    def take(self, room: Room, changes: tuple[Change, ...]) -> None:
        """This is stored: from now on the room is so, and the engine follows."""
        room.take(changes)
        self._router.want(room.session)

    async def tell(self, changes: tuple[Change, ...]) -> None:
        """Tell everybody. Never fails."""
        try:
            await self._broadcast.tell(changes)
        except Exception:  # noqa: BLE001  it did happen, whoever could not be told: a page with a gap catches up
            _log.exception("telling_failed", session=changes[-1][2].id, seq=changes[-1][1].seq)

    async def clear_up(self, room: Room) -> None:
        """Raises StorageUnavailable while it cannot be known whether the last changes were stored."""
        changes = room.doubt
        if not changes:
            return
        stored = await self._is_stored(room)
        room.doubt = ()
        if stored:
            self.take(room, changes)
            await self.tell(changes)

    async def catch_up(self, room: Room) -> None:
        """Another process was faster: be as it is stored."""
        room.recall(there(await self._recall(room.ref)))
        self._router.want(room.session)

    async def read_again(self, room: Room) -> None:
        """What was stored is another now: be as it is, and remember nothing of how it came."""
        room.recall(there(await self._recall(room.ref)))
        room.recent.clear()

    async def _store(self, changes: tuple[tuple[Change, ...], ...], beside: Beside | None) -> None:
        """In a commit that is shared with whatever else waits, unless something is to be stored beside it."""
        jobs = [(x[1].at, due) for of_one in changes for x in of_one if (due := self._follow_ups(x))]
        if beside is None and not jobs:
            await self._storage.append(changes)
            return
        async with self._storage.transaction() as unit:
            for of_one in changes:
                await unit.sessions.append(of_one)
            for at, due in jobs:
                await unit.jobs.add(due, at)
            if beside is not None:
                await beside(unit)

    async def _is_stored(self, room: Room) -> bool:
        """What is doubted of this room. Of a session that was erased meanwhile nothing is."""
        found = await self._recall(room.ref)
        return found is not None and found.session == room.doubt[-1][2]

    async def _recall(self, ref: Ref) -> Recalled | None:
        """As it is after everything that was handed to the database: a read beside it may be of before."""
        async with self._storage.transaction() as unit:
            return await unit.sessions.recall(ref.center_id, ref.session_id)


def there(stored: Recalled | None) -> Recalled:
    """The session. Raises NotFound if there is none."""
    if stored is None:
        raise NotFound("There is no such session. Check the link, or ask your center.")
    return stored
