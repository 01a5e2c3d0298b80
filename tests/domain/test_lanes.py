"""Modes, address all, exercises and calls for help."""

import pytest

from deskside.domain import events as ev
from deskside.domain import lanes
from deskside.domain.errors import Conflict, Invalid, NotFound
from deskside.domain.ids import ExerciseId, HelpId, Millis, UserId
from deskside.domain.modes import AddressAll, HelpOutcome, LaneMode, Urgency
from deskside.domain.session import Session, lane_of
from tests.domain.acts import START, STUDENTS, TUTOR, apply, live, new_session

ALICE, BOB = STUDENTS[:2]
CALL = HelpId("call")
ASKED = ev.HelpAsked(ALICE, CALL, Urgency.URGENT, "Question 3")
LATER = Millis(START + 5_000)


def after(session: Session, events: ev.Events) -> Session:
    return apply(session, events, LATER)


def test_several_lanes_may_be_in_teach_at_once() -> None:
    session = live(new_session(), TUTOR, ALICE, BOB)
    for student in (ALICE, BOB):
        session = after(session, lanes.set_lane_mode(session, student, LaneMode.TEACH))
    assert [x.mode for x in session.lanes[:3]] == [LaneMode.TEACH, LaneMode.TEACH, LaneMode.OBSERVE]
    assert lanes.set_lane_mode(session, ALICE, LaneMode.TEACH) == ()
    assert lane_of(session, ALICE).teach_watch.read(Millis(LATER + 1_000)) == 1_000


def test_a_lane_that_does_not_exist_is_not_found() -> None:
    with pytest.raises(NotFound, match="Enroll"):
        lanes.set_lane_mode(new_session(), UserId("mallory"), LaneMode.TEACH)


def test_settings_of_the_session_change_once() -> None:
    session = live(new_session(), TUTOR)
    assert lanes.address_all(session, AddressAll.OFF) == ()
    assert after(session, lanes.address_all(session, AddressAll.LATCH)).address_all is AddressAll.LATCH
    assert lanes.show_screen_to(session, to_all=False) == ()
    assert after(session, lanes.show_screen_to(session, to_all=True)).screen_to_all
    assert lanes.set_open_table(session, open_table=False) == ()
    assert after(session, lanes.set_open_table(session, open_table=True)).open_table
    with pytest.raises(Conflict, match="over"):
        lanes.set_open_table(after(session, (ev.SessionEnded(),)), open_table=True)


def test_an_exercise_is_assigned_advances_and_starts_anew() -> None:
    session = new_session()
    with pytest.raises(Conflict, match="Assign one first"):
        lanes.set_progress(session, ALICE, 10)
    given = ev.ExerciseAssigned(ALICE, ExerciseId("e1"), "Fractions", "Lesson 4")
    session = after(session, lanes.assign(session, given))
    session = after(session, lanes.set_progress(session, ALICE, 75))
    exercise = lane_of(session, ALICE).exercise
    assert exercise is not None
    assert (exercise.title, exercise.percent) == ("Fractions", 75)
    assert lanes.set_progress(session, ALICE, 75) == ()
    with pytest.raises(Invalid, match="0 to 100"):
        lanes.set_progress(session, ALICE, 101)
    again = lane_of(after(session, lanes.assign(session, given)), ALICE).exercise
    assert again is not None
    assert again.percent == 0


def test_progress_of_a_lane_without_exercise_folds_to_nothing() -> None:
    assert lane_of(after(new_session(), (ev.ProgressChanged(ALICE, 5),)), ALICE).exercise is None


def test_a_retry_of_help_is_no_event_and_a_second_call_is_refused() -> None:
    session = live(new_session(), ALICE)
    session = after(session, lanes.ask_help(session, ASKED))
    assert lanes.ask_help(session, ASKED) == ()
    with pytest.raises(Conflict, match="already asked"):
        lanes.ask_help(session, ev.HelpAsked(ALICE, HelpId("other"), Urgency.NORMAL, ""))


def test_help_needs_a_live_session_and_few_words() -> None:
    with pytest.raises(Conflict, match="started"):
        lanes.ask_help(new_session(), ASKED)
    with pytest.raises(Invalid, match="characters"):
        lanes.ask_help(live(new_session()), ev.HelpAsked(ALICE, CALL, Urgency.NORMAL, "x" * 501))


def test_responding_closes_the_call_and_teaches_in_one_act() -> None:
    session = live(new_session(), ALICE)
    session = after(session, lanes.ask_help(session, ASKED))
    assert lanes.respond_to_help(session, ALICE, CALL) == (
        ev.HelpClosed(ALICE, CALL, HelpOutcome.RESPONDED, ""),
        ev.LaneModeChanged(ALICE, LaneMode.TEACH),
    )
    closed = after(session, lanes.respond_to_help(session, ALICE, CALL))
    with pytest.raises(NotFound, match="already closed"):
        lanes.respond_to_help(closed, ALICE, CALL)


def test_a_call_is_dismissed_with_a_word_or_withdrawn() -> None:
    session = live(new_session(), ALICE)
    session = after(session, lanes.ask_help(session, ASKED))
    (dismissed,) = lanes.dismiss_help(session, ALICE, CALL, "In a minute.")
    assert dismissed == ev.HelpClosed(ALICE, CALL, HelpOutcome.DISMISSED, "In a minute.")
    withdrawn = after(session, lanes.withdraw_help(session, ALICE, CALL))
    assert lane_of(withdrawn, ALICE).help is None
    assert lanes.withdraw_help(withdrawn, ALICE, CALL) == ()
