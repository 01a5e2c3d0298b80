"""What staff do with the library beside what comes in and goes out (`exercises`): its archive, and an exercise as a
student sees it."""

from deskside.domain.access import Actor, require_staff
from deskside.domain.audit import AuditAct
from deskside.domain.exercise_files import stored_sheet
from deskside.domain.exercises import Judgement, Sheet, judged
from deskside.domain.ids import ExerciseId, ItemId
from deskside.ports.audit import AuditRow
from deskside.ports.clock import Clock
from deskside.ports.exercises import Exercise
from deskside.ports.storage import Storage
from deskside.services.exercises import ExerciseService, require_all

DETAIL_LIMIT = 200
"""Characters that the record keeps of titles."""


class ShelfService:
    """For tutors and admins of the center."""

    def __init__(self, storage: Storage, clock: Clock, exercises: ExerciseService) -> None:
        self._storage = storage
        self._clock = clock
        self._exercises = exercises

    async def archived(self, actor: Actor) -> tuple[Exercise, ...]:
        """The archive, by course, lesson, title."""
        require_staff(actor)
        async with self._storage.reading() as unit:
            found = await unit.exercises.exercises(actor.center_id)
        return tuple(x for x in found if x.archived_at is not None)

    async def archive(self, actor: Actor, exercise_ids: tuple[ExerciseId, ...]) -> None:
        """Nobody is given these any more; lanes that have one keep it. Archived again, it stays since when it was."""
        await self._move(actor, exercise_ids, AuditAct.EXERCISES_ARCHIVED)

    async def restore(self, actor: Actor, exercise_ids: tuple[ExerciseId, ...]) -> None:
        """They are offered again."""
        await self._move(actor, exercise_ids, AuditAct.EXERCISES_RESTORED)

    async def sheet(self, actor: Actor, exercise_id: ExerciseId) -> tuple[Exercise, Sheet]:
        """An exercise of the library or its archive. Raises NotFound."""
        found = await self._exercises.exercise(actor, exercise_id)
        return found, stored_sheet(found.content)

    async def judge(self, actor: Actor, exercise_id: ExerciseId, item_id: ItemId, value: str) -> Judgement:
        """What a student would be told of this answer; nothing is kept of it."""
        exercise, sheet = await self.sheet(actor, exercise_id)
        return judged(sheet, exercise.check, item_id, value)

    async def _move(self, actor: Actor, exercise_ids: tuple[ExerciseId, ...], act: AuditAct) -> None:
        """All of them, or none if one is not in the library."""
        require_staff(actor)
        now, wanted = self._clock.now(), act is AuditAct.EXERCISES_ARCHIVED
        async with self._storage.transaction() as unit:
            library = await unit.exercises.exercises(actor.center_id)
            require_all(library, exercise_ids)
            moved = [x for x in library if x.id in exercise_ids and (x.archived_at is None) == wanted]
            if not moved:
                return
            await unit.exercises.archive(actor.center_id, tuple(x.id for x in moved), now if wanted else None)
            titles = ", ".join(x.title for x in moved)[:DETAIL_LIMIT]
            await unit.audit.add(AuditRow(actor.center_id, now, actor.user_id, act, detail=titles))
