"""What a server does now and then goes on, whatever happens to it once."""

import asyncio

from structlog.testing import capture_logs

from deskside.ports.storage import StorageUnavailable
from deskside.serving.run import every


async def test_a_chore_is_done_again_and_a_database_that_is_away_leaves_no_traces() -> None:
    faults = [StorageUnavailable("away"), StorageUnavailable("away"), ValueError("ours")]
    done = asyncio.Event()

    async def chore() -> None:
        if faults:
            raise faults.pop(0)
        done.set()

    with capture_logs() as logs:
        doing = asyncio.create_task(every(0, chore))
        async with asyncio.timeout(10):
            await done.wait()
        doing.cancel()
    assert [bool(line.get("exc_info")) for line in logs] == [False, False, True]
