"""The center's library of exercises in SQL."""

from dataclasses import asdict

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from deskside.domain.ids import CenterId, ExerciseId
from deskside.ports.storage import Exercise
from deskside.storage.tables import exercise as table


class SqlExercises:
    """`ExerciseStore` within one transaction."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def add(self, exercise: Exercise) -> None:
        """Store a new exercise."""
        await self._connection.execute(insert(table).values(asdict(exercise)))

    async def exercise(self, center_id: CenterId, exercise_id: ExerciseId) -> Exercise | None:
        """The exercise; None if this center has no such exercise."""
        found = await self._connection.execute(
            select(table).where(table.c.center_id == center_id, table.c.id == exercise_id)
        )
        row = found.first()
        return None if row is None else Exercise(row.id, row.center_id, row.title, row.lesson, row.content)

    async def exercises(self, center_id: CenterId) -> tuple[Exercise, ...]:
        """Sorted by lesson, then title. Sorted here: databases differ in how they compare letters."""
        rows = await self._connection.execute(select(table).where(table.c.center_id == center_id))
        found = (Exercise(row.id, row.center_id, row.title, row.lesson, row.content) for row in rows)
        return tuple(sorted(found, key=lambda x: (x.lesson.casefold(), x.title.casefold(), x.id)))
