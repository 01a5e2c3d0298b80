"""Many people at once: a whole table of them."""

from asyncio import to_thread

from deskside.domain.access import Actor, require_admin
from deskside.domain.errors import Conflict
from deskside.domain.ids import UserId
from deskside.domain.people import Role
from deskside.domain.text import email_key
from deskside.ports.clock import Secrets
from deskside.ports.storage import EmailTaken, Storage, UnitOfWork, User
from deskside.services import roster
from deskside.services.accounts import NewUser
from deskside.services.roster import Roster, Taken, student_key


class PeopleService:
    """Acts on many people of the actor's center."""

    def __init__(self, storage: Storage, secrets: Secrets) -> None:
        self._storage = storage
        self._secrets = secrets

    async def read_roster(self, actor: Actor, text: str) -> Roster:
        """What importing this table would do, line by line; nothing is stored (admins)."""
        require_admin(actor)
        async with self._storage.reading() as unit:
            taken = await _taken(unit, actor)
        return await to_thread(roster.read, text, taken)

    async def import_roster(self, actor: Actor, text: str) -> Roster:
        """Add everybody of the table, if no line is wrong; else nobody. Staff sign in by a link first (admins)."""
        found = await self.read_roster(actor, text)
        if any(line.errors for line in found.lines):
            return found
        try:
            async with self._storage.transaction() as unit:
                for line in found.lines:
                    await unit.accounts.add_user(self._user(actor, line.person))
        except EmailTaken as taken:  # since the table was read
            raise Conflict("Somebody already signs in with one of these emails. Nobody was added.") from taken
        return found

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
    emails = frozenset(email_key(x.email) for x in people if x.email and not x.disabled)
    students = (x for x in people if x.role is Role.STUDENT and not x.disabled)
    keys = frozenset(student_key(NewUser(x.role, x.name, None, None, x.grade_level, x.course_level)) for x in students)
    return Taken(emails, keys)
