"""What every storage keeps of a center's exercises."""

from dataclasses import replace

import pytest

from deskside.domain.exercises import Check
from deskside.domain.ids import CenterId, ExerciseId, Millis
from deskside.ports.exercises import Exercise
from deskside.ports.storage import Storage
from tests.contracts.room import CENTER, populate

OTHER = CenterId("center-2")
NOW, LATER = Millis(1_000), Millis(3_000)


@pytest.fixture(autouse=True)
async def two_centers(storage: Storage) -> None:
    await populate(storage)
    await populate(storage, OTHER)


async def test_exercises_are_of_the_center_sorted_by_course_lesson_and_title(storage: Storage) -> None:
    kept = [
        Exercise(ExerciseId(x), CENTER, title, lesson, "½ + ⅓ = $\\frac{5}{6}$\n", course, Check.LATER)
        for x, course, lesson, title in (
            ("3", "maths", "Algebra", "Area"),
            ("2", "Maths", "algebra", "Roots"),
            ("1", "Art", "Drawing", "Lines"),
        )
    ]
    async with storage.transaction() as work:
        for each in kept:
            await work.exercises.add(each)
        assert await work.exercises.exercises(CENTER) == (kept[2], kept[0], kept[1])
        assert await work.exercises.exercise(CENTER, kept[0].id) == kept[0]
        assert await work.exercises.exercise(OTHER, kept[0].id) is None
        ids = (kept[1].id, ExerciseId("unknown"), kept[0].id, kept[1].id)
        assert await work.exercises.some(CENTER, ids) == {x.id: x for x in kept[:2]}
        assert await work.exercises.some(OTHER, ids) == {}
        assert await work.exercises.some(CENTER, ()) == {}
        assert await work.exercises.exercises(OTHER) == ()


async def test_an_archived_exercise_stays_in_the_library_with_its_time_until_it_is_restored(storage: Storage) -> None:
    lines, roots = (Exercise(ExerciseId(x), CENTER, x, "Algebra", "$y = 2x$\n") for x in ("Lines", "Roots"))
    async with storage.transaction() as work:
        await work.exercises.add(lines)
        await work.exercises.add(replace(roots, archived_at=NOW))
        await work.exercises.archive(OTHER, (lines.id, roots.id), LATER)
        assert await work.exercises.exercises(CENTER) == (lines, replace(roots, archived_at=NOW))
        await work.exercises.archive(CENTER, (lines.id, ExerciseId("none")), LATER)
        await work.exercises.archive(CENTER, (roots.id,), None)
        await work.exercises.archive(CENTER, (), LATER)
    async with storage.transaction() as work:
        assert await work.exercises.exercises(CENTER) == (replace(lines, archived_at=LATER), roots)
        assert await work.exercises.exercise(CENTER, lines.id) == replace(lines, archived_at=LATER)


async def test_a_retired_exercise_is_no_longer_in_the_library_but_can_still_be_read(storage: Storage) -> None:
    exercise = Exercise(ExerciseId("1"), CENTER, "Lines", "Algebra", "$y = 2x$\n")
    async with storage.transaction() as work:
        await work.exercises.add(exercise)
        await work.exercises.retire(OTHER, exercise.id)
        assert await work.exercises.exercises(CENTER) == (exercise,)
        await work.exercises.retire(CENTER, exercise.id)
    async with storage.transaction() as work:
        assert await work.exercises.exercises(CENTER) == ()
        assert await work.exercises.exercise(CENTER, exercise.id) == replace(exercise, current=False)
