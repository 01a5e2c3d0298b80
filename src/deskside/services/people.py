"""Many people at once: a whole table of them, links for all students; and one's own password."""

from dataclasses import dataclass

from deskside.domain.access import Actor
from deskside.domain.errors import Conflict, Forbidden, Invalid, Unauthorized
from deskside.domain.ids import UserId
from deskside.domain.people import Role
from deskside.ports.clock import Secrets
from deskside.ports.passwords import Passwords
from deskside.ports.storage import EmailTaken, Storage, UnitOfWork, User
from deskside.services import roster
from deskside.services.accounts import (
    PASSWORD_AT_LEAST,
    STUDENT_LINK_MS,
    AccountService,
    NewLink,
    NewUser,
    require_admin,
    require_staff,
)
from deskside.services.roster import RosterLine, Taken, student_key

SHEET_MOST = 200
"""Links made at once, about what fits on forty printed pages."""


@dataclass(frozen=True, slots=True)
class LinkOfSheet:
    """A student with a new link."""

    student: User
    link: NewLink


class PeopleService:
    """Acts on many people of the actor's center."""

    def __init__(self, storage: Storage, secrets: Secrets, passwords: Passwords, accounts: AccountService) -> None:
        self._storage = storage
        self._secrets = secrets
        self._passwords = passwords
        self._accounts = accounts

    async def read_roster(self, actor: Actor, text: str) -> tuple[RosterLine, ...]:
        """What importing this table would do, line by line; nothing is stored (admins)."""
        require_admin(actor)
        async with self._storage.transaction() as unit:
            return roster.read(text, await _taken(unit, actor))

    async def import_roster(self, actor: Actor, text: str) -> tuple[RosterLine, ...]:
        """Add everybody of the table, if no line is wrong; else nobody. Staff sign in by a link first (admins)."""
        lines = await self.read_roster(actor, text)
        if any(line.errors for line in lines):
            return lines
        try:
            async with self._storage.transaction() as unit:
                for line in lines:
                    await unit.accounts.add_user(self._user(actor, line.person))
        except EmailTaken as taken:  # of another center, or since the table was read
            raise Conflict("Somebody already signs in with one of these emails. Nobody was added.") from taken
        return lines

    async def make_sheet(self, actor: Actor, student_ids: tuple[UserId, ...]) -> tuple[LinkOfSheet, ...]:
        """A new link for each of these students, or, if none is named, for every student of the center; by name."""
        require_staff(actor)
        async with self._storage.transaction() as unit:
            students = [x for x in await unit.accounts.users(actor.center_id, Role.STUDENT) if not x.disabled]
        wanted = [x for x in students if x.id in student_ids] if student_ids else students
        if len(wanted) > SHEET_MOST:
            raise Invalid(f"At most {SHEET_MOST} links are made at once. Choose some of the students.")
        issue = self._accounts.issue_link
        return tuple([LinkOfSheet(x, await issue(x, STUDENT_LINK_MS, single_use=False)) for x in wanted])

    async def set_password(self, actor: Actor, current: str, new: str) -> None:
        """Staff choose their own. `current` counts only where there is one: whoever came by link has none yet."""
        require_staff(actor)
        if len(new) < PASSWORD_AT_LEAST:
            raise Invalid(f"A password has at least {PASSWORD_AT_LEAST} characters.")
        async with self._storage.transaction() as unit:
            user = await unit.accounts.user(actor.center_id, actor.user_id)
        if user is None or user.email is None:
            raise Forbidden("You sign in by link: without an email a password is of no use.")
        if user.password_hash is not None and not await self._passwords.verify(user.password_hash, current):
            raise Unauthorized("This is not your present password.")
        hashed = await self._passwords.hash(new)
        async with self._storage.transaction() as unit:
            await unit.accounts.set_password(actor.user_id, hashed)

    def _user(self, actor: Actor, new: NewUser) -> User:
        return User(
            UserId(self._secrets.new_id()),
            actor.center_id,
            new.role,
            new.name,
            new.email,
            grade_level=new.grade_level,
            course_level=new.course_level,
        )


async def _taken(unit: UnitOfWork, actor: Actor) -> Taken:
    people = await unit.accounts.users(actor.center_id, None)
    emails = frozenset(x.email.lower() for x in people if x.email)
    students = (x for x in people if x.role is Role.STUDENT and not x.disabled)
    keys = frozenset(student_key(NewUser(x.role, x.name, None, None, x.grade_level, x.course_level)) for x in students)
    return Taken(emails, keys)
