"""PostgreSQL through asyncpg: a connection is checked before use, and a transaction waits for a server that is away."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress

import structlog
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from deskside.ports.storage import UnitOfWork
from deskside.storage.outage import outages
from deskside.storage.run import T
from deskside.storage.unit_of_work import SqlUnitOfWork

_log = structlog.get_logger(__name__)

_PAUSES_S = (0.05, 0.1, 0.2, 0.4, 0.8, 0.8, 0.8, 0.8)
"""Between attempts to connect, 4 s in all: longer than PostgreSQL restarts, shorter than a page waits (5 s)."""
_CONNECT_S, _STATEMENT_S = 5, 10
"""Limits for connecting and for one statement."""


def postgres_engine(url: str) -> AsyncEngine:
    """An engine whose JSON columns take and give text."""
    return create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        pool_pre_ping=True,
        json_serializer=str,
        json_deserializer=str,
        connect_args={"timeout": _CONNECT_S, "command_timeout": _STATEMENT_S},
    )


class PostgresStorage:
    """`Storage` in PostgreSQL."""

    def __init__(self, url: str) -> None:
        self._engine = postgres_engine(url)

    def transaction(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Commits when its block ends without an exception. Waits up to 4 s for a server that is away.

        Raises StorageUnavailable.
        """
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[UnitOfWork]:
        with outages():
            connection = await self._connected()
        try:
            with outages():
                transaction = await connection.begin()
            try:
                yield SqlUnitOfWork(_Statements(connection))
            except BaseException:
                with suppress(OSError, DBAPIError):  # a lost connection has rolled back already
                    await transaction.rollback()
                raise
            with outages():
                await transaction.commit()
        finally:
            await asyncio.shield(connection.close())

    async def _connected(self) -> AsyncConnection:
        """A connection that works, after some attempts if need be. Only the start of a transaction can be retried."""
        for pause_s in _PAUSES_S:
            try:
                return await self._engine.connect()
            except (OSError, DBAPIError) as error:
                _log.warning("database_unreachable", error=type(error).__name__, retry_seconds=pause_s)
                await asyncio.sleep(pause_s)
        return await self._engine.connect()

    async def close(self) -> None:
        """Close every connection."""
        await self._engine.dispose()


class _Statements:
    """Runs SQL over one connection."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def __call__(self, act: Callable[[Connection], T], /) -> T:
        """Run the function. Raises StorageUnavailable if the connection is lost."""
        with outages():
            return await self._connection.run_sync(act)
