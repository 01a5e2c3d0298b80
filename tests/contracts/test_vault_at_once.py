"""Sealed files and keys where only real databases can fail: several connections at once, and what a file keeps."""

import asyncio
import shutil
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from pathlib import Path

import pytest

from deskside.domain.ids import FileId
from deskside.ports.storage import Storage
from deskside.ports.vault import SealedFile, StaleKey
from deskside.storage.database import Database
from tests.contracts.room import CENTER, populate
from tests.contracts.test_storage_vault import NOW, ONE, key, wrapped


@pytest.fixture
async def on_disk(database_url: str) -> AsyncIterator[Storage]:
    """A populated storage in a real database."""
    database = Database(database_url)
    await populate(database.storage())
    yield database.storage()
    await database.close()


async def test_of_many_who_begin_at_once_each_is_told_who_was_first(on_disk: Storage) -> None:

    async def begin(number: int) -> str:
        async with on_disk.transaction() as work:
            return await work.vault.begin_master(f"master-{number}")

    assert len(set(await asyncio.gather(*(begin(x) for x in range(8))))) == 1
    master = await begin(9)

    async def first_key(number: int) -> bool:
        try:
            async with on_disk.transaction() as work:
                await work.vault.add_center_key(key(1, wrapped=str(number).encode()), master)
        except StaleKey:
            return False
        return True

    assert sum(await asyncio.gather(*(first_key(x) for x in range(8)))) == 1


async def test_a_file_that_is_added_while_its_key_is_retired_can_be_opened_or_is_refused(on_disk: Storage) -> None:
    async with on_disk.transaction() as work:
        await work.vault.begin_master("master-1")
        await work.vault.add_center_key(key(1), "master-1")

    async def add(name: str, version: int) -> None:
        try:
            async with on_disk.transaction() as work:
                await work.vault.add(SealedFile(wrapped(FileId(name), version), NOW))
        except StaleKey:
            return

    async def turn(version: int) -> None:
        async with on_disk.transaction() as work:
            await work.vault.add_center_key(key(version), "master-1")
        async with on_disk.transaction() as work:
            await work.vault.retire(CENTER, version)

    for version in range(1, 9):
        await asyncio.gather(turn(version + 1), *(add(f"{version}-{x}", version) for x in range(10)))
    async with on_disk.reading() as work:
        there = {x.version for x in await work.vault.center_keys(CENTER)}
        used = {x.version for x in await work.vault.keys_before(CENTER, 100, 1_000)}
    assert used <= there


def overwritten(file: Path, secret: bytes) -> bool:
    """Whether it is nowhere in the file, once what was written beside it is in it."""
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return secret not in file.read_bytes()


async def test_nothing_of_a_shredded_key_is_left_in_the_file_of_the_database(
    migrated_sqlite: Path, tmp_path: Path
) -> None:
    file = Path(shutil.copy(migrated_sqlite, tmp_path / "deskside.db"))
    database = Database(f"sqlite:///{file}")
    storage = database.storage()
    await populate(storage)
    secret = bytes(range(100, 140))
    async with storage.transaction() as work:
        await work.vault.begin_master("master-1")
        await work.vault.add_center_key(key(1), "master-1")
        await work.vault.add(SealedFile(wrapped(ONE, by=secret), NOW))
    async with storage.transaction() as work:
        await work.vault.shred(CENTER, (ONE,), NOW)
    await database.close()
    assert overwritten(file, secret)
