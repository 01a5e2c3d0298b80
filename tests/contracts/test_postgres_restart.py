"""PostgreSQL goes away and comes back: what was acknowledged is kept, and transactions wait for it."""

import asyncio
from collections.abc import Iterator

import pytest

from deskside.domain.ids import CenterId
from deskside.ports.storage import Center, Storage, StorageUnavailable
from deskside.storage.database import Database, migrate
from tests.postgres import Cluster, cluster

pytestmark = [pytest.mark.postgres, pytest.mark.slow]


@pytest.fixture
def own_server() -> Iterator[Cluster]:
    """A server of this test alone, on the disk as in production."""
    with cluster(durable=True) as running:
        yield running


async def _add(storage: Storage, number: int) -> None:
    async with storage.transaction() as work:
        await work.accounts.add_center(Center(CenterId(f"center-{number}"), "Center"))


async def test_transactions_go_on_after_each_crash_of_the_server(own_server: Cluster) -> None:
    url = own_server.create("deskside")
    await migrate(url)
    database = Database(url)
    storage = database.storage()
    for number in range(5):
        await asyncio.gather(*(_add(storage, number * 10 + i) for i in range(4)))  # several connections in the pool
        own_server.stop(immediately=True)
        waiting = asyncio.create_task(_add(storage, number * 10 + 9))
        own_server.launch()
        await waiting
    async with storage.transaction() as work:
        kept = [await work.accounts.center(CenterId(f"center-{n * 10 + i}")) for n in range(5) for i in (0, 1, 2, 3, 9)]
    assert None not in kept
    await database.close()


async def test_a_transaction_that_loses_its_connection_fails_as_a_whole(own_server: Cluster) -> None:
    url = own_server.create("deskside")
    await migrate(url)
    database = Database(url)
    storage = database.storage()

    async def interrupted() -> None:
        async with storage.transaction() as work:
            await work.accounts.add_center(Center(CenterId("half"), "Half"))
            own_server.stop(immediately=True)
            own_server.start()
            await work.accounts.center(CenterId("half"))

    with pytest.raises(StorageUnavailable):
        await interrupted()
    async with storage.transaction() as work:
        assert await work.accounts.center(CenterId("half")) is None
    await database.close()
