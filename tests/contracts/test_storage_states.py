"""Acts write the log alone: the session that is loaded is the one that was acted upon, however old its state is."""

import json
from itertools import count
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from deskside.domain import events as ev
from deskside.domain.ids import Millis
from deskside.domain.session import Session
from deskside.ports.sessions import Change
from deskside.ports.storage import Storage
from deskside.storage.codec import dump_event, dump_session, load_session
from deskside.storage.database import Database, migrate
from deskside.storage.sqlite import sqlite_engine
from deskside.storage.states import STATE_EVERY
from tests.contracts.room import ALICE, CENTER, TUTOR, Decision, Room, change, come, enroll, leave, populate, start
from tests.contracts.test_databases import read_rows
from tests.contracts.test_storage_appends import furnish, lesson
from tests.postgres import Cluster

_numbers = count()


@pytest.mark.slow
@settings(deadline=None, max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    planned=st.integers(0, 2**32)
    .map(lambda seed: lesson(f"loaded-{next(_numbers)}-{seed}", seed, acts=400))
    .filter(lambda found: found[1][-1][-1][2].seq > STATE_EVERY)
)
async def test_after_each_act_what_is_loaded_is_what_was_acted_upon(
    storage: Storage, planned: tuple[Session, list[tuple[Change, ...]]]
) -> None:
    await furnish(storage)
    session, made = planned
    async with storage.transaction() as work:
        await work.sessions.add(((session, ()),))
    for act in made:
        await storage.append((act,))
        _, last, session = act[-1]
        async with storage.reading() as work:
            recalled = await work.sessions.recall(session.center_id, session.id)
            assert recalled is not None
            assert (recalled.session, recalled.last_at) == (session, last.at)
            assert await work.sessions.load(session.center_id, session.id) == session


async def _row(url: str) -> tuple[dict[str, object], Session]:
    """What the one session's row lists, and the state in it."""
    query = "SELECT title, status, is_open, state_seq, state FROM session"
    ((title, status, is_open, state_seq, state),) = await read_rows(url, query)
    stored = load_session(state if isinstance(state, str) else json.dumps(state))
    assert stored.seq == state_seq
    return {"title": title, "status": status, "is_open": bool(is_open)}, stored


def _turned(session: Session) -> ev.Event:
    return ev.SessionResumed() if session.paused else ev.SessionPaused()


def _turn(session: Session) -> ev.Events:
    return (_turned(session),)


def _rename(title: str) -> Decision:
    return lambda session: (ev.SessionRescheduled(title, session.scheduled_start, session.scheduled_end),)


async def test_a_row_lists_what_is_so_now_and_holds_a_state_of_a_few_events_ago(database_url: str) -> None:
    database = Database(database_url)
    await populate(database.storage())
    room, written = await Room(database.storage()).open(), set()
    await room.happen(500, enroll(ALICE))
    assert (await _row(database_url))[0] == {"title": "Fractions", "status": "SCHEDULED", "is_open": False}
    await room.happen(1_000, start)
    for at in range(3 * STATE_EVERY):
        await room.happen(2_000 + at, _turn)
        listed, stored = await _row(database_url)
        assert listed == {"title": "Fractions", "status": "LIVE", "is_open": True}
        assert 0 <= room.session.seq - stored.seq < STATE_EVERY
        written.add(stored.seq)
    assert len(written) == 4, "as seldom as that"
    await room.happen(3_000, _rename("Halves"))
    assert await _row(database_url) == ({"title": "Halves", "status": "LIVE", "is_open": True}, room.session)
    await room.happen(4_000, *come(ALICE), lambda _: (ev.SessionEnded(),))
    await room.happen(4_001, leave(ALICE))
    over = {"title": "Halves", "status": "COMPLETED", "is_open": False}
    assert await _row(database_url) == (over, room.session), "nothing is left to fold once it is over"
    await database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where there are no tables yet."""
    if request.param == "postgres":
        server: Cluster = request.getfixturevalue("postgres")
        return server.create(f"states_{tmp_path.name}")
    return f"sqlite:///{tmp_path / 'old.db'}"


_PEOPLE = (
    "INSERT INTO center (id, name) VALUES (:center, 'Center')",
    """INSERT INTO user_account (id, center_id, role, name, grade_level, course_level, disabled)
    VALUES (:tutor, :center, 'TEACHER', 'Tutor', '', '', false)""",
)
_SESSION = """INSERT INTO session
    (id, center_id, title, tutor_id, status, scheduled_start, scheduled_end, is_open, seq, state)
    VALUES (:id, :center, :title, :tutor, :status, '2026-01-01', '2026-01-02', true, :seq, :state)"""
_EVENT = """INSERT INTO session_event (session_id, seq, at, actor_id, type, payload)
    VALUES (:id, :seq, :at, :actor, :type, :payload)"""


def _fill(connection: Connection, made: list[Change]) -> None:
    """A database of before, in which each act wrote the whole state; with a session of these events."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "deskside.storage:migrations")
    command.upgrade(config, "0015")
    session = made[-1][2]
    known: dict[str, object] = {"id": session.id, "center": CENTER, "tutor": TUTOR, "title": session.title}
    for statement in _PEOPLE:
        connection.execute(text(statement), known)
    whole = {"status": session.status.value, "seq": session.seq, "state": dump_session(session)}
    connection.execute(text(_SESSION), {**known, **whole})
    for _, recorded, _ in made:
        kind, payload = dump_event(recorded.event)
        numbered = {"seq": recorded.seq, "at": recorded.at, "actor": recorded.actor_id}
        connection.execute(text(_EVENT), {"id": session.id, **numbered, "type": kind, "payload": payload})


async def _fill_old(url: str, made: list[Change]) -> None:
    if url.startswith("sqlite"):
        engine = sqlite_engine(url)
        with engine.begin() as connection:
            _fill(connection, made)
        engine.dispose()
        return
    on_server = create_async_engine(url, json_serializer=str)
    async with on_server.begin() as remote:
        await remote.run_sync(lambda connection: _fill(connection, made))
    await on_server.dispose()


async def test_what_an_earlier_version_stored_is_read_as_it_is_and_goes_on(old_url: str) -> None:
    nowhere = Room(Database("sqlite://").storage())
    made, session = [], nowhere.first
    for at in range(STATE_EVERY + 7):
        made.append(change(session, _turned(session), at))
        session = made[-1][2]
    await _fill_old(old_url, made)
    await migrate(old_url)
    database = Database(old_url)
    async with database.storage().reading() as work:
        recalled = await work.sessions.recall(CENTER, session.id)
    assert recalled is not None
    assert (recalled.session, recalled.last_at) == (session, Millis(STATE_EVERY + 6))
    further = change(session, _turned(session), 1_000)
    await database.storage().append(((further,),))
    async with database.storage().reading() as work:
        assert await work.sessions.load(CENTER, session.id) == further[2]
    assert (await _row(old_url))[1] == session
    await database.close()
