"""SQLite: one thread that writes, two that read beside it; a call of a store is one trip to it, whatever it takes.

(With a driver that makes a trip for each cursor, statement and fetch, one act took 30 trips.) Write-ahead log; every
commit is on the disk before it is acknowledged (synchronous=FULL, 0.3 ms). Transactions take turns in memory instead of
polling for the file's lock; a transaction within another one of the same task would wait forever. What only reads has
connections of its own: with a write-ahead log it sees what is committed, and neither waits (sqlite.org/wal.html).
"""

import asyncio
import errno
import os
import sqlite3
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from threading import Event

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.pool import ConnectionPoolEntry

from deskside.ports.sessions import Change
from deskside.ports.storage import UnitOfWork
from deskside.storage.appends import Appends, Made
from deskside.storage.heads import UNSEEN, Witness
from deskside.storage.outage import committing, outages
from deskside.storage.run import T
from deskside.storage.sessions import append_all
from deskside.storage.tidying import write_anew
from deskside.storage.unit_of_work import SqlUnitOfWork

_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=5000", "secure_delete=ON")
"""The last: what is deleted is overwritten (Debian's SQLite does so anyway; not every build)."""
_OPENED = "deskside.opened"
_ATTEMPTS, _BETWEEN_SECONDS = 250, 0.02
_READING_PRAGMAS = ("query_only=ON", "busy_timeout=5000")
READERS = 2
"""Threads that read: a list that takes its time keeps no other waiting. More would share the same processor: in Python
rows become values one after the other."""


def sqlite_engine(url: str) -> Engine:
    """An engine whose transactions write, and whose JSON columns take and give text."""
    engine = create_engine(make_url(url).set(drivername="sqlite"), json_serializer=str, json_deserializer=str)
    event.listen(engine, "connect", partial(_prepare, _PRAGMAS))
    event.listen(engine, "begin", _begin_immediately)
    return engine


def _reading_engine(url: str) -> Engine:
    engine = create_engine(make_url(url).set(drivername="sqlite"), json_serializer=str, json_deserializer=str)
    event.listen(engine, "connect", partial(_prepare, _READING_PRAGMAS))
    event.listen(engine, "begin", _begin_reading)
    return engine


class SqliteStorage:
    """`Storage` in a SQLite file."""

    def __init__(self, url: str, witness: Witness = UNSEEN) -> None:
        self._witness = witness
        self._engine = sqlite_engine(url)
        self._file = Path(make_url(url).database or "")
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite")
        self._turn = asyncio.Lock()
        self._appends = Appends(self._append)
        self._reading_engine = _reading_engine(url)
        self._readers = tuple(
            ThreadPoolExecutor(max_workers=1, thread_name_prefix="sqlite reader") for _ in range(READERS)
        )
        self._free: asyncio.LifoQueue[ThreadPoolExecutor] = asyncio.LifoQueue()
        for reader in self._readers:
            self._free.put_nowait(reader)

    def transaction(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """Commits when its block ends without an exception. Waits for its turn. Raises StorageUnavailable."""
        return self._transaction()

    @asynccontextmanager
    async def _transaction(self) -> AsyncIterator[UnitOfWork]:
        async with self._turn:
            transaction = _Transaction(self._engine, self._thread, self._file)
            unit = SqlUnitOfWork(transaction, self._witness)
            try:
                yield unit
                await unit.audit.flush()
            except BaseException:
                await transaction.finish(commit=False)
                raise
            await transaction.finish(commit=True)
        await self._witness.note(unit.audit.written.values())

    async def append(self, made: tuple[tuple[Change, ...], ...]) -> None:
        """One trip to the thread for all that waits, begin and commit included."""
        await self._appends.append(made)

    async def _append(self, made: Made) -> None:
        async with self._turn:
            await _Transaction(self._engine, self._thread, self._file).whole(partial(append_all, made=made))

    def reading(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """In a thread that reads, once one is free. What would write is refused by the connection."""
        return self._reading()

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[UnitOfWork]:
        thread = await self._free.get()
        try:
            transaction = _Transaction(self._reading_engine, thread, self._file)
            unit = SqlUnitOfWork(transaction, self._witness)
            try:
                yield unit
                await unit.audit.flush()
            finally:
                await transaction.finish(commit=False)
        finally:
            self._free.put_nowait(thread)

    async def check(self) -> None:
        """Write the file's first page as it is. Raises StorageUnavailable."""
        async with self._turn:
            await _Transaction(self._engine, self._thread, self._file).whole(_write_as_it_is)

    async def tidy(self) -> None:
        """Write the file anew, and empty the write-ahead log into it: what was deleted is overwritten as it goes
        (secure_delete), but pages that were split may keep a copy. Raises StorageUnavailable while somebody reads."""
        async with self._turn:
            anew = partial(write_anew, self._engine, self._file)
            await asyncio.shield(asyncio.get_running_loop().run_in_executor(self._thread, anew))

    async def close(self) -> None:
        """Close the file."""
        await self._appends.settle()
        loop = asyncio.get_running_loop()
        for thread in self._readers:  # what they read is read to its end
            await loop.run_in_executor(thread, self._reading_engine.dispose)
            thread.shutdown(wait=False)
        await loop.run_in_executor(self._thread, self._engine.dispose)
        self._thread.shutdown(wait=False)


class _Transaction:
    """A transaction that begins with its first act. Its connection is only touched in the thread, in order."""

    def __init__(self, engine: Engine, thread: ThreadPoolExecutor, file: Path) -> None:
        self._engine = engine
        self._file = file
        self._thread = thread
        self._connection: Connection | None = None

    async def __call__(self, act: Callable[[Connection], T], /) -> T:
        """Run the function in the thread."""
        return await asyncio.get_running_loop().run_in_executor(self._thread, self._act, act)

    def _act(self, act: Callable[[Connection], T]) -> T:
        with outages(self._file):
            if self._connection is None:
                self._connection = self._engine.connect()
                self._connection.begin()
            return act(self._connection)

    async def whole(self, act: Callable[[Connection], None]) -> None:
        """Begin, run the function, and commit, in one trip. A cancelled task does not keep the thread from doing so."""
        loop = asyncio.get_running_loop()
        await asyncio.shield(loop.run_in_executor(self._thread, self._whole, act))

    def _whole(self, act: Callable[[Connection], None]) -> None:
        try:
            self._act(act)
        except BaseException:
            self._finish(commit=False)
            raise
        self._finish(commit=True)

    async def finish(self, *, commit: bool) -> None:
        """Commit or roll back. A cancelled task does not keep the thread from doing so."""
        loop = asyncio.get_running_loop()
        await asyncio.shield(loop.run_in_executor(self._thread, partial(self._finish, commit=commit)))

    def _finish(self, *, commit: bool) -> None:
        if self._connection is None:
            return
        try:
            if commit:
                with committing(self._file):
                    self._connection.commit()
        finally:
            self._connection.close()  # rolls back what was not committed


def _prepare(pragmas: tuple[str, ...], connection: DBAPIConnection, entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # the driver begins no transaction on its own: we do
    cursor = connection.cursor()
    for pragma in pragmas:
        _set(cursor, f"PRAGMA {pragma}")
    cursor.execute("PRAGMA database_list")
    _, _, file = cursor.fetchall()[0]
    entry.info[_OPENED] = file, _identity(file)
    cursor.close()


def _set(cursor: DBAPICursor, pragma: str) -> None:
    """Two that give a new file its write-ahead log at once get SQLITE_BUSY at once, whatever the busy timeout says
    (sqlite.org/wal.html, "Sometimes queries return SQLITE_BUSY in WAL mode")."""
    for attempts_left in reversed(range(_ATTEMPTS)):
        try:
            cursor.execute(pragma)
        except sqlite3.OperationalError as busy:
            if attempts_left == 0 or busy.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                raise
            Event().wait(_BETWEEN_SECONDS)
        else:
            return


def _write_as_it_is(connection: Connection) -> None:
    """A number that is the application's own (sqlite.org/pragma.html#pragma_user_version), and that nobody uses."""
    version = int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())
    connection.exec_driver_sql(f"PRAGMA user_version = {version}")


def _begin_immediately(connection: Connection) -> None:
    """Take the write lock at once: a transaction that read first could not get it later if another process wrote."""
    file, opened = connection.info[_OPENED]
    if _identity(file) != opened:  # as after a restore beside a running server; what is written now would go with it
        raise OSError(errno.ESTALE, "another file, or none, is where the database was opened; restart the server", file)
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_reading(connection: Connection) -> None:
    """Its snapshot is taken by its first statement (sqlite.org/lang_transaction.html, deferred)."""
    connection.exec_driver_sql("BEGIN")


def _identity(file: str) -> tuple[int, int] | None:
    """What tells a file from another one at its address; None: there is none."""
    try:
        found = os.stat(file)
    except OSError:
        return None
    return found.st_dev, found.st_ino
