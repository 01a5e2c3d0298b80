"""Its time, starting, breaks, ending, and who is enrolled."""

import pytest

from deskside.domain import events as ev
from deskside.domain import lifecycle
from deskside.domain.errors import Conflict, Invalid
from deskside.domain.ids import Millis, UserId
from deskside.domain.modes import AddressAll, LeaveReason
from deskside.domain.people import Presence
from deskside.domain.routing import routing_table, sources
from deskside.domain.session import Session, SessionStatus
from deskside.domain.visibility import may_see
from tests.domain.acts import (
    OBSERVER,
    START,
    STUDENTS,
    SUBSTITUTE,
    TUTOR,
    apply,
    enrolment,
    live,
    new_session,
    viewers,
)

HOUR = 3_600_000
LATER, LATEST = Millis(START + HOUR), Millis(START + 3 * HOUR)


def after(session: Session, events: ev.Events) -> Session:
    return apply(session, events, Millis(START + 60_000))


def test_a_session_is_started_once() -> None:
    session = after(new_session(), lifecycle.start(new_session(), "room"))
    assert (session.status, session.video_room_id) == (SessionStatus.LIVE, "room")
    assert lifecycle.start(session, "another") == ()


def test_a_break_stops_the_clock_and_resuming_goes_on_with_it() -> None:
    session = live(new_session())
    paused = apply(session, lifecycle.pause(session), Millis(START + 10_000))
    assert paused.watch.read(Millis(START + 90_000)) == 10_000
    assert lifecycle.pause(paused) == ()
    resumed = apply(paused, lifecycle.resume(paused), Millis(START + 90_000))
    assert resumed.watch.read(Millis(START + 95_000)) == 15_000
    assert lifecycle.resume(resumed) == ()


def test_ending_sends_everybody_away_and_releases_address_all() -> None:
    session = live(new_session(), TUTOR, STUDENTS[0])
    session = after(session, (ev.AddressAllChanged(AddressAll.LATCH),))
    events = lifecycle.end(session)
    assert events[1:] == tuple(ev.PersonLeft(x, LeaveReason.SESSION_OVER) for x in (TUTOR, STUDENTS[0]))
    ended = after(session, events)
    assert (ended.status, ended.address_all, ended.over) == (SessionStatus.COMPLETED, AddressAll.OFF, True)
    assert lifecycle.end(ended) == ()


@pytest.mark.parametrize("act", [lifecycle.pause, lifecycle.resume, lifecycle.end])
def test_what_needs_a_live_session_says_so(act: object) -> None:
    assert callable(act)
    with pytest.raises(Conflict, match="this one is scheduled"):
        act(new_session())


def test_a_scheduled_session_can_be_cancelled_and_then_not_started() -> None:
    session = after(new_session(), lifecycle.cancel(new_session(), "The tutor is ill."))
    assert session.status is SessionStatus.CANCELLED
    assert lifecycle.cancel(session, "again") == ()
    with pytest.raises(Conflict, match="cancelled"):
        lifecycle.start(session, "room")


def test_a_live_session_is_ended_not_cancelled() -> None:
    with pytest.raises(Conflict, match="End it instead"):
        lifecycle.cancel(live(new_session()), "no")


def test_a_scheduled_session_moves_and_keeps_its_title_unless_it_gets_another() -> None:
    session = after(new_session(), lifecycle.reschedule(new_session(), LATER, LATEST))
    assert (session.title, session.scheduled_start, session.scheduled_end) == ("Math Class", LATER, LATEST)
    renamed = after(session, lifecycle.reschedule(session, LATER, LATEST, "  Algebra "))
    assert (renamed.title, renamed.status) == ("Algebra", SessionStatus.SCHEDULED)


def test_moving_a_session_to_where_it_is_is_no_event_whatever_it_is_doing() -> None:
    for session in (new_session(), live(new_session())):
        same = (session.scheduled_start, session.scheduled_end)
        assert lifecycle.reschedule(session, *same) == ()
        assert lifecycle.reschedule(session, *same, " Math Class ") == ()


@pytest.mark.parametrize(
    ("start", "end", "title"),
    [
        (LATER, LATER, None),
        (LATEST, LATER, None),
        (LATER, Millis(LATER + lifecycle.LONGEST_MS + 1), None),
        (LATER, LATEST, "  "),
        (LATER, LATEST, "x" * (lifecycle.TITLE_LIMIT + 1)),
    ],
)
def test_a_session_cannot_move_to_what_it_could_not_be_planned_for(start: Millis, end: Millis, title: str) -> None:
    with pytest.raises(Invalid):
        lifecycle.reschedule(new_session(), start, end, title)
    longest = (Millis(LATER + lifecycle.LONGEST_MS), "x" * lifecycle.TITLE_LIMIT)
    assert lifecycle.reschedule(new_session(), LATER, *longest) != ()


def test_what_has_begun_or_is_over_cannot_move() -> None:
    for change, status in (
        ((), "live"),
        ((ev.SessionEnded(),), "completed"),
        ((ev.SessionCancelled(""),), "cancelled"),
    ):
        session = after(live(new_session()), change)
        with pytest.raises(Conflict, match=f"Only a scheduled session can be moved; this one is {status}"):
            lifecycle.reschedule(session, LATER, LATEST)


def test_everybody_of_the_session_is_told_its_new_time() -> None:
    session = new_session()
    (event,) = lifecycle.reschedule(session, LATER, LATEST)
    assert all(may_see(event, viewer, session) for viewer in viewers(session))


def test_enrolling_twice_is_one_lane() -> None:
    session = new_session(students=())
    session = after(session, lifecycle.enroll(session, enrolment(STUDENTS[0])))
    assert [x.person.user_id for x in session.lanes] == [STUDENTS[0]]
    assert lifecycle.enroll(session, enrolment(STUDENTS[0])) == ()


def test_a_full_an_ended_and_a_self_taught_session_take_nobody() -> None:
    full = new_session(students=tuple(UserId(f"s{i}") for i in range(lifecycle.MAX_LANES)))
    with pytest.raises(Conflict, match="at most"):
        lifecycle.enroll(full, enrolment(UserId("one-more")))
    ended = after(live(new_session()), (ev.SessionEnded(),))
    with pytest.raises(Conflict, match="over"):
        lifecycle.enroll(ended, enrolment(UserId("late")))
    with pytest.raises(Invalid, match="own session"):
        lifecycle.enroll(new_session(), enrolment(TUTOR))


def test_removing_takes_the_lane_away_once() -> None:
    session = after(new_session(), lifecycle.remove(new_session(), STUDENTS[0]))
    assert len(session.lanes) == len(STUDENTS) - 1
    assert lifecycle.remove(session, STUDENTS[0]) == ()


def test_the_engine_failing_and_coming_back_is_told_once() -> None:
    session = new_session()
    assert lifecycle.set_engine_up(session, up=True) == ()
    failed = after(session, lifecycle.set_engine_up(session, up=False))
    assert not failed.engine_up
    assert after(failed, lifecycle.set_engine_up(failed, up=True)).engine_up


def to(user_id: UserId) -> ev.TutorChanged:
    return ev.TutorChanged(user_id, "Ms Tina")


def test_a_change_of_tutor_takes_the_former_out_with_what_they_had_switched_on_for_all() -> None:
    alice = STUDENTS[0]
    session = live(new_session(), TUTOR, alice)
    session = after(session, (ev.AddressAllChanged(AddressAll.LATCH), ev.ScreenAudienceChanged(to_all=True)))
    assert any(TUTOR in (x.source, x.target) for x in routing_table(session))
    events = lifecycle.change_tutor(session, to(SUBSTITUTE))
    assert events[0] == ev.PersonLeft(TUTOR, LeaveReason.REMOVED)
    changed = after(session, events)
    assert (changed.tutor.user_id, changed.tutor.name, changed.tutor.presence) == (
        SUBSTITUTE,
        "Ms Tina",
        Presence.OFFLINE,
    )
    assert (changed.address_all, changed.screen_to_all) == (AddressAll.OFF, False)
    assert routing_table(changed) == frozenset()
    assert changed.lanes[0].sign == (), "the sign showed the former tutor, and has to show the new one first"
    assert sources(changed, alice) == {SUBSTITUTE}
    assert lifecycle.change_tutor(changed, to(SUBSTITUTE)) == ()


def test_the_tutor_of_a_planned_session_changes_without_a_word_more() -> None:
    session = new_session()
    assert lifecycle.change_tutor(session, to(SUBSTITUTE)) == (to(SUBSTITUTE),)


def test_nobody_teaches_whom_the_session_knows_as_somebody_else() -> None:
    session = live(new_session(), TUTOR, OBSERVER)
    with pytest.raises(Invalid, match="student"):
        lifecycle.change_tutor(session, to(STUDENTS[0]))
    with pytest.raises(Conflict, match="looking in"):
        lifecycle.change_tutor(session, to(OBSERVER))


def test_everybody_of_the_session_is_told_of_the_new_tutor() -> None:
    session = new_session()
    assert all(may_see(to(SUBSTITUTE), viewer, session) for viewer in viewers(session) if viewer.part != "observer")
