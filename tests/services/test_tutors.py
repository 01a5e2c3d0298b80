"""A session's tutor changes: planned, alone or with those that follow; live; and one whose tutor was disabled."""

from typing import Any

import pytest

from deskside.domain import events as ev
from deskside.domain.access import Actor
from deskside.domain.errors import Conflict, DomainError, Forbidden, NotFound, Unauthorized
from deskside.domain.ids import MessageId, PageId, SessionId
from deskside.domain.modes import AddressAll, LaneMode, LeaveReason
from deskside.domain.people import Presence
from deskside.domain.session import Session
from deskside.domain.signs import audience
from deskside.services.recurrence import Weekly
from deskside.services.talk import Words
from tests.fakes.engine import SDP
from tests.services.house import House, between


@pytest.fixture
async def series(planned: House) -> tuple[SessionId, ...]:
    """Three of the tutor's, a day apart."""
    rule = Weekly(tuple(range(7)), "Europe/Berlin", 3)
    sessions, _ = await planned.services.planning.create_series(planned.tutor, planned.new(), rule)
    return tuple(x.id for x in sessions)


async def tutors(house: House, *sessions: SessionId) -> list[str]:
    return [(await house.sessions.view(house.admin, x)).tutor.user_id for x in sessions]


async def change(house: House, by: Actor, to: Actor) -> int:
    return await house.services.tutors.change(by, house.session_id, to.user_id)


async def test_whoever_gets_a_planned_session_has_it_and_the_former_tutor_has_not(planned: House) -> None:
    seq = (await planned.session()).seq
    assert await change(planned, planned.tutor, planned.colleague) == seq + 1
    assert (await planned.sessions.view(planned.colleague, planned.session_id)).tutor.name == "Colleague"
    for act in (planned.sessions.view, planned.sessions.start):
        with pytest.raises(NotFound):
            await act(planned.tutor, planned.session_id)
    for actor, listed in ((planned.tutor, 0), (planned.colleague, 1)):
        assert len((await planned.sessions.summaries(actor)).sessions) == listed
    assert await change(planned, planned.admin, planned.colleague) == seq + 1, "already theirs: no event"


async def test_in_a_live_session_the_former_tutor_is_out_and_the_new_one_first_on_the_signs(live: House) -> None:
    await live.lanes.set_lane_mode(live.tutor, live.session_id, live.alice.user_id, LaneMode.TEACH)
    await live.lanes.address_all(live.tutor, live.session_id, AddressAll.LATCH)
    assert between(await live.routed(), live.tutor, live.bob)
    await live.talk.message(live.alice, live.session_id, None, Words(MessageId("m1"), "Hello"))
    await change(live, live.tutor, live.colleague)
    assert await live.routed() == frozenset(), "nobody hears or sees anybody"
    assert (live.session_id, live.tutor.user_id) in live.fake.expelled
    assert (await live.log())[-3:] == [
        ev.PersonLeft(live.tutor.user_id, LeaveReason.REMOVED),
        ev.AddressAllChanged(AddressAll.OFF),
        ev.TutorChanged(live.colleague.user_id, "Colleague"),
    ]
    former = live.broadcast.views[live.session_id, live.viewer(live.tutor)]
    assert all(lane.messages == () for lane in former.lanes), "and reads nothing any more"

    await live.enter(live.colleague)
    table = await live.routed()
    assert between(table, live.colleague, live.alice) == {"audio", "video", "screen"}, "her lane is still in TEACH"
    assert {x.source for x in table} == {live.colleague.user_id}, "they are on no sign yet"
    shown = audience(await live.session(), live.alice.user_id)
    assert shown == (live.colleague.user_id,)
    await live.attendance.show_sign(live.alice, live.session_id, PageId("alice-page"), shown)
    table = await live.routed()
    assert between(table, live.alice, live.colleague) == {"audio", "video", "screen"}
    assert between(table, live.bob, live.colleague) == set()


async def test_a_former_tutors_page_and_its_right_to_connect_are_gone(live: House) -> None:
    admission = await live.admit(live.tutor)
    await change(live, live.admin, live.colleague)
    with pytest.raises(Unauthorized):
        await live.attendance.identify(admission.token, PageId("later"))
    for act in (
        live.calls.publish(live.tutor, live.session_id, PageId("tutor-page"), SDP),
        live.lanes.set_lane_mode(live.tutor, live.session_id, live.alice.user_id, LaneMode.TEACH),
        live.attendance.arrive(live.tutor, live.session_id, PageId("tutor-page")),
    ):
        with pytest.raises(NotFound):
            await act


async def test_the_session_of_a_disabled_tutor_waits_for_another_one(live: House) -> None:
    await live.services.accounts.disable_user(live.admin, live.tutor.user_id)
    assert (await live.session()).paused
    await change(live, live.admin, live.colleague)
    assert (await live.session()).paused, "until its tutor is there and goes on"
    await live.enter(live.colleague)
    await live.sessions.resume(live.colleague, live.session_id)
    await live.attendance.show_sign(live.alice, live.session_id, PageId("alice-page"), (live.colleague.user_id,))
    assert between(await live.routed(), live.colleague, live.alice) == {"video"}
    with pytest.raises(NotFound, match="no such teacher"):
        await change(live, live.admin, live.tutor)


async def test_those_that_follow_change_too_all_of_them_or_none(planned: House, series: tuple[SessionId, ...]) -> None:
    give = planned.services.tutors.change
    planned.storage.failures = 1
    with pytest.raises(OSError, match="disk is full"):
        await give(planned.tutor, series[1], planned.colleague.user_id, following=True)
    assert await tutors(planned, *series) == ["tutor"] * 3
    await give(planned.tutor, series[1], planned.colleague.user_id, following=True)
    assert await tutors(planned, *series) == ["tutor", "colleague", "colleague"]


async def test_a_tutor_hands_over_their_own_and_an_admin_all_that_follow(
    planned: House, series: tuple[SessionId, ...]
) -> None:
    first, second, third = series
    give = planned.services.tutors.change
    await give(planned.tutor, second, planned.colleague.user_id)
    await give(planned.colleague, second, planned.tutor.user_id, following=True)
    await give(planned.tutor, second, planned.colleague.user_id)
    await planned.sessions.start(planned.tutor, first)
    await give(planned.tutor, first, planned.colleague.user_id, following=True)
    assert await tutors(planned, *series) == ["colleague"] * 3, "also from one on that is live"
    await give(planned.colleague, third, planned.tutor.user_id)
    await give(planned.tutor, third, planned.colleague.user_id, following=True)
    await give(planned.admin, second, planned.tutor.user_id, following=True)
    assert await tutors(planned, *series) == ["colleague", "tutor", "tutor"]


async def test_nobody_else_gives_it_away_and_nobody_else_gets_it(planned: House) -> None:
    refused: tuple[tuple[Actor, Actor, type[DomainError]], ...] = (
        (planned.colleague, planned.colleague, NotFound),
        (planned.alice, planned.colleague, Forbidden),
        *((x, planned.colleague, NotFound) for x in planned.foreigners),
        *((planned.admin, x, NotFound) for x in (planned.alice, planned.admin, *planned.foreigners)),
    )
    for by, to, error in refused:
        with pytest.raises(error):
            await change(planned, by, to)
    await planned.sessions.cancel(planned.tutor, planned.session_id, "Ill")
    with pytest.raises(Conflict, match="cancelled"):
        await change(planned, planned.tutor, planned.colleague)
    assert (await planned.session()).tutor.user_id == planned.tutor.user_id


async def test_whoever_is_disabled_while_it_is_given_to_them_does_not_get_it(
    planned: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    act_all = planned.door.act_all

    async def late(*given: Any, **more: Any) -> tuple[Session, ...]:
        await planned.services.accounts.disable_user(planned.admin, planned.colleague.user_id)
        return await act_all(*given, **more)

    monkeypatch.setattr(planned.door, "act_all", late)
    with pytest.raises(NotFound, match="no such teacher"):
        await change(planned, planned.tutor, planned.colleague)
    assert await tutors(planned, planned.session_id) == ["tutor"]


async def test_a_process_that_was_outrun_takes_out_whoever_is_the_tutor_by_then(planned: House) -> None:
    await planned.session()  # it remembers the first tutor
    other = planned.another()
    await other.services.tutors.change(other.admin, other.session_id, other.colleague.user_id)
    await change(planned, planned.admin, planned.tutor)
    assert await tutors(planned, planned.session_id) == ["tutor"]
    planned.broadcast.views.clear()  # the other process told its own pages
    await planned.services.tutors.change(planned.admin, planned.session_id, planned.colleague.user_id)
    await other.services.tutors.change(other.admin, other.session_id, other.tutor.user_id)
    assert (planned.session_id, planned.colleague.user_id) in planned.fake.expelled


async def test_a_dead_engine_keeps_no_tutor(live: House) -> None:
    live.fake.lose()
    await change(live, live.admin, live.colleague)
    assert (await live.person(live.colleague)).presence is Presence.OFFLINE
