"""The list of browsers in which somebody is signed in, and ending one of them or all."""

from deskside.domain.access import Actor
from deskside.domain.audit import AuditAct
from deskside.domain.errors import NotFound
from deskside.domain.ids import UserId
from deskside.ports.audit import AuditRow
from deskside.ports.clock import Clock
from deskside.ports.logins import Login
from deskside.ports.storage import Storage, UnitOfWork
from deskside.services.accounts import CloseWays
from deskside.services.links import linkable
from deskside.services.ways_in import end_logins


class LoginService:
    """Of oneself; of anybody of the center for admins, of their students for tutors."""

    def __init__(self, storage: Storage, clock: Clock, close: CloseWays) -> None:
        self._storage = storage
        self._clock = clock
        self._close = close

    async def logins(self, actor: Actor, user_id: UserId) -> tuple[Login, ...]:
        """Newest first."""
        async with self._storage.reading() as unit:
            await _allow(unit, actor, user_id)
            return await unit.logins.of_user(user_id, self._clock.now())

    async def end(self, actor: Actor, user_id: UserId, login_id: str) -> None:
        """End one of them, with all that hangs on it. Raises NotFound if there is none of this id (any more)."""
        async with self._storage.transaction() as unit:
            await _allow(unit, actor, user_id)
            mine = [x for x in await unit.logins.of_user(user_id, self._clock.now()) if x.id == login_id]
            if not mine:
                raise NotFound("This sign-in has ended already.")
            ended = await end_logins(unit, user_id, frozenset({mine[0].secret_hash}))
            await unit.audit.add(self._row(actor, AuditAct.LOGIN_ENDED, user_id, mine[0].device))
        await self._close(ended)

    async def end_all(self, actor: Actor, user_id: UserId) -> None:
        """Signed out everywhere; the calendar's address stops working too. Links work on: revoke them as well."""
        async with self._storage.transaction() as unit:
            await _allow(unit, actor, user_id)
            ended = await end_logins(unit, user_id, None)
            await unit.calendar.remove_feeds(user_id)
            await unit.audit.add(self._row(actor, AuditAct.SIGNED_OUT_EVERYWHERE, user_id))
        await self._close(ended)

    def _row(self, actor: Actor, act: AuditAct, user_id: UserId, detail: str = "") -> AuditRow:
        return AuditRow(actor.center_id, self._clock.now(), actor.user_id, act, user_id, detail=detail)


async def _allow(unit: UnitOfWork, actor: Actor, user_id: UserId) -> None:
    if user_id != actor.user_id:
        await linkable(unit, actor, user_id)
