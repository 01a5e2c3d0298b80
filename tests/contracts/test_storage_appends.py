"""Acts of many sessions that are appended at once: together they leave what each alone would."""

import asyncio
import random
from dataclasses import replace
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from deskside.domain import events as ev
from deskside.domain.ids import CenterId, Millis, Seq, SessionId, UserId
from deskside.domain.people import Role
from deskside.domain.session import Session
from deskside.ports.sessions import Change
from deskside.ports.storage import Center, StaleSession, Storage, User
from deskside.storage.database import Database
from tests.contracts.room import ALICE, BOB, Room, change, enroll, populate
from tests.contracts.test_databases import read_rows
from tests.domain.acts import OBSERVER, START, STUDENTS, SUBSTITUTE, TUTOR, changes, new_session, random_act

_numbers = count()


async def _rooms(storage: Storage, number: int) -> list[Room]:
    return [await Room(storage, f"session-{at}").open() for at in range(number)]


async def _log(storage: Storage, session: Session) -> tuple[ev.Recorded, ...]:
    async with storage.reading() as work:
        assert await work.sessions.load(session.center_id, session.id) == session
        return await work.sessions.events_after(session.id, Seq(0))


async def test_of_what_is_appended_at_once_exactly_the_stale_and_the_refused_fail(storage: Storage) -> None:
    await populate(storage)
    rooms = await _rooms(storage, 5)
    stale, wrong = rooms[1], rooms[3]
    await Room(storage, stale.session.id).happen(500, enroll(BOB))  # somebody else was faster

    async def refused() -> None:
        enrolled = change(wrong.session, ev.StudentEnrolled(ALICE, "Alice", "", "", Millis(0)), 600)
        await storage.append((((enrolled[0], enrolled[1], replace(enrolled[2], seq=Seq(7))),),))

    acts = [refused() if room is wrong else room.happen(600, enroll(ALICE)) for room in rooms]
    told = await asyncio.gather(*acts, return_exceptions=True)
    assert isinstance(told[1], StaleSession)
    assert isinstance(told[3], ValueError)
    for at in (0, 2, 4):
        assert await _log(storage, rooms[at].session) == told[at]
    assert await _log(storage, wrong.session) == ()
    async with storage.reading() as work:
        assert len(await work.sessions.events_after(stale.session.id, Seq(0))) == 1


async def test_of_what_is_appended_at_once_exactly_what_the_database_refuses_fails(database_url: str) -> None:
    database = Database(database_url)
    storage, foreign = database.storage(), CenterId("center-2")
    await populate(storage)
    await populate(storage, foreign)
    rooms = await _rooms(storage, 5)
    await Room(storage, rooms[4].session.id).happen(500, enroll(BOB))
    whom = [ALICE, UserId(f"{foreign}-{ALICE}"), BOB, ALICE, ALICE]
    acts = (room.happen(600, enroll(who)) for room, who in zip(rooms, whom, strict=True))
    told = await asyncio.gather(*acts, return_exceptions=True)
    assert isinstance(told[1], IntegrityError)
    assert isinstance(told[4], StaleSession)
    for at in (0, 2, 3):
        assert await _log(storage, rooms[at].session) == told[at]
    assert await _log(storage, rooms[1].session) == ()
    await rooms[1].happen(700, enroll(ALICE))  # and it is in nobody's way
    await database.close()


async def test_acts_of_one_session_keep_their_order_beside_others(storage: Storage) -> None:
    await populate(storage)
    rooms = await _rooms(storage, 3)
    sets: list[list[Change]] = []
    for room in rooms:
        session, made = room.session, []
        for at in range(12):
            made.append(change(session, ev.SessionResumed() if session.paused else ev.SessionPaused(), 1_000 + at))
            session = made[-1][2]
        sets.append(made)
    await asyncio.gather(*(storage.append(((made[at],),)) for at in range(12) for made in sets))
    for made in sets:
        assert await _log(storage, made[-1][2]) == tuple(recorded for _, recorded, _ in made)


async def test_what_follows_on_something_that_failed_fails_too(storage: Storage) -> None:
    await populate(storage)
    room, other = await _rooms(storage, 2)
    first = change(room.session, ev.SessionPaused(), 1_000)
    second = change(first[2], ev.SessionResumed(), 1_001)
    bad = (first[0], first[1], replace(first[2], seq=Seq(7)))
    acts = (storage.append(((bad,),)), storage.append(((second,),)), other.happen(1_000, enroll(ALICE)))
    told = await asyncio.gather(*acts, return_exceptions=True)
    assert [type(x) for x in told] == [ValueError, StaleSession, tuple]
    assert await _log(storage, room.session) == ()


async def test_an_act_in_several_sessions_is_stored_in_all_of_them_or_in_none(storage: Storage) -> None:
    await populate(storage)
    rooms = await _rooms(storage, 4)
    await Room(storage, rooms[1].session.id).happen(500, enroll(BOB))
    paused = [(change(room.session, ev.SessionPaused(), 600),) for room in rooms]
    acts = (storage.append((paused[0], paused[1])), storage.append((paused[2], paused[3])))
    told = await asyncio.gather(*acts, return_exceptions=True)
    assert [type(x) for x in told] == [StaleSession, type(None)]
    assert await _log(storage, rooms[0].session) == ()
    for (done,) in paused[2:]:
        assert await _log(storage, done[2]) == (done[1],)


async def test_what_is_cancelled_is_stored_all_the_same(storage: Storage) -> None:
    await populate(storage)
    (room,) = await _rooms(storage, 1)
    paused = change(room.session, ev.SessionPaused(), 600)
    act = asyncio.create_task(storage.append(((paused,),)))
    await asyncio.sleep(0)
    act.cancel()
    await asyncio.gather(act, return_exceptions=True)
    await storage.append(((change(paused[2], ev.SessionResumed(), 601),),))


def lesson(session_id: str, seed: int, *, acts: int = 80) -> tuple[Session, list[tuple[Change, ...]]]:
    """A random lesson: the session as it was planned, and what each act that came to something made of it."""
    rng, now = random.Random(seed), START
    session = first = replace(new_session(), id=SessionId(session_id))
    made = []
    for _ in range(acts):
        now = Millis(now + rng.choice((0, 1, 20, 1_000, 30_000)))
        events = tuple(_in_room_of(session_id, event) for event in random_act(rng, session))
        if done := changes(session, events, now):
            made.append(tuple(done))
            session = done[-1][2]
    return first, made


def _in_room_of(session_id: str, event: ev.Event) -> ev.Event:
    return replace(event, video_room_id=f"room of {session_id}") if isinstance(event, ev.SessionStarted) else event


async def furnish(storage: Storage) -> None:
    """The people of random lessons, once."""
    center = CenterId("center")
    async with storage.transaction() as work:
        if await work.accounts.center(center) is None:
            await work.accounts.add_center(Center(center, "Center"))
            for who in (TUTOR, SUBSTITUTE, OBSERVER, *STUDENTS):
                await work.accounts.add_user(User(who, center, Role.STUDENT, who.title()))


_KEPT = {
    "session": "title, tutor_id, status, scheduled_start, scheduled_end, video_room_id, is_open, state_seq, state",
    "session_event": "session_id, seq, at, actor_id, type, payload, act_id, person_id",
    "video_participant": "id, session_id, user_id, participant_id, joined_at, left_at, duration_ms, video_enabled,"
    " audio_enabled, screen_share_enabled, is_open",
    "student_session_enrollment": "session_id, student_id, mode, exercise_id, exercise_content, progress, active_ms,"
    " removed_at",
    "session_presence_log": "session_id, user_id, at, kind",
}


async def _kept(url: str, session_id: SessionId) -> dict[str, list[str]]:
    """Every row of the session, without its name; in the order of the log where there is one."""
    found = {}
    for table, columns in _KEPT.items():
        of = "id" if table == "session" else "session_id"
        rows = await read_rows(url, f"SELECT {columns} FROM {table} WHERE {of} = '{session_id}'")
        found[table] = sorted(str(row).replace(session_id, "it") for row in rows)
    return found


@pytest.mark.slow
@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seeds=st.lists(st.integers(0, 2**32), min_size=2, max_size=6, unique=True))
async def test_together_lessons_leave_the_same_rows_as_one_by_one(database_url: str, seeds: list[int]) -> None:
    database, number = Database(database_url), next(_numbers)
    storage = database.storage()
    await furnish(storage)
    alone = [lesson(f"alone-{number}-{seed}", seed) for seed in seeds]
    together = [lesson(f"together-{number}-{seed}", seed) for seed in seeds]
    async with storage.transaction() as work:
        await work.sessions.add(tuple((first, ()) for first, _ in (*alone, *together)))
    for _, made in alone:
        for act in made:
            async with storage.transaction() as work:
                await work.sessions.append(act)
    acts = [act for _, made in together for act in made]
    acts.sort(key=lambda act: act[0][1].seq)  # one of each session at a time, as far as it goes
    await asyncio.gather(*(storage.append((act,)) for act in acts))
    for (one, made), (other, _) in zip(alone, together, strict=True):
        kept = await _kept(database_url, one.id)
        assert len(kept["session_event"]) == sum(len(act) for act in made)
        assert await _kept(database_url, other.id) == kept
    await database.close()


@pytest.mark.slow
@settings(deadline=None, max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
async def test_acts_of_one_session_that_are_stored_together_leave_the_same_rows_as_one_by_one(
    database_url: str, seed: int
) -> None:
    database, number, rng = Database(database_url), next(_numbers), random.Random(seed)
    storage = database.storage()
    await furnish(storage)
    (one, alone), (other, together) = lesson(f"alone-{number}", seed), lesson(f"together-{number}", seed)
    async with storage.transaction() as work:
        await work.sessions.add(((one, ()), (other, ())))
    for act in alone:
        await storage.append((act,))
    while together:
        some = rng.randint(1, 9)
        await storage.append((tuple(change for act in together[:some] for change in act),))
        together = together[some:]
    async with storage.reading() as work:
        states = [await work.sessions.load(x.center_id, x.id) for x in (one, other)]
        logs = [await work.sessions.events_after(x.id, Seq(0)) for x in (one, other)]
    assert states[0] is not None and states[1] is not None  # noqa: PT018
    assert states[1] == replace(states[0], id=other.id, video_room_id=states[1].video_room_id)
    assert [x.seq for x in logs[0]] == [x.seq for x in logs[1]]
    kept = [await _kept(database_url, x.id) for x in (one, other)]
    for table in kept[0].keys() - {"session"}:  # its row holds a state of a few events ago
        assert kept[0][table] == kept[1][table]
    await database.close()
