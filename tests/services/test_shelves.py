"""The library's archive, and an exercise as a student sees it."""

import pytest

from deskside.domain.audit import AuditAct
from deskside.domain.errors import Conflict, Forbidden, Invalid, NotFound
from deskside.domain.exercises import Judgement
from deskside.domain.ids import ExerciseId, ItemId
from deskside.ports.audit import AuditQuery
from deskside.services.exercises import NewExercise, SourceFile
from tests.services.house import EXERCISE, House

SUMS = NewExercise("Sums", "One", "Read.\n\n```number\n1 + 1\n= 2\n```\n\n```long-text\nWhy?\n```\n", "Maths")
FILE = SourceFile("sums.md", f"---\ntitle: Sums\ncourse: Maths\nlesson: One\n---\n{SUMS.content}")


async def _audited(house: House) -> list[tuple[AuditAct, str]]:
    lines = await house.services.audit.lines(house.admin, AuditQuery())
    return [(x.act, x.detail) for x in lines if x.act.value.startswith("exercises_")]


async def test_what_is_archived_is_offered_no_more_and_comes_back_when_it_is_restored(planned: House) -> None:
    library, shelves = planned.services.exercises, planned.services.shelves
    made = await library.create(planned.tutor, SUMS)
    await shelves.archive(planned.tutor, (made.id,))
    since = (await shelves.archived(planned.admin))[0].archived_at
    assert since is not None
    assert [x.id for x in await library.exercises(planned.tutor)] == [EXERCISE]
    assert [x.name for x in await library.export(planned.tutor)] == ["/Lesson 4/Fractions"]
    assert [x.name for x in await library.export(planned.tutor, (made.id,))] == ["Maths/One/Sums"]
    planned.clock.pass_ms(5_000)
    await shelves.archive(planned.tutor, (made.id, EXERCISE))
    assert [(x.id, x.archived_at) for x in await shelves.archived(planned.tutor)] == [
        (EXERCISE, since + 5_000),
        (made.id, since),
    ]
    await shelves.restore(planned.admin, (made.id, EXERCISE))
    await shelves.restore(planned.admin, (made.id,))
    assert await shelves.archived(planned.tutor) == ()
    assert [x.id for x in await library.exercises(planned.tutor)] == [EXERCISE, made.id]
    assert await _audited(planned) == [
        (AuditAct.EXERCISES_RESTORED, "Fractions, Sums"),
        (AuditAct.EXERCISES_ARCHIVED, "Fractions"),
        (AuditAct.EXERCISES_ARCHIVED, "Sums"),
    ]


async def test_of_a_selection_all_is_done_or_nothing(planned: House) -> None:
    shelves = planned.services.shelves
    for act in (
        shelves.archive(planned.tutor, (EXERCISE, ExerciseId("none"))),
        shelves.restore(planned.tutor, (EXERCISE, ExerciseId("none"))),
        planned.services.exercises.export(planned.tutor, (EXERCISE, ExerciseId("none"))),
    ):
        with pytest.raises(NotFound, match="Not all of these"):
            await act
    assert await shelves.archived(planned.tutor) == ()
    assert await _audited(planned) == []


async def test_an_import_of_what_is_archived_brings_it_back(planned: House) -> None:
    library, shelves = planned.services.exercises, planned.services.shelves
    (made,) = (await library.import_files(planned.tutor, (FILE,))).exercises
    for text, same in ((FILE.text, True), (FILE.text.replace("Read.", "Read this."), False)):
        await shelves.archive(planned.tutor, (made.id,))
        done = await library.import_files(planned.tutor, (SourceFile("x.md", text),))
        assert (done.added, done.replaced, done.unchanged) == (0, 1, 0)
        assert (done.exercises[0].id == made.id) is same
        assert done.exercises[0].archived_at is None
        assert done.exercises[0] in await library.exercises(planned.tutor)
        assert await shelves.archived(planned.tutor) == ()


async def test_an_archived_exercise_is_given_to_nobody_and_lanes_that_have_it_keep_it(live: House) -> None:
    work, me, alice, bob = live.work, live.tutor, live.alice.user_id, live.bob.user_id
    sums = await live.services.exercises.create(me, SUMS)
    await work.assign(me, live.session_id, alice, sums.id)
    await work.queue(me, live.session_id, bob, (sums.id, EXERCISE))
    await live.services.shelves.archive(me, (sums.id,))
    for refused in (
        work.assign(me, live.session_id, bob, sums.id),
        work.assign(me, live.session_id, alice, sums.id),
        work.queue(me, live.session_id, alice, (EXERCISE, sums.id)),
    ):
        with pytest.raises(Conflict, match="“Sums” is in the archive"):
            await refused
    assert (await work.exercise(live.alice, live.session_id, alice)).exercise.id == sums.id
    await work.queue(me, live.session_id, bob, (EXERCISE, sums.id))
    await work.queue(me, live.session_id, bob, (sums.id,))
    await work.next(me, live.session_id, bob)
    assert (await work.exercise(live.bob, live.session_id, bob)).exercise.id == sums.id
    await live.services.shelves.restore(me, (sums.id,))
    await work.assign(me, live.session_id, bob, sums.id)


async def test_what_was_replaced_since_the_list_was_opened_is_given_to_nobody(live: House) -> None:
    old = await live.services.exercises.create(live.tutor, SUMS)
    await live.services.exercises.remove(live.tutor, old.id)
    with pytest.raises(Conflict, match="was replaced or removed"):
        await live.work.assign(live.tutor, live.session_id, live.alice.user_id, old.id)


async def test_an_answer_is_tried_as_a_student_would_be_told_and_leaves_nothing(planned: House) -> None:
    shelves, me = planned.services.shelves, planned.tutor
    made = await planned.services.exercises.create(me, SUMS)
    exercise, sheet = await shelves.sheet(me, made.id)
    assert (exercise, len(sheet.items)) == (made, 2)
    before = await planned.session()
    assert await shelves.judge(me, made.id, ItemId("1"), "2,0") == Judgement(correct=True)
    assert await shelves.judge(me, made.id, ItemId("1"), "3") == Judgement(correct=False)
    assert await shelves.judge(me, made.id, ItemId("2"), "Because.") == Judgement()
    with pytest.raises(NotFound):
        await shelves.judge(me, made.id, ItemId("3"), "2")
    choice = await planned.services.exercises.create(
        me, NewExercise("Choose", "", "```choice\nWhich?\n- [x] a\n- [ ] b\n```\n")
    )
    with pytest.raises(Invalid):
        await shelves.judge(me, choice.id, ItemId("1"), "7")
    assert await planned.session() == before


async def test_the_archive_is_its_centers_and_its_staffs(planned: House) -> None:
    shelves, only = planned.services.shelves, (EXERCISE,)
    for foreigner in planned.foreigners[:2]:
        assert await shelves.archived(foreigner) == ()
        for act in (
            shelves.archive(foreigner, only),
            shelves.restore(foreigner, only),
            shelves.sheet(foreigner, EXERCISE),
            shelves.judge(foreigner, EXERCISE, ItemId("1"), "1"),
            planned.services.exercises.export(foreigner, only),
        ):
            with pytest.raises(NotFound):
                await act
    for refused in (
        shelves.archived(planned.alice),
        shelves.archive(planned.alice, only),
        shelves.restore(planned.alice, only),
        shelves.sheet(planned.alice, EXERCISE),
        shelves.judge(planned.alice, EXERCISE, ItemId("1"), "1"),
        planned.services.exercises.export(planned.alice, only),
    ):
        with pytest.raises(Forbidden):
            await refused
