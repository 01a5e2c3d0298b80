"""Arriving, joining, dropping, returning, leaving; what a page sends and shows."""

import pytest

from deskside.domain import attendance, lifecycle
from deskside.domain import events as ev
from deskside.domain.errors import Conflict, NotFound, Superseded
from deskside.domain.ids import Millis, PageId, UserId
from deskside.domain.modes import AddressAll, LeaveReason
from deskside.domain.people import Part, Presence
from deskside.domain.routing import routing_table
from deskside.domain.session import Session, lane_of, person_of
from deskside.domain.signs import audience
from deskside.domain.visibility import Viewer
from tests.domain.acts import OBSERVER, START, STUDENTS, TUTOR, apply, live, new_session

ALICE = STUDENTS[0]
PAGE = PageId("alice-page")
LATER = Millis(START + 5_000)


def arrive(session: Session, page: PageId = PAGE) -> ev.Events:
    return attendance.arrive(session, Viewer(ALICE, Part.STUDENT), "Alice", page)


def test_a_page_arrives_in_the_lobby_and_joins_from_there() -> None:
    session = apply(new_session(), arrive(new_session()), START)
    assert person_of(session, ALICE).presence is Presence.LOBBY
    session = apply(session, attendance.join(session, ALICE, PAGE, (TUTOR,)), START)
    assert person_of(session, ALICE).attending
    assert lane_of(session, ALICE).sign == (TUTOR,)
    assert attendance.join(session, ALICE, PAGE, (TUTOR,)) == ()


def test_what_is_sent_is_told_with_joining_in_one_act() -> None:
    session = apply(new_session(), arrive(new_session()), START)
    tracks = ev.TracksChanged(ALICE, mic=True, camera=False, screen=False)
    events = attendance.join(session, ALICE, PAGE, (TUTOR,), tracks)
    assert events == (tracks, ev.SignShown(ALICE, (TUTOR,)), ev.PersonJoined(ALICE))
    session = apply(session, events, START)
    assert person_of(session, ALICE).mic
    assert attendance.join(session, ALICE, PAGE, (TUTOR,), tracks) == ()


def test_no_time_counts_while_a_page_is_not_drawn() -> None:
    session = live(new_session(), ALICE)
    silent = apply(session, attendance.fall_silent(session, ALICE, PAGE), LATER)
    assert person_of(silent, ALICE).watch.read(Millis(LATER + 60_000)) == LATER - START
    drawn = apply(silent, attendance.prove(silent, ALICE, PAGE, (TUTOR,)), Millis(LATER + 60_000))
    assert person_of(drawn, ALICE).watch.read(Millis(LATER + 61_000)) == LATER - START + 1_000


def test_the_same_page_returns_and_nothing_else_changes() -> None:
    session = live(new_session(), ALICE)
    dropped = apply(session, attendance.drop(session, ALICE, PAGE), LATER)
    assert person_of(dropped, ALICE).joined
    assert not person_of(dropped, ALICE).attending
    back = apply(dropped, arrive(dropped), Millis(START + 9_000))
    assert lane_of(back, ALICE).sign == (TUTOR,)
    assert person_of(back, ALICE).watch.read(Millis(START + 10_000)) == 6_000
    assert arrive(back) == ()


def test_joining_after_a_drop_that_nobody_noticed_counts_as_joining_again() -> None:
    session = live(new_session(), ALICE)
    dropped = apply(session, attendance.drop(session, ALICE, PAGE), LATER)
    assert attendance.join(dropped, ALICE, PAGE, (TUTOR,)) == (ev.PersonJoined(ALICE),)


def test_a_newer_page_wins_and_has_shown_nothing_yet() -> None:
    session = live(new_session(), ALICE)
    session = apply(session, arrive(session, PageId("new")), LATER)
    assert lane_of(session, ALICE).sign == ()
    with pytest.raises(Superseded, match="another tab"):
        attendance.join(session, ALICE, PAGE, (TUTOR,))
    assert attendance.drop(session, ALICE, PAGE) == ()
    assert attendance.leave(session, ALICE, PAGE, LeaveReason.LEFT) == ()


def test_a_sign_counts_for_those_whom_the_rules_allow_and_one_that_shows_fewer_for_fewer() -> None:
    session = apply(new_session(), arrive(new_session()), START)
    shown = attendance.show_sign(session, ALICE, PAGE, (TUTOR, STUDENTS[1], OBSERVER))
    assert shown == (ev.SignShown(ALICE, (TUTOR,)),)
    session = apply(session, shown, START)
    assert attendance.show_sign(session, ALICE, PAGE, ()) == (ev.SignShown(ALICE, ()),)
    assert attendance.show_sign(session, ALICE, PAGE, (TUTOR, TUTOR)) == ()


def test_an_observer_is_disclosed_by_arriving() -> None:
    session = live(new_session(), ALICE)
    who = Viewer(OBSERVER, Part.OBSERVER)
    events = attendance.arrive(session, who, "Olga", PageId("o"))
    assert events[0] == ev.ObserverAdmitted(OBSERVER, "Olga")
    session = apply(session, events, LATER)
    assert attendance.arrive(session, who, "Olga", PageId("p")) == (ev.PersonArrived(OBSERVER, PageId("p")),)


@pytest.mark.parametrize("reason", [LeaveReason.LEFT, LeaveReason.LOST])
def test_an_observer_who_has_left_is_none_and_is_disclosed_again_by_coming_back(reason: LeaveReason) -> None:
    session = live(new_session(), TUTOR, OBSERVER, ALICE)
    page = PageId(f"{OBSERVER}-page")
    assert OBSERVER in lane_of(session, ALICE).sign
    dropped = apply(session, attendance.drop(session, OBSERVER, page), LATER)
    assert OBSERVER in audience(dropped, ALICE), "they may be back at any moment"
    left = apply(dropped, attendance.leave(dropped, OBSERVER, page, reason), LATER)
    assert (audience(left, ALICE), left.observers) == ((TUTOR,), ())
    back = attendance.arrive(left, Viewer(OBSERVER, Part.OBSERVER), "Olga", page)
    assert back[0] == ev.ObserverAdmitted(OBSERVER, "Olga")
    session = apply(left, (*back, ev.PersonJoined(OBSERVER)), LATER)
    assert OBSERVER in audience(session, ALICE), "the sign must show them again"
    assert all(route.source != ALICE or route.target != OBSERVER for route in routing_table(session)), "before it does"


def test_a_stranger_does_not_arrive() -> None:
    with pytest.raises(NotFound):
        attendance.arrive(new_session(), Viewer(UserId("mallory"), Part.STUDENT), "Mallory", PAGE)


def test_nobody_arrives_in_or_joins_a_session_that_is_over() -> None:
    session = apply(live(new_session(), ALICE), (ev.SessionEnded(),), LATER)
    with pytest.raises(Conflict, match="completed"):
        arrive(session)
    with pytest.raises(Conflict, match="completed"):
        attendance.join(session, ALICE, PAGE, ())


def test_a_key_held_to_address_all_is_released_when_the_tutors_page_is_lost() -> None:
    session = live(new_session(), TUTOR)
    page = PageId("tutor-page")
    held = apply(session, (ev.AddressAllChanged(AddressAll.HOLD),), LATER)
    off = ev.AddressAllChanged(AddressAll.OFF)
    assert attendance.drop(held, TUTOR, page) == (ev.PersonDropped(TUTOR), off)
    assert attendance.leave(held, TUTOR, page, LeaveReason.LEFT) == (ev.PersonLeft(TUTOR, LeaveReason.LEFT), off)
    latched = apply(session, (ev.AddressAllChanged(AddressAll.LATCH),), LATER)
    assert attendance.drop(latched, TUTOR, page) == (ev.PersonDropped(TUTOR),)


def test_dropping_twice_or_leaving_twice_is_once() -> None:
    session = live(new_session(), ALICE)
    dropped = apply(session, attendance.drop(session, ALICE, PAGE), LATER)
    assert attendance.drop(dropped, ALICE, PAGE) == ()
    left = apply(dropped, attendance.leave(dropped, ALICE, PAGE, LeaveReason.LOST), LATER)
    assert person_of(left, ALICE).presence is Presence.OFFLINE
    assert attendance.leave(left, ALICE, PAGE, LeaveReason.LOST) == ()
    assert attendance.drop(left, UserId("mallory"), PAGE) == ()


def test_tracks_activity_and_bars_are_told_when_they_change() -> None:
    session = live(new_session(), ALICE)
    tracks = ev.TracksChanged(ALICE, mic=True, camera=True, screen=False)
    session = apply(session, attendance.set_tracks(session, tracks, PAGE), LATER)
    assert attendance.set_tracks(session, tracks, PAGE) == ()
    assert attendance.set_active(session, ALICE, PAGE, active=True) == ()
    assert attendance.set_active(session, ALICE, PAGE, active=False) == (ev.ActivityChanged(ALICE, active=False),)
    session = apply(session, attendance.set_bars(session, ALICE, 3, None), LATER)
    assert attendance.set_bars(session, ALICE, 3, None) == ()
    assert attendance.set_bars(session, ALICE, 3, 1) == (ev.QualityChanged(ALICE, 1, 3, 1),), "the worse one counts"
    assert attendance.set_bars(session, ALICE, None, None) == (), "nothing measured is nothing to tell"
    assert attendance.set_bars(session, STUDENTS[1], 3, 3) == (), "nobody measures who is not there"
    assert attendance.set_bars(session, UserId("mallory"), 3, 3) == ()


def test_a_reload_keeps_what_was_gathered() -> None:
    session = live(new_session(), ALICE)
    session = apply(session, arrive(session, PageId("new")), LATER)
    session = apply(session, attendance.join(session, ALICE, PageId("new"), ()), Millis(START + 9_000))
    assert person_of(session, ALICE).watch.read(Millis(START + 10_000)) == 6_000


def test_a_student_who_waits_for_the_start_gathers_from_the_start_on() -> None:
    session = apply(new_session(), arrive(new_session()), START)
    session = apply(session, attendance.join(session, ALICE, PAGE, ()), START)
    session = apply(session, lifecycle.start(session, "room"), LATER)
    assert person_of(session, ALICE).watch.read(Millis(START + 7_000)) == 2_000


def test_who_is_back_in_time_is_not_given_up() -> None:
    session = live(new_session(), ALICE)
    assert attendance.give_up(session, ALICE, PAGE) == ()
    dropped = apply(session, attendance.drop(session, ALICE, PAGE), LATER)
    assert attendance.give_up(dropped, ALICE, PAGE) == (ev.PersonLeft(ALICE, LeaveReason.LOST),)
    assert attendance.give_up(dropped, UserId("mallory"), PAGE) == ()
