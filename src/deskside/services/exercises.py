"""The center's library of exercises. What a student works on is the session's business (`lanes`)."""

from dataclasses import dataclass

from deskside.domain.access import Actor
from deskside.domain.errors import Forbidden
from deskside.domain.ids import ExerciseId
from deskside.domain.people import Role
from deskside.ports.clock import Secrets
from deskside.ports.storage import Exercise, Storage


@dataclass(frozen=True, slots=True)
class NewExercise:
    """Something to work on; `content` is Markdown."""

    title: str
    lesson: str
    content: str


class ExerciseService:
    """For tutors and admins of the center; students get their exercises in their lanes."""

    def __init__(self, storage: Storage, secrets: Secrets) -> None:
        self._storage = storage
        self._secrets = secrets

    async def exercises(self, actor: Actor) -> tuple[Exercise, ...]:
        """All of the center, by lesson, then title."""
        _require_staff(actor)
        async with self._storage.transaction() as unit:
            return await unit.exercises.exercises(actor.center_id)

    async def create(self, actor: Actor, new: NewExercise) -> Exercise:
        """Add one to the center's library."""
        _require_staff(actor)
        exercise = Exercise(ExerciseId(self._secrets.new_id()), actor.center_id, new.title, new.lesson, new.content)
        async with self._storage.transaction() as unit:
            await unit.exercises.add(exercise)
        return exercise


def _require_staff(actor: Actor) -> None:
    if actor.role is Role.STUDENT:
        raise Forbidden("Only tutors and admins of the center can do this.")
