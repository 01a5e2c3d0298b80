"""The center's library of exercises in SQL."""

from sqlalchemy import ColumnElement, Connection, Row, and_, insert, select, update

from deskside.domain.exercises import Check
from deskside.domain.ids import CenterId, ExerciseId, Millis
from deskside.domain.text import order_key
from deskside.ports.exercises import Exercise
from deskside.storage.run import Run
from deskside.storage.tables import exercise as table


class SqlExercises:
    """`ExerciseStore` within one transaction."""

    def __init__(self, run: Run) -> None:
        self._run = run

    async def add(self, exercise: Exercise) -> None:
        """Store a new exercise."""
        row = {
            "id": exercise.id,
            "center_id": exercise.center_id,
            "title": exercise.title,
            "course": exercise.course,
            "lesson": exercise.lesson,
            "check": exercise.check.value,
            "content": exercise.content,
            "is_current": exercise.current,
            "archived_at": exercise.archived_at,
        }
        await self._run(lambda connection: connection.execute(insert(table).values(row)))

    async def retire(self, center_id: CenterId, exercise_id: ExerciseId) -> None:
        """Take it out of the library; it can still be read."""
        retire = update(table).where(_one(center_id, exercise_id)).values(is_current=False)
        await self._run(lambda connection: connection.execute(retire))

    async def archive(self, center_id: CenterId, exercise_ids: tuple[ExerciseId, ...], at: Millis | None) -> None:
        """They are in the archive since `at`; None: back among those that are offered."""
        these = and_(table.c.center_id == center_id, table.c.id.in_(exercise_ids))
        change = update(table).where(these).values(archived_at=at)
        await self._run(lambda connection: connection.execute(change))

    async def exercise(self, center_id: CenterId, exercise_id: ExerciseId) -> Exercise | None:
        """The exercise, in the library or retired; None if this center has no such exercise."""

        def read(connection: Connection) -> Exercise | None:
            row = connection.execute(select(table).where(_one(center_id, exercise_id))).first()
            return None if row is None else _exercise(row)

        return await self._run(read)

    async def some(self, center_id: CenterId, exercise_ids: tuple[ExerciseId, ...]) -> dict[ExerciseId, Exercise]:
        """Those that this center has, in the library or retired."""
        query = select(table).where(table.c.center_id == center_id, table.c.id.in_(exercise_ids))

        def read(connection: Connection) -> dict[ExerciseId, Exercise]:
            return {row.id: _exercise(row) for row in connection.execute(query)}

        return await self._run(read)

    async def exercises(self, center_id: CenterId) -> tuple[Exercise, ...]:
        """Sorted by course, lesson, title. Sorted here: databases differ in how they compare letters."""
        library = select(table).where(table.c.center_id == center_id, table.c.is_current)

        def read(connection: Connection) -> list[Exercise]:
            return [_exercise(row) for row in connection.execute(library)]

        found = await self._run(read)
        return tuple(sorted(found, key=lambda x: (order_key(x.course, x.lesson, x.title), x.id)))


def _one(center_id: CenterId, exercise_id: ExerciseId) -> ColumnElement[bool]:
    return and_(table.c.center_id == center_id, table.c.id == exercise_id)


def _exercise(row: Row[tuple[object, ...]]) -> Exercise:
    return Exercise(
        row.id,
        row.center_id,
        row.title,
        row.lesson,
        row.content,
        row.course,
        Check(row.check),
        row.is_current,
        row.archived_at,
    )
