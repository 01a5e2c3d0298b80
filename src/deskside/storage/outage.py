"""Tells a database that cannot be used now from a statement that is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError

from deskside.ports.storage import StorageUnavailable

_log = structlog.get_logger(__name__)


@contextmanager
def outages() -> Iterator[None]:
    """Raises StorageUnavailable for what a later try may mend: no connection, no answer in time, a full disk, a lock.

    Anything else (a constraint, a wrong statement) goes on as it is.
    """
    try:
        yield
    except (OSError, DBAPIError) as error:
        if not _may_pass(error):
            raise
        _log.error("database_unavailable", error=type(error).__name__)
        raise StorageUnavailable("The database cannot be used now. Try again.") from error


def _may_pass(error: OSError | DBAPIError) -> bool:
    if isinstance(error, DBAPIError):
        return error.connection_invalidated or isinstance(error, OperationalError | InterfaceError)
    return True
