"""Asking people what may be recorded of them, keeping what they say, and having every session follow it at once.

What somebody said is kept beside the event that has the session follow, in one transaction. One person's words are
taken one after the other, theirs and their guardian's alike.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass
from weakref import WeakValueDictionary

import structlog

from deskside.domain.access import Actor, Right, require, require_staff
from deskside.domain.audit import GUARDIAN, AuditAct
from deskside.domain.center import ConsentFrom
from deskside.domain.consent import Consent, ConsentKind
from deskside.domain.errors import Conflict, NotFound
from deskside.domain.ids import CenterId, Seq, SessionId, UserId
from deskside.domain.people import Part, Role
from deskside.domain.recording.consenting import settle_consent
from deskside.domain.recording.standing import GivenBy, Said, Standing, require_present, say, standing
from deskside.domain.recording.texts import Language, TextVersion
from deskside.domain.session import Session, find_person, people, person_of
from deskside.ports.audit import AuditRow
from deskside.ports.consents import ConsentRow, GuardianLink
from deskside.ports.media import EngineUnavailable
from deskside.ports.storage import Center, UnitOfWork
from deskside.services.consent_texts import text_now
from deskside.services.door import By, Door, Ref
from deskside.services.links import linkable
from deskside.services.outside import Outside
from deskside.services.turns import Beside

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody chose, under which text, in which language they read it."""

    kinds: frozenset[ConsentKind]
    text_version: int
    language: Language


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody is asked, and what holds."""

    center: Center
    version: TextVersion
    holds: Standing
    decides: ConsentFrom
    guardian_said: bool
    """Whether a guardian has ever said anything about them."""


@dataclass(frozen=True, slots=True)
class Consents:
    """What staff may know of somebody's consent: everything that was said, the oldest first, and what holds."""

    question: Question
    rows: tuple[ConsentRow, ...]
    link: GuardianLink | None


class ConsentService:
    """Of people of all centers."""

    def __init__(self, outside: Outside, door: Door) -> None:
        self._outside = outside
        self._door = door
        self._turns: WeakValueDictionary[UserId, asyncio.Lock] = WeakValueDictionary()
        self._arriving: set[asyncio.Task[None]] = set()

    async def question(self, actor: Actor) -> Question:
        """What this person is asked about themself."""
        async with self._outside.storage.reading() as unit:
            return (
                await _asked(
                    unit,
                    actor.center_id,
                    actor.user_id,
                    student=actor.role is Role.STUDENT,
                    days=self._outside.retention_days,
                )
            )[0]

    async def say(self, actor: Actor, session_id: SessionId, answer: Answer) -> Seq:
        """Tutor or student says it for themself, on the page of a session; it holds for later ones as well. Returns
        once the engine follows. Raises Conflict (another text by now), Forbidden (for a guardian to allow)."""
        if require(actor, Right.ATTEND, await self._door.read(Ref(actor.center_id, session_id))) is Part.OBSERVER:
            raise Conflict("Whoever looks in is never recorded. There is nothing to allow.")
        async with self.turn(actor.user_id):
            asked = await self.question(actor)
            require_present(answer.text_version, asked.version.number)
            kinds = say(asked.holds, answer.kinds)
            said = Said(kinds, asked.version.number, GivenBy.SELF)
            at = self._outside.clock.now()
            row = ConsentRow(actor.center_id, actor.user_id, said, answer.language, at, session_id)
            session = await self._door.act(
                By(actor, Right.ATTEND),
                session_id,
                lambda now: settle_consent(now, actor.user_id, kinds, said.text_version),
                beside=kept(asked.version, row, actor.user_id),
            )
            await self._follow(row.center_id, row.person_id, kinds, said.text_version)
        await self._door.settled(session)
        return session.seq

    def arrived(self, actor: Actor, view: Session) -> None:
        """Somebody's page has come: their sessions follow what holds for them; with a tutor's, what holds for everybody
        of theirs: they see it before the others come. Returns at once and never fails."""
        task = asyncio.create_task(self._arrived(actor, view), name=f"follow consent {view.id}")
        self._arriving.add(task)
        task.add_done_callback(self._arriving.discard)

    async def settle(self) -> None:
        """Wait for everything that is under way."""
        await asyncio.gather(*self._arriving)

    async def follow(self, center_id: CenterId, person_id: UserId, *, student: bool) -> None:
        """Have the sessions that are known follow what holds for somebody now: they come, or something else changed."""
        async with self.turn(person_id):
            async with self._outside.storage.reading() as unit:
                asked, _ = await _asked(unit, center_id, person_id, student=student, days=self._outside.retention_days)
            changed = await self._follow(center_id, person_id, asked.holds.consent, asked.version.number)
        await self._settled(changed)

    async def follow_center(self, center_id: CenterId) -> None:
        """The same for everybody of a center: it asks another text, or lets somebody else decide."""
        known = [x for x in self._door.known() if x.center_id == center_id and not x.over]
        everybody = {x.user_id: x.part for session in known for x in people(session) if x.part is not Part.OBSERVER}
        for person_id, part in everybody.items():
            await self.follow(center_id, person_id, student=part is Part.STUDENT)

    async def guardian_says(self, link: GuardianLink, answer: Answer, name: str) -> None:
        """A guardian says it for a student: it holds from now on, also in a session that is live. Where the process
        dies before a session was told, it is told when the student's page comes back. Raises Conflict."""
        async with self.turn(link.student_id):
            async with self._outside.storage.reading() as unit:
                asked, _ = await _asked(
                    unit, link.center_id, link.student_id, student=True, days=self._outside.retention_days
                )
            require_present(answer.text_version, asked.version.number)
            said = Said(tuple(sorted(answer.kinds)), asked.version.number, GivenBy.GUARDIAN)
            now = self._outside.clock.now()
            row = ConsentRow(link.center_id, link.student_id, said, answer.language, now, guardian_name=name)
            async with self._outside.storage.transaction() as unit:
                await kept(asked.version, row, GUARDIAN)(unit)
            changed = await self._follow(link.center_id, link.student_id, said.kinds, said.text_version)
        await self._settled(changed)

    async def consents(self, actor: Actor, person_id: UserId) -> Consents:
        """What was said about somebody whom this member of staff looks after. Raises NotFound, Forbidden."""
        require_staff(actor)
        async with self._outside.storage.reading() as unit:
            user = await linkable(unit, actor, person_id)
            asked, rows = await _asked(
                unit, actor.center_id, person_id, student=user.role is Role.STUDENT, days=self._outside.retention_days
            )
            link = await unit.consents.guardian_link_of(person_id, self._outside.clock.now())
        return Consents(asked, rows, link)

    def turn(self, person_id: UserId) -> asyncio.Lock:
        """Held while something is said about this person."""
        return self._turns.setdefault(person_id, asyncio.Lock())

    async def _arrived(self, actor: Actor, view: Session) -> None:
        part = person_of(view, actor.user_id).part
        theirs = [x for x in people(view) if x.user_id == actor.user_id or part is Part.TUTOR]
        try:
            for person in theirs:
                if person.part is not Part.OBSERVER:
                    await self.follow(actor.center_id, person.user_id, student=person.part is Part.STUDENT)
        except Exception as error:  # noqa: BLE001  whatever the storage raises: the session goes by what it knows
            _log.warning("consent_not_followed", session=view.id, error=type(error).__name__)

    async def _follow(
        self, center_id: CenterId, person_id: UserId, consent: Consent | None, text_version: int
    ) -> tuple[Session, ...]:
        changed = []
        for session in self._door.known():
            person = find_person(session, person_id)
            if session.center_id != center_id or session.over or person is None or person.consent == consent:
                continue
            ref = Ref(center_id, session.id)
            changed.append(
                await self._door.notice(ref, lambda now: settle_consent(now, person_id, consent, text_version))
            )
        return tuple(changed)

    async def _settled(self, sessions: tuple[Session, ...]) -> None:
        for session in sessions:
            with suppress(EngineUnavailable):  # a dead engine copies nothing, and a new one is told the whole table
                await self._door.settled(session)


def kept(version: TextVersion, row: ConsentRow, by: UserId) -> Beside:
    """Keeps what somebody said, with the text that they said it to, and on the record."""
    act = AuditAct.CONSENT_GIVEN if row.kinds else AuditAct.CONSENT_WITHDRAWN
    noted = AuditRow(row.center_id, row.at, by, act, row.person_id, row.session_id, ", ".join(row.kinds))

    async def keep(unit: UnitOfWork) -> None:
        await unit.consents.add_text(row.center_id, version)
        await unit.consents.add(row)
        await unit.audit.add(noted)

    return keep


async def _asked(
    unit: UnitOfWork, center_id: CenterId, person_id: UserId, *, days: int, student: bool
) -> tuple[Question, tuple[ConsentRow, ...]]:
    center = await unit.accounts.center(center_id)
    if center is None:
        raise NotFound("There is no such center.")
    version, rows = await text_now(unit, center, days), await unit.consents.of_person(center_id, person_id)
    decides = center.settings.consent_from if student else ConsentFrom.STUDENT
    holds = standing([x.said for x in rows], version.number, decides)
    return Question(center, version, holds, decides, any(x.by_guardian for x in rows)), rows
