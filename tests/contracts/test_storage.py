"""What every storage keeps of sessions: the state, the log and the plan's tables."""

import asyncio
from dataclasses import replace
from functools import partial

import pytest

from deskside.domain import events as ev
from deskside.domain import lanes, lifecycle
from deskside.domain.evolve import evolve
from deskside.domain.ids import CenterId, HelpId, Millis, Seq, SessionId
from deskside.domain.modes import HelpOutcome, LaneMode, Urgency
from deskside.domain.session import SessionStatus
from deskside.ports.planning import SessionQuery
from deskside.ports.sessions import PresenceEntry
from deskside.ports.storage import StaleSession, Storage, StorageUnavailable
from tests.contracts.room import ALICE, BOB, CENTER, TUTOR, Room, change, come, drop, enroll, leave

FOREIGN = CenterId("center-2")
HELP = ev.HelpAsked(ALICE, HelpId("help-1"), Urgency.URGENT, "I don’t see why ½ > ⅓ 🤔")


async def test_a_session_comes_back_as_it_was_stored(storage: Storage, room: Room) -> None:
    await room.happen(3_000, partial(lanes.set_lane_mode, student_id=ALICE, mode=LaneMode.TEACH))
    await room.happen(3_500, partial(lanes.ask_help, asked=HELP))
    async with storage.transaction() as work:
        assert await work.sessions.load(CENTER, room.session.id) == room.session
        assert await work.sessions.load(CENTER, SessionId("unknown")) is None


async def test_the_log_comes_back_in_order_and_from_any_number(storage: Storage, room: Room) -> None:
    asked = await room.happen(3_000, partial(lanes.ask_help, asked=HELP))
    call = partial(lanes.dismiss_help, student_id=ALICE, help_id=HELP.help_id, word="Look at “Example 2”.")
    closed = await room.happen(4_000, call)
    async with storage.transaction() as work:
        assert await work.sessions.events_after(room.session.id, Seq(asked[0].seq - 1)) == (*asked, *closed)
        assert await work.sessions.events_after(room.session.id, closed[0].seq) == ()
        everything = await work.sessions.events_after(room.session.id, Seq(0))
    assert [x.seq for x in everything] == list(range(1, room.session.seq + 1))
    assert closed[0].event == ev.HelpClosed(ALICE, HELP.help_id, HelpOutcome.DISMISSED, "Look at “Example 2”.")


async def test_an_event_of_the_server_has_no_actor(storage: Storage, room: Room) -> None:
    noticed = change(room.session, ev.QualityChanged(ALICE, 2), 3_000, by=None)
    async with storage.transaction() as work:
        await work.sessions.append((noticed,))
        assert await work.sessions.events_after(room.session.id, room.session.seq) == (noticed[1],)


async def test_a_second_append_to_the_same_number_is_stale(storage: Storage, room: Room) -> None:
    late = await Room(storage, "session-124").open()
    late.session = room.session
    await room.happen(3_000, lifecycle.pause)
    with pytest.raises(StaleSession):
        await late.happen(3_000, lifecycle.end)
    async with storage.transaction() as work:
        assert await work.sessions.load(CENTER, room.session.id) == room.session
        assert len(await work.sessions.events_after(room.session.id, Seq(0))) == room.session.seq


async def test_of_many_appends_at_once_one_wins(storage: Storage, room: Room) -> None:
    rivals = [Room(storage) for _ in range(8)]
    for rival in rivals:
        rival.session = room.session
    acts = (x.happen(3_000, lifecycle.pause) for x in rivals)
    outcomes = await asyncio.gather(*acts, return_exceptions=True)
    assert sorted(isinstance(x, StaleSession) for x in outcomes) == [False] + [True] * 7


async def test_changes_that_do_not_follow_on_one_another_are_refused(storage: Storage, room: Room) -> None:
    paused = change(room.session, ev.SessionPaused(), 3_000)
    of_another_past = change(replace(paused[2], title="Another"), ev.SessionResumed(), 3_000)
    without_its_number = (room.session, paused[1], replace(paused[2], seq=room.session.seq))
    for changes in ((paused, of_another_past), (without_its_number,)):
        with pytest.raises(ValueError):
            await storage.append((changes,))
    async with storage.reading() as work:
        assert await work.sessions.load(CENTER, room.session.id) == room.session


async def test_a_gap_in_the_numbers_is_refused(storage: Storage, room: Room) -> None:
    first = change(room.session, ev.SessionPaused(), 3_000)
    second = ev.Recorded(Seq(first[1].seq + 2), Millis(3_000), TUTOR, ev.SessionResumed())
    with pytest.raises(ValueError):
        await storage.append(((first, (first[2], second, evolve(first[2], second))),))


async def test_a_failed_transaction_leaves_nothing(storage: Storage, room: Room) -> None:
    async def fail() -> None:
        async with storage.transaction() as work:
            await work.sessions.append((change(room.session, ev.SessionPaused(), 3_000),))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    async with storage.transaction() as work:
        assert await work.sessions.load(CENTER, room.session.id) == room.session
        assert len(await work.sessions.events_after(room.session.id, Seq(0))) == room.session.seq


async def test_another_center_finds_nothing(storage: Storage, room: Room) -> None:
    async with storage.transaction() as work:
        assert await work.sessions.load(FOREIGN, room.session.id) is None
        assert await work.planning.search(FOREIGN, SessionQuery(Millis(0), limit=10)) == ()
        assert await work.sessions.prior_ms(FOREIGN, ALICE) == 0
    moved = replace(room.session, center_id=FOREIGN)
    with pytest.raises(StaleSession):
        await storage.append(((change(moved, ev.SessionPaused(), 3_000),),))


async def test_summaries_are_of_the_person_soonest_first(storage: Storage, room: Room) -> None:
    for name, begins in (("late", 50_000), ("soon", 20_000), ("past", 100)):
        other = Room(storage, name)
        other.session = replace(other.session, scheduled_start=Millis(begins), scheduled_end=Millis(begins + 10))
        await other.open()
        if name == "soon":
            await other.happen(600, enroll(BOB))
    async with storage.transaction() as work:
        of_center = await work.planning.search(CENTER, SessionQuery(Millis(9_500), limit=10))
        of_bob = await work.planning.search(CENTER, SessionQuery(Millis(0), of_user=BOB, limit=10))
        of_tutor = await work.planning.search(CENTER, SessionQuery(Millis(0), of_user=TUTOR, limit=2))
    live = room.session.id  # over its time, but not ended
    assert [x.id for x in of_center] == [live, "soon", "late"]
    assert [(x.id, x.student_count) for x in of_bob] == [(live, 2), ("soon", 1)]
    assert [x.id for x in of_tutor] == ["past", live]
    assert (of_bob[0].status, of_bob[0].title, of_bob[0].tutor_name) == (SessionStatus.LIVE, "Fractions", "Tutor")


async def test_a_removed_student_has_the_session_no_longer_in_their_list(storage: Storage, room: Room) -> None:
    await room.happen(3_000, partial(lifecycle.remove, student_id=BOB))
    async with storage.transaction() as work:
        assert await work.planning.search(CENTER, SessionQuery(Millis(0), of_user=BOB, limit=10)) == ()
        (left,) = await work.planning.search(CENTER, SessionQuery(Millis(0), of_user=ALICE, limit=10))
    assert left.student_count == 1


async def test_open_sessions_are_the_live_ones_and_those_with_somebody_present(storage: Storage, room: Room) -> None:
    waiting = await Room(storage, "waiting").open()
    await waiting.happen(500, enroll(BOB), come(BOB)[0])
    await Room(storage, "empty").open()
    async with storage.transaction() as work:
        assert set(await work.sessions.open_sessions()) == {(CENTER, room.session.id), (CENTER, "waiting")}
    await waiting.happen(600, leave(BOB))
    async with storage.transaction() as work:
        assert await work.sessions.open_sessions() == ((CENTER, room.session.id),)


async def test_the_presence_log_tells_how_long_the_server_was_alive(storage: Storage, room: Room) -> None:
    async with storage.transaction() as work:
        assert await work.sessions.last_presence(room.session.id) == 2_000
        assert await work.sessions.last_presence(SessionId("unknown")) is None
        beats = tuple(PresenceEntry(room.session.id, ALICE, Millis(at), "HEARTBEAT") for at in (4_000, 3_000))
        await work.sessions.log_presence(beats)
    async with storage.transaction() as work:
        assert await work.sessions.last_presence(room.session.id) == 4_000
    await room.happen(5_000, drop(ALICE))
    async with storage.transaction() as work:
        assert await work.sessions.last_presence(room.session.id) == 5_000


async def test_what_only_reads_waits_for_no_transaction_and_sees_the_committed(storage: Storage, room: Room) -> None:
    paused = change(room.session, ev.SessionPaused(), 3_000)
    async with storage.transaction() as work:
        await work.sessions.append((paused,))
        for _ in range(5):
            async with storage.reading() as beside, storage.reading() as another:
                assert await beside.sessions.load(CENTER, room.session.id) == room.session
                assert await another.sessions.load(CENTER, room.session.id) == room.session
    async with storage.reading() as beside:
        assert await beside.sessions.load(CENTER, room.session.id) == paused[2]


async def test_what_only_reads_keeps_no_transaction_waiting_and_sees_one_instant(storage: Storage, room: Room) -> None:
    async with storage.reading() as beside:
        before = await beside.sessions.load(CENTER, room.session.id)
        await room.happen(3_000, lifecycle.pause)
        assert await beside.sessions.load(CENTER, room.session.id) == before
        assert await beside.sessions.events_after(room.session.id, Seq(room.session.seq - 1)) == ()
    async with storage.reading() as beside:
        assert await beside.sessions.load(CENTER, room.session.id) == room.session


async def test_each_read_after_an_acknowledged_write_sees_it(storage: Storage, room: Room) -> None:
    async def read() -> Seq:
        async with storage.reading() as beside:
            seen = await beside.sessions.load(CENTER, room.session.id)
        assert seen is not None
        return seen.seq

    for at in range(20):
        await room.happen(3_000 + at, lifecycle.resume if room.session.paused else lifecycle.pause)
        acknowledged = room.session.seq
        assert await asyncio.gather(*(read() for _ in range(5))) == [acknowledged] * 5


async def test_what_only_reads_cannot_write(storage: Storage, room: Room) -> None:
    with pytest.raises(StorageUnavailable):
        async with storage.reading() as beside:
            await beside.sessions.append((change(room.session, ev.SessionPaused(), 3_000),))
    async with storage.transaction() as work:
        assert await work.sessions.load(CENTER, room.session.id) == room.session
    await room.happen(3_000, lifecycle.pause)  # whatever connection it has, it may write


async def test_readers_that_fail_or_are_given_up_leave_the_way_free(storage: Storage, room: Room) -> None:
    async def read(fail: bool) -> None:
        async with storage.reading() as beside:
            await beside.sessions.load(CENTER, room.session.id)
            if fail:
                raise ZeroDivisionError
            await asyncio.Event().wait()

    for fail in (True, False) * 4:
        reading = asyncio.create_task(read(fail))
        for _ in range(3):
            await asyncio.sleep(0)
        if not fail:
            reading.cancel()
        with pytest.raises((ZeroDivisionError, asyncio.CancelledError)):
            await reading
    async with storage.reading() as beside:
        assert await beside.sessions.load(CENTER, room.session.id) == room.session
