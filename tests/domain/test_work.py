"""Answers, hints, what comes next, messages, announcements, boards; the place in the queue for help."""

from dataclasses import replace

import pytest

from deskside.domain import events as ev
from deskside.domain import lanes, work
from deskside.domain import work_events as we
from deskside.domain.errors import Conflict, Forbidden, Invalid, NotFound
from deskside.domain.exercises import Judgement
from deskside.domain.ids import ExerciseId, HelpId, ItemId, MessageId, Millis, UserId
from deskside.domain.modes import Urgency
from deskside.domain.people import Part
from deskside.domain.session import Assignment, Session, lane_of
from deskside.domain.visibility import Viewer, help_queue, redact
from deskside.domain.work_events import Queued
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
        new_session(), (we.AnswerGiven(ALICE, ITEMS[0], "1", None, 100), we.HintGiven(ALICE, ITEMS[0], "?"))
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


def test_messages_are_counted_until_they_are_read_and_a_retry_is_no_event() -> None:
    session = live(new_session(), TUTOR, ALICE)
    asked = we.MessageSent(ALICE, MessageId("m1"), ALICE, "Is 5/6 right?")
    told = we.MessageSent(ALICE, MessageId("m2"), TUTOR, "Yes!")
    for sent in (asked, told):
        session = after(session, work.send_message(session, sent))
    assert work.send_message(session, told) == ()
    lane = lane_of(session, ALICE)
    assert ([x.text for x in lane.messages], lane.unread_by_tutor, lane.unread_by_student) == (
        ["Is 5/6 right?", "Yes!"],
        1,
        1,
    )
    for by_tutor in (True, False):
        session = after(session, work.read_messages(session, ALICE, by_tutor=by_tutor))
        assert work.read_messages(session, ALICE, by_tutor=by_tutor) == ()
    assert (lane_of(session, ALICE).unread_by_tutor, lane_of(session, ALICE).unread_by_student) == (0, 0)


def test_a_center_may_switch_text_off_and_nothing_is_written_after_the_end() -> None:
    session = live(new_session(), TUTOR, ALICE)
    sent = we.MessageSent(ALICE, MessageId("m1"), ALICE, "Hello")
    made = we.AnnouncementMade(MessageId("a1"), "Five minutes left")
    silent = Session(**{name: getattr(session, name) for name in session.__slots__} | {"text_allowed": False})
    ended = after(session, (ev.SessionEnded(),))
    for refused, error in ((silent, Forbidden), (ended, Conflict)):
        with pytest.raises(error):
            work.send_message(refused, sent)
        with pytest.raises(error):
            work.announce(refused, made)


def test_an_announcement_reaches_everybody_once() -> None:
    session = live(new_session(), TUTOR)
    made = we.AnnouncementMade(MessageId("a1"), "Five minutes left")
    session = after(session, work.announce(session, made))
    assert work.announce(session, made) == ()
    assert redact(session, Viewer(BOB, Part.STUDENT)).announcements[0].text == "Five minutes left"


def test_a_board_is_locked_for_the_student_alone_and_revisions_only_go_up() -> None:
    session = live(new_session(), TUTOR, ALICE)
    assert work.lock_board(session, ALICE, locked=False) == ()
    session = after(session, work.lock_board(session, ALICE, locked=True))
    lane = lane_of(session, ALICE)
    assert work.may_draw(lane, student=False)
    assert not work.may_draw(lane, student=True)
    session = after(session, work.revise_board(session, ALICE, 4))
    assert work.revise_board(session, ALICE, 3) == ()
    session = after(session, work.revise_table_board(session, 2))
    assert work.revise_table_board(session, 2) == ()
    assert (lane_of(session, ALICE).board.revision, session.table_board.revision) == (4, 2)


def call(session: Session, student: UserId, urgency: Urgency, at: int) -> Session:
    asked = ev.HelpAsked(student, HelpId(f"help-{student}"), urgency, "")
    return apply(session, lanes.ask_help(session, asked), Millis(START + at))


def test_the_queue_is_by_urgency_then_waiting_time_and_a_student_sees_only_their_own_place() -> None:
    session = live(new_session(), TUTOR, ALICE, BOB, CAROL)
    session = call(session, ALICE, Urgency.NORMAL, 0)
    session = call(session, BOB, Urgency.URGENT, 100)
    session = call(session, CAROL, Urgency.NORMAL, 200)
    assert [x.person.user_id for x in help_queue(session)] == [BOB, ALICE, CAROL]
    view = redact(session, Viewer(CAROL, Part.STUDENT))
    (lane,) = view.lanes
    assert lane.help is not None
    assert lane.help.place == 3
    assert all(x.help is None or x.help.place is None for x in session.lanes)


def test_a_board_goes_along_with_an_open_call_once() -> None:
    session = call(live(new_session(), ALICE), ALICE, Urgency.NORMAL, 0)
    help_id = HelpId(f"help-{ALICE}")
    attached = we.HelpBoardAttached(ALICE, help_id, 3)
    assert work.attach_board(session, replace(attached, help_id=HelpId("other"))) == ()
    after_it = after(session, work.attach_board(session, attached))
    found = lane_of(after_it, ALICE).help
    assert found is not None
    assert found.board_revision == 3
    assert work.attach_board(after_it, replace(attached, revision=4)) == ()
    closed = after(session, lanes.withdraw_help(session, ALICE, help_id))
    assert work.attach_board(closed, attached) == ()
    assert lane_of(after(closed, (attached,)), ALICE).help is None


def test_a_call_that_waits_for_later_keeps_its_place_and_is_told_once() -> None:
    session = call(live(new_session(), ALICE), ALICE, Urgency.NORMAL, 0)
    help_id = HelpId(f"help-{ALICE}")
    session = after(session, work.postpone_help(session, ALICE, help_id))
    found = lane_of(session, ALICE).help
    assert found is not None
    assert found.postponed
    assert work.postpone_help(session, ALICE, help_id) == ()
    with pytest.raises(NotFound, match="already closed"):
        work.postpone_help(session, ALICE, HelpId("other"))
    assert lane_of(after(new_session(), (we.HelpPostponed(ALICE, help_id),)), ALICE).help is None
