"""The one door: one order, commit before telling, nothing lost and nothing half done."""

import asyncio
from dataclasses import replace

import pytest

from deskside.domain import events as ev
from deskside.domain.access import Right
from deskside.domain.errors import Forbidden, NotFound
from deskside.domain.ids import Millis, PageId, Seq, SessionId
from deskside.domain.modes import LaneMode
from deskside.services.door import By, Ref
from tests.fakes.loop import until
from tests.services.house import ELSEWHERE, HERE, House


async def test_concurrent_acts_get_gap_free_numbers_in_one_order(live: House) -> None:
    before = (await live.session()).seq
    modes = [(student, mode) for mode in (LaneMode.TEACH, LaneMode.OBSERVE) for student in live.students]
    seqs = await asyncio.gather(
        *(live.lanes.set_lane_mode(live.tutor, live.session_id, x.user_id, mode) for x, mode in modes)
    )
    assert seqs == list(range(before + 1, before + 11)), "in the order in which they were asked for"
    assert [x.seq for _, x, _ in live.broadcast.told[-10:]] == seqs
    assert (await live.log())[-10:] == [ev.LaneModeChanged(x.user_id, mode) for x, mode in modes]


async def test_nobody_is_told_anything_before_the_commit(live: House) -> None:
    before, told, tables = await live.session(), len(live.broadcast.told), len(live.fake.tables)
    live.storage.commits.clear()
    act = asyncio.create_task(live.sessions.pause(live.tutor, live.session_id))
    await until(lambda: live.storage.waiting == 1)
    assert (await live.session(), len(live.broadcast.told), len(live.fake.tables)) == (before, told, tables)
    live.storage.commits.set()
    assert await act == before.seq + 1
    assert live.broadcast.told[-1][1].event == ev.SessionPaused()


async def test_acts_of_several_sessions_share_a_commit_and_only_the_refused_fails(live: House) -> None:
    ids = [live.session_id]
    for _ in range(3):
        ids.append((await live.sessions.create(live.tutor, live.new())).id)
        await live.sessions.start(live.tutor, ids[-1])
    for session_id in ids[2:]:
        await live.another().sessions.pause(live.tutor, session_id)  # another process was faster
    turns = live.storage.turns
    await asyncio.gather(*(live.sessions.pause(live.tutor, x) for x in ids[:2]))
    assert live.storage.turns == turns + 1
    await asyncio.gather(*(live.sessions.resume(live.tutor, x) for x in ids[:2]))
    done = await asyncio.gather(*(live.sessions.pause(live.tutor, x) for x in ids))
    for session_id, seq in zip(ids, done, strict=True):
        session = await live.door.read(Ref(HERE, session_id))
        assert session.paused
        assert session.seq == seq
        async with live.storage.reading() as unit:
            assert await unit.sessions.load(HERE, session_id) == session


async def test_a_commit_that_fails_tells_nobody_and_leaves_the_session_as_it_was(live: House) -> None:
    before, told, tables = await live.session(), len(live.broadcast.told), len(live.fake.tables)
    live.storage.failures = 1
    with pytest.raises(OSError, match="disk is full"):
        await live.sessions.pause(live.tutor, live.session_id)
    assert (await live.session(), len(live.broadcast.told), len(live.fake.tables)) == (before, told, tables)
    assert await live.sessions.pause(live.tutor, live.session_id) == before.seq + 1


async def test_a_turn_lasts_until_the_commit_ends_even_if_the_caller_goes_away(live: House) -> None:
    before = (await live.session()).seq
    live.storage.commits.clear()
    first = asyncio.create_task(live.sessions.pause(live.tutor, live.session_id))
    await until(lambda: live.storage.waiting == 1)
    first.cancel()
    second = asyncio.create_task(live.sessions.resume(live.tutor, live.session_id))
    with pytest.raises(asyncio.CancelledError):
        await first
    await asyncio.sleep(1)
    assert not second.done(), "it has to wait for the commit of the first"
    live.storage.commits.set()
    assert await second == before + 2
    assert (await live.log())[-2:] == [ev.SessionPaused(), ev.SessionResumed()]


async def test_an_act_that_still_waits_for_its_turn_is_done_although_its_caller_goes_away(live: House) -> None:
    live.storage.commits.clear()
    first = asyncio.create_task(live.sessions.pause(live.tutor, live.session_id))
    second = asyncio.create_task(live.sessions.resume(live.tutor, live.session_id))
    await until(lambda: live.storage.waiting == 1)
    second.cancel()
    live.storage.commits.set()
    await first
    await until(lambda: live.broadcast.told[-1][1].event == ev.SessionResumed())


async def test_what_was_committed_is_acknowledged_although_telling_failed(live: House) -> None:
    before = (await live.session()).seq
    live.broadcast.failures = 1
    assert await live.sessions.pause(live.tutor, live.session_id) == before + 1
    assert await live.sessions.resume(live.tutor, live.session_id) == before + 2
    assert await live.routed()


async def test_an_act_that_another_process_outran_is_decided_again(live: House) -> None:
    other = live.another()
    await other.lanes.set_lane_mode(other.tutor, other.session_id, other.alice.user_id, LaneMode.TEACH)
    live.broadcast.views.clear()  # this process' pages see the gap and catch up
    before = (await live.session()).seq
    seq = await live.lanes.set_lane_mode(live.tutor, live.session_id, live.alice.user_id, LaneMode.TEACH)
    assert seq == before + 1, "the other process had done it already"
    assert (await live.log()).count(ev.LaneModeChanged(live.alice.user_id, LaneMode.TEACH)) == 1
    assert await live.sessions.pause(live.tutor, live.session_id) == before + 2
    caught_up = await live.sessions.catch_up(live.alice, live.session_id, before)
    assert caught_up.view is not None, "what the other process did is not remembered here"


async def test_time_in_the_log_never_runs_backwards(live: House) -> None:
    await live.sessions.pause(live.tutor, live.session_id)
    live.clock.pass_ms(-5_000)
    await live.sessions.resume(live.tutor, live.session_id)
    assert live.broadcast.told[-1][1].at == live.broadcast.told[-2][1].at


async def test_what_is_refused_or_already_so_is_no_event(live: House) -> None:
    before, told = await live.session(), len(live.broadcast.told)
    with pytest.raises(Forbidden):
        await live.door.act(By(live.alice, Right.TEACH), live.session_id, lambda _: (ev.SessionPaused(),))
    assert await live.sessions.resume(live.tutor, live.session_id) == before.seq
    assert (await live.session(), len(live.broadcast.told)) == (before, told)


async def test_a_session_is_not_found_by_another_center_nor_by_a_wrong_id(live: House) -> None:
    for ref in (Ref(ELSEWHERE, live.session_id), Ref(HERE, SessionId("other"))):
        with pytest.raises(NotFound):
            await live.door.read(ref)


async def test_readers_of_a_session_that_is_being_loaded_share_it(planned: House) -> None:
    other = planned.another()
    first, second = await asyncio.gather(other.session(), other.session())
    assert first is second
    assert other.door.known() == (first,)


async def test_a_session_that_has_something_to_do_is_not_let_go(planned: House) -> None:
    session = await planned.session()
    planned.storage.commits.clear()
    act = asyncio.create_task(planned.sessions.cancel(planned.tutor, planned.session_id, "ill"))
    await until(lambda: planned.storage.waiting == 1)
    planned.door.forget(session)
    assert planned.door.known() == (session,)
    planned.storage.commits.set()
    await act
    planned.door.forget(session)
    assert planned.door.known() != (), "what was to be let go is not as it was"
    await planned.routed()
    await asyncio.sleep(1)
    planned.door.forget(await planned.session())
    assert planned.door.known() == ()
    assert planned.door.recent(session) == ()
    planned.door.forget(session)


async def test_a_session_is_kept_until_the_engine_follows_it(live: House) -> None:
    live.fake.lose()
    await live.sessions.end(live.tutor, live.session_id)
    live.door.forget(await live.session())
    assert live.door.known() != ()
    live.fake.restart()
    await asyncio.sleep(5)
    live.door.forget(await live.session())
    assert live.door.known() == ()


async def test_a_new_session_is_stored_with_its_students_or_not_at_all(planned: House) -> None:
    new = planned.new(session_id=SessionId("next"))
    with pytest.raises(NotFound):
        await planned.sessions.create(planned.tutor, planned.new(session_id=new.session_id, students=("alice", "none")))
    with pytest.raises(NotFound):
        await planned.sessions.view(planned.tutor, SessionId("next"))
    session = await planned.sessions.create(planned.tutor, new)
    assert session == await planned.sessions.view(planned.tutor, SessionId("next"))
    assert [x.person.user_id for x in session.lanes] == [x.user_id for x in planned.students]


async def test_a_new_session_whose_second_half_cannot_be_stored_is_not_there(planned: House) -> None:
    enrolled = ev.StudentEnrolled(planned.pupil.user_id, "Pupil", "7", "", Millis(0))
    fresh = replace(await planned.session(), id=SessionId("next"), lanes=(), seq=Seq(0))
    planned.storage.failures = 1
    with pytest.raises(OSError, match="disk is full"):
        await planned.door.open(planned.tutor, fresh, (enrolled,))
    with pytest.raises(NotFound):
        await planned.door.read(Ref(HERE, SessionId("next")))


async def test_who_acted_is_in_the_log_and_what_the_server_noticed_is_nobodys(live: House) -> None:
    await live.attendance.drop(live.alice, live.session_id, PageId("alice-page"))
    await live.sessions.pause(live.tutor, live.session_id)
    assert [x.actor_id for _, x, _ in live.broadcast.told[-2:]] == [None, live.tutor.user_id]
