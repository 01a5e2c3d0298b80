"""One server for one database and one folder: locks that the kernel or the database lets go of when their owner dies.

A second server would end the stays of everybody in the first one's lessons, and its engine. Commands beside a running
server (migrate, doctor, center, user) take no lock: they write what a transaction may.
"""

import asyncio
import fcntl
import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from pathlib import Path

import structlog
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from deskside.storage.postgres import postgres_engine
from deskside.storage.unusable import usable_database, usable_folder

WAIT_SECONDS = 10.0
"""A server that was told to end gives its pages three seconds, and stores what is left: the next one waits for that."""
_TRY_EVERY_SECONDS = 0.1
_LOOK_EVERY_SECONDS, _LOOK_SECONDS = 2.0, 4.0
_KEY = 0x6465736C
"""Any number that no other user of the database takes (1 less is the migrations'): "desl"."""
_NAME_BYTES = 63
"""PostgreSQL cuts application_name there (NAMEDATALEN)."""
_HOLDER = text(
    "SELECT a.pid, a.application_name FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
    "WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = :key AND l.objsubid = 1 "
    "AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)

_log = structlog.get_logger(__name__)


class Taken(Exception):
    """Another server has it; `who` says which, as it said of itself, `what` is the file or the database."""

    def __init__(self, what: str, who: str) -> None:
        super().__init__(f"{what} is in use by another Deskside: {who}")
        self.what, self.who = what, who


class Ownership:
    """What `owned` gives."""

    def __init__(self, lock: "_DatabaseLock | None") -> None:
        self._lock = lock

    async def lost(self) -> Taken:
        """Waits, for ever as a rule; returns once another server took the database while it was away from us."""
        if self._lock is None:
            await asyncio.Event().wait()
        assert self._lock is not None
        return await self._lock.keep()


@asynccontextmanager
async def owned(folder: Path, url: str, who: str, *, wait_seconds: float = WAIT_SECONDS) -> AsyncIterator[Ownership]:
    """The folder and the database are ours inside. `who`: told to whoever wants them too; begin it with what is unique
    to this process. Raises Taken, and Unusable if the folder or the database cannot be had at all."""
    parsed = make_url(url)
    async with AsyncExitStack() as held:
        held.callback(os.close, await _lock_file(folder / "server.lock", who, wait_seconds))
        if parsed.get_backend_name() == "sqlite":
            # Beside the file itself, as SQLite's own: a link to it is no other database.
            file = await asyncio.to_thread(lambda: Path(f"{os.path.realpath(parsed.database or '')}.lock"))
            held.callback(os.close, await _lock_file(file, who, wait_seconds))
            yield Ownership(None)
        else:
            lock = _DatabaseLock(url, who)
            held.push_async_callback(lock.close)
            with usable_database(url):
                await lock.take(wait_seconds)
            yield Ownership(lock)


async def _lock_file(file: Path, who: str, wait_seconds: float) -> int:
    """The open file; closing it, or dying, gives it back. It is left lying: removing it would let two have it."""
    with usable_folder(file.parent):
        os.makedirs(file.parent, exist_ok=True)
        descriptor = os.open(file, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    loop = asyncio.get_running_loop()
    ends = loop.time() + wait_seconds
    while True:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            break
        except BlockingIOError:
            if loop.time() >= ends:
                other = os.pread(descriptor, 1_000, 0).decode(errors="replace").strip()
                os.close(descriptor)
                raise Taken(str(file), other or "it has not said which") from None
            await asyncio.sleep(_TRY_EVERY_SECONDS)
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, f"{who}\n".encode(), 0)
    return descriptor


class _DatabaseLock:
    """An advisory lock of PostgreSQL on a connection of its own. (A pooler that shares connections between transactions
    cannot hold it: connect to PostgreSQL itself.)"""

    def __init__(self, url: str, who: str) -> None:
        self._name = _cut(who)
        self._engine = postgres_engine(url, pooled=False, name=self._name)
        self._connection: AsyncConnection | None = None

    async def take(self, wait_seconds: float) -> None:
        """Raises Taken after so long; what connecting raises at once."""
        loop = asyncio.get_running_loop()
        ends = loop.time() + wait_seconds
        while (holder := await self._try()) is not None:
            if loop.time() >= ends:
                raise Taken("The database", holder)
            await asyncio.sleep(_TRY_EVERY_SECONDS)

    async def keep(self) -> Taken:
        """Look whether we still hold it, and take it again after an outage. Returns once somebody else has it."""
        while True:
            await asyncio.sleep(_LOOK_EVERY_SECONDS)
            try:
                async with asyncio.timeout(_LOOK_SECONDS):
                    if self._connection is not None:
                        await self._connection.execute(text("SELECT 1"))
                        continue
                    if (holder := await self._try()) is not None:
                        return Taken("The database", holder)
                _log.warning("database_owned_again")
            except (OSError, DBAPIError) as error:
                if self._connection is not None:
                    _log.warning("database_ownership_interrupted", error=type(error).__name__)
                await self._forget()

    async def close(self) -> None:
        """Give it back."""
        await self._forget()
        await self._engine.dispose()

    async def _try(self) -> str | None:
        """None: it is ours. Otherwise who has it. A former connection of ours, which the server still believes in, is
        ended."""
        connection = await self._engine.connect()
        try:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            if (await connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY})).scalar_one():
                self._connection = connection
                return None
            holder = (await connection.execute(_HOLDER, {"key": _KEY})).first()
            if holder is not None and holder.application_name == self._name:
                await connection.execute(text("SELECT pg_terminate_backend(:pid, 2000)"), {"pid": holder.pid})
                if (await connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": _KEY})).scalar_one():
                    self._connection = connection
                    return None
            return "it has not said which" if holder is None else str(holder.application_name)
        finally:
            if self._connection is not connection:
                await connection.close()

    async def _forget(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            with suppress(OSError, DBAPIError):
                async with asyncio.timeout(_LOOK_SECONDS):
                    await connection.invalidate()
                    await connection.close()


def _cut(who: str) -> str:
    """As much of it as PostgreSQL keeps, and that there is more: half an address is another one's."""
    said = who.encode()
    return who if len(said) <= _NAME_BYTES else said[: _NAME_BYTES - 3].decode(errors="ignore") + "..."
