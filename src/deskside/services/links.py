"""Personal links: for students the way in, for staff a way to choose a password. Whoever makes one is on record.

A new link replaces the former ones; a student's also ends what came by them: a link that leaked is of no use any more.
"""

from dataclasses import dataclass

from deskside.domain.access import Actor, require_staff
from deskside.domain.audit import COMMAND_LINE, AuditAct
from deskside.domain.errors import EmailNeeded, Forbidden, Invalid, NotFound
from deskside.domain.ids import Millis, UserId
from deskside.domain.people import Role
from deskside.ports.audit import AuditRow
from deskside.ports.clock import Clock, Secrets
from deskside.ports.logins import PersonalLink
from deskside.ports.planning import SessionQuery
from deskside.ports.storage import Storage, UnitOfWork, User
from deskside.services.accounts import HOUR_MS, CloseWays
from deskside.services.attendance import actor_of, hash_of
from deskside.services.homes import home_of
from deskside.services.ways_in import Ended, end_logins

STUDENT_LINK_MS = Millis(30 * 24 * HOUR_MS)
STAFF_LINK_MS = Millis(24 * HOUR_MS)
SHEET_MOST = 200
"""Links made at once, about what fits on forty printed pages."""


@dataclass(frozen=True, slots=True)
class NewLink:
    """A personal link: its secret, told only now, and until when it works."""

    secret: str
    expires_at: Millis


@dataclass(frozen=True, slots=True)
class LinkOfSheet:
    """A student with a new link."""

    student: User
    link: NewLink


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """A link that works, with its secret as somebody showed it."""

    secret: str
    link: PersonalLink
    user: User

    @property
    def actor(self) -> Actor:
        """Its person, as they would act."""
        return actor_of(self.user)


class LinkService:
    """Makes and revokes links of people of the actor's center."""

    def __init__(self, storage: Storage, clock: Clock, secrets: Secrets, close: CloseWays) -> None:
        self._storage = storage
        self._clock = clock
        self._secrets = secrets
        self._close = close

    async def make_link(self, actor: Actor, user_id: UserId) -> NewLink:
        """A personal link in place of any former one: for a student many times, for staff (asked by an admin) once.

        Raises NotFound, Forbidden; EmailNeeded for staff who would come by it and could choose no password.
        """
        require_staff(actor)
        async with self._storage.transaction() as unit:
            user = await linkable(unit, actor, user_id)
            if user.role is not Role.STUDENT and user.email is None:
                raise EmailNeeded
            link, ended = await self._renewed(unit, user, actor.user_id)
        await self._close(ended)
        return link

    async def replace_links(self, user: User, by: UserId = COMMAND_LINE, path: str | None = None) -> NewLink:
        """The same, one that leads to `path` (None: the person's own page). Nobody is asked whether they may."""
        async with self._storage.transaction() as unit:
            link, ended = await self._renewed(unit, user, by, path)
        await self._close(ended)
        return link

    async def make_sheet(self, actor: Actor, student_ids: tuple[UserId, ...]) -> tuple[LinkOfSheet, ...]:
        """A new link for each of these students, or, if none is named, for all whom the actor may make one for; by
        name. All of them are made, or none."""
        require_staff(actor)
        async with self._storage.transaction() as unit:
            students = [x for x in await unit.accounts.users(actor.center_id, Role.STUDENT) if not x.disabled]
            if actor.role is not Role.CENTER_ADMIN:
                own = await unit.planning.students_of(actor.center_id, actor.user_id)
                students = [x for x in students if x.id in own]
            wanted = [x for x in students if x.id in student_ids] if student_ids else students
            if len(wanted) > SHEET_MOST:
                raise Invalid(f"At most {SHEET_MOST} links are made at once. Name some of the students.")
            made = [(x, *(await self._renewed(unit, x, actor.user_id))) for x in wanted]
        for _, _, ended in made:
            await self._close(ended)
        return tuple(LinkOfSheet(student, link) for student, link, _ in made)

    async def revoke_links(self, actor: Actor, user_id: UserId) -> None:
        """None of this person's links work any more, nor what came by them: logins, and the calendar's address."""
        require_staff(actor)
        async with self._storage.transaction() as unit:
            user = await linkable(unit, actor, user_id)
            await unit.accounts.remove_links(user_id)
            ended = await self._end_linked(unit, user)
            await unit.calendar.remove_feeds(user_id)
            await unit.audit.add(self._row(actor.user_id, AuditAct.LINKS_REVOKED, user))
        await self._close(ended)

    async def look(self, secret: str) -> OpenedLink | None:
        """Whose link it is; it is not used up. None if it is unknown, used up, expired or revoked, or its person
        disabled."""
        async with self._storage.reading() as unit:
            found = await unit.accounts.link(hash_of(secret), self._clock.now())
        return None if found is None else OpenedLink(secret, *found)

    async def issue_link(self, user: User, lasts_ms: Millis, *, single_use: bool, path: str | None = None) -> NewLink:
        """A link beside those that are there. For a demo: nobody is asked, nothing ends, nothing is on record."""
        async with self._storage.transaction() as unit:
            return await self._add(unit, user, (lasts_ms, single_use), path or home_of(user.role), None)

    async def _renewed(
        self, unit: UnitOfWork, user: User, by: UserId, path: str | None = None
    ) -> tuple[NewLink, Ended]:
        """What came by a former link of staff goes on: they choose a password then, and every other login ends."""
        student = user.role is Role.STUDENT
        await unit.accounts.remove_links(user.id)
        ended = await self._end_linked(unit, user) if student else Ended(user.id, frozenset())
        kind = (STUDENT_LINK_MS, False) if student else (STAFF_LINK_MS, True)
        await unit.audit.add(self._row(by, AuditAct.LINK_MADE, user))
        maker_id = None if by == COMMAND_LINE else by
        return await self._add(unit, user, kind, path or home_of(user.role), maker_id), ended

    async def _end_linked(self, unit: UnitOfWork, user: User) -> Ended:
        """Every login that came by a link: also by one that has expired since."""
        logins = await unit.logins.of_user(user.id, self._clock.now())
        return await end_logins(unit, user.id, frozenset(x.secret_hash for x in logins if x.link_hash is not None))

    async def _add(
        self, unit: UnitOfWork, user: User, kind: tuple[Millis, bool], path: str, maker_id: UserId | None
    ) -> NewLink:
        lasts_ms, single_use = kind
        link = NewLink(self._secrets.new_secret(), Millis(self._clock.now() + lasts_ms))
        kept = PersonalLink(hash_of(link.secret), user.id, path, link.expires_at, single_use, maker_id)
        await unit.accounts.add_link(kept)
        return link

    def _row(self, by: UserId, act: AuditAct, user: User) -> AuditRow:
        return AuditRow(user.center_id, self._clock.now(), by, act, user.id)


async def linkable(unit: UnitOfWork, actor: Actor, user_id: UserId) -> User:
    """Somebody whose ways in this member of staff looks after: admins after everybody's, tutors after their students'.

    Raises NotFound, Forbidden.
    """
    user = await unit.accounts.user(actor.center_id, user_id)
    if user is None or user.disabled:
        raise NotFound("There is no such person in your center.")
    if actor.role is Role.CENTER_ADMIN:
        return user
    if user.role is not Role.STUDENT:
        raise Forbidden("Tutors make links for students only. Ask an admin of the center.")
    query = SessionQuery(Millis(0), tutor_id=actor.user_id, student_id=user_id, limit=1)
    if not await unit.planning.search(actor.center_id, query):
        raise Forbidden("This is a student of somebody else. Plan a session with them first, or ask an admin.")
    return user
