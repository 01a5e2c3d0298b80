"""Guardians' links: by one a guardian says, without an account, what may be recorded of a student. It signs nobody
in."""

from dataclasses import dataclass

from deskside.domain.access import Actor, require_staff
from deskside.domain.audit import AuditAct
from deskside.domain.errors import Invalid
from deskside.domain.ids import Millis, UserId
from deskside.domain.people import Role
from deskside.domain.text import NAME_LIMIT, line
from deskside.ports.audit import AuditRow
from deskside.ports.consents import ConsentRow, GuardianLink
from deskside.ports.storage import User
from deskside.services.accounts import HOUR_MS
from deskside.services.attendance import actor_of, hash_of
from deskside.services.consents import Answer, ConsentService, Question
from deskside.services.links import NewLink, linkable
from deskside.services.outside import Outside

GUARDIAN_LINK_MS = Millis(180 * 24 * HOUR_MS)
"""Half a school year: by it a guardian can also change their mind."""


@dataclass(frozen=True, slots=True)
class OpenedByGuardian:
    """A link that works: whom it is about, what is asked, and what a guardian has said last."""

    link: GuardianLink
    student: User
    question: Question
    last: ConsentRow | None


class GuardianService:
    """Links of students of the actor's center."""

    def __init__(self, outside: Outside, consents: ConsentService) -> None:
        self._outside = outside
        self._consents = consents

    async def make_link(self, actor: Actor, student_id: UserId) -> NewLink:
        """A link in place of any former one, for a student whom the actor looks after; told only now. Raises NotFound,
        Forbidden; Invalid for staff, who decide for themselves."""
        require_staff(actor)
        now = self._outside.clock.now()
        new = NewLink(self._outside.secrets.new_secret(), Millis(now + GUARDIAN_LINK_MS))
        async with self._outside.storage.transaction() as unit:
            user = await linkable(unit, actor, student_id)
            if user.role is not Role.STUDENT:
                raise Invalid("Guardians decide for students. Staff decide for themselves, on the page of a session.")
            link = GuardianLink(hash_of(new.secret), user.center_id, student_id, actor.user_id, now, new.expires_at)
            await unit.consents.add_guardian_link(link)
            await unit.audit.add(self._row(actor, AuditAct.GUARDIAN_LINK_MADE, student_id))
        return new

    async def revoke_links(self, actor: Actor, student_id: UserId) -> None:
        """None of this student's guardian's links work any more; what was said by them stays."""
        require_staff(actor)
        async with self._outside.storage.transaction() as unit:
            await linkable(unit, actor, student_id)
            if await unit.consents.remove_guardian_links(student_id):
                await unit.audit.add(self._row(actor, AuditAct.GUARDIAN_LINK_REVOKED, student_id))

    async def look(self, secret: str) -> OpenedByGuardian | None:
        """What a link is about; None if it does not work (any more)."""
        async with self._outside.storage.reading() as unit:
            link = await unit.consents.guardian_link(hash_of(secret), self._outside.clock.now())
            if link is None:
                return None
            student = await unit.accounts.user(link.center_id, link.student_id)
            rows = await unit.consents.of_person(link.center_id, link.student_id)
        if student is None:
            return None
        question = await self._consents.question(actor_of(student))
        said = [x for x in rows if x.by_guardian]
        return OpenedByGuardian(link, student, question, said[-1] if said else None)

    async def say(self, opened: OpenedByGuardian, answer: Answer, name: str) -> None:
        """What the guardian allows from now on; nothing is a withdrawal. Raises Invalid without a name, Conflict if the
        text is another one by now."""
        await self._consents.guardian_says(opened.link, answer, line(name, NAME_LIMIT))

    def _row(self, actor: Actor, act: AuditAct, student_id: UserId) -> AuditRow:
        return AuditRow(actor.center_id, self._outside.clock.now(), actor.user_id, act, student_id)
