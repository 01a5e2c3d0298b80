"""Sessions that nobody ends: once no tutor is there after the planned end people are told when it ends, and it does."""

from contextlib import suppress

from deskside.domain import expiry
from deskside.domain.center import CenterSettings
from deskside.domain.ids import CenterId, Millis
from deskside.domain.session import Session
from deskside.ports.media import EngineUnavailable
from deskside.ports.storage import StorageUnavailable
from deskside.services.door import Decide, Door, Ref
from deskside.services.outside import Outside


class EndingService:
    """Acts for nobody: what it does is the server's own."""

    def __init__(self, outside: Outside, door: Door) -> None:
        self._outside = outside
        self._door = door

    async def sweep(self) -> None:
        """Every second or so, for every session that is known. What cannot be stored now is done the next time."""
        with suppress(StorageUnavailable):
            for session in self._door.known():
                await self._foresee(session)

    async def close_forgotten(self, session: Session, seen: Millis) -> Session:
        """After a start of the server: a session in which nobody was seen since `seen`, if that is too long ago."""
        now = self._outside.clock.now()
        if not expiry.expire(session, now, seen, Millis(0)):
            return session
        after = await self._after_ms(session.center_id)
        return await self._end(session, lambda found: expiry.expire(found, now, seen, after))

    async def _foresee(self, session: Session) -> None:
        now = self._outside.clock.now()
        if not expiry.foresee(session, now, Millis(0)):
            return  # the usual case: nothing is asked of the database
        after = await self._after_ms(session.center_id)
        await self._end(session, lambda found: expiry.foresee(found, now, after))

    async def _end(self, session: Session, decide: Decide) -> Session:
        after = await self._door.notice(Ref(session.center_id, session.id), decide)
        if after.over:
            with suppress(EngineUnavailable):  # it is closed by a later sweep, or with its engine
                await self._outside.engine.close_room(session.id)
        return after

    async def _after_ms(self, center_id: CenterId) -> Millis:
        async with self._outside.storage.reading() as unit:
            center = await unit.accounts.center(center_id)
        settings = CenterSettings() if center is None else center.settings
        return Millis(settings.end_after_minutes * 60_000)
