"""Choosing passwords: which are good enough, and what ends with the old one."""

from deskside.domain.access import Actor, require_staff
from deskside.domain.audit import AuditAct
from deskside.domain.errors import EmailNeeded, Unauthorized
from deskside.ports.audit import AuditRow
from deskside.ports.clock import Clock
from deskside.ports.passwords import Passwords
from deskside.ports.storage import Storage
from deskside.services.accounts import CloseWays
from deskside.services.signed_in import Present
from deskside.services.strength import WeakPassword, good_hash
from deskside.services.ways_in import end_logins


class PasswordService:
    """Of members of staff, by themselves."""

    def __init__(self, storage: Storage, clock: Clock, passwords: Passwords, close: CloseWays) -> None:
        self._storage = storage
        self._clock = clock
        self._passwords = passwords
        self._close = close

    async def require_good(self, actor: Actor, new: str) -> str:
        """The hash of a password that this person chooses. Raises Invalid for one that is short or easily guessed."""
        async with self._storage.reading() as unit:
            user = await unit.accounts.user(actor.center_id, actor.user_id)
            center = await unit.accounts.center(actor.center_id)
        about = (actor.name, user.email or "" if user else "", center.name if center else "")
        return await good_hash(self._passwords, new, about)

    async def change(self, present: Present, current: str, new: str) -> None:
        """Choose one's own. Every other login and every link of theirs ends.

        `current` counts where there is a password already, unless this login leads to nothing but choosing one. A
        password that somebody else gave is chosen by nobody again. Raises Invalid, EmailNeeded, Unauthorized.
        """
        actor = present.actor
        require_staff(actor)
        async with self._storage.reading() as unit:
            user = await unit.accounts.user(actor.center_id, actor.user_id)
        if user is None or user.email is None:
            raise EmailNeeded
        asked = user.password_hash is not None and not present.confined
        if asked and not await self._passwords.verify(user.password_hash, current):
            raise Unauthorized("This is not your present password.")
        if user.password_given and await self._passwords.verify(user.password_hash, new, known=True):
            raise WeakPassword("Others know the password that you were given. Choose another one.")
        hashed = await self.require_good(actor, new)
        async with self._storage.transaction() as unit:
            await unit.accounts.set_password(actor.user_id, hashed)
            await unit.accounts.remove_links(actor.user_id)
            logins = await unit.logins.of_user(actor.user_id, self._clock.now())
            others = frozenset(x.secret_hash for x in logins) - {present.login}
            ended = await end_logins(unit, actor.user_id, others)
            await unit.logins.free(present.login)
            now = self._clock.now()
            row = AuditRow(actor.center_id, now, actor.user_id, AuditAct.PASSWORD_CHANGED, actor.user_id)
            await unit.audit.add(row)
        await self._close(ended)
