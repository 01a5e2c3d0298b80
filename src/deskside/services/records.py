"""A person's record, mended: name, email, level and role corrected, somebody disabled brought back, and a way to a new
password for whoever forgot theirs.
"""

from dataclasses import dataclass, replace

from deskside.domain.access import Actor, require_admin
from deskside.domain.audit import COMMAND_LINE, AuditAct
from deskside.domain.erasing import ERASED_NAME
from deskside.domain.errors import Conflict, EmailNeeded, Forbidden, Invalid, NotFound, Unauthorized
from deskside.domain.ids import UserId
from deskside.domain.people import Role
from deskside.ports.audit import AuditRow
from deskside.ports.clock import Clock
from deskside.ports.storage import EmailTaken, Storage, UnitOfWork, User
from deskside.services.accounts import AccountService
from deskside.services.links import LinkService, NewLink
from deskside.services.passwords import PasswordService
from deskside.services.signed_in import SOMEWHERE, Browser, SignedIn

NEW_PASSWORD = "/new-password"  # noqa: S105  a path
"""Where a link leads whose page asks for a new password; it signs in with that, and not without."""


@dataclass(frozen=True, slots=True)
class Corrected:
    """How a record should read, whole. Staff have an email, students none."""

    name: str
    role: Role
    email: str | None = None
    grade_level: str = ""
    course_level: str = ""


class RecordService:
    """Acts of admins on one person of their center; and of whoever holds a link to a new password."""

    def __init__(
        self, storage: Storage, clock: Clock, accounts: AccountService, links: LinkService, passwords: PasswordService
    ) -> None:
        self._storage = storage
        self._clock = clock
        self._passwords = passwords
        self._accounts = accounts
        self._links = links

    async def correct(self, actor: Actor, user_id: UserId, to: Corrected) -> User:
        """Correct a record. Sessions that were planned keep the name that they were planned with."""
        require_admin(actor)
        async with self._storage.transaction() as unit:
            user = await self._user(unit, actor, user_id, disabled=False)
            _require_sane(actor, user, to)
            changed = replace(
                user,
                name=to.name,
                role=to.role,
                email=to.email,
                grade_level=to.grade_level,
                course_level=to.course_level,
            )
            await _store(unit, changed)
            if changed != user:
                await unit.audit.add(self._row(actor, AuditAct.PERSON_CORRECTED, user_id))
        return changed

    async def disabled(self, actor: Actor) -> tuple[User, ...]:
        """Who was disabled, by name (admins); whoever was erased is nobody."""
        require_admin(actor)
        async with self._storage.reading() as unit:
            return tuple(
                x for x in await unit.accounts.users(actor.center_id, None) if x.disabled and x.name != ERASED_NAME
            )

    async def enable(self, actor: Actor, user_id: UserId) -> User:
        """Bring somebody back: they need a new link, or sign in with the password that they had."""
        require_admin(actor)
        async with self._storage.transaction() as unit:
            user = await self._user(unit, actor, user_id, disabled=None)
            if await unit.rights.erasure(actor.center_id, user_id) is not None:
                raise Conflict("This person was erased. Add them anew if they come back.")
            enabled = replace(user, disabled=False)
            await _store(unit, enabled)
            if user.disabled:
                await unit.audit.add(self._row(actor, AuditAct.PERSON_ENABLED, user_id))
        return enabled

    async def password_link(self, actor: Actor, user_id: UserId) -> NewLink:
        """A link, good once within a day, whose holder chooses a new password without the old one (admins)."""
        require_admin(actor)
        async with self._storage.reading() as unit:
            user = await self._user(unit, actor, user_id, disabled=False)
        return await self.new_password_link(user, actor.user_id)

    async def new_password_link(self, user: User, by: UserId = COMMAND_LINE) -> NewLink:
        """The same, in place of any former link; nobody is asked whether they may.

        Raises Forbidden for students, EmailNeeded for whoever has no email.
        """
        if user.role is Role.STUDENT:
            raise Forbidden("Students come by their personal link and have no password. Make a link for them.")
        if user.email is None:
            raise EmailNeeded
        return await self._links.replace_links(user, by, NEW_PASSWORD)

    async def choose_password(
        self, secret: str, new: str, replacing: str | None = None, *, browser: Browser = SOMEWHERE
    ) -> SignedIn:
        """Use up such a link for a new password, and sign in. Raises Invalid, and the link is not used up, if the
        password is none; Unauthorized for a link that is no such link or does not work.
        """
        opened = await self._links.look(secret)
        if opened is None or opened.link.path != NEW_PASSWORD:
            raise Unauthorized("This link is used up, expired or was replaced. Ask an admin of your center for one.")
        await self._passwords.require_good(opened.actor, new)
        login = await self._accounts.follow_link(secret, replacing, browser=browser)
        present = await self._accounts.current(login.secret)
        if present is None:
            raise Unauthorized("This link was revoked at this moment. Ask an admin of your center for another one.")
        await self._passwords.change(replace(present, confined=True), "", new)
        return login

    def _row(self, actor: Actor, act: AuditAct, user_id: UserId) -> AuditRow:
        return AuditRow(actor.center_id, self._clock.now(), actor.user_id, act, user_id)

    async def _user(self, unit: UnitOfWork, actor: Actor, user_id: UserId, *, disabled: bool | None) -> User:
        user = await unit.accounts.user(actor.center_id, user_id)
        if user is None or disabled not in (None, user.disabled):
            raise NotFound("There is no such person in your center.")
        return user


def _require_sane(actor: Actor, user: User, to: Corrected) -> None:
    """Raise Invalid or Conflict for a record that makes no sense."""
    if (to.role is Role.STUDENT) is not (user.role is Role.STUDENT):
        raise Invalid("A student stays a student, and staff stay staff. Add a new person instead.")
    if to.role is not user.role and user.id == actor.user_id:
        raise Conflict("You cannot change your own role. Another admin of the center can.")
    if (to.email is None) is not (to.role is Role.STUDENT):
        raise Invalid("Tutors and admins have an email, students have none.")


async def _store(unit: UnitOfWork, user: User) -> None:
    try:
        await unit.accounts.update_user(user)
    except EmailTaken as taken:
        raise Conflict("Somebody else signs in with this email. Use another one, or change theirs first.") from taken
