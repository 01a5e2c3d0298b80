"""Leaves no byte of what was deleted in a SQLite file, and in the write-ahead log beside it."""

from contextlib import closing
from pathlib import Path

from sqlalchemy import Engine

from deskside.ports.storage import StorageUnavailable
from deskside.storage.outage import outages


def write_anew(engine: Engine, file: Path) -> None:
    """Outside of any transaction, as SQLite wants it. Raises StorageUnavailable while somebody reads."""
    with outages(file), closing(engine.raw_connection()) as connection, closing(connection.cursor()) as cursor:
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        busy, *_ = cursor.fetchall()[0]
    if busy:
        raise StorageUnavailable("somebody reads what was there before")
