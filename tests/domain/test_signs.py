"""A sign counts only as long as its page vouches for it, and children meet only where an adult is; by example."""

import pytest

from deskside.domain import attendance, lanes, lifecycle
from deskside.domain import events as ev
from deskside.domain.errors import Superseded
from deskside.domain.ids import PageId, UserId
from deskside.domain.modes import AddressAll, LeaveReason, SignFault
from deskside.domain.people import Part
from deskside.domain.routing import routing_table
from deskside.domain.session import Session, lane_of, person_of
from deskside.domain.signs import audience
from deskside.domain.visibility import Viewer
from tests.domain.acts import OBSERVER, START, STUDENTS, TUTOR, apply, enrolment, live, new_session

ALICE, BOB = STUDENTS[:2]


def page(who: UserId) -> PageId:
    return PageId(f"{who}-page")


def then(session: Session, *events: ev.Event) -> Session:
    return apply(session, events, START)


def shown(session: Session, *students: UserId) -> Session:
    """Each page shows whom the rules allow."""
    for who in students:
        session = then(session, *attendance.show_sign(session, who, page(who), audience(session, who)))
    return session


def receives(session: Session, target: UserId, source: UserId) -> bool:
    return any((x.target, x.source) == (target, source) for x in routing_table(session))


def table(*adults: UserId) -> Session:
    """An open table of Alice, Bob and these adults, with everybody on the signs."""
    session = live(new_session(students=(ALICE, BOB)), *adults, ALICE, BOB)
    session = then(session, *lanes.set_open_table(session, open_table=True))
    return shown(session, ALICE, BOB)


def test_a_table_that_closed_and_opened_again_has_to_be_shown_again() -> None:
    session = table(TUTOR)
    assert receives(session, BOB, ALICE)
    for is_open in (False, True):
        session = then(session, *lanes.set_open_table(session, open_table=is_open))
        assert lane_of(session, ALICE).sign == (TUTOR,)
    assert not receives(session, BOB, ALICE)
    assert receives(shown(session, ALICE), BOB, ALICE)


def test_a_student_who_was_removed_and_enrolled_again_has_to_be_shown_again() -> None:
    session = table(TUTOR)
    session = then(session, *lifecycle.remove(session, BOB))
    assert lane_of(session, ALICE).sign == (TUTOR,)
    session = then(session, *lifecycle.enroll(session, enrolment(BOB)))
    session = then(session, *attendance.arrive(session, Viewer(BOB, Part.STUDENT), "Bob", page(BOB)))
    session = then(session, *attendance.join(session, BOB, page(BOB), audience(session, BOB)))
    assert not receives(session, BOB, ALICE)
    assert receives(shown(session, ALICE), BOB, ALICE)


def test_a_sign_outlives_a_break_as_the_page_goes_on_showing_it() -> None:
    session = table(TUTOR)
    session = then(then(session, *lifecycle.pause(session)), ev.SessionResumed())
    assert receives(session, BOB, ALICE)


@pytest.mark.parametrize("gone", ["dropped", "left", "silent", "in another tab"])
def test_students_meet_only_while_an_adult_is_there(gone: str) -> None:
    session = table(TUTOR)
    away: dict[str, ev.Events] = {
        "dropped": attendance.drop(session, TUTOR, page(TUTOR)),
        "left": attendance.leave(session, TUTOR, page(TUTOR), LeaveReason.LEFT),
        "silent": attendance.fall_silent(session, TUTOR, page(TUTOR)),
        "in another tab": attendance.arrive(session, Viewer(TUTOR, Part.TUTOR), "Ms Rivera", PageId("new")),
    }
    without = then(session, *away[gone])
    assert not receives(without, BOB, ALICE)
    assert not receives(without, ALICE, BOB)
    at = PageId("new") if gone == "in another tab" else page(TUTOR)
    back = then(without, *attendance.arrive(without, Viewer(TUTOR, Part.TUTOR), "Ms Rivera", at))
    back = then(back, *attendance.join(back, TUTOR, at, ()))
    assert receives(back, BOB, ALICE)


def test_an_observer_is_an_adult_too_once_both_signs_show_them() -> None:
    session = table(TUTOR, OBSERVER)
    session = then(session, *attendance.leave(session, TUTOR, page(TUTOR), LeaveReason.LEFT))
    assert receives(session, BOB, ALICE)
    unsigned = then(session, ev.SignShown(BOB, (ALICE, TUTOR)))
    assert not receives(unsigned, BOB, ALICE), "Bob does not know of the only adult who is there"
    gone = then(session, *attendance.leave(session, OBSERVER, page(OBSERVER), LeaveReason.LEFT))
    assert not receives(gone, BOB, ALICE)


@pytest.mark.parametrize("fault", list(SignFault))
def test_a_page_that_cannot_vouch_for_its_sign_sends_to_nobody_until_it_can(fault: SignFault) -> None:
    session = table(TUTOR)
    events = attendance.prove(session, ALICE, page(ALICE), audience(session, ALICE), fault)
    assert events == (ev.SignTakenBack(ALICE, fault),)
    unsigned = then(session, *events)
    assert attendance.prove(unsigned, ALICE, page(ALICE), (), fault) == ()
    assert not [x for x in routing_table(unsigned) if x.source == ALICE]
    assert receives(unsigned, ALICE, TUTOR), "the tutor may say what to do"
    again = then(unsigned, *attendance.prove(unsigned, ALICE, page(ALICE), audience(unsigned, ALICE)))
    assert lane_of(again, ALICE).sign_fault is None
    assert receives(again, TUTOR, ALICE)


def test_a_sign_with_nobody_on_it_is_no_fault() -> None:
    session = live(new_session(), TUTOR, ALICE)
    faulty = then(session, ev.SignTakenBack(ALICE, SignFault.HIDDEN))
    assert attendance.show_sign(faulty, ALICE, page(ALICE), ()) == (ev.SignShown(ALICE, ()),)


@pytest.mark.parametrize("who", [TUTOR, OBSERVER, ALICE])
def test_nothing_flows_to_or_from_a_page_that_is_not_drawn_until_it_is(who: UserId) -> None:
    session = table(TUTOR, OBSERVER)
    silent = then(session, *attendance.fall_silent(session, who, page(who)))
    assert not [x for x in routing_table(silent) if who in (x.source, x.target)]
    assert attendance.fall_silent(silent, who, page(who)) == ()
    proof = attendance.prove(silent, who, page(who), audience(silent, who))
    assert proof == (ev.PageDrawn(who),)
    assert routing_table(then(silent, *proof)) == routing_table(session)
    assert attendance.prove(session, who, page(who), audience(session, who)) == ()


def test_a_silent_page_that_returns_with_another_sign_shows_that_before_anything_flows() -> None:
    session = table(TUTOR)
    silent = then(session, *attendance.fall_silent(session, ALICE, page(ALICE)))
    assert attendance.prove(silent, ALICE, page(ALICE), (TUTOR,)) == (
        ev.SignShown(ALICE, (TUTOR,)),
        ev.PageDrawn(ALICE),
    )


def test_a_held_key_of_a_silent_page_is_let_go() -> None:
    session = live(new_session(), TUTOR, ALICE)
    held = then(session, *lanes.address_all(session, AddressAll.HOLD))
    assert attendance.fall_silent(held, TUTOR, page(TUTOR)) == (
        ev.PageSilent(TUTOR),
        ev.AddressAllChanged(AddressAll.OFF),
    )


def test_only_the_newest_page_can_prove_anything_or_fall_silent() -> None:
    session = table(TUTOR)
    newer = then(session, *attendance.arrive(session, Viewer(ALICE, Part.STUDENT), "Alice", PageId("newer")))
    assert lane_of(newer, ALICE).sign == ()
    for claim in (attendance.prove, attendance.take_sign_back):
        with pytest.raises(Superseded):
            claim(newer, ALICE, page(ALICE), SignFault.HIDDEN if claim is attendance.take_sign_back else ())  # type: ignore[arg-type]
    assert attendance.fall_silent(newer, ALICE, page(ALICE)) == ()
    assert attendance.fall_silent(newer, ALICE, PageId("newer")) == (), "in the lobby nothing flows anyway"
    assert attendance.fall_silent(newer, UserId("mallory"), page(ALICE)) == ()


def test_a_new_page_is_no_longer_silent_and_has_no_fault() -> None:
    session = then(table(TUTOR), ev.PageSilent(ALICE), ev.SignTakenBack(ALICE, SignFault.REWRITTEN))
    session = then(session, *attendance.arrive(session, Viewer(ALICE, Part.STUDENT), "Alice", PageId("newer")))
    assert person_of(session, ALICE).drawn
    assert lane_of(session, ALICE).sign_fault is None
