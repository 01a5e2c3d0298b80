"""Pages that prove that they draw: whoever is in the room says so every two seconds, and is off the air if not."""

from dataclasses import dataclass, field
from functools import partial

from deskside.domain import attendance
from deskside.domain import events as ev
from deskside.domain.access import Actor, Right, require
from deskside.domain.ids import Millis, PageId, Seq, SessionId, UserId
from deskside.domain.modes import SignFault
from deskside.domain.session import Session, people
from deskside.services.door import By, Door, Ref
from deskside.services.outside import Outside
from deskside.services.routing import Router
from deskside.services.sleep import SleepWatch
from deskside.services.withheld import Why

ASK_MS = Millis(4_000)
"""Two proofs that did not come: the page is asked. Timers of hidden tabs are held back, messages are not."""
SILENCE_MS = Millis(8_000)
"""After that long nothing flows to or from the page, whether its socket is up or not: a page that is dead, or that
cannot be heard of, may show nothing. Longer than a weak line stands still; much shorter than the 60 s of grace."""


Place = tuple[Ref, UserId, PageId]
"""A page in a room."""


@dataclass(slots=True)
class ProofService:
    """Knows when each page proved last. What follows from silence is an event; media do not wait until it is stored."""

    outside: Outside
    door: Door
    router: Router
    sleep: SleepWatch
    _proved: dict[Place, Millis] = field(default_factory=dict)
    """Since when each page in a room has been silent; from the first look that finds it there."""
    _silent: dict[Place, Millis] = field(default_factory=dict)
    """Who has been silent for too long, since which look; the session does not say so yet."""

    async def prove(
        self,
        actor: Actor,
        session_id: SessionId,
        page: PageId,
        sign: tuple[UserId, ...],
        fault: SignFault | None,
    ) -> Seq:
        """The page's screen is drawn. `sign`: whom a student's page shows at this moment; `fault`: why it cannot.

        It has proved whether or not what follows can be stored; a sign that shows fewer counts at once. Raises
        Superseded, and StorageUnavailable."""
        by, who = By(actor, Right.ATTEND), actor.user_id
        known = await self.door.read(by.ref(session_id))
        require(actor, Right.ATTEND, known)
        attendance.on_page(known, who, page)
        place = by.ref(session_id), who, page
        self._proved[place] = self.outside.clock.now()
        self._silent.pop(place, None)
        vouch = partial(attendance.vouch, who=who, page=page, sign=sign, fault=fault)
        self.router.withhold(session_id, (who, page, Why.SIGN), vouch)
        try:
            return (await self.door.act(by, session_id, lambda s: attendance.prove(s, who, page, sign, fault))).seq
        finally:  # not before: a silence that is just being stored would take the page off again
            if place not in self._silent:
                self.router.give_back(session_id, (who, page, Why.SILENT))

    async def watch(self) -> None:
        """Every second or so, whatever the storage does: ask who was silent for a while; nothing flows to and from who
        does not answer."""
        now, here, asked = self.outside.clock.now(), set[Place](), list[Place]()
        for session in self.door.known():
            for person in people(session):
                if person.page is None or not person.on_air:
                    continue
                place = Ref(session.center_id, session.id), person.user_id, person.page
                here.add(place)
                silent_ms = now - self._proved.setdefault(place, now)
                if silent_ms >= SILENCE_MS:
                    self._silent.setdefault(place, now)
                    fallen = partial(attendance.fall_silent, who=person.user_id, page=person.page)
                    self.router.withhold(session.id, (person.user_id, person.page, Why.SILENT), fallen)
                elif silent_ms >= ASK_MS:
                    asked.append(place)
        self._proved = {place: at for place, at in self._proved.items() if place in here or at >= now}
        self._silent = {place: at for place, at in self._silent.items() if place in here}
        for ref, who, page in asked:
            await self.outside.broadcast.ask(ref.session_id, who, page)

    async def sweep(self) -> None:
        """Every second or so: tell the sessions who is silent, as of when that was found. Raises StorageUnavailable;
        then it is told later, unless the page has proved by then."""
        await self.sleep.look()
        for place, since in tuple(self._silent.items()):
            await self._tell(place, since)

    async def _tell(self, place: Place, since: Millis) -> None:
        ref, who, page = place

        def fallen(session: Session) -> ev.Events:
            return attendance.fall_silent(session, who, page) if place in self._silent else ()

        await self.door.notice(ref, fallen, at=since if since < self.outside.clock.now() else None)
