"""A session that nobody ends: what counts as being held, what people are told, and when it is over."""

import random
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskside.domain import attendance, expiry, lanes, lifecycle
from deskside.domain import events as ev
from deskside.domain.errors import Conflict
from deskside.domain.ids import HelpId, Millis, PageId
from deskside.domain.lifecycle import LONGEST_MS
from deskside.domain.modes import HelpOutcome, LaneMode, LeaveReason, Urgency
from deskside.domain.session import Session, SessionStatus
from tests.domain.acts import START, STUDENTS, TUTOR, apply, lesson, live, new_session

HOUR = 3_600_000
END = Millis(START + HOUR)
AFTER = Millis(900_000)
ALICE = STUDENTS[0]


def gone(session: Session, at: int = START) -> Session:
    """The tutor has left."""
    page = session.tutor.page or PageId("none")
    return apply(session, attendance.leave(session, TUTOR, page, LeaveReason.LEFT), Millis(at))


def test_everybody_is_told_before_a_session_without_its_tutor_ends_and_then_it_ends() -> None:
    session = gone(live(new_session(), TUTOR, ALICE))
    assert expiry.foresee(session, Millis(END - 1), AFTER) == (), "its time is not over"
    session = apply(session, expiry.foresee(session, END, AFTER), END)
    assert session.ends_at == END + AFTER
    assert expiry.foresee(session, Millis(END + AFTER - 1), AFTER) == ()
    ended = apply(session, expiry.foresee(session, Millis(END + AFTER), AFTER), Millis(END + AFTER))
    assert (ended.status, ended.ends_at) == (SessionStatus.COMPLETED, None)
    assert expiry.foresee(ended, Millis(END + HOUR), AFTER) == ()


def test_a_tutor_who_is_back_calls_it_off() -> None:
    session = gone(live(new_session(), TUTOR, ALICE))
    session = apply(session, expiry.foresee(session, END, AFTER), END)
    page = PageId("new")
    session = apply(session, (ev.PersonArrived(TUTOR, page), ev.PersonJoined(TUTOR)), END)
    assert expiry.foresee(session, Millis(END + HOUR), AFTER) == (ev.EndForeseen(None),)


def test_a_tutor_at_work_is_never_interrupted_and_a_page_left_open_is_not_work() -> None:
    session = live(new_session(), TUTOR, ALICE)
    late = Millis(END + LONGEST_MS)
    assert expiry.attended(session, late), "at the page"
    idle = apply(session, (ev.ActivityChanged(TUTOR, active=False),), START)
    assert expiry.attended(idle, Millis(late - 1)), "speaking with somebody"
    assert not expiry.attended(idle, late), "two pages that were left open"
    alone = apply(idle, attendance.leave(idle, ALICE, PageId("alice-page"), LeaveReason.LEFT), START)
    assert not expiry.attended(alone, END)
    assert not expiry.attended(gone(session), START)


def test_a_session_that_was_started_before_its_time_is_over_as_long_after_it_as_was_planned() -> None:
    begins, ends = Millis(START + 24 * HOUR), Millis(START + 25 * HOUR)
    tomorrow = replace(new_session(), scheduled_start=begins, scheduled_end=ends)
    session = live(tomorrow, TUTOR)
    assert expiry.planned_end(session) == END
    assert expiry.planned_end(tomorrow) == START + 25 * HOUR
    assert expiry.plausible(gone(session), START)
    assert not expiry.plausible(gone(session), END)
    assert not expiry.plausible(tomorrow, START)


def test_yesterdays_session_is_not_one_of_now() -> None:
    session = gone(live(new_session(), TUTOR))
    assert expiry.plausible(session, Millis(END - 1))
    assert not expiry.plausible(session, Millis(END + 24 * HOUR))
    assert expiry.plausible(live(new_session(), TUTOR), Millis(END + HOUR)), "it runs over, with its tutor"


def test_a_server_that_was_away_ends_what_nobody_was_seen_in() -> None:
    session = gone(live(new_session(), TUTOR))
    assert expiry.expire(session, Millis(END + AFTER), END, AFTER) == lifecycle.end(session)
    assert expiry.expire(session, Millis(END + AFTER), Millis(END + 1), AFTER) == ()
    assert expiry.expire(new_session(), Millis(END + HOUR), START, AFTER) == ()


def test_what_is_open_is_closed_with_the_session() -> None:
    session = live(new_session(), TUTOR, ALICE)
    session = apply(session, lanes.ask_help(session, ev.HelpAsked(ALICE, HelpId("h"), Urgency.HIGH, "?")), START)
    events = lifecycle.end(session)
    assert events[0] == ev.HelpClosed(ALICE, HelpId("h"), HelpOutcome.SESSION_OVER, "")
    ended = apply(session, events, END)
    assert all(lane.help is None for lane in ended.lanes)
    assert all(x.person.page is None for x in ended.lanes)


def test_a_cancelled_session_keeps_nobody_in_its_lobby() -> None:
    session = apply(new_session(), (ev.PersonArrived(ALICE, PageId("p")),), START)
    assert lifecycle.cancel(session, "ill")[1:] == (ev.PersonLeft(ALICE, LeaveReason.SESSION_OVER),)


def test_nothing_happens_to_a_session_that_is_over_but_that_people_go() -> None:
    ended = apply(live(new_session()), (ev.SessionEnded(),), END)
    for change in (
        lanes.set_lane_mode(ended, ALICE, LaneMode.TEACH),
        lifecycle.remove(ended, ALICE),
        lifecycle.set_engine_up(ended, up=False),
    ):
        assert change, "the decision itself would allow it"
        with pytest.raises(Conflict, match="completed"):
            lifecycle.unless_over(ended, change)
        assert lifecycle.still_possible(ended, change) == ()
    left = (ev.PersonLeft(ALICE, LeaveReason.LOST),)
    assert lifecycle.unless_over(ended, left) == lifecycle.still_possible(ended, left) == left


@given(st.integers(0, 2**48))
def test_whatever_people_try_a_session_that_is_over_stays_as_it_was(seed: int) -> None:
    over: Session | None = None
    for before, recorded, after in lesson(random.Random(seed), 120):
        if before.over:
            assert isinstance(recorded.event, ev.PersonLeft | ev.PersonDropped)
        over = after if after.over else over
        if after.over:
            assert after.ends_at is None
            assert all(lane.help is None for lane in after.lanes)


def test_what_students_gathered_elsewhere_is_counted_where_it_has_changed() -> None:
    session = new_session()
    counted = lifecycle.count_prior(session, {ALICE: Millis(5_000), STUDENTS[1]: Millis(1_000)})
    assert counted == (ev.PriorTimeCounted(ALICE, Millis(5_000)),)
    assert apply(session, counted, START).lanes[0].person.prior_ms == 5_000
