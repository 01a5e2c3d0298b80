"""Answers, hints, what comes next."""

import pytest

from deskside.domain import events as ev
from deskside.domain import lanes, work
from deskside.domain.errors import Conflict, Invalid, NotFound
from deskside.domain.events import Queued
from deskside.domain.exercises import Judgement
from deskside.domain.ids import ExerciseId, ItemId, Millis
from deskside.domain.session import Assignment, Session, lane_of
from tests.domain.acts import START, STUDENTS, TUTOR, apply, live, new_session
from tests.domain.work_acts import ITEMS

ALICE, BOB, CAROL = STUDENTS[:3]
LATER = Millis(START + 5_000)
FRACTIONS = ev.ExerciseAssigned(ALICE, ExerciseId("e1"), "Fractions", "Lesson 4", ITEMS)


def after(session: Session, events: ev.Events) -> Session:
    return apply(session, events, LATER)


def working() -> Session:
    session = live(new_session(), TUTOR, ALICE)
    return after(session, lanes.assign(session, FRACTIONS))


def exercise(session: Session) -> Assignment:
    found = lane_of(session, ALICE).exercise
    assert found is not None
    return found


def answered(session: Session, item: int, value: str, *, correct: bool | None) -> Session:
    return after(session, work.answer(session, ALICE, ITEMS[item], value, Judgement(correct=correct)))


def test_progress_is_the_share_of_items_that_are_answered_and_not_known_to_be_wrong() -> None:
    session = answered(working(), 0, "5/6", correct=True)
    assert exercise(session).percent == 33
    session = answered(session, 1, "1", correct=False)
    assert exercise(session).percent == 33
    session = answered(session, 1, "11/8", correct=True)
    session = answered(session, 2, "because", correct=None)
    assert exercise(session).percent == 100
    assert [x.value for x in exercise(session).answers] == ["5/6", "11/8", "because"]


def test_what_is_no_number_counts_neither_as_done_nor_as_wrong() -> None:
    session = after(working(), work.answer(working(), ALICE, ITEMS[0], "two", Judgement(unreadable=True)))
    given = exercise(session).answers[0]
    assert (given.correct, given.unreadable, exercise(session).percent) == (None, True, 0)
    assert exercise(answered(session, 0, "5/6", correct=True)).percent > 0


def test_an_answer_that_is_taken_back_does_not_count() -> None:
    session = answered(working(), 0, "5/6", correct=None)
    assert exercise(answered(session, 0, "  ", correct=None)).percent == 0


def test_what_the_tutor_marked_complete_stays_complete_whatever_is_answered_after_it() -> None:
    session = answered(working(), 0, "5/6", correct=True)
    session = after(session, lanes.set_progress(session, ALICE, 100))
    assert exercise(answered(session, 1, "1", correct=False)).percent == 100


def test_the_same_answer_again_is_no_event() -> None:
    session = answered(working(), 0, "5/6", correct=True)
    assert work.answer(session, ALICE, ITEMS[0], "5/6", Judgement(correct=True)) == ()


def test_an_answer_needs_an_item_an_exercise_an_open_session_and_a_bound() -> None:
    with pytest.raises(NotFound, match="no such item"):
        work.answer(working(), ALICE, ItemId("other"), "1", Judgement())
    with pytest.raises(Conflict, match="Assign one first"):
        work.answer(live(new_session()), ALICE, ITEMS[0], "1", Judgement())
    with pytest.raises(Invalid, match="characters"):
        work.answer(working(), ALICE, ITEMS[0], "x" * 5_001, Judgement())
    with pytest.raises(Conflict, match="over"):
        work.answer(after(working(), (ev.SessionEnded(),)), ALICE, ITEMS[0], "1", Judgement())


def test_a_new_exercise_forgets_answers_and_hints() -> None:
    session = answered(working(), 0, "5/6", correct=True)
    session = after(session, work.hint(session, ALICE, ITEMS[1], "Find a common denominator."))
    assert exercise(session).hints[0].text == "Find a common denominator."
    again = exercise(after(session, lanes.assign(session, FRACTIONS)))
    assert (again.percent, again.answers, again.hints) == (0, (), ())


def test_a_hint_is_for_an_item_and_has_words() -> None:
    with pytest.raises(NotFound):
        work.hint(working(), ALICE, ItemId("other"), "No")
    with pytest.raises(Invalid, match="between 1 and"):
        work.hint(working(), ALICE, ITEMS[0], "   ")


def test_answers_and_hints_fold_to_nothing_without_an_exercise() -> None:
    session = after(
        new_session(), (ev.AnswerGiven(ALICE, ITEMS[0], "1", None, 100), ev.HintGiven(ALICE, ITEMS[0], "?"))
    )
    assert lane_of(session, ALICE).exercise is None


def test_queued_exercises_follow_in_order() -> None:
    queued = (Queued(ExerciseId("e2"), "Essay", "Lesson 5"), Queued(ExerciseId("e3"), "Poem", "Lesson 6"))
    session = after(working(), work.queue(working(), ALICE, queued))
    assert work.queue(session, ALICE, queued) == ()
    essay = ev.ExerciseAssigned(ALICE, ExerciseId("e2"), "Essay", "Lesson 5", ITEMS[:1])
    session = after(session, work.next_exercise(session, essay))
    assert (exercise(session).title, lane_of(session, ALICE).queue) == ("Essay", queued[1:])
    with pytest.raises(Conflict, match="Nothing is queued"):
        work.next_exercise(session, essay)
    with pytest.raises(Invalid, match="At most"):
        work.queue(session, ALICE, queued * 26)
