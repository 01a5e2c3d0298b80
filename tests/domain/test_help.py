"""Calls for help that wait: their order, the board that goes along, and those that are put off."""

from dataclasses import replace

import pytest

from deskside.domain import events as ev
from deskside.domain import lanes
from deskside.domain.boards import revisions
from deskside.domain.errors import NotFound
from deskside.domain.ids import HelpId, Millis, UserId
from deskside.domain.modes import Urgency
from deskside.domain.people import Part
from deskside.domain.session import Session, lane_of
from deskside.domain.visibility import Viewer, help_queue, redact
from tests.domain.acts import START, STUDENTS, TUTOR, apply, live, new_session

ALICE, BOB, CAROL = STUDENTS[:3]
LATER = Millis(START + 5_000)


def after(session: Session, events: ev.Events) -> Session:
    return apply(session, events, LATER)


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
    attached = ev.HelpBoardAttached(ALICE, help_id, 3)
    assert revisions.attach_board(session, replace(attached, help_id=HelpId("other"))) == ()
    after_it = after(session, revisions.attach_board(session, attached))
    found = lane_of(after_it, ALICE).help
    assert found is not None
    assert found.board_revision == 3
    assert revisions.attach_board(after_it, replace(attached, revision=4)) == ()
    closed = after(session, lanes.withdraw_help(session, ALICE, help_id))
    assert revisions.attach_board(closed, attached) == ()
    assert lane_of(after(closed, (attached,)), ALICE).help is None


def test_a_call_that_waits_for_later_keeps_its_place_and_is_told_once() -> None:
    session = call(live(new_session(), ALICE), ALICE, Urgency.NORMAL, 0)
    help_id = HelpId(f"help-{ALICE}")
    session = after(session, lanes.postpone_help(session, ALICE, help_id))
    found = lane_of(session, ALICE).help
    assert found is not None
    assert found.postponed
    assert lanes.postpone_help(session, ALICE, help_id) == ()
    with pytest.raises(NotFound, match="already closed"):
        lanes.postpone_help(session, ALICE, HelpId("other"))
    assert lane_of(after(new_session(), (ev.HelpPostponed(ALICE, help_id),)), ALICE).help is None
