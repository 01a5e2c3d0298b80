"""What a tutor may look up about a student of their session: earlier sessions and exercises, notes, this session."""

from dataclasses import dataclass, replace

from deskside.domain import events as ev
from deskside.domain.access import Actor, Right, require
from deskside.domain.errors import Forbidden
from deskside.domain.events import Recorded
from deskside.domain.ids import ExerciseId, Millis, SessionId, UserId
from deskside.domain.people import Part
from deskside.domain.session import Session, SessionStatus, lane_of
from deskside.ports.clock import Clock
from deskside.ports.history import About, PastSession, StudentNote
from deskside.ports.storage import Storage
from deskside.services.audit import AuditService
from deskside.services.door import By, Door

SESSIONS_SHOWN = 20
EVENTS_SHOWN = 200
EXERCISE_EVENTS = 2_000
"""What was assigned and answered lately: a hundred answers in each of the sessions shown."""
OVER = (SessionStatus.COMPLETED, SessionStatus.CANCELLED)
"""Of another session that still goes on, only its title and times are told: its content is for who is on its signs."""

_OF_LANE = (
    ev.StudentEnrolled,
    ev.LaneModeChanged,
    ev.ExerciseAssigned,
    ev.ProgressChanged,
    ev.HelpAsked,
    ev.HelpClosed,
    ev.HelpPostponed,
    ev.AnswerGiven,
    ev.HintGiven,
)
_OF_PERSON = (ev.PersonJoined, ev.PersonDropped, ev.PersonReturned, ev.PersonLeft)
_EXERCISES = (ev.ExerciseAssigned, ev.ProgressChanged, ev.AnswerGiven)


@dataclass(frozen=True, slots=True)
class PastExercise:
    """An exercise that the student was given, and how far they came (percent)."""

    exercise_id: ExerciseId
    title: str
    lesson: str
    session_id: SessionId
    assigned_at: Millis
    percent: int


@dataclass(frozen=True, slots=True)
class Details:
    """Everything that the panel shows. `total_ms`: in all sessions of the center."""

    total_ms: Millis
    sessions: tuple[PastSession, ...]
    exercises: tuple[PastExercise, ...]
    notes: tuple[StudentNote, ...]
    events: tuple[Recorded, ...]


class DetailService:
    """For the session's tutor and for admins of the center; students see nothing of it."""

    def __init__(self, storage: Storage, door: Door, clock: Clock, audit: AuditService) -> None:
        self._storage = storage
        self._door = door
        self._clock = clock
        self._audit = audit

    async def details(self, actor: Actor, session_id: SessionId, student_id: UserId) -> Details:
        """Newest first. Raises NotFound if the student has no lane in the session."""
        session = await self._allow(By(actor, Right.READ), session_id, student_id)
        await self._audit.note_read(actor, Part.TUTOR, session, "details", student_id)
        async with self._storage.reading() as unit:
            history = unit.history
            sessions = await history.sessions(actor.center_id, student_id, self._clock.now(), SESSIONS_SHOWN)
            told = tuple(x.session_id for x in sessions if x.session_id == session_id or x.status in OVER)
            worked = await history.events(About(student_id, told, _names(_EXERCISES)), EXERCISE_EVENTS)
            here = await history.events(About(student_id, (session_id,), _names(_OF_LANE + _OF_PERSON)), EVENTS_SHOWN)
            notes = await history.notes(actor.center_id, student_id)
            total = await unit.sessions.prior_ms(actor.center_id, student_id)
        return Details(total, sessions, _exercises(worked), notes, tuple(recorded for _, recorded in reversed(here)))

    async def put_note(self, actor: Actor, session_id: SessionId, student_id: UserId, text: str) -> None:
        """Write down the actor's own note about the student; an empty one takes it away."""
        await self._allow(By(actor, Right.MANAGE), session_id, student_id)
        note = StudentNote(student_id, actor.user_id, actor.name, text, self._clock.now())
        async with self._storage.transaction() as unit:
            await unit.history.put_note(actor.center_id, note)

    async def _allow(self, by: By, session_id: SessionId, student_id: UserId) -> Session:
        session = await self._door.read(by.ref(session_id))
        if require(by.actor, by.act, session) is Part.STUDENT:
            raise Forbidden("Only the session's tutor or an admin of the center can do this.")
        lane_of(session, student_id)
        return session


def _names(kinds: tuple[type, ...]) -> tuple[str, ...]:
    return tuple(kind.__name__ for kind in kinds)


def _exercises(log: tuple[tuple[SessionId, Recorded], ...]) -> tuple[PastExercise, ...]:
    """What was assigned, each with the progress that followed it in its session; newest first."""
    found: list[PastExercise] = []
    newest: dict[SessionId, int] = {}
    for session_id, recorded in log:
        event = recorded.event
        if isinstance(event, ev.ExerciseAssigned):
            newest[session_id] = len(found)
            given = (event.exercise_id, event.title, event.lesson)
            found.append(PastExercise(*given, session_id, recorded.at, 0))
        elif session_id in newest and isinstance(event, ev.ProgressChanged | ev.AnswerGiven):
            at = newest[session_id]
            found[at] = replace(found[at], percent=event.percent)
    return tuple(reversed(found))
