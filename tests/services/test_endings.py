"""Sessions end by themselves, links lead to what is now, and nothing happens to what is over."""

from dataclasses import replace

import pytest

from deskside.domain import events as ev
from deskside.domain.center import CenterSettings
from deskside.domain.errors import Conflict
from deskside.domain.ids import HelpId, Millis, PageId, SessionId, UserId
from deskside.domain.modes import HelpOutcome, LaneMode, Urgency
from deskside.domain.session import SessionStatus
from deskside.ports.storage import StorageUnavailable
from deskside.services.lanes import HelpCall
from deskside.services.sessions import NewSession, NewTime
from tests.services.house import House

HOUR = 3_600_000
MINUTE = 60_000


async def pass_minutes(house: House, minutes: int) -> None:
    """Time goes by as on a server: with a sweep now and then."""
    for _ in range(minutes):
        house.clock.pass_ms(MINUTE)
        await house.attendance.sweep()
        await house.services.endings.sweep()


async def test_a_session_that_nobody_ended_ends_by_itself_and_everybody_is_told_before(live: House) -> None:
    await live.lanes.ask_help(live.alice, live.session_id, HelpCall(HelpId("h"), Urgency.HIGH, "?"))
    await live.attendance.leave(live.tutor, live.session_id, PageId("tutor-page"))
    await pass_minutes(live, 59)
    assert (await live.session()).ends_at is None
    await pass_minutes(live, 1)
    told = await live.session()
    assert told.ends_at == live.clock.now() + 15 * MINUTE
    assert told.status is SessionStatus.LIVE
    await pass_minutes(live, 15)
    assert (await live.session()).status is SessionStatus.COMPLETED
    log = await live.log()
    assert ev.HelpClosed(live.alice.user_id, HelpId("h"), HelpOutcome.SESSION_OVER, "") in log
    assert not live.fake.rooms, "its room is closed"


async def test_a_tutor_who_comes_back_in_time_goes_on(live: House) -> None:
    await live.attendance.leave(live.tutor, live.session_id, PageId("tutor-page"))
    await pass_minutes(live, 70)
    await live.enter(live.tutor, "another-page")
    await pass_minutes(live, 30)
    session = await live.session()
    assert (session.status, session.ends_at) == (SessionStatus.LIVE, None)


async def test_how_long_that_takes_is_what_the_center_has_decided(live: House) -> None:
    await live.services.centers.change(live.admin, "Here", CenterSettings(end_after_minutes=40))
    await live.attendance.leave(live.tutor, live.session_id, PageId("tutor-page"))
    await pass_minutes(live, 99)
    assert (await live.session()).status is SessionStatus.LIVE
    await pass_minutes(live, 1)
    assert (await live.session()).over


async def test_a_session_in_which_nobody_ever_was_ends_too_and_after_a_restart(planned: House) -> None:
    await planned.sessions.start(planned.tutor, planned.session_id)
    planned.clock.pass_ms(5 * 24 * HOUR)
    new = planned.another()
    await new.attendance.recover()
    await pass_minutes(new, 20)
    assert (await new.session()).over


async def test_a_server_that_was_away_for_days_ends_what_was_forgotten_at_once(live: House) -> None:
    live.clock.pass_ms(2 * HOUR)
    await live.attendance.heartbeat(live.alice, live.session_id, PageId("alice-page"), active=True)
    await live.attendance.sweep()
    live.clock.pass_ms(5 * 24 * HOUR)
    new = live.another()
    await new.attendance.recover()
    assert (await new.session()).over


async def test_the_engine_and_the_database_may_be_away_while_a_session_ends(live: House) -> None:
    await live.attendance.leave(live.tutor, live.session_id, PageId("tutor-page"))
    await pass_minutes(live, 74)
    live.clock.pass_ms(MINUTE)
    live.storage.fail_next(StorageUnavailable("away"))
    await live.services.endings.sweep()
    assert not (await live.session()).over
    live.fake.lose()
    await live.services.endings.sweep()
    assert (await live.session()).over
    live.fake.restart()


async def test_of_a_center_that_is_unknown_the_usual_time_counts(live: House) -> None:
    assert await live.services.endings._after_ms(UserId("nowhere")) == 15 * MINUTE  # type: ignore[arg-type]


async def test_nothing_is_done_to_a_session_that_is_over(live: House) -> None:
    it, alice = live.session_id, live.alice.user_id
    await live.sessions.end(live.tutor, it)
    before = await live.session()
    for act in (
        live.lanes.set_lane_mode(live.tutor, it, alice, LaneMode.TEACH),
        live.sessions.remove(live.tutor, it, alice),
        live.sessions.enroll(live.tutor, it, live.pupil.user_id),
        live.lanes.set_open_table(live.tutor, it, open_table=True),
        live.sessions.reschedule(live.tutor, it, NewTime(Millis(1), Millis(2))),
    ):
        with pytest.raises(Conflict):
            await act
    assert await live.session() == before
    assert await live.sessions.end(live.tutor, it) == before.seq, "already so"


async def plan(house: House, name: str, minutes: int) -> SessionId:
    """Another session of Alice that begins so many minutes from now and takes an hour, of another tutor."""
    start = Millis(house.clock.now() + minutes * MINUTE)
    new = NewSession(name, start, Millis(start + HOUR), (house.alice.user_id,), house.colleague.user_id)
    return (await house.sessions.create(house.admin, replace(new, session_id=SessionId(name)))).id


async def test_a_link_leads_to_what_is_now_and_not_to_what_was_forgotten(live: House) -> None:
    enter = live.services.planning.to_enter
    assert await enter(live.alice) == live.session_id, "its tutor is there"
    await live.attendance.leave(live.tutor, live.session_id, PageId("tutor-page"))
    assert await enter(live.alice) == live.session_id, "it is its time"
    live.clock.pass_ms(24 * HOUR)
    assert await enter(live.alice) == live.session_id, "there is no other"
    soon = await plan(live, "soon", 10)
    assert await enter(live.alice) == soon
    today = await plan(live, "today", -5)
    assert await enter(live.alice) == today, "closest to now"
    await live.sessions.start(live.colleague, soon)
    assert await enter(live.alice) == soon, "live, and it is its time"


async def test_a_session_that_was_started_a_day_early_can_be_entered(planned: House) -> None:
    early = await plan(planned, "early", 24 * 60)
    planned.clock.pass_ms(3 * HOUR)
    await planned.sessions.cancel(planned.tutor, planned.session_id, "ill")
    assert await planned.services.planning.to_enter(planned.alice) is None
    await planned.sessions.start(planned.colleague, early)
    assert await planned.services.planning.to_enter(planned.alice) == early


async def test_the_time_of_other_sessions_is_counted_when_a_session_begins(planned: House) -> None:
    second = await planned.sessions.create(planned.tutor, planned.new(session_id=SessionId("second")))
    assert {lane.person.prior_ms for lane in second.lanes} == {0}
    await planned.sessions.start(planned.tutor, planned.session_id)
    for actor in (planned.tutor, planned.alice):
        await planned.enter(actor)
    planned.clock.pass_ms(50_000)
    await planned.sessions.end(planned.tutor, planned.session_id)
    await planned.sessions.start(planned.tutor, second.id)
    view = await planned.sessions.view(planned.tutor, second.id)
    assert [lane.person.prior_ms for lane in view.lanes][:2] == [50_000, 0]
