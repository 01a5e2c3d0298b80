"""Who conducts a session, changed: because its tutor hands it over, is ill, or works here no more."""

from contextlib import suppress

from deskside.domain import events as ev
from deskside.domain import lifecycle
from deskside.domain.access import Actor, Right, require
from deskside.domain.ids import Seq, SessionId, UserId
from deskside.domain.people import Role
from deskside.domain.session import Session
from deskside.ports.media import EngineError
from deskside.ports.storage import UnitOfWork
from deskside.services.door import By, Decide, Door
from deskside.services.outside import Outside
from deskside.services.places import user_of
from deskside.services.planning import PlanningService
from deskside.services.routing import Router


class TutorService:
    """Acts of a session's own tutor, and of admins of the center."""

    def __init__(self, outside: Outside, door: Door, router: Router, planning: PlanningService) -> None:
        self._outside = outside
        self._door = door
        self._router = router
        self._planning = planning

    async def change(self, actor: Actor, session_id: SessionId, to: UserId, *, following: bool = False) -> Seq:
        """Give this session to another tutor of the center, in whatever state it is, short of over. `following`: and
        those after it in its series that have not begun, all of them or none; for a tutor, as far as they are theirs.

        The former tutor is out when this returns: page, place, sound and picture. Raises NotFound for somebody who is
        no tutor, or disabled.
        """
        by = By(actor, Right.MANAGE)
        session = await self._door.read(by.ref(session_id))
        require(actor, by.act, session)
        changed = (session_id, *(await self._others(actor, session) if following else ()))
        former: dict[SessionId, UserId] = {}

        def give(name: str) -> Decide:
            def given(session: Session) -> ev.Events:
                events = lifecycle.change_tutor(session, ev.TutorChanged(to, name))
                former.pop(session.id, None)  # what was decided before was not stored
                if events:
                    former[session.id] = session.tutor.user_id
                return events

            return given

        async def still_there(unit: UnitOfWork) -> None:
            await user_of(unit, actor, to, Role.TEACHER)
            for each, user_id in former.items():
                await unit.accounts.remove_grants(each, user_id)

        async with self._outside.storage.reading() as unit:
            tutor = await user_of(unit, actor, to, Role.TEACHER)
        decide = give(tutor.name)
        after = await self._door.act_all(by, dict.fromkeys(changed, decide), beside=still_there)
        for each in after:
            if each.id in former:
                with suppress(EngineError):  # a dead engine forwards nothing, and a new one knows nobody
                    await self._outside.engine.expel(each.id, former[each.id])
                    await self._router.settled(each.id, each.seq)
        return after[0].seq

    async def _others(self, actor: Actor, session: Session) -> tuple[SessionId, ...]:
        _, found = await self._planning.following(session)
        admin = actor.role is Role.CENTER_ADMIN
        return tuple(x.id for x in found if admin or x.tutor_id == actor.user_id)
