"""The work in a lane: what its student and its tutor see of the exercise, answers, hints, what comes next."""

import pytest

from deskside.domain.errors import Conflict, Forbidden, Invalid, NotFound
from deskside.domain.exercises import Check
from deskside.domain.ids import ExerciseId, ItemId
from deskside.domain.session import Assignment, Hint
from deskside.ports.exercises import Exercise
from deskside.services.exercises import ExerciseService, NewExercise
from deskside.services.work import GivenAnswer, WorkService
from tests.fakes.clock import CountedSecrets
from tests.services.house import ELSEWHERE, HERE, House

SUM, ESSAY, FOREIGN = ExerciseId("sum"), ExerciseId("essay"), ExerciseId("foreign")
ONE, TWO = ItemId("1"), ItemId("2")
CONTENT = "```number\n1 + 1\n= 2\n```\n```long-text\nWhy?\n```"


@pytest.fixture
async def working(live: House) -> House:
    """Alice works on a sum with two items."""
    async with live.storage.transaction() as unit:
        await unit.exercises.add(Exercise(SUM, HERE, "Sums", "Lesson 1", CONTENT))
        await unit.exercises.add(Exercise(ESSAY, HERE, "Essay", "Lesson 2", CONTENT, check=Check.LATER))
        await unit.exercises.add(Exercise(FOREIGN, ELSEWHERE, "Foreign", "", CONTENT))
    await live.work.assign(live.tutor, live.session_id, live.alice.user_id, SUM)
    return live


async def exercise(house: House) -> Assignment:
    found = (await house.lane(house.alice)).exercise
    assert found is not None
    return found


async def test_an_assigned_exercise_brings_its_items_and_answers_are_judged_at_once(working: House) -> None:
    given = await exercise(working)
    assert (given.title, given.lesson, given.items, given.percent) == ("Sums", "Lesson 1", (ONE, TWO), 0)
    await working.work.answer(working.alice, working.session_id, GivenAnswer(SUM, ONE, "3"))
    assert [(x.value, x.correct) for x in (await exercise(working)).answers] == [("3", False)]
    await working.work.answer(working.alice, working.session_id, GivenAnswer(SUM, ONE, "2"))
    await working.work.answer(working.alice, working.session_id, GivenAnswer(SUM, TWO, "Because"))
    done = await exercise(working)
    assert [(x.value, x.correct) for x in done.answers] == [("2", True), ("Because", None)]
    assert done.percent == 100
    working.check()


async def test_an_exercise_that_is_checked_later_says_nothing_to_the_student(working: House) -> None:
    await working.work.assign(working.tutor, working.session_id, working.alice.user_id, ESSAY)
    await working.work.answer(working.alice, working.session_id, GivenAnswer(ESSAY, ONE, "3"))
    done = await exercise(working)
    assert [(x.value, x.correct) for x in done.answers] == [("3", None)]
    assert done.percent == 50


async def test_more_exercises_than_are_remembered_are_judged_all_the_same(working: House) -> None:
    service = WorkService(working.storage, working.door, working.services.audit, remembered=1)
    for wanted, correct in ((SUM, True), (ESSAY, None), (SUM, True)):
        await service.assign(working.tutor, working.session_id, working.alice.user_id, wanted)
        await service.answer(working.alice, working.session_id, GivenAnswer(wanted, ONE, "2"))
        assert [x.correct for x in (await exercise(working)).answers] == [correct]


async def test_a_late_answer_never_lands_in_the_next_exercise(working: House) -> None:
    await working.work.assign(working.tutor, working.session_id, working.alice.user_id, ESSAY)
    with pytest.raises(Conflict, match="another exercise now"):
        await working.work.answer(working.alice, working.session_id, GivenAnswer(SUM, ONE, "2"))
    with pytest.raises(Conflict, match="another exercise now"):
        await working.work.answer(working.bob, working.session_id, GivenAnswer(SUM, ONE, "2"))
    assert (await exercise(working)).answers == ()


async def test_answers_to_nothing_are_refused(working: House) -> None:
    with pytest.raises(NotFound, match="no such item"):
        await working.work.answer(working.alice, working.session_id, GivenAnswer(SUM, ItemId("3"), "2"))
    with pytest.raises(NotFound, match="no such exercise"):
        await working.work.answer(working.alice, working.session_id, GivenAnswer(FOREIGN, ONE, "2"))
    with pytest.raises(Invalid, match="at most 5000"):
        await working.work.answer(working.alice, working.session_id, GivenAnswer(SUM, TWO, "x" * 5001))


async def test_only_what_is_in_the_centers_library_can_be_assigned(working: House) -> None:
    for exercise_id in (FOREIGN, ExerciseId("none")):
        with pytest.raises(NotFound, match="no such exercise in your center's library"):
            await working.work.assign(working.tutor, working.session_id, working.alice.user_id, exercise_id)


async def test_students_see_their_own_exercise_without_solutions_and_staff_with_them(working: House) -> None:
    alice = working.alice.user_id
    with pytest.raises(Forbidden, match="Look into the session first"):
        await working.work.exercise(working.admin, working.session_id, alice)
    await working.enter(working.admin)
    for actor, solved in ((working.alice, False), (working.tutor, True), (working.admin, True)):
        seen = await working.work.exercise(actor, working.session_id, alice)
        assert (seen.exercise.id, seen.sheet.item_ids, seen.solved) == (SUM, (ONE, TWO), solved)
    with pytest.raises(NotFound, match="not yours"):
        await working.work.exercise(working.bob, working.session_id, alice)
    with pytest.raises(NotFound, match="no exercise yet"):
        await working.work.exercise(working.bob, working.session_id, working.bob.user_id)
    for actor in (working.colleague, working.pupil, *working.foreigners):
        with pytest.raises(NotFound, match="no such session"):
            await working.work.exercise(actor, working.session_id, alice)


async def test_a_new_version_does_not_change_what_is_being_worked_on(working: House) -> None:
    library = ExerciseService(working.storage, CountedSecrets())
    await library.create(working.tutor, NewExercise("Sums", "Lesson 1", "```number\n2 + 2\n= 4\n```"))
    seen = await working.work.exercise(working.alice, working.session_id, working.alice.user_id)
    assert seen.exercise.content == CONTENT
    await working.work.answer(working.alice, working.session_id, GivenAnswer(SUM, ONE, "2"))
    assert (await exercise(working)).answers[0].correct is True


async def test_a_hint_reaches_the_lane(working: House) -> None:
    await working.work.hint(working.tutor, working.session_id, (working.alice.user_id, ONE), "Count on.")
    assert (await exercise(working)).hints == (Hint(ONE, "Count on."),)
    working.check()


async def test_the_queue_is_worked_off_in_its_order(working: House) -> None:
    alice = working.alice.user_id
    await working.work.queue(working.tutor, working.session_id, alice, (ESSAY, SUM))
    assert [x.title for x in (await working.lane(working.alice)).queue] == ["Essay", "Sums"]
    await working.work.next(working.tutor, working.session_id, alice)
    given = await exercise(working)
    assert (given.exercise_id, given.items) == (ESSAY, (ONE, TWO))
    await working.work.next(working.tutor, working.session_id, alice)
    assert (await exercise(working)).exercise_id == SUM
    with pytest.raises(Conflict, match="Nothing is queued"):
        await working.work.next(working.tutor, working.session_id, alice)
    with pytest.raises(NotFound, match="no such exercise"):
        await working.work.queue(working.tutor, working.session_id, alice, (ESSAY, FOREIGN))
    working.check()


async def test_a_long_queue_is_read_at_once_and_stored_at_once(working: House) -> None:
    reads, turns = working.storage.reads, working.storage.turns
    await working.work.queue(working.tutor, working.session_id, working.alice.user_id, (ESSAY, SUM) * 25)
    assert (working.storage.reads - reads, working.storage.turns - turns) == (1, 1)
