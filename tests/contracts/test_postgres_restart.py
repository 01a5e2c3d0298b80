"""PostgreSQL goes away and comes back: what was acknowledged is kept, and transactions wait for it."""

import asyncio
from collections.abc import Iterator
from contextlib import suppress

import pytest
from sqlalchemy import text

from deskside.domain import events as ev
from deskside.domain.ids import CenterId, Seq, SessionId
from deskside.domain.session import Session
from deskside.ports.storage import Center, Storage, StorageUnavailable
from deskside.storage.database import Database, migrate
from deskside.storage.patience import PATIENCE_SECONDS
from deskside.storage.postgres import PostgresStorage, postgres_engine
from tests.contracts.room import CENTER, Room, change, populate
from tests.fakes.loop import until
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
    storage = PostgresStorage(url, patience_seconds=60.0)  # a machine that is busy starts a server slowly
    for number in range(5):
        await asyncio.gather(*(_add(storage, number * 10 + i) for i in range(4)))  # several connections in the pool
        own_server.stop(immediately=True)
        waiting = asyncio.create_task(_add(storage, number * 10 + 9))
        own_server.launch()
        await waiting
    async with storage.transaction() as work:
        kept = [await work.accounts.center(CenterId(f"center-{n * 10 + i}")) for n in range(5) for i in (0, 1, 2, 3, 9)]
    assert None not in kept
    await storage.close()


async def test_a_server_that_hangs_costs_nobody_more_than_a_page_waits_for(own_server: Cluster) -> None:
    """Sixty acts at once, a third of them queued behind one another as at a session's door."""
    url = own_server.create("deskside")
    await migrate(url)
    database = Database(url)
    storage, loop, queue = database.storage(), asyncio.get_running_loop(), asyncio.Lock()
    await asyncio.gather(*(_add(storage, i) for i in range(20)))

    async def act(number: int) -> tuple[float, BaseException | None]:
        began = loop.time()
        try:
            if number % 3 == 0:
                async with queue:
                    await _add(storage, 100 + number)
            else:
                await _add(storage, 100 + number)
        except StorageUnavailable as error:
            return loop.time() - began, error
        return loop.time() - began, None

    own_server.hang()
    try:
        outcomes = await asyncio.gather(*(act(i) for i in range(60)))
        late = [await act(i) for i in range(60, 63)]
    finally:
        own_server.go_on()
    assert all(isinstance(error, StorageUnavailable) for _, error in [*outcomes, *late]), "nothing else is ever raised"
    slowest = max(seconds for seconds, _ in outcomes)
    print(f"slowest of sixty: {slowest:.1f} s; later ones: {max(seconds for seconds, _ in late):.2f} s")
    assert slowest < 3 * PATIENCE_SECONDS, "a queue of twenty would take eighty seconds"
    await until_usable(storage)
    async with storage.transaction() as work:
        kept = [await work.accounts.center(CenterId(f"center-{i}")) for i in range(20)]
    assert None not in kept
    await asyncio.gather(*(_add(storage, 1_000 + i) for i in range(40)))  # the pool is whole again
    await database.close()


async def until_readable(storage: Storage) -> None:
    async with asyncio.timeout(30):
        while True:
            with suppress(StorageUnavailable):
                async with storage.reading() as work:
                    await work.accounts.center(CenterId("center-0"))
                return
            await asyncio.sleep(0.1)


async def until_usable(storage: Storage) -> None:
    async with asyncio.timeout(30):
        while True:
            try:
                async with storage.transaction() as work:
                    await work.accounts.center(CenterId("center-0"))
                return
            except StorageUnavailable:
                await asyncio.sleep(0.1)


async def test_a_server_that_hangs_in_the_middle_of_a_transaction(own_server: Cluster) -> None:
    url = own_server.create("deskside")
    await migrate(url)
    database = Database(url)
    storage = database.storage()

    async def interrupted() -> None:
        async with storage.transaction() as work:
            await work.accounts.add_center(Center(CenterId("half"), "Half"))
            own_server.hang()
            await work.accounts.center(CenterId("half"))

    try:
        with pytest.raises(StorageUnavailable):
            await interrupted()
    finally:
        own_server.go_on()
    await until_usable(storage)
    async with storage.transaction() as work:
        assert await work.accounts.center(CenterId("half")) is None
    await database.close()


async def test_of_acts_that_were_on_their_way_as_the_server_crashed_the_acknowledged_are_kept(
    own_server: Cluster,
) -> None:
    url = own_server.create("deskside")
    await migrate(url)
    database = Database(url)
    storage = database.storage()
    await populate(storage)
    rooms = [await Room(storage, f"session-{at}").open() for at in range(20)]
    acknowledged: dict[SessionId, Seq] = {}

    async def go_on(session: Session) -> None:
        while True:
            event = ev.SessionResumed() if session.paused else ev.SessionPaused()
            done = change(session, event, session.seq)
            await storage.append(((done,),))
            session = done[2]
            acknowledged[session.id] = session.seq

    working = asyncio.gather(*(go_on(room.session) for room in rooms), return_exceptions=True)
    await until(lambda: len(acknowledged) == len(rooms) and min(acknowledged.values()) >= 5)
    own_server.stop(immediately=True)
    told = await working
    assert all(isinstance(each, StorageUnavailable) for each in told), "nobody waits for ever, nothing else is raised"
    own_server.start()
    await until_usable(storage)
    async with storage.reading() as work:
        for session_id, seq in acknowledged.items():
            stored = await work.sessions.load(CENTER, session_id)
            assert stored is not None
            assert stored.seq in (seq, seq + 1), "the last one may be there although its answer was lost"
            assert len(await work.sessions.events_after(session_id, Seq(0))) == stored.seq
    await database.close()


async def test_a_server_that_only_reads_is_said_to_and_written_to_again_as_soon_as_it_may(own_server: Cluster) -> None:
    """As providers do when a disk is full. Seen: healthy meanwhile, and every act refused for ever after it was over,
    as a session that was begun meanwhile goes on reading only."""
    url = own_server.create("deskside")
    await migrate(url)
    database = Database(url)
    storage = database.storage()
    elsewhere = postgres_engine(own_server.url("postgres"), pooled=False)

    async def reads_only(setting: str) -> None:
        async with elsewhere.connect() as connection:
            await connection.execution_options(isolation_level="AUTOCOMMIT")
            await connection.execute(text(f"ALTER DATABASE deskside SET default_transaction_read_only = {setting}"))

    await storage.check()
    await reads_only("on")
    own_server.stop(immediately=True)
    own_server.start()
    await until_readable(storage)
    with pytest.raises(StorageUnavailable):
        await storage.check()
    with pytest.raises(StorageUnavailable):
        await _add(storage, 1)
    await reads_only("off")
    for attempt in range(20):  # as many as the pool may hold
        with suppress(StorageUnavailable):
            await _add(storage, attempt)
            break
    await asyncio.gather(*(_add(storage, 100 + i) for i in range(20)))
    await storage.check()
    await elsewhere.dispose()
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
