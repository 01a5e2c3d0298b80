"""Tells a database that cannot be used now from a statement that is wrong."""

import errno
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from deskside.ports.storage import CommitUnknown, StorageUnavailable

READ_ONLY = "25006"
"""SQLSTATE: a write in a transaction that may only read."""
_PASSING = ("08", READ_ONLY, "40001", "40P01", "53", "55P03", "57", "58")
"""Classes and codes of SQLSTATE that a later try may mend: connection, a standby that is read-only yet, serialization,
deadlock, resources (53100: disk full), locks, the operator, the system. PostgreSQL, appendix A."""
_SQLITE_REASONS = {sqlite3.SQLITE_FULL: "disk_full", sqlite3.SQLITE_READONLY: "read_only"}
_ERRNO_REASONS = {errno.ENOSPC: "disk_full", errno.ESTALE: "file_replaced"}
_SQLSTATE_REASONS = {"53100": "disk_full", READ_ONLY: "read_only"}

_log = structlog.get_logger(__name__)


@contextmanager
def committing(file: Path | None = None) -> Iterator[None]:
    """Raises CommitUnknown for what `outages` says: nobody knows whether it was committed before the line was lost."""
    try:
        with outages(file):
            yield
    except StorageUnavailable as lost:
        raise CommitUnknown("The database did not say whether it stored this.") from lost


@contextmanager
def outages(file: Path | None = None) -> Iterator[None]:
    """Raises StorageUnavailable for what a later try may mend: no connection, no answer in time, a full disk, a lock.

    Anything else (a constraint, a wrong statement) goes on as it is. `file`: where the database is on this machine;
    what is free there is logged.
    """
    try:
        yield
    except (OSError, DBAPIError, PoolTimeout) as error:
        if not _may_pass(error):
            raise
        _log.error("database_unavailable", error=type(error).__name__, **_said(error, file))
        raise StorageUnavailable("The database cannot be used now. Try again.") from error


def _may_pass(error: Exception) -> bool:
    if not isinstance(error, DBAPIError):
        return True
    if error.connection_invalidated or isinstance(error, OperationalError | InterfaceError):
        return True
    return sqlstate(error).startswith(_PASSING)


def sqlstate(error: Exception) -> str:
    """As PostgreSQL said it; empty elsewhere."""
    return str(getattr(getattr(error, "orig", None), "sqlstate", None) or "")


def _said(error: Exception, file: Path | None) -> dict[str, object]:
    """Why, where it is known, for whoever reads the log."""
    reason = None
    if isinstance(error, DBAPIError):
        # The code's lowest byte is the primary one (sqlite.org/rescode.html).
        primary = getattr(error.orig, "sqlite_errorcode", 0) & 0xFF
        reason = _SQLITE_REASONS.get(primary) or _SQLSTATE_REASONS.get(sqlstate(error))
    elif isinstance(error, OSError):
        reason = _ERRNO_REASONS.get(error.errno or 0)
    if reason is None:
        return {}
    if file is None:
        return {"reason": reason, "disk": "of the database's server" if reason == "disk_full" else None}
    return {"reason": reason, "disk": str(file.parent), "free_bytes": _free_bytes(file.parent)}


def _free_bytes(folder: Path) -> int | None:
    """None: it is gone."""
    try:
        return shutil.disk_usage(folder).free
    except OSError:
        return None
