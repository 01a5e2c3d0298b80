"""The record is a chain, in every storage: nothing of it can be changed unseen, and nobody forks it."""

import asyncio
import random
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import cast

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine

from deskside.domain.audit import AuditAct
from deskside.domain.chain import FaultKind, Head, genesis, hash_of
from deskside.domain.ids import Millis, SessionId
from deskside.ports.audit import AuditQuery, AuditRow, KnownHeads, NoHeads
from deskside.ports.storage import Storage, StorageUnavailable
from deskside.services.record_check import RecordCheck
from deskside.storage.database import Database, migrate
from deskside.storage.heads import HeadsFile, Witness
from deskside.storage.sqlite import sqlite_engine
from deskside.storage.unit_of_work import SqlUnitOfWork
from tests.contracts.alterations import OTHER, ROWS, WAYS, rows_of
from tests.contracts.room import ALICE, BOB, CENTER, TUTOR, populate
from tests.fakes.elsewhere import here
from tests.postgres import Cluster

ALTERATIONS = 1_000
ROW = AuditRow(CENTER, Millis(5), TUTOR, AuditAct.CONTENT_READ, ALICE, SessionId("session-123"), "notes")
ACTS = tuple(AuditAct)


@pytest.fixture
async def two(storage: Storage) -> Storage:
    """Two centers without a record."""
    await populate(storage)
    await populate(storage, OTHER)
    return storage


async def write(storage: Storage, *rows: AuditRow) -> None:
    async with storage.transaction() as unit:
        await unit.audit.add(*rows)


async def known(storage: Storage) -> KnownHeads:
    async with storage.reading() as unit:
        return KnownHeads(await unit.audit.heads())


def check(storage: Storage) -> RecordCheck:
    return RecordCheck(storage, NoHeads(), here)


async def test_rows_of_each_center_are_a_chain_of_their_own(two: Storage) -> None:
    assert await known(two) == KnownHeads()
    await write(two, ROW, replace(ROW, detail="board", target_id=None), replace(ROW, center_id=OTHER))
    await write(two, replace(ROW, session_id=None))
    heads = await known(two)
    assert [(x.center_id, x.number) for x in heads.heads] == [(CENTER, 3), (OTHER, 1)]
    assert await check(two).centers(KnownHeads((Head("gone", 1, "0"),))) == (CENTER, OTHER, "gone")
    for center_id, rows in ((CENTER, 3), (OTHER, 1)):
        verdict = await check(two).verify(center_id, heads)
        assert (verdict.rows, verdict.faults, verdict.lag) == (rows, (), 0)
    async with two.reading() as unit:
        kept = await unit.audit.kept(CENTER, None, 10)
        assert [x.entry.number for x in kept] == [1, 2, 3]
        assert (await unit.audit.kept(CENTER, 1, 1))[0] == kept[1]
    assert kept[0].hash == hash_of(genesis(CENTER), kept[0].entry)


async def test_what_is_emptied_leaves_the_chain_whole_once_somebody_was_erased(two: Storage) -> None:
    await write(two, ROW, replace(ROW, actor_id=ALICE, target_id=None), replace(ROW, target_id=BOB))
    async with two.transaction() as unit:
        assert await unit.audit.empty(CENTER, ALICE) == 2
        assert await unit.audit.empty(CENTER, ALICE) == 0
    verdict = await check(two).verify(CENTER, KnownHeads())
    assert [(x.kind, x.number) for x in verdict.faults] == [(FaultKind.EMPTIED, 1), (FaultKind.EMPTIED, 2)]
    assert verdict.lag is None
    await write(two, replace(ROW, act=AuditAct.PERSON_ERASED))
    assert (await check(two).verify(CENTER, KnownHeads())).intact
    async with two.reading() as unit:
        assert [x.detail for x in await unit.audit.search(CENTER, AuditQuery())] == ["notes", "notes", "", ""]


@pytest.fixture
async def on_disk(database_url: str) -> AsyncIterator[Storage]:
    """Two centers in a real database, with a record of their own."""
    database = Database(database_url)
    for center_id in (CENTER, OTHER):
        await populate(database.storage(), center_id)
        rows = [replace(ROW, center_id=center_id, at=Millis(n), act=ACTS[n % len(ACTS)]) for n in range(ROWS)]
        acts = [replace(x, act=AuditAct.CONTENT_READ) if x.act is AuditAct.PERSON_ERASED else x for x in rows]
        await write(database.storage(), *acts)
    yield database.storage()
    await database.close()


class UndoneError(Exception):
    """Leaves nothing of an alteration."""


@pytest.mark.slow
async def test_each_of_a_thousand_alterations_is_found(on_disk: Storage) -> None:
    rng, heads = random.Random(20), await known(on_disk)
    assert (await check(on_disk).verify(CENTER, heads)).intact
    missed: list[str] = []
    for count in range(ALTERATIONS):
        alter, number = WAYS[count % len(WAYS)], rng.randint(1, ROWS)
        with suppress(UndoneError):
            async with on_disk.transaction() as unit:
                run = cast(SqlUnitOfWork, unit).audit._run
                before = await run(rows_of)
                await run(partial(alter, rng=rng, number=number))
                after = await run(rows_of)
                walk = await check(on_disk).walked(unit, CENTER, heads)
                assert before != after
                if not walk.ended():
                    missed.append(f"{alter.__name__} {number}")
                raise UndoneError
    assert missed == []
    assert (await check(on_disk).verify(CENTER, heads)).intact


async def test_many_who_write_at_once_fork_nothing(database_url: str, tmp_path: Path) -> None:
    """From two processes' storages, as the command line beside a server; each head is on the disk."""
    file = tmp_path / "heads"
    databases = [Database(database_url, Witness(HeadsFile(file))) for _ in range(2)]
    first = databases[0].storage()
    for center_id in (CENTER, OTHER):
        await populate(first, center_id)

    async def add(number: int) -> None:
        row = replace(ROW, at=Millis(number))
        async with databases[number % 2].storage().transaction() as unit:
            await unit.audit.add(replace(row, center_id=OTHER) if number % 3 else row)
            await unit.audit.add(row)

    await asyncio.gather(*(add(x) for x in range(40)))
    found = HeadsFile(file).read()
    assert found.torn == 0
    for center_id, rows in ((CENTER, 54), (OTHER, 26)):
        verdict = await check(first).verify(center_id, found)
        assert (verdict.rows, verdict.faults, verdict.lag) == (rows, (), 0)
    for database in databases:
        await database.close()


async def test_what_only_reads_writes_no_record(on_disk: Storage) -> None:
    before = await known(on_disk)
    with pytest.raises(StorageUnavailable):
        async with on_disk.reading() as unit:
            await unit.audit.add(ROW)
    assert await known(on_disk) == before


async def test_a_transaction_that_fails_leaves_no_row_and_no_head(database_url: str, tmp_path: Path) -> None:
    database = Database(database_url, Witness(HeadsFile(tmp_path / "heads")))
    await populate(database.storage())
    with suppress(UndoneError):
        async with database.storage().transaction() as unit:
            await unit.audit.add(ROW)
            raise UndoneError
    assert (await known(database.storage())).heads == ()
    assert not (tmp_path / "heads").exists()
    await database.close()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def old_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where there are no tables yet."""
    if request.param == "postgres":
        server: Cluster = request.getfixturevalue("postgres")
        return server.create(f"chain_{tmp_path.name}")
    return f"sqlite:///{tmp_path / 'old.db'}"


def _fill(connection: Connection) -> None:
    """A record as it was before it was a chain: two centers, more rows than are chained at a time, gaps."""
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "deskside.storage:migrations")
    command.upgrade(config, "0018")
    connection.execute(text("INSERT INTO center (id, name) VALUES ('center-1', 'One'), ('center-2', 'Two')"))
    row = "(number, center_id, at, actor_id, act, target_id, detail)"
    values = "(:number, :center, :number, 'tutor', 'content_read', :whom, :detail)"
    rows = [
        {"number": 3 * n, "center": f"center-{1 + n % 2}", "whom": [None, "alice"][n % 3 > 0], "detail": f"ünd {n}"}
        for n in range(1, 2_503)
    ]
    connection.execute(text(f"INSERT INTO audit {row} VALUES {values}"), rows)


async def test_rows_of_before_are_chained_as_they_are(old_url: str) -> None:
    if old_url.startswith("sqlite"):
        engine = sqlite_engine(old_url)
        with engine.begin() as connection:
            _fill(connection)
        engine.dispose()
    else:
        remote = create_async_engine(old_url)
        async with remote.begin() as there:
            await there.run_sync(_fill)
        await remote.dispose()
    await migrate(old_url)
    database = Database(old_url)
    for center_id in (CENTER, OTHER):
        verdict = await check(database.storage()).verify(center_id, await known(database.storage()))
        assert (verdict.rows, verdict.faults, verdict.lag) == (1_251, (), 0)
        await write(database.storage(), replace(ROW, center_id=center_id))
    async with database.storage().reading() as unit:
        newest, before, *_ = await unit.audit.search(CENTER, AuditQuery())
    assert (newest.number, newest.detail) == (1_252, "notes")
    assert (before.number, before.at, before.detail, before.target_id) == (1_251, 7_506, "ünd 2502", None)
    await database.close()
