"""Sessions as people use them: planning, starting, conducting, ending, and what each may know."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, replace

from deskside.domain import events as ev
from deskside.domain import lifecycle
from deskside.domain.access import Actor, Right, require
from deskside.domain.errors import Forbidden, Invalid
from deskside.domain.ids import Millis, RecordingId, Seq, SessionId, UserId
from deskside.domain.modes import LeaveReason
from deskside.domain.people import Part, Person, Role
from deskside.domain.session import Session, find_person
from deskside.domain.visibility import Envelope, Viewer, envelope, redact
from deskside.ports.media import EngineUnavailable
from deskside.ports.planning import Listed, SessionQuery
from deskside.ports.storage import UnitOfWork
from deskside.services.audit import AuditService
from deskside.services.door import By, Decide, Door, Ref
from deskside.services.made import made_before, made_id
from deskside.services.outside import Outside
from deskside.services.places import enrolment, settings_of, user_of
from deskside.services.routing import Router

LISTED_BACK_MS = 24 * 3600 * 1000
"""Lists begin with what ended within the last day."""


@dataclass(frozen=True, slots=True)
class NewSession:
    """What has to be known to plan a session.

    `tutor_id` None: the one who creates it; `open_table` and `auto_record` None: as the center has
    decided.
    """

    title: str
    scheduled_start: Millis
    scheduled_end: Millis
    student_ids: tuple[UserId, ...] = ()
    tutor_id: UserId | None = None
    open_table: bool | None = None
    auto_record: bool | None = None
    session_id: SessionId | None = None


@dataclass(frozen=True, slots=True)
class NewTime:
    """When a planned session is to be instead. `title` None: it keeps its title."""

    scheduled_start: Millis
    scheduled_end: Millis
    title: str | None = None


@dataclass(frozen=True, slots=True)
class CatchUp:
    """How a page gets from what it holds to what is true: a whole view, or the envelopes in between."""

    seq: Seq
    view: Session | None = None
    envelopes: tuple[Envelope, ...] = ()


class SessionService:
    """Every act returns the number after which it is visible; nothing is done twice for a repeated act."""

    def __init__(self, outside: Outside, door: Door, router: Router, audit: AuditService) -> None:
        self._outside = outside
        self._door = door
        self._router = router
        self._planning = asyncio.Lock()
        self._audit = audit

    async def create(self, actor: Actor, new: NewSession) -> Session:
        """Plan a session. Tutors plan their own; an admin of the center plans anybody's. The same act again finds the
        session that it has made."""
        async with self._planning:
            found = await made_before(self._door, actor, 1)
            return found[0] if found else await self._door.open(actor, *(await self.plan(actor, new)))

    async def plan(self, actor: Actor, new: NewSession) -> tuple[Session, ev.Events]:
        """The session that this would be, with its students' enrolments; nothing is stored. Raises if it may not be."""
        if actor.role is Role.STUDENT or (actor.role is Role.TEACHER and new.tutor_id not in (None, actor.user_id)):
            raise Forbidden("Tutors plan their own sessions; an admin of the center plans anybody's.")
        lifecycle.require_plan(new.title, new.scheduled_start, new.scheduled_end)
        lifecycle.require_time(new.scheduled_start, self._outside.clock.now())
        students = tuple(dict.fromkeys(new.student_ids))
        if len(students) > lifecycle.MAX_LANES:
            raise Invalid(f"A session has at most {lifecycle.MAX_LANES} students.")
        async with self._outside.storage.reading() as unit:
            tutor = await user_of(unit, actor, new.tutor_id or actor.user_id, Role.TEACHER)
            settings = await settings_of(unit, actor)
            enrolled = tuple([await enrolment(unit, actor, student) for student in students])
        session = Session(
            id=new.session_id or made_id(actor, 0) or SessionId(self._outside.secrets.new_id()),
            center_id=actor.center_id,
            title=new.title.strip(),
            tutor=Person(tutor.id, tutor.name, Part.TUTOR),
            scheduled_start=new.scheduled_start,
            scheduled_end=new.scheduled_end,
            open_table=settings.open_table if new.open_table is None else new.open_table,
            text_allowed=settings.tutor_text,
            auto_record=settings.auto_record if new.auto_record is None else new.auto_record,
        )
        return session, enrolled

    async def view(self, actor: Actor, session_id: SessionId) -> Session:
        """The session as this person may know it. What was said in one that is over is read by right, on record."""
        session = await self._door.read(By(actor, Right.SEE).ref(session_id))
        part = require(actor, Right.SEE, session)
        await self._audit.note_read(actor, part, session, "session")
        if session.over and part is Part.OBSERVER:
            return session
        return redact(session, Viewer(actor.user_id, part))

    async def catch_up(self, actor: Actor, session_id: SessionId, seq: Seq | None) -> CatchUp:
        """From `seq` (None: from nothing) to now."""
        session = await self._door.read(By(actor, Right.SEE).ref(session_id))
        viewer = Viewer(actor.user_id, require(actor, Right.SEE, session))
        recent = self._door.recent(session)
        missing = [change for change in recent if seq is not None and change[1].seq > seq]
        if seq is not None and seq <= session.seq and len(missing) == session.seq - seq:
            return CatchUp(
                session.seq, envelopes=tuple(envelope(*change[::2], change[1], viewer) for change in missing)
            )
        return CatchUp(session.seq, view=redact(session, viewer))

    async def summaries(self, actor: Actor, query: SessionQuery | None = None) -> Listed:
        """One's own sessions; for an admin those of the center. Soonest first. `query` None: from yesterday on. Of more
        than are listed at once, those closest to now."""
        if actor.role is Role.STUDENT and query is not None and query.student_id not in (None, actor.user_id):
            raise Forbidden("Only tutors and admins of the center can ask for somebody's sessions.")
        of_user = None if actor.role is Role.CENTER_ADMIN else actor.user_id
        now = self._outside.clock.now()
        asked = query or SessionQuery(Millis(now - LISTED_BACK_MS))
        wanted = replace(asked, of_user=of_user, around=now, limit=asked.limit + 1)
        async with self._outside.storage.reading() as unit:
            found = await unit.planning.search(actor.center_id, wanted)
            if len(found) <= asked.limit:
                return Listed(found, more=False)
            return Listed(await unit.planning.search(actor.center_id, replace(wanted, limit=asked.limit)), more=True)

    async def create_room(self, actor: Actor, session_id: SessionId) -> str:
        """Make sure that the session has a room in the engine; returns its id. Raises Conflict once it is over."""
        session = await self._door.read(By(actor, Right.MANAGE).ref(session_id))
        require(actor, Right.MANAGE, session)
        lifecycle.require_open(session)
        return await self._outside.engine.open_room(session.id)

    async def start(self, actor: Actor, session_id: SessionId) -> Seq:
        """SCHEDULED → LIVE: the room is opened, and recording begins if that is wanted and possible. Whether text is
        allowed may have changed since it was planned."""
        room = await self.create_room(actor, session_id)
        students = tuple(x.person.user_id for x in (await self._door.read(Ref(actor.center_id, session_id))).lanes)
        async with self._outside.storage.reading() as unit:
            text = (await settings_of(unit, actor)).tutor_text
            prior = {student: await unit.sessions.prior_ms(actor.center_id, student) for student in students}

        recording_id = RecordingId(self._outside.secrets.new_id())

        def begin(session: Session) -> ev.Events:
            started = lifecycle.start(session, room, text_allowed=text)
            recorded = (
                (ev.RecordingStarted(recording_id),) if session.auto_record and self._outside.engine.records else ()
            )
            return (*lifecycle.count_prior(session, prior), *started, *recorded) if started else ()

        return await self._manage(actor, session_id, begin)

    async def pause(self, actor: Actor, session_id: SessionId) -> Seq:
        """A break; acknowledged once nothing is forwarded any more."""
        return await self._settled(session_id, await self._manage(actor, session_id, lifecycle.pause))

    async def resume(self, actor: Actor, session_id: SessionId) -> Seq:
        """The break is over."""
        return await self._manage(actor, session_id, lifecycle.resume)

    async def end(self, actor: Actor, session_id: SessionId) -> Seq:
        """LIVE → COMPLETED: the call is closed for all."""
        seq = await self._manage(actor, session_id, lifecycle.end)
        await self.close_room(session_id)
        return seq

    async def cancel(self, actor: Actor, session_id: SessionId, reason: str) -> Seq:
        """SCHEDULED → CANCELLED; a room that was opened for the lobby is closed."""
        seq = await self._manage(actor, session_id, lambda session: lifecycle.cancel(session, reason))
        await self.close_room(session_id)
        return seq

    async def reschedule(self, actor: Actor, session_id: SessionId, to: NewTime) -> Seq:
        """Plan it for another time. Whoever waits in its lobby stays there."""
        return await self._manage(actor, session_id, rescheduled(to, self._outside.clock.now()))

    async def enroll(self, actor: Actor, session_id: SessionId, student_id: UserId) -> Seq:
        """Add a student, also while the session is live."""
        async with self._outside.storage.reading() as unit:
            enrolled = await enrolment(unit, actor, student_id)
        return await self._manage(actor, session_id, lambda session: lifecycle.enroll(session, enrolled))

    async def remove(self, actor: Actor, session_id: SessionId, student_id: UserId) -> Seq:
        """Take a student out; they lose sound, picture and page at once. Not enrolled: no event."""
        removed: ev.Events = ()

        def out(session: Session) -> ev.Events:
            nonlocal removed
            removed = lifecycle.remove(session, student_id)
            return removed

        async def close_ways_in(unit: UnitOfWork) -> None:
            if removed:
                await unit.accounts.remove_grants(session_id, student_id)

        session = await self._door.act(By(actor, Right.MANAGE), session_id, out, beside=close_ways_in)
        if find_person(session, student_id) is not None:  # the tutor, or an observer: never a student of it
            return session.seq
        await self._outside.broadcast.close(session_id, student_id, None, LeaveReason.REMOVED)
        with suppress(EngineUnavailable):  # a dead engine forwards nothing, and a new one knows nobody
            await self._outside.engine.expel(session_id, student_id)
        return session.seq

    async def _manage(self, actor: Actor, session_id: SessionId, decide: Decide) -> Seq:
        return (await self._door.act(By(actor, Right.MANAGE), session_id, decide)).seq

    async def close_room(self, session_id: SessionId) -> None:
        """Its room in the engine, if there is one."""
        with suppress(EngineUnavailable):  # a dead engine has no rooms, and a new one is given none for this session
            await self._outside.engine.close_room(session_id)

    async def _settled(self, session_id: SessionId, seq: Seq) -> Seq:
        await self._router.settled(session_id, seq)
        return seq


def rescheduled(to: NewTime, now: Millis) -> Decide:
    """The decision to plan a session for this time."""
    start, end, title = to.scheduled_start, to.scheduled_end, to.title
    return lambda session: lifecycle.timely(lifecycle.reschedule(session, start, end, title), now)
