"""The center's library of exercises in SQL."""

from dataclasses import asdict

from sqlalchemy import Connection, insert, select

from deskside.domain.ids import CenterId, ExerciseId
from deskside.ports.storage import Exercise
from deskside.storage.run import Run
from deskside.storage.tables import exercise as table


class SqlExercises:
    """`ExerciseStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def add(self, exercise: Exercise) -> None:
        """Store a new exercise."""
        await self._run(lambda connection: connection.execute(insert(table).values(asdict(exercise))))

    async def exercise(self, center_id: CenterId, exercise_id: ExerciseId) -> Exercise | None:
        """The exercise; None if this center has no such exercise."""

        def read(connection: Connection) -> Exercise | None:
            mine = (table.c.center_id == center_id, table.c.id == exercise_id)
            row = connection.execute(select(table).where(*mine)).first()
            return None if row is None else Exercise(row.id, row.center_id, row.title, row.lesson, row.content)

        return await self._run(read)

    async def exercises(self, center_id: CenterId) -> tuple[Exercise, ...]:
        """Sorted by lesson, then title. Sorted here: databases differ in how they compare letters."""

        def read(connection: Connection) -> list[Exercise]:
            rows = connection.execute(select(table).where(table.c.center_id == center_id))
            return [Exercise(row.id, row.center_id, row.title, row.lesson, row.content) for row in rows]

        found = await self._run(read)
        return tuple(sorted(found, key=lambda x: (x.lesson.casefold(), x.title.casefold(), x.id)))
