"""Every implementation of the storage port, each test with an empty one of its own."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest

from deskside.ports.storage import Storage
from deskside.storage.database import Database, migrate
from tests.contracts.room import ALICE, BOB, Room, come, enroll, populate, start
from tests.fakes.storage import FakeStorage
from tests.postgres import Cluster, cluster

_numbers = count()
_on_postgres = pytest.param("postgres", marks=pytest.mark.postgres)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """A running server with a migrated database named `migrated`; one for each process of pytest-xdist."""
    with cluster() as running:
        asyncio.run(migrate(running.create("migrated")))
        yield running


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy from."""
    file = tmp_path_factory.mktemp("sqlite") / "migrated.db"
    asyncio.run(migrate(f"sqlite:///{file}"))
    return file


@pytest.fixture(params=["sqlite", _on_postgres])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of a migrated, empty database."""
    return _fresh(request, tmp_path, request.param)


@pytest.fixture(params=["memory", "sqlite", _on_postgres])
def storage_url(request: pytest.FixtureRequest, tmp_path: Path) -> str | None:
    """The same, or None for the fake."""
    return None if request.param == "memory" else _fresh(request, tmp_path, request.param)


@pytest.fixture
async def storage(storage_url: str | None) -> AsyncIterator[Storage]:
    """An empty storage of each kind."""
    if storage_url is None:
        yield FakeStorage()
        return
    database = Database(storage_url)
    yield database.storage()
    await database.close()


def _fresh(request: pytest.FixtureRequest, tmp_path: Path, kind: str) -> str:
    if kind == "postgres":
        server: Cluster = request.getfixturevalue("postgres")
        return server.create(f"test_{next(_numbers)}", template="migrated")
    file = shutil.copy(request.getfixturevalue("migrated_sqlite"), tmp_path / "deskside.db")
    return f"sqlite:///{file}"


@pytest.fixture
async def room(storage: Storage) -> Room:
    """A live session of Alice and Bob, started at 1,000; Alice came at 2,000."""
    await populate(storage)
    room = await Room(storage).open()
    await room.happen(500, enroll(ALICE), enroll(BOB))
    await room.happen(1_000, start)
    await room.happen(2_000, *come(ALICE))
    return room
