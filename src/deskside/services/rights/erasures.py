"""One person is erased from everything (ADR 8): their way in first, so that nothing comes after; then session by
session, log and state and boards in one transaction each; last their record, which keeps an id that means nobody. Each
step can be done again and finds nothing to do: a killed server's work is gone on with by the next one.
"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import partial

import structlog

from deskside.domain.access import Actor, require_admin
from deskside.domain.audit import AuditAct
from deskside.domain.erasing import ERASED_NAME
from deskside.domain.errors import Conflict, Invalid, NotFound
from deskside.domain.ids import UserId
from deskside.domain.lifecycle import remove
from deskside.domain.people import Role
from deskside.domain.session import SessionStatus
from deskside.domain.text import fold
from deskside.ports.audit import AuditRow
from deskside.ports.rights import Erasure, Involved
from deskside.ports.storage import StorageUnavailable, UnitOfWork, User
from deskside.services.accounts import AccountService
from deskside.services.door import Door, Ref
from deskside.services.outside import Outside
from deskside.services.rights.exports import ExportService, person_of_center
from deskside.services.rights.forgetting import forget_in_session

log = structlog.get_logger(__name__)


class ErasureService:
    """For admins of the person's center, and for whoever runs the machine."""

    def __init__(self, outside: Outside, door: Door, accounts: AccountService, exports: ExportService) -> None:
        self._outside = outside
        self._door = door
        self._accounts = accounts
        self._exports = exports
        self._going: dict[UserId, asyncio.Task[None]] = {}

    async def erase(self, actor: Actor, person_id: UserId, typed_name: str) -> Erasure:
        """Begin, and go on in the background; one that is there already is gone on with. Nothing can be taken back.

        Raises NotFound; Invalid unless the name is typed as it stands; Conflict for oneself, for somebody in a session
        that is live, and for whoever is to conduct one.
        """
        require_admin(actor)
        async with self._outside.storage.reading() as unit:
            user = await person_of_center(unit, actor, person_id)
            there = await unit.rights.erasure(actor.center_id, person_id)
            involved = await unit.rights.sessions_of(actor.center_id, person_id, staff=user.role is not Role.STUDENT)
            logins = len(await unit.logins.of_user(person_id, self._outside.clock.now()))
        if there is None:
            await self._require_may(actor, user, typed_name, involved)
            await self._accounts.disable_user(actor, person_id)
            counts = {"logins": logins} if logins else {}
            there = Erasure(actor.center_id, person_id, actor.user_id, self._outside.clock.now(), counts=counts)
            async with self._outside.storage.transaction() as unit:
                await unit.rights.put_erasure(there)
        if there.done_at is None:
            self._go(there)
        return there

    async def certificate(self, actor: Actor, person_id: UserId) -> Erasure:
        """How far it is, and what was erased (admins). Raises NotFound."""
        require_admin(actor)
        async with self._outside.storage.reading() as unit:
            found = await unit.rights.erasure(actor.center_id, person_id)
        if found is None:
            raise NotFound("Nobody of this id was erased in your center.")
        return found

    async def go_on(self) -> None:
        """Whatever is not done yet."""
        async with self._outside.storage.reading() as unit:
            unfinished = await unit.rights.unfinished()
        for erasure in unfinished:
            self._go(erasure)

    async def settle(self) -> None:
        """Wait for everything that is under way."""
        await asyncio.gather(*self._going.values(), return_exceptions=True)

    def _go(self, erasure: Erasure) -> None:
        if erasure.person_id not in self._going:
            task = asyncio.create_task(self._tried(erasure), name=f"erase {erasure.person_id}")
            self._going[erasure.person_id] = task
            task.add_done_callback(lambda _: self._going.pop(erasure.person_id, None))

    async def _tried(self, erasure: Erasure) -> None:
        try:
            await self._carry_out(erasure)
        except Exception as why:  # noqa: BLE001  it is gone on with later, whatever it is
            log.warning("erasure_goes_on_later", person=erasure.person_id, error=type(why).__name__, why=str(why))

    async def _require_may(self, actor: Actor, user: User, typed_name: str, involved: tuple[Involved, ...]) -> None:
        if user.id == actor.user_id:
            raise Conflict("You cannot erase yourself. Another admin of the center can.")
        if fold(typed_name) != fold(user.name):
            raise Invalid(f"To erase this person, type the name as it stands: {user.name}")
        if any(x.is_open for x in involved):
            raise Conflict("This person's session is going on, or somebody is still in it. Erase them once it is over.")
        for each in involved:
            if each.status is SessionStatus.SCHEDULED:
                session = await self._door.read(Ref(user.center_id, each.session_id))
                if session.tutor.user_id == user.id:
                    raise Conflict(
                        f"This person is to conduct “{session.title}”. Give it to another tutor, or cancel it, first."
                    )

    async def _carry_out(self, erasure: Erasure) -> None:
        """All steps that are left. Raises whatever keeps one from being done."""
        center_id, person_id = erasure.center_id, erasure.person_id
        async with self._outside.storage.reading() as unit:
            user = await unit.accounts.user(center_id, person_id)
            staff = user is not None and user.role is not Role.STUDENT
            involved = await unit.rights.sessions_of(center_id, person_id, staff=staff)
            exports = await unit.rights.exports(center_id, person_id)
        if exports:
            await self._exports.remove(center_id, exports)
        for each in involved:
            ref = Ref(center_id, each.session_id)
            if each.status is SessionStatus.SCHEDULED:
                await self._door.notice(ref, lambda session: remove(session, person_id))
            await self._door.rewrite(ref, partial(self._forget_in, erasure, ref))
        await self._forget_person(erasure, len(involved), len(exports))
        async with self._outside.storage.reading() as unit:
            going_on = await unit.sessions.open_sessions()
        if going_on:
            raise StorageUnavailable("what is left of deleted rows is overwritten once no session is going on")
        await self._outside.storage.tidy()
        async with self._outside.storage.transaction() as unit:
            done = await unit.rights.erasure(center_id, person_id) or erasure
            await unit.rights.put_erasure(replace(done, done_at=self._outside.clock.now()))
        log.info("person_erased", person=person_id, sessions=len(involved))

    async def _forget_in(self, erasure: Erasure, ref: Ref, unit: UnitOfWork) -> None:
        counts = await forget_in_session(unit, ref, erasure.person_id, self._outside.clock.now())
        if sum(counts.values()):
            await _count(unit, erasure, counts)

    async def _forget_person(self, erasure: Erasure, sessions: int, exports: int) -> None:
        """The record of the center says it before its details are emptied, in one transaction."""
        center_id, person_id = erasure.center_id, erasure.person_id
        row = AuditRow(center_id, self._outside.clock.now(), erasure.by, AuditAct.PERSON_ERASED, person_id)
        async with self._outside.storage.transaction() as unit:
            user = await unit.accounts.user(center_id, person_id)
            counts = dict(await unit.rights.forget_person(center_id, person_id, ERASED_NAME))
            counts["record_details"] = await unit.audit.empty(center_id, person_id)
            if user is not None and user.name != ERASED_NAME:
                counts |= {"sessions": sessions, "profile": 1}
                await unit.audit.add(row)
            await _count(unit, erasure, counts | {"exports": exports})


async def _count(unit: UnitOfWork, erasure: Erasure, more: Mapping[str, int]) -> None:
    """Add to what the certificate says, in the transaction that does it."""
    found = await unit.rights.erasure(erasure.center_id, erasure.person_id) or erasure
    counts = Counter(found.counts)
    counts.update(more)
    await unit.rights.put_erasure(replace(found, counts={key: x for key, x in counts.items() if x}))
