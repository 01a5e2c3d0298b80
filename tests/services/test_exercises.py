"""The center's library: what files bring in, what they replace, and what comes out."""

import pytest

from deskside.domain.errors import Forbidden, Invalid, NotFound
from deskside.domain.exercises import Check
from deskside.domain.ids import ExerciseId
from deskside.services.exercises import ExerciseService, NewExercise, SourceFile, source_of
from tests.fakes.clock import CountedSecrets
from tests.services.house import EXERCISE, House

HALVES = SourceFile(
    "halves.md", "---\ntitle: Halves\ncourse: Maths\nlesson: One\n---\n```number\n1 - 1/2\n= 1/2\n```\n"
)
WHY = SourceFile("deep/why.md", "---\ntitle: Why\ncheck: later\n---\n```long-text\nWhy?\n```\n")


@pytest.fixture
def library(planned: House) -> ExerciseService:
    return ExerciseService(planned.storage, CountedSecrets())


async def test_files_are_imported_and_the_same_files_again_change_nothing(
    planned: House, library: ExerciseService
) -> None:
    done = await library.import_files(planned.tutor, (HALVES, WHY))
    assert (done.added, done.replaced, done.unchanged) == (2, 0, 0)
    assert [(x.title, x.course, x.lesson, x.check) for x in done.exercises] == [
        ("Halves", "Maths", "One", Check.NOW),
        ("Why", "", "", Check.LATER),
    ]
    again = await library.import_files(planned.admin, (WHY, HALVES))
    assert (again.added, again.replaced, again.unchanged) == (0, 0, 2)
    assert again.exercises == done.exercises[::-1]


async def test_another_version_replaces_the_one_of_the_same_course_lesson_and_title(
    planned: House, library: ExerciseService
) -> None:
    (old,) = (await library.import_files(planned.tutor, (HALVES,))).exercises
    changed = SourceFile("x.md", HALVES.text.replace("title: Halves", "title: halves").replace("1 - 1/2", "2 - 3/2"))
    done = await library.import_files(planned.tutor, (changed, WHY))
    assert (done.added, done.replaced, done.unchanged) == (1, 1, 0)
    listed = await library.exercises(planned.tutor)
    assert done.exercises[0] in listed
    assert old.id not in [x.id for x in listed]
    assert (await library.exercise(planned.tutor, old.id)).content == old.content


async def test_an_import_with_something_wrong_in_it_brings_nothing_and_names_file_and_line(
    planned: House, library: ExerciseService
) -> None:
    before = await library.exercises(planned.tutor)
    for wrong, message in (
        (SourceFile("bad.md", "---\ntitle: Bad\n---\n```number\n1\n```"), "bad.md: Line 4: a number needs"),
        (SourceFile("copy.md", HALVES.text), "copy.md and halves.md have the same course, lesson and title"),
    ):
        with pytest.raises(Invalid, match=message):
            await library.import_files(planned.tutor, (HALVES, wrong))
    with pytest.raises(Invalid, match="no exercise in it"):
        await library.import_files(planned.tutor, ())
    with pytest.raises(Invalid, match="Line 1"):
        await library.create(planned.tutor, NewExercise("Bad", "", "```number\n1\n```"))
    assert await library.exercises(planned.tutor) == before


async def test_what_is_exported_can_be_imported_again(planned: House, library: ExerciseService) -> None:
    await library.import_files(planned.tutor, (HALVES, WHY))
    exported = await library.export(planned.tutor)
    assert [x.name for x in exported] == ["//Why", "/Lesson 4/Fractions", "Maths/One/Halves"]
    done = await library.import_files(planned.tutor, exported)
    assert (done.added, done.replaced) == (0, 1), "the one of the house had no line end"
    assert source_of(done.exercises[2]) == exported[2].text


async def test_an_exercise_is_taken_out_of_the_library(planned: House, library: ExerciseService) -> None:
    await library.remove(planned.tutor, EXERCISE)
    assert await library.exercises(planned.tutor) == ()
    assert (await library.exercise(planned.tutor, EXERCISE)).current is False
    with pytest.raises(NotFound, match="no such exercise"):
        await library.remove(planned.tutor, ExerciseId("none"))


async def test_a_library_is_its_centers_and_its_staffs(planned: House, library: ExerciseService) -> None:
    for foreigner in planned.foreigners[:2]:
        with pytest.raises(NotFound):
            await library.exercise(foreigner, EXERCISE)
        with pytest.raises(NotFound):
            await library.remove(foreigner, EXERCISE)
    for refused in (
        library.exercises(planned.alice),
        library.exercise(planned.alice, EXERCISE),
        library.create(planned.alice, NewExercise("A", "", "B")),
        library.import_files(planned.alice, (HALVES,)),
        library.export(planned.alice),
        library.remove(planned.alice, EXERCISE),
    ):
        with pytest.raises(Forbidden):
            await refused
    assert [x.id for x in await library.exercises(planned.tutor)] == [EXERCISE]
