"""Opens the database that a URL names, and brings its tables to the newest revision."""

import asyncio

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

from deskside.ports.storage import Storage
from deskside.storage.heads import UNSEEN, Witness
from deskside.storage.postgres import PostgresStorage, postgres_engine
from deskside.storage.sqlite import SqliteStorage, sqlite_engine
from deskside.storage.unusable import usable_database

_MIGRATION_LOCK = 0x6465736B  # any number that no other user of the database takes: "desk"


class Database:
    """A database that was migrated. `url`: `sqlite:///file` or `postgresql://…`; a driver in it does not matter.
    `witness`: where the heads of its record are kept; else nowhere."""

    def __init__(self, url: str, witness: Witness = UNSEEN) -> None:
        self._storage = SqliteStorage(url, witness) if url.startswith("sqlite") else PostgresStorage(url, witness)

    def storage(self) -> Storage:
        """The storage port over this database."""
        return self._storage

    async def close(self) -> None:
        """Close every connection."""
        await self._storage.close()


class NewerDatabase(Exception):
    """The tables are of a revision that this version does not know; nothing was touched."""


async def migrate(url: str) -> None:
    """Bring the database to the newest revision; nothing happens if it is there. Safe to run from several processes.
    Raises NewerDatabase, and Unusable if it cannot be opened."""
    with usable_database(url):
        if url.startswith("sqlite"):
            await asyncio.to_thread(_migrate_sqlite, url)
        else:
            await _migrate_postgres(url)


async def _migrate_postgres(url: str) -> None:
    engine = postgres_engine(url, pooled=False, patient=True)
    try:
        async with engine.begin() as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _migrate_sqlite(url: str) -> None:
    engine = sqlite_engine(url)
    try:
        with engine.begin() as connection:
            _upgrade(connection)
    finally:
        engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "deskside.storage:migrations")
    revision = MigrationContext.configure(connection).get_current_revision()
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if revision is not None and revision not in known:
        raise NewerDatabase(
            f"The database is of a newer Deskside (revision {revision}). Run that one, or set DESKSIDE_DATABASE_URL."
        )
    command.upgrade(config, "head")
