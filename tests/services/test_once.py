"""An act that has a name is done once: planned once, changed once, also by a process that did not do it."""

import asyncio

import pytest

from deskside.domain import events as ev
from deskside.domain.access import Right
from deskside.domain.errors import NotFound
from deskside.domain.ids import ActId, SessionId
from deskside.domain.modes import LaneMode
from deskside.ports.sessions import ACTS_RECALLED
from deskside.services.door import By
from deskside.services.once import Asked, asked, asked_now
from deskside.services.recurrence import Weekly
from tests.services.house import House


def named(name: str) -> Asked:
    return Asked(ActId(name))


async def test_a_named_act_changes_a_session_once_and_a_restart_does_not_forget_it(live: House) -> None:
    student = live.alice.user_id
    for house in (live, live, live.another()):
        with asked(named("teach")):
            await house.lanes.set_lane_mode(live.tutor, live.session_id, student, LaneMode.TEACH)
        await house.lanes.set_lane_mode(live.tutor, live.session_id, live.bob.user_id, LaneMode.TEACH)
        with asked(named("observe")):
            await house.lanes.set_lane_mode(live.tutor, live.session_id, student, LaneMode.OBSERVE)
    assert (await live.log()).count(ev.LaneModeChanged(student, LaneMode.TEACH)) == 1
    assert (await live.log()).count(ev.LaneModeChanged(student, LaneMode.OBSERVE)) == 1
    live.broadcast.views.clear()


async def test_the_same_name_of_somebody_else_is_another_act(live: House) -> None:
    for actor in (live.tutor, live.admin):
        with asked(named("x")):
            act = live.sessions.pause if actor is live.tutor else live.sessions.resume
            await act(actor, live.session_id)
    assert (await live.log())[-2:] == [ev.SessionPaused(), ev.SessionResumed()]


async def test_each_step_of_an_act_has_its_own_name(live: House) -> None:
    by = By(live.tutor, Right.MANAGE)
    for _ in range(2):
        with asked(named("both")):
            await live.door.act(by, live.session_id, lambda _: (ev.SessionPaused(),))
            await live.door.act(by, live.session_id, lambda _: (ev.SessionResumed(),))
    assert [type(x) for x in (await live.log())[-2:]] == [ev.SessionPaused, ev.SessionResumed]
    assert (await live.log()).count(ev.SessionPaused()) == 1


async def test_an_act_of_which_nothing_came_is_not_done_later(live: House) -> None:
    with asked(named("resume")):
        await live.sessions.resume(live.tutor, live.session_id)
    await live.sessions.pause(live.tutor, live.session_id)
    with asked(named("resume")):
        await live.sessions.resume(live.tutor, live.session_id)
    assert (await live.session()).paused


async def test_only_the_newest_acts_are_remembered(live: House) -> None:
    for n in range(ACTS_RECALLED + 1):
        with asked(named(f"act-{n}")):
            await live.sessions.resume(live.tutor, live.session_id)
    await live.sessions.pause(live.tutor, live.session_id)
    with asked(named("act-0")):
        await live.sessions.resume(live.tutor, live.session_id)
    assert not (await live.session()).paused


async def test_it_has_its_place_once_the_door_has_done_it_and_in_any_case_when_it_ends(live: House) -> None:
    act = named("pause")
    with asked(act):
        assert asked_now() is act
        await live.sessions.pause(live.tutor, live.session_id)
        assert act.placed.is_set()
    assert asked_now().act_id is None
    nothing = named("nothing")
    with asked(nothing):
        assert not nothing.placed.is_set()
    assert nothing.placed.is_set()


async def test_planning_a_session_again_by_the_same_act_finds_it(planned: House) -> None:
    async def plan(name: str) -> SessionId:
        with asked(named(name)):
            return (await planned.sessions.create(planned.tutor, planned.new())).id

    first, again, other = await asyncio.gather(plan("a"), plan("a"), plan("b"))
    assert first == again != other
    assert len((await planned.sessions.summaries(planned.admin)).sessions) == 3


async def test_planning_a_series_again_by_the_same_act_finds_it_and_a_refused_one_is_planned_anew(
    planned: House,
) -> None:
    rule = Weekly((0, 2), "Europe/Berlin", count=4)
    with asked(named("s")), pytest.raises(NotFound):
        await planned.services.planning.create_series(planned.tutor, planned.new(students=("nobody",)), rule)
    made = []
    for _ in range(2):
        with asked(named("s")):
            made.append(await planned.services.planning.create_series(planned.tutor, planned.new(), rule))
    assert [x.id for x in made[0][0]] == [x.id for x in made[1][0]]
    assert made[0][1] == made[1][1]
    unnamed, series = await planned.services.planning.create_series(planned.tutor, planned.new(), rule)
    assert series != made[0][1]
    assert len(unnamed) == 4
