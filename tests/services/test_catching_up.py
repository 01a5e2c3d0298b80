"""How a page gets from what it holds to what is true."""

from dataclasses import replace

import pytest

from deskside.domain import events as ev
from deskside.domain.clock import Stopwatch
from deskside.domain.evolve import evolve
from deskside.domain.ids import HelpId, Seq
from deskside.domain.modes import LaneMode, Urgency
from deskside.domain.session import SessionStatus
from deskside.domain.visibility import receive, redact
from deskside.services.lanes import HelpCall
from deskside.services.rooms import REMEMBERED_CHANGES
from tests.services.house import EXERCISE, STUDENTS, House


async def test_a_page_catches_up_by_envelopes_in_which_others_lanes_are_empty(live: House) -> None:
    view = await live.sessions.view(live.bob, live.session_id)
    await live.lanes.set_lane_mode(live.tutor, live.session_id, live.alice.user_id, LaneMode.TEACH)
    await live.lanes.set_lane_mode(live.tutor, live.session_id, live.bob.user_id, LaneMode.TEACH)
    await live.lanes.ask_help(live.alice, live.session_id, HelpCall(HelpId("h"), Urgency.URGENT, "my secret"))
    missed = await live.sessions.catch_up(live.bob, live.session_id, view.seq)
    assert missed.view is None
    assert [x.event for x in missed.envelopes] == [None, ev.LaneModeChanged(live.bob.user_id, LaneMode.TEACH), None]
    assert all(x.view is None for x in missed.envelopes)
    for got in missed.envelopes:
        view = receive(view, got)
    assert view == redact(await live.session(), live.viewer(live.bob))
    up_to_date = await live.sessions.catch_up(live.bob, live.session_id, missed.seq)
    assert (up_to_date.view, up_to_date.envelopes) == (None, ())


@pytest.mark.parametrize("seq", [None, -1, 0, 10_000])
async def test_a_page_that_holds_nothing_too_little_or_nonsense_gets_a_view(live: House, seq: int | None) -> None:
    for number in range(REMEMBERED_CHANGES // 2 + 1):
        await live.work.assign(live.tutor, live.session_id, live.alice.user_id, EXERCISE)
        await live.lanes.set_progress(live.tutor, live.session_id, live.alice.user_id, number % 100 + 1)
    missed = await live.sessions.catch_up(live.bob, live.session_id, None if seq is None else Seq(seq))
    assert missed.view == redact(await live.session(), live.viewer(live.bob))
    assert missed.envelopes == ()
    assert missed.view is not None
    assert [x.person.user_id for x in missed.view.lanes] == [live.bob.user_id]


async def test_the_stored_log_folds_into_the_session(live: House) -> None:
    await live.sessions.end(live.tutor, live.session_id)
    session = await live.session()
    async with live.storage.transaction() as unit:
        recorded = await unit.sessions.events_after(live.session_id, Seq(0))
    fresh = replace(
        session,
        seq=Seq(0),
        lanes=(),
        status=SessionStatus.SCHEDULED,
        video_room_id=None,
        watch=Stopwatch(),
        tutor=replace(session.tutor, watch=Stopwatch()),
    )
    for record in recorded:
        fresh = evolve(fresh, record)
    assert fresh == session
    assert len(session.lanes) == len(STUDENTS)
