"""Opens the database: engine, transactions, migrations. SQLite through aiosqlite, PostgreSQL through asyncpg.

SQLite: write-ahead log, every commit on the disk before it is acknowledged (synchronous=FULL: measured 0.3 ms), and one
connection: transactions wait in a queue in memory instead of polling for the file's lock.
PostgreSQL: a connection is checked before use, and while the server restarts a transaction waits for it to come back.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import structlog
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import ConnectionPoolEntry

from deskside.ports.storage import Storage, UnitOfWork
from deskside.storage.unit_of_work import SqlUnitOfWork

_log = structlog.get_logger(__name__)

_PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.8, 0.8, 0.8, 0.8)
"""Between attempts to connect, 4 s in all: longer than PostgreSQL restarts, shorter than a page waits (5 s)."""
_UNREACHABLE = (OSError, DBAPIError)
_SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000")
_MIGRATION_LOCK = 0x6465736B  # any number that no other user of the database takes: "desk"


class Database:
    """A database that has been migrated. `url` is `sqlite+aiosqlite:///file` or `postgresql+asyncpg://…`."""

    def __init__(self, url: str) -> None:
        self._engine = _engine(url)

    def storage(self) -> Storage:
        """The storage port over this database."""
        return _SqlStorage(self._engine)

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


class _SqlStorage:
    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    def transaction(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Commits when its block ends without an exception. Waits up to 4 s for a database that is away."""
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[UnitOfWork]:
        connection = await _connected(self._engine)
        try:
            async with connection.begin():
                yield SqlUnitOfWork(connection)
        finally:
            await asyncio.shield(connection.close())


async def migrate(url: str) -> None:
    """Bring the database to the newest revision; nothing happens if it is there. Safe to run from several processes."""
    engine = _engine(url)
    try:
        async with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                await connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
            await connection.run_sync(_upgrade)
    finally:
        await engine.dispose()


def _upgrade(connection: Connection) -> None:
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", "deskside.storage:migrations")
    command.upgrade(config, "head")


async def _connected(engine: AsyncEngine) -> AsyncConnection:
    """A connection that works, after some attempts if need be. Only the start of a transaction can be tried again."""
    for pause_s in _PAUSES_S:
        try:
            return await engine.connect()
        except _UNREACHABLE as error:
            _log.warning("database_unreachable", error=type(error).__name__, retry_seconds=pause_s)
            await asyncio.sleep(pause_s)
    return await engine.connect()


def _engine(url: str) -> AsyncEngine:
    if url.startswith("sqlite"):
        engine = create_async_engine(
            url, pool_size=1, max_overflow=0, pool_timeout=30, json_serializer=str, json_deserializer=str
        )
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_immediately)
        return engine
    return create_async_engine(
        url,
        pool_pre_ping=True,
        json_serializer=str,
        json_deserializer=str,
        connect_args={"timeout": 5, "command_timeout": 10},
    )


def _prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver begins no transaction on its own: we do
    cursor = connection.cursor()
    for pragma in _SQLITE_PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_immediately(connection: Connection) -> None:
    """Take the write lock at once: a transaction that read first could not get it later if another process wrote."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
