"""PostgreSQL through asyncpg: a connection is checked before use, and nobody waits for a server that is away or hangs
for longer than a page does.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from functools import partial
from typing import Any

import structlog
from sqlalchemy import Connection, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

from deskside.ports.sessions import Change
from deskside.ports.storage import UnitOfWork
from deskside.storage.appends import Appends, Made
from deskside.storage.heads import UNSEEN, Witness
from deskside.storage.outage import READ_ONLY, committing, outages, sqlstate
from deskside.storage.patience import PATIENCE_SECONDS, Patience
from deskside.storage.run import T
from deskside.storage.sessions import append_all
from deskside.storage.unit_of_work import SqlUnitOfWork

_log = structlog.get_logger(__name__)

_PAUSES_SECONDS = (0.05, 0.1, 0.2, 0.4)
"""Between attempts to connect; the last one again and again."""
_SERVER_SIDE = {"statement_timeout": "10s", "idle_in_transaction_session_timeout": "60s"}
"""What the server itself gives up: it would go on with a statement, or hold locks, for a client that is gone."""


def postgres_engine(url: str, *, pooled: bool = True, patient: bool = False, name: str = "deskside") -> AsyncEngine:
    """An engine whose JSON columns take and give text. `patient`: statements take as long as they take (migrations).
    `name`: what the server's list of connections says."""
    served: dict[str, str] = {"application_name": name} | ({} if patient else _SERVER_SIDE)
    limits: dict[str, Any] = {"server_settings": served} | ({} if patient else {"command_timeout": PATIENCE_SECONDS})
    pool: dict[str, Any] = {"pool_pre_ping": True, "pool_timeout": PATIENCE_SECONDS} if pooled else {}
    return create_async_engine(
        make_url(url).set(drivername="postgresql+asyncpg"),
        json_serializer=str,
        json_deserializer=str,
        connect_args={"timeout": PATIENCE_SECONDS, **limits},
        poolclass=None if pooled else NullPool,
        **pool,
    )


class PostgresStorage:
    """`Storage` in PostgreSQL."""

    def __init__(self, url: str, witness: Witness = UNSEEN, *, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self._witness, self._url = witness, url
        self._engine = postgres_engine(url)
        self._reading_engine = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._aside = postgres_engine(url, pooled=False)
        self._patience = Patience(self._answers, patience_seconds)
        self._farewells: set[asyncio.Task[None]] = set()
        self._appends = Appends(self._append)

    def transaction(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Commits when its block ends without an exception. Each step waits up to 4 s for a server that is away or
        silent, and no step waits once it has been for so long. Raises StorageUnavailable."""
        return self._transaction(self._engine)

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Over the same connections. One snapshot for all its reads; the server refuses what writes (25006)."""
        return self._transaction(self._reading_engine)

    async def append(self, made: tuple[tuple[Change, ...], ...]) -> None:
        """One transaction for all that waits."""
        await self._appends.append(made)

    async def _append(self, made: Made) -> None:
        async with self._connected(self._engine) as run:
            await run(partial(append_all, made=made))

    @asynccontextmanager
    async def _transaction(self, engine: AsyncEngine) -> AsyncIterator[UnitOfWork]:
        async with self._connected(engine) as run:
            unit = SqlUnitOfWork(run, self._witness)
            yield unit
            await unit.audit.flush()
        await self._witness.note(unit.audit.written.values())

    @asynccontextmanager
    async def _connected(self, engine: AsyncEngine) -> "AsyncIterator[_Statements]":
        held = _Held(engine)
        try:
            with outages():
                await self._patience.through(held.connect)
            try:
                yield _Statements(held, self._patience)
            except BaseException:
                with suppress(OSError, DBAPIError):  # a lost connection has rolled back already
                    await self._patience.through(held.roll_back)
                raise
            with committing():
                await self._patience.through(held.commit)
        finally:
            farewell = self._say_farewell(held)
            if not held.unheard:
                await asyncio.shield(farewell)

    async def check(self) -> None:
        """Have a transaction number of one's own, which a standby does not give, written at the commit, and ask for
        what a session that only reads refuses. Raises StorageUnavailable."""
        held = _Held(self._engine)
        try:
            with outages():
                await self._patience.through(held.connect)
                await self._patience.through(lambda: held.run(_take_a_number))
                await self._patience.through(held.commit)
        finally:
            self._say_farewell(held)

    async def tidy(self) -> None:
        """Let the server reuse the room of what was deleted or written over (VACUUM). Bytes of it may lie in its files
        until then, and in its write-ahead log until that is recycled: `VACUUM FULL` and its own tools end that."""
        engine = postgres_engine(self._url, pooled=False, patient=True)
        try:
            with outages():
                async with engine.connect() as connection:
                    alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
                    await alone.execute(text("VACUUM"))
        finally:
            await engine.dispose()

    def _say_farewell(self, held: "_Held") -> "asyncio.Task[None]":
        farewell = asyncio.create_task(held.let_go())
        self._farewells.add(farewell)
        farewell.add_done_callback(self._farewells.discard)
        return farewell

    async def _answers(self) -> None:
        async with self._aside.connect() as connection:
            await connection.execute(text("SELECT 1"))

    async def close(self) -> None:
        """Close every connection."""
        await self._appends.settle()
        await self._patience.close()
        await asyncio.gather(*self._farewells, return_exceptions=True)
        await self._engine.dispose()


def _take_a_number(connection: Connection) -> None:
    connection.execute(text("SELECT pg_current_xact_id()"))
    # PostgreSQL gives a number to a transaction that may not write, too (default_transaction_read_only, as providers
    # set it when a disk is full). Locking rows is refused there, be they none.
    connection.execute(text("SELECT 1 FROM alembic_version WHERE false FOR KEY SHARE"))


class _Held:
    """A connection from the pool, for one transaction. Its steps follow one another; one that was given up has to end
    before the connection goes back."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._connection: AsyncConnection | None = None
        self._turn = asyncio.Lock()
        self.unheard = False
        """A step was given up before it ended."""
        self._read_only = False
        """The server took a write for one too many: what a session may is settled when it begins, and outlasts what is
        set later."""

    async def connect(self) -> None:
        """Take a connection that works, after some attempts if need be, and begin. Only this can be tried again."""
        for attempt in range(1_000_000):
            try:
                await self._step(self._begin())
                return
            except (OSError, DBAPIError, PoolTimeout) as error:
                pause = _PAUSES_SECONDS[min(attempt, len(_PAUSES_SECONDS) - 1)]
                _log.warning("database_unreachable", error=type(error).__name__, retry_seconds=pause)
                await asyncio.sleep(pause)

    async def _begin(self) -> None:
        self._connection = await self._engine.connect()
        await self._connection.begin()

    async def run(self, act: Callable[[Connection], T]) -> T:
        return await self._step(self._open.run_sync(act))

    async def commit(self) -> None:
        await self._step(self._open.commit())

    async def roll_back(self) -> None:
        await self._step(self._open.rollback())

    async def let_go(self) -> None:
        """Give it back, or close it if a step was given up (nobody knows what comes over it next) or it only reads: the
        next one may write, as soon as the server lets anybody."""
        async with self._turn:
            connection, self._connection = self._connection, None
            if connection is None:
                return
            with suppress(OSError, DBAPIError):
                if self.unheard or self._read_only:
                    await connection.invalidate()
                await connection.close()

    @property
    def _open(self) -> AsyncConnection:
        assert self._connection is not None
        return self._connection

    async def _step(self, step: Coroutine[Any, Any, T]) -> T:
        async with self._turn:
            self.unheard = True  # and stays so if it is cancelled: it may have been sent, and not been answered
            try:
                result = await step
            except Exception as error:
                self.unheard = False
                self._read_only = self._read_only or sqlstate(error) == READ_ONLY
                raise
            self.unheard = False
            return result


class _Statements:
    """Runs SQL over one connection."""

    def __init__(self, held: _Held, patience: Patience) -> None:
        self._held = held
        self._patience = patience

    async def __call__(self, act: Callable[[Connection], T], /) -> T:
        """Run the function. Raises StorageUnavailable if the connection is lost, or the server silent."""
        with outages():
            return await self._patience.through(lambda: self._held.run(act))
