"""The life of a session, who is in it, and which sessions one is shown."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from deskside.domain import events as ev
from deskside.domain.access import Actor
from deskside.domain.center import CenterSettings
from deskside.domain.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from deskside.domain.ids import MessageId, Millis, PageId, Seq, SessionId, UserId
from deskside.domain.lifecycle import MAX_LANES, TITLE_LIMIT
from deskside.domain.people import Presence
from deskside.domain.session import SessionStatus, people
from deskside.ports.media import EngineUnavailable
from deskside.services.centers import CenterService
from deskside.services.sessions import NewSession, NewTime
from deskside.services.talk import Words
from tests.services.house import House, between

Step = Callable[[House], Awaitable[object]]
PAGE = PageId("page")


async def start(house: House) -> Seq:
    return await house.sessions.start(house.tutor, house.session_id)


async def pause(house: House) -> Seq:
    return await house.sessions.pause(house.tutor, house.session_id)


async def resume(house: House) -> Seq:
    return await house.sessions.resume(house.tutor, house.session_id)


async def end(house: House) -> Seq:
    return await house.sessions.end(house.tutor, house.session_id)


async def cancel(house: House) -> Seq:
    return await house.sessions.cancel(house.tutor, house.session_id, "ill")


async def test_a_session_is_started_paused_resumed_and_ended(planned: House) -> None:
    await start(planned)
    for actor in (planned.tutor, planned.alice):
        await planned.enter(actor)
    assert await planned.routed()
    await pause(planned)
    assert planned.fake.in_force(planned.session_id) == frozenset(), "nothing is forwarded once it is acknowledged"
    await resume(planned)
    assert await planned.routed()
    await end(planned)
    session = await planned.session()
    assert session.status is SessionStatus.COMPLETED
    assert all(x.presence is Presence.OFFLINE for x in people(session))
    assert planned.session_id not in planned.fake.rooms


async def test_a_planned_session_takes_over_what_the_center_decides_until_it_starts(planned: House) -> None:
    centers, words = CenterService(planned.storage), Words(MessageId("message"), "Hello")
    assert (await planned.session()).text_allowed
    await centers.change(planned.admin, "Here", CenterSettings(tutor_text=False))
    await start(planned)
    with pytest.raises(Forbidden, match="switched text"):
        await planned.talk.message(planned.tutor, planned.session_id, planned.alice.user_id, words)
    await centers.change(planned.admin, "Here", CenterSettings(tutor_text=True))
    assert not (await planned.session()).text_allowed, "what is live keeps what it has"


@pytest.mark.parametrize("steps", [(start, start), (start, pause, pause), (start, resume), (start, end, end)])
async def test_an_act_that_is_repeated_is_no_event(planned: House, steps: tuple[Step, ...]) -> None:
    for step in steps[:-1]:
        await step(planned)
    before = (await planned.session()).seq
    assert await steps[-1](planned) == before


@pytest.mark.parametrize(
    ("steps", "reason"),
    [
        ((pause,), "Only a live session can be paused; this one is scheduled"),
        ((resume,), "Only a live session can be resumed"),
        ((end,), "Only a live session can be ended"),
        ((start, cancel), "End it instead"),
        ((start, end, start), "This session is completed. Create a new one"),
        ((start, end, pause), "this one is completed"),
        ((cancel, start), "This session is cancelled. Create a new one"),
        ((cancel, end), "this one is cancelled"),
    ],
)
async def test_a_refused_transition_says_why(planned: House, steps: tuple[Step, ...], reason: str) -> None:
    for step in steps[:-1]:
        await step(planned)
    before = await planned.session()
    with pytest.raises(Conflict, match=reason):
        await steps[-1](planned)
    assert await planned.session() == before
    assert not before.over or planned.session_id not in planned.fake.rooms, "no room is opened for it either"


async def test_a_session_ends_although_the_engine_is_dead_and_its_room_is_closed_later(live: House) -> None:
    live.fake.fail_next(EngineUnavailable("hangs"), calls=2)
    await end(live)
    assert (await live.session()).status is SessionStatus.COMPLETED
    assert live.session_id in live.fake.rooms, "it hung, but it lives"
    await asyncio.sleep(5)
    await live.attendance.sweep()
    assert live.session_id not in live.fake.rooms


async def test_a_lobby_that_was_open_is_closed_with_the_cancelled_session(planned: House) -> None:
    assert await planned.sessions.create_room(planned.admin, planned.session_id) == planned.session_id
    await cancel(planned)
    assert planned.session_id not in planned.fake.rooms
    assert (await planned.log())[-1] == ev.SessionCancelled("ill")


async def test_a_student_is_enrolled_while_the_session_is_live(live: House) -> None:
    live.broadcast.watch(await live.session(), live.viewer(live.pupil))
    await live.sessions.enroll(live.tutor, live.session_id, live.pupil.user_id)
    assert (await live.lane(live.pupil)).grade_level == "7"
    await live.enter(live.pupil)
    assert between(await live.routed(), live.pupil, live.tutor) == {"audio", "video", "screen"}
    before = (await live.session()).seq
    assert await live.sessions.enroll(live.admin, live.session_id, live.pupil.user_id) == before


async def test_only_students_of_the_center_are_enrolled(live: House) -> None:
    for stranger in (live.foreigners[2].user_id, live.colleague.user_id, UserId("nobody")):
        with pytest.raises(NotFound, match="no such student in your center"):
            await live.sessions.enroll(live.tutor, live.session_id, stranger)


async def test_time_of_earlier_sessions_is_brought_along(live: House) -> None:
    live.clock.pass_ms(90_000)
    await end(live)
    new = await live.sessions.create(live.tutor, live.new())
    assert [lane.person.prior_ms for lane in new.lanes] == [90_000, 90_000, 0, 0, 0]


async def test_a_removed_student_is_out_at_once(live: House) -> None:
    admission = await live.admit(live.alice)
    await live.sessions.remove(live.tutor, live.session_id, live.alice.user_id)
    assert live.closed(live.alice) == [(None, "removed")]
    assert live.fake.expelled == [(live.session_id, live.alice.user_id)]
    assert not any(live.alice.user_id in (x.source, x.target) for x in await live.routed())
    with pytest.raises(DomainError, match="not valid any more"):
        await live.attendance.identify(admission.token, PageId("alice-page"))
    with pytest.raises(NotFound):
        await live.attendance.arrive(live.alice, live.session_id, PageId("alice-page"))


async def test_removing_somebody_again_or_from_a_dead_engine_is_fine(live: House) -> None:
    live.fake.lose()
    seq = await live.sessions.remove(live.tutor, live.session_id, live.alice.user_id)
    assert await live.sessions.remove(live.tutor, live.session_id, live.alice.user_id) == seq


async def test_who_is_no_student_of_the_session_cannot_be_removed_from_it(live: House) -> None:
    before = await live.session()
    assert await live.sessions.remove(live.admin, live.session_id, live.tutor.user_id) == before.seq
    assert live.closed(live.tutor) == []
    assert live.fake.expelled == []


@pytest.mark.parametrize(
    ("change", "error"),
    [
        ({"title": "  "}, Invalid),
        ({"title": "x" * (TITLE_LIMIT + 1)}, Invalid),
        ({"scheduled_end": Millis(0)}, Invalid),
        ({"scheduled_end": Millis(2_000_000_000_000)}, Invalid),
        ({"student_ids": tuple(UserId(str(x)) for x in range(MAX_LANES + 1))}, Invalid),
        ({"student_ids": (UserId("foreign-alice"),)}, NotFound),
        ({"tutor_id": UserId("colleague")}, Forbidden),
    ],
)
async def test_a_session_that_makes_no_sense_is_not_planned(
    planned: House, change: dict[str, object], error: type[DomainError]
) -> None:
    with pytest.raises(error):
        await planned.sessions.create(planned.tutor, replace(planned.new(), **change))  # type: ignore[arg-type]
    assert len((await planned.sessions.summaries(planned.admin)).sessions) == 1


async def test_an_admin_plans_for_a_tutor_of_the_center_and_a_student_for_nobody(planned: House) -> None:
    new = replace(planned.new(students=("bob", "bob")), tutor_id=planned.colleague.user_id)
    session = await planned.sessions.create(planned.admin, new)
    assert session.tutor.user_id == planned.colleague.user_id
    assert [x.person.user_id for x in session.lanes] == [planned.bob.user_id]
    with pytest.raises(NotFound, match="no such teacher"):
        await planned.sessions.create(planned.admin, planned.new())
    with pytest.raises(Forbidden):
        await planned.sessions.create(planned.alice, planned.new())


async def test_an_empty_session_can_be_planned(planned: House) -> None:
    session = await planned.sessions.create(planned.tutor, planned.new(students=()))
    assert (session.seq, session.lanes) == (0, ())


async def test_lists_show_ones_own_sessions_and_admins_those_of_the_center(planned: House) -> None:
    new = replace(planned.new(students=("bob",)), tutor_id=planned.colleague.user_id)
    other = await planned.sessions.create(planned.admin, new)

    async def listed(actor: Actor) -> set[SessionId]:
        return {x.id for x in (await planned.sessions.summaries(actor)).sessions}

    assert await listed(planned.admin) == {planned.session_id, other.id}
    assert await listed(planned.bob) == {planned.session_id, other.id}
    assert await listed(planned.alice) == await listed(planned.tutor) == {planned.session_id}
    assert await listed(planned.pupil) == set()
    assert await listed(planned.foreigners[1]) == set()
    planned.clock.pass_ms(26 * 3_600_000)
    assert await listed(planned.admin) == set(), "over since more than a day"


@pytest.mark.parametrize("start", [Millis(0), Millis(946_684_799_999), Millis(253_370_764_800_000)])
async def test_a_session_in_1970_or_9999_is_refused_with_words(planned: House, start: Millis) -> None:
    end = Millis(start + 3_600_000)
    with pytest.raises(Invalid, match="at most five years ahead"):
        await planned.sessions.create(planned.tutor, NewSession("Math", start, end))
    with pytest.raises(Invalid, match="at most five years ahead"):
        await planned.sessions.reschedule(planned.tutor, planned.session_id, NewTime(start, end))
    now = planned.clock.now()
    far = Millis(now + 5 * 365 * 24 * 3_600_000)
    there = await planned.sessions.create(planned.tutor, NewSession("Math", far, Millis(far + 1)))
    assert there.scheduled_start == far
