"""What only real databases have: revisions, foreign keys, restarts, and columns that other systems read."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from importlib.resources import files
from pathlib import Path
from threading import Barrier
from typing import TypeVar

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import create_async_engine

from deskside.domain import attendance, lanes
from deskside.domain import events as ev
from deskside.domain.ids import CenterId, ExerciseId, SessionId, UserId
from deskside.domain.modes import LaneMode
from deskside.ports.exercises import Exercise
from deskside.ports.storage import Center, Storage
from deskside.storage.database import Database, NewerDatabase, migrate
from deskside.storage.sqlite import sqlite_engine
from deskside.storage.tables import metadata
from tests.contracts.room import ALICE, CENTER, PAGE, Room, come, drop, enroll, leave, populate, start
from tests.postgres import Cluster

T = TypeVar("T")
HEAD = ScriptDirectory(str(files("deskside.storage.migrations"))).get_current_head()


@pytest.fixture
async def on_disk(database_url: str) -> AsyncIterator[Storage]:
    """A populated storage in a real database."""
    database = Database(database_url)
    await populate(database.storage())
    yield database.storage()
    await database.close()


async def read_rows(url: str, query: str) -> list[tuple[object, ...]]:
    """What another system reads."""

    def read(connection: Connection) -> list[tuple[object, ...]]:
        return [tuple(row) for row in connection.execute(text(query))]

    return await _examine(url, read)


async def _examine(url: str, act: Callable[[Connection], T]) -> T:
    if url.startswith("sqlite"):
        engine = create_engine(url)
        with engine.connect() as connection:
            found = act(connection)
        engine.dispose()
        return found
    on_server = create_async_engine(url)
    async with on_server.connect() as remote:
        found = await remote.run_sync(act)
    await on_server.dispose()
    return found


async def test_the_revisions_make_exactly_the_tables(database_url: str) -> None:
    def differences(connection: Connection) -> list[object]:
        return list(compare_metadata(MigrationContext.configure(connection), metadata))

    assert await _examine(database_url, differences) == []


async def test_migrating_again_changes_nothing(database_url: str, on_disk: Storage) -> None:
    await migrate(database_url)
    async with on_disk.transaction() as work:
        assert await work.accounts.center(CENTER) is not None


async def test_several_processes_may_migrate_at_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    await asyncio.gather(*(migrate(url) for _ in range(3)))
    assert await read_rows(url, "SELECT version_num FROM alembic_version") == [(HEAD,)]


def test_a_new_file_may_be_opened_by_many_at_once(tmp_path: Path) -> None:
    """SQLite lets two that begin the write-ahead log at once collide without waiting: 11 of 300 times it did here."""

    def opened(number: int) -> None:
        together.wait()
        engine = sqlite_engine(f"sqlite:///{tmp_path / f'{number}.db'}")
        engine.connect().close()
        engine.dispose()

    together = Barrier(6)
    with ThreadPoolExecutor(6) as threads:
        for number in range(100):
            list(threads.map(opened, [number] * 6))


@pytest.mark.postgres
async def test_several_processes_may_migrate_postgres_at_once(postgres: Cluster) -> None:
    url = postgres.create("new")
    await asyncio.gather(*(migrate(url) for _ in range(3)))
    assert await read_rows(url, "SELECT version_num FROM alembic_version") == [(HEAD,)]


async def test_the_plans_columns_can_be_read_by_others(database_url: str, on_disk: Storage) -> None:
    room = await Room(on_disk).open()
    tracks = ev.TracksChanged(ALICE, mic=True, camera=False, screen=True)
    async with on_disk.transaction() as work:
        await work.exercises.add(Exercise(ExerciseId("e1"), CENTER, "Halves", "Fractions", "½ + ½ = ?\n"))
    assigned = ev.ExerciseAssigned(ALICE, ExerciseId("e1"), "Halves", "Fractions")
    await room.happen(500, enroll(ALICE), start, partial(lanes.assign, assigned=assigned))
    await room.happen(1_500, *come(ALICE), partial(attendance.set_tracks, tracks=tracks, page=PAGE))
    await room.happen(2_000, partial(lanes.set_lane_mode, student_id=ALICE, mode=LaneMode.TEACH))
    await room.happen(2_000, partial(lanes.set_progress, student_id=ALICE, percent=40))
    await room.happen(2_500, leave(ALICE))
    stay = "user_id, participant_id, duration_ms, video_enabled, audio_enabled, screen_share_enabled"
    assert await read_rows(database_url, f"SELECT {stay} FROM video_participant") == [
        (ALICE, PAGE, 1_000, False, True, True)
    ]
    enrolled = "student_id, mode, exercise_id, exercise_content, progress, active_ms, removed_at"
    assert await read_rows(database_url, f"SELECT {enrolled} FROM student_session_enrollment") == [
        (ALICE, "TEACH", "e1", "½ + ½ = ?\n", 40, 1_000, None)
    ]
    session = "id, title, status, video_room_id, video_provider"
    assert await read_rows(database_url, f"SELECT {session} FROM session") == [
        ("session-123", "Fractions", "LIVE", "room-1", "CUSTOM")
    ]
    second = "CAST(left_at AS TEXT) LIKE '1970-01-01 00:00:02.5%'"
    assert await read_rows(database_url, f"SELECT count(*) FROM video_participant WHERE {second}") == [(1,)]


async def test_the_presence_log_tells_each_coming_and_going(database_url: str, on_disk: Storage) -> None:
    room = await Room(on_disk).open()
    await room.happen(500, enroll(ALICE), *come(ALICE))
    await room.happen(1_000, drop(ALICE))
    await room.happen(2_000, come(ALICE)[0])
    await room.happen(3_000, leave(ALICE))
    kinds = await read_rows(database_url, "SELECT kind FROM session_presence_log ORDER BY at")
    assert [kind for (kind,) in kinds] == ["JOIN", "DISCONNECT", "JOIN", "LEAVE"]


async def test_the_database_refuses_a_student_of_another_center(on_disk: Storage) -> None:
    foreign = CenterId("center-2")
    await populate(on_disk, foreign)
    room = await Room(on_disk).open()
    with pytest.raises(IntegrityError):
        await room.happen(500, enroll(UserId(f"{foreign}-{ALICE}")))
    async with on_disk.transaction() as work:
        assert await work.sessions.load(CENTER, room.session.id) == room.session


async def test_transactions_at_once_all_commit(on_disk: Storage) -> None:
    async def add(number: int) -> None:
        async with on_disk.transaction() as work:
            await work.accounts.add_center(Center(CenterId(f"center-{number}"), "Another"))
            assert await work.accounts.center(CENTER) is not None

    await asyncio.gather(*(add(number) for number in range(10, 60)))
    async with on_disk.transaction() as work:
        found = [await work.accounts.center(CenterId(f"center-{number}")) for number in range(10, 60)]
    assert None not in found


async def test_a_cancelled_transaction_leaves_the_database_usable(on_disk: Storage) -> None:
    inside = asyncio.Event()

    async def hang() -> None:
        async with on_disk.transaction() as work:
            await work.accounts.add_center(Center(CenterId("gone"), "Gone"))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(hang())
    await inside.wait()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    async with on_disk.transaction() as work:
        assert await work.accounts.center(CenterId("gone")) is None


async def test_a_check_writes_and_changes_nothing(on_disk: Storage) -> None:
    for _ in range(3):
        await on_disk.check()
    async with on_disk.transaction() as unit:
        assert await unit.accounts.center(CENTER) is not None


async def test_a_long_series_takes_no_more_statements_than_one_session(on_disk: Storage) -> None:
    alone = (await Room(on_disk, "alone").open()).first
    counts = []
    for count in (1, 100):
        statements: list[str] = []

        def note(*call: object, seen: list[str] = statements) -> None:
            seen.append(str(call[2]))

        event.listen(Engine, "before_cursor_execute", note)
        try:
            async with on_disk.transaction() as work:
                planned = tuple((replace(alone, id=SessionId(f"{count}-{x}")), ()) for x in range(count))
                await work.sessions.add(planned)
        finally:
            event.remove(Engine, "before_cursor_execute", note)
        counts.append(len(statements))
    assert counts[0] == counts[1] >= 1


async def test_a_newer_database_is_named_and_left_alone(database_url: str, on_disk: Storage) -> None:
    def newer(connection: Connection) -> None:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
        connection.commit()

    await _examine(database_url, newer)
    with pytest.raises(NewerDatabase, match=r"newer Deskside \(revision 9999\)"):
        await migrate(database_url)
    async with on_disk.reading() as work:
        assert await work.accounts.center(CENTER) is not None
