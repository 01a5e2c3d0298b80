"""A database that cannot be used is said in the port's own words; what is merely wrong is not."""

from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from deskside.domain.ids import CenterId
from deskside.ports.storage import StorageUnavailable
from deskside.storage.database import Database
from deskside.storage.outage import outages


class Said(Exception):
    """What PostgreSQL's driver raises."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


async def test_a_file_that_cannot_be_opened_makes_storage_unavailable(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'gone' / 'deskside.db'}")
    with pytest.raises(StorageUnavailable):
        async with database.storage().transaction() as unit:
            await unit.accounts.center(CenterId("any"))
    await database.close()


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (ConnectionRefusedError(), StorageUnavailable),
        (TimeoutError(), StorageUnavailable),
        (OperationalError("COMMIT", None, Exception("disk is full")), StorageUnavailable),
        (ProgrammingError("SELECT", None, Exception("lost"), connection_invalidated=True), StorageUnavailable),
        (ProgrammingError("SELEC", None, Exception("syntax")), ProgrammingError),
        (IntegrityError("INSERT", None, Exception("no such row")), IntegrityError),
        (ValueError("ours"), ValueError),
        (PoolTimeout("QueuePool limit"), StorageUnavailable),
        (DBAPIError("COMMIT", None, Said("53100")), StorageUnavailable),
        (DBAPIError("INSERT", None, Said("25006")), StorageUnavailable),
        (DBAPIError("SELECT", None, Said("57P01")), StorageUnavailable),
        (DBAPIError("SELECT", None, Said("22P02")), DBAPIError),
    ],
)
def test_only_what_may_pass_is_an_outage(error: Exception, told: type[Exception]) -> None:
    with pytest.raises(told), outages():
        raise error
