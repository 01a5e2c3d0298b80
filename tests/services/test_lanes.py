"""Conducting lane by lane: what each act does, for everyone in the session."""

import pytest

from deskside.domain import events as ev
from deskside.domain.errors import Conflict, NotFound
from deskside.domain.ids import HelpId
from deskside.domain.modes import AddressAll, HelpOutcome, LaneMode, Urgency
from deskside.domain.signs import audience
from deskside.services.lanes import HelpCall
from tests.services.house import House, between

CALL = HelpCall(HelpId("help-1"), Urgency.HIGH, "Question 3")


async def test_teach_is_for_one_lane_and_address_all_for_every_lane(live: House) -> None:
    await live.lanes.set_lane_mode(live.tutor, live.session_id, live.alice.user_id, LaneMode.TEACH)
    assert between(await live.routed(), live.tutor, live.alice) == {"audio", "video", "screen"}
    assert between(await live.routed(), live.tutor, live.bob) == {"video"}
    await live.lanes.address_all(live.tutor, live.session_id, AddressAll.HOLD)
    assert between(await live.routed(), live.tutor, live.bob) == {"audio", "video"}
    await live.lanes.address_all(live.tutor, live.session_id, AddressAll.OFF)
    await live.lanes.show_screen_to(live.tutor, live.session_id, to_all=True)
    assert between(await live.routed(), live.tutor, live.bob) == {"video", "screen"}


async def test_at_an_open_table_students_receive_whoever_shows_it_and_in_private_lanes_nobody(live: House) -> None:
    await live.lanes.set_open_table(live.tutor, live.session_id, open_table=True)
    assert between(await live.routed(), live.alice, live.bob) == set()
    page = (await live.person(live.alice)).page
    assert page is not None
    sign = audience(await live.session(), live.alice.user_id)
    await live.attendance.show_sign(live.alice, live.session_id, page, sign)
    assert between(await live.routed(), live.alice, live.bob) == {"audio", "video", "screen"}
    await live.lanes.set_open_table(live.tutor, live.session_id, open_table=False)
    assert between(live.fake.in_force(live.session_id), live.alice, live.bob) == set()


async def test_a_call_for_help_is_answered_once(live: House) -> None:
    asked = await live.lanes.ask_help(live.alice, live.session_id, CALL)
    assert await live.lanes.ask_help(live.alice, live.session_id, CALL) == asked, "a retry is no event"
    await live.lanes.respond_to_help(live.tutor, live.session_id, live.alice.user_id, CALL.help_id)
    assert (await live.log())[-2:] == [
        ev.HelpClosed(live.alice.user_id, CALL.help_id, HelpOutcome.RESPONDED, ""),
        ev.LaneModeChanged(live.alice.user_id, LaneMode.TEACH),
    ]
    with pytest.raises(NotFound, match="already closed"):
        await live.lanes.dismiss_help(live.tutor, live.session_id, (live.alice.user_id, CALL.help_id), "")


async def test_a_call_is_put_aside_with_a_word_or_taken_back(live: House) -> None:
    await live.lanes.ask_help(live.alice, live.session_id, CALL)
    await live.lanes.dismiss_help(live.tutor, live.session_id, (live.alice.user_id, CALL.help_id), "In a minute.")
    again = HelpCall(HelpId("help-2"), Urgency.NORMAL, "")
    await live.lanes.ask_help(live.alice, live.session_id, again)
    with pytest.raises(Conflict, match="already asked"):
        await live.lanes.ask_help(live.alice, live.session_id, CALL)
    await live.lanes.withdraw_help(live.alice, live.session_id, again.help_id)
    assert [x.outcome for x in await live.log() if isinstance(x, ev.HelpClosed)] == [
        HelpOutcome.DISMISSED,
        HelpOutcome.WITHDRAWN,
    ]
    assert (await live.lane(live.alice)).help is None
