"""The work in a lane: which exercise, what its student may see of it, answers, hints, what comes next.

Answers are judged here, on the server: solutions never reach a student.
"""

from dataclasses import dataclass

from deskside.domain import events as ev
from deskside.domain import lanes, work
from deskside.domain.access import Actor, Right, require
from deskside.domain.errors import Conflict, NotFound
from deskside.domain.events import Queued
from deskside.domain.exercise_files import REMEMBERED_SHEETS, stored_sheet
from deskside.domain.exercises import Check, Sheet, judged
from deskside.domain.ids import CenterId, ExerciseId, ItemId, Seq, SessionId, UserId
from deskside.domain.people import Part
from deskside.domain.session import Session, lane_of
from deskside.ports.exercises import Exercise
from deskside.ports.storage import Storage
from deskside.services.audit import AuditService
from deskside.services.door import By, Decide, Door


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """An answer as the student's page sends it. It names the exercise, so that a late one never lands in the next."""

    exercise_id: ExerciseId
    item_id: ItemId
    value: str


@dataclass(frozen=True, slots=True)
class LaneExercise:
    """The exercise of a lane as somebody may see it; `solved`: with solutions."""

    exercise: Exercise
    sheet: Sheet
    solved: bool


class WorkService:
    """Every act returns the number after which it is visible; nothing is done twice for a repeated act."""

    def __init__(
        self, storage: Storage, door: Door, audit: AuditService, *, remembered: int = REMEMBERED_SHEETS
    ) -> None:
        self._storage = storage
        self._remembered = remembered
        self._door = door
        self._audit = audit
        self._judges: dict[tuple[CenterId, ExerciseId], tuple[Sheet, Check]] = {}

    async def exercise(self, actor: Actor, session_id: SessionId, student_id: UserId) -> LaneExercise:
        """What a lane works on now: for its student, and with solutions for tutor and observers. Raises NotFound."""
        by = By(actor, Right.READ)
        session = await self._door.read(by.ref(session_id))
        part = require(actor, by.act, session)
        await self._audit.note_read(actor, part, session, "exercise", student_id)
        if part is Part.STUDENT and actor.user_id != student_id:
            raise NotFound("This lane is not yours.")
        given = lane_of(session, student_id).exercise
        if given is None:
            raise NotFound("This lane has no exercise yet.")
        exercise = await self._load(session.center_id, given.exercise_id)
        return LaneExercise(exercise, stored_sheet(exercise.content), solved=part is not Part.STUDENT)

    async def assign(self, actor: Actor, session_id: SessionId, student_id: UserId, exercise_id: ExerciseId) -> Seq:
        """Give a lane an exercise of the center's library. The same one again starts it anew."""
        exercise = await self._load(actor.center_id, exercise_id)

        def decide(session: Session) -> ev.Events:
            _require_offered(exercise)
            return lanes.assign(session, _assigned(student_id, exercise))

        return await self._teach(actor, session_id, decide)

    async def answer(self, actor: Actor, session_id: SessionId, given: GivenAnswer) -> Seq:
        """A student answers an item. Whether it is right is said at once if the exercise says so."""
        sheet, check = await self._judge(actor.center_id, given.exercise_id)

        def decide(session: Session) -> ev.Events:
            _require_same(session, actor.user_id, given.exercise_id)
            found = judged(sheet, check, given.item_id, given.value)
            return work.answer(session, actor.user_id, given.item_id, given.value, found)

        return (await self._door.act(By(actor, Right.LEARN), session_id, decide)).seq

    async def hint(self, actor: Actor, session_id: SessionId, item: tuple[UserId, ItemId], text: str) -> Seq:
        """The tutor gives a hint for an item (student, item) of the exercise."""
        return await self._teach(actor, session_id, lambda session: work.hint(session, *item, text))

    async def queue(
        self, actor: Actor, session_id: SessionId, student_id: UserId, exercise_ids: tuple[ExerciseId, ...]
    ) -> Seq:
        """What the lane works on next, in order; replaces what was queued. What is queued stays, archived or not."""
        async with self._storage.reading() as unit:
            known = await unit.exercises.some(actor.center_id, exercise_ids)
        found = [_of_library(known.get(x)) for x in exercise_ids]
        queued = tuple(Queued(x.id, x.title, x.lesson) for x in found)

        def decide(session: Session) -> ev.Events:
            there = {x.exercise_id for x in lane_of(session, student_id).queue}
            for exercise in found:
                if exercise.id not in there:
                    _require_offered(exercise)
            return work.queue(session, student_id, queued)

        return await self._teach(actor, session_id, decide)

    async def next(self, actor: Actor, session_id: SessionId, student_id: UserId) -> Seq:
        """Go on to the first queued exercise. Raises Conflict if there is none."""
        by = By(actor, Right.TEACH)
        session = await self._door.read(by.ref(session_id))
        require(actor, by.act, session)
        queued = lane_of(session, student_id).queue
        if not queued:
            raise Conflict("Nothing is queued for this student. Assign an exercise, or queue some.")
        assigned = _assigned(student_id, await self._load(session.center_id, queued[0].exercise_id))
        return await self._teach(actor, session_id, lambda session: work.next_exercise(session, assigned))

    async def _judge(self, center_id: CenterId, exercise_id: ExerciseId) -> tuple[Sheet, Check]:
        """What answers are judged by. An exercise of an id never changes (a new version has another one), and loading
        it again for each answer took as long as storing the answer: the last used ones are remembered."""
        key = (center_id, exercise_id)
        known = self._judges.pop(key, None)
        if known is None:
            exercise = await self._load(center_id, exercise_id)
            known = stored_sheet(exercise.content), exercise.check
        self._judges[key] = known  # the newest is the last
        if len(self._judges) > self._remembered:
            del self._judges[next(iter(self._judges))]
        return known

    async def _load(self, center_id: CenterId, exercise_id: ExerciseId) -> Exercise:
        async with self._storage.reading() as unit:
            return _of_library(await unit.exercises.exercise(center_id, exercise_id))

    async def _teach(self, actor: Actor, session_id: SessionId, decide: Decide) -> Seq:
        return (await self._door.act(By(actor, Right.TEACH), session_id, decide)).seq


def _of_library(exercise: Exercise | None) -> Exercise:
    if exercise is None:
        raise NotFound("There is no such exercise in your center's library.")
    return exercise


def _assigned(student_id: UserId, exercise: Exercise) -> ev.ExerciseAssigned:
    items = stored_sheet(exercise.content).item_ids
    return ev.ExerciseAssigned(student_id, exercise.id, exercise.title, exercise.lesson, items)


def _require_offered(exercise: Exercise) -> None:
    """New work is what the library offers now. A page may still show what a colleague has archived or replaced."""
    if exercise.archived_at is not None:
        raise Conflict(f"“{exercise.title}” is in the archive. Restore it in the library, or choose another exercise.")
    if not exercise.current:
        raise Conflict(f"“{exercise.title}” was replaced or removed. Open the list again and choose from it.")


def _require_same(session: Session, student_id: UserId, exercise_id: ExerciseId) -> None:
    given = lane_of(session, student_id).exercise
    if given is None or given.exercise_id != exercise_id:
        raise Conflict("You have another exercise now; this answer belongs to the one before.")
