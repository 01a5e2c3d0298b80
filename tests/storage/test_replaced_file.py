"""A database's file that is taken away, or put in the place of another, beside a running server."""

import shutil
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from deskside.domain.ids import CenterId
from deskside.ports.storage import Center, Storage, StorageUnavailable
from deskside.storage.database import Database, migrate

HERE = CenterId("here")


async def add(storage: Storage, name: str) -> None:
    async with storage.transaction() as unit:
        await unit.accounts.add_center(Center(CenterId(name), name))


@pytest.mark.parametrize("put_back", [False, True])
async def test_nothing_is_acknowledged_that_goes_into_a_file_which_is_not_there(tmp_path: Path, put_back: bool) -> None:
    """Seen: `deskside.db` removed, or a backup moved into its place: all was well, until the next start had lost it."""
    folder = tmp_path / "var"
    folder.mkdir()
    url = f"sqlite:///{folder / 'deskside.db'}"
    await migrate(url)
    database = Database(url)
    storage = database.storage()
    await add(storage, "before")
    aside = folder.rename(tmp_path / "aside")
    if put_back:
        folder.mkdir()
        shutil.copy(aside / "deskside.db", folder)
    with capture_logs() as logs:
        with pytest.raises(StorageUnavailable):
            await add(storage, "meanwhile")
        with pytest.raises(StorageUnavailable):
            await storage.check()
    assert {line["reason"] for line in logs if line["event"] == "database_unavailable"} == {"file_replaced"}
    if put_back:
        shutil.rmtree(folder)
    aside.rename(folder)
    await storage.check()
    await add(storage, "after")
    async with storage.reading() as unit:
        assert await unit.accounts.center(CenterId("before"))
        assert not await unit.accounts.center(CenterId("meanwhile"))
    await database.close()
