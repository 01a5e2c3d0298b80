"""Pages that prove that they draw: whoever is in the room says so every two seconds, and is off the air if not."""

from dataclasses import dataclass, field

from deskside.domain import attendance
from deskside.domain.access import Actor, Right
from deskside.domain.ids import Millis, PageId, Seq, SessionId, UserId
from deskside.domain.modes import SignFault
from deskside.domain.session import people
from deskside.services.door import By, Door, Ref
from deskside.services.outside import Outside
from deskside.services.sleep import SleepWatch

ASK_MS = Millis(4_000)
"""Two proofs that did not come: the page is asked. Timers of hidden tabs are held back, messages are not."""
SILENCE_MS = Millis(8_000)
"""After that long nothing flows to or from the page, whether its socket is up or not: a page that is dead, or that
cannot be heard of, may show nothing. Longer than a weak line stands still; much shorter than the 60 s of grace."""


@dataclass(slots=True)
class ProofService:
    """Knows when each page proved last; what follows from silence is an event."""

    outside: Outside
    door: Door
    sleep: SleepWatch
    _proved: dict[tuple[SessionId, UserId, PageId], Millis] = field(default_factory=dict)
    """Since when each page in a room has been silent; from the first sweep that finds it there."""

    async def prove(
        self,
        actor: Actor,
        session_id: SessionId,
        page: PageId,
        sign: tuple[UserId, ...],
        fault: SignFault | None,
    ) -> Seq:
        """The page's screen is drawn. `sign`: whom a student's page shows at this moment; `fault`: why it cannot."""
        session = await self.door.act(
            By(actor, Right.ATTEND), session_id, lambda s: attendance.prove(s, actor.user_id, page, sign, fault)
        )
        self._proved[session_id, actor.user_id, page] = self.outside.clock.now()
        return session.seq

    async def sweep(self) -> None:
        """Every second or so: ask who was silent for a while, and take who does not answer off the air."""
        await self.sleep.look()
        now, here = self.outside.clock.now(), set[tuple[SessionId, UserId, PageId]]()
        for session in self.door.known():
            for person in people(session):
                if person.page is not None and person.on_air:
                    here.add((session.id, person.user_id, person.page))
                    silent_ms = now - self._proved.setdefault((session.id, person.user_id, person.page), now)
                    if silent_ms >= SILENCE_MS:
                        await self._silence(Ref(session.center_id, session.id), person.user_id, person.page)
                    elif silent_ms >= ASK_MS:
                        await self.outside.broadcast.ask(session.id, person.user_id, person.page)
        self._proved = {page: at for page, at in self._proved.items() if page in here or at >= now}

    async def _silence(self, ref: Ref, user_id: UserId, page: PageId) -> None:
        await self.door.notice(ref, lambda s: attendance.fall_silent(s, user_id, page))
