"""Long work on boards: nobody's waits for all that one person asks for."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

import pytest

from deskside.domain.ids import UserId
from deskside.ports.storage import StorageUnavailable
from deskside.services.boards.packing import OF_ONE, Workshop

T = TypeVar("T")
BOB, TUTOR = UserId("bob"), UserId("tutor")


async def elsewhere(work: Callable[[], T], /) -> T:
    """As a thread: others go on meanwhile."""
    for _ in range(3):
        await asyncio.sleep(0)
    return work()


async def test_who_asks_for_everything_keeps_nobody_waiting_for_more_than_one_piece() -> None:
    """Seen: thirty boards as they were, asked for by one student: the next one waited for 8 s, and with twice as many
    no board of anybody could be opened or stored."""
    workshop, done = Workshop(elsewhere), list[str]()

    def piece(name: str) -> Callable[[], None]:
        return lambda: done.append(name)

    asked = [asyncio.create_task(workshop.do_for(BOB, piece("bob"))) for _ in range(OF_ONE)]
    await asyncio.sleep(0)
    theirs = asyncio.create_task(workshop.do_for(TUTOR, piece("tutor")))
    stored = asyncio.create_task(workshop.do(piece("stored")))
    with pytest.raises(StorageUnavailable):
        await workshop.do_for(BOB, piece("one too many"))
    await asyncio.gather(*asked, theirs, stored)
    assert done.index("tutor") <= 2
    assert done.index("stored") <= 2
    assert done.count("bob") == OF_ONE
    await workshop.do_for(BOB, piece("bob again"))
    assert done[-1] == "bob again"


async def test_whoever_goes_away_or_fails_gives_their_place_back() -> None:
    workshop = Workshop(elsewhere)

    def broken() -> None:
        raise ValueError("ours")

    for _ in range(OF_ONE + 1):
        with pytest.raises(ValueError, match="ours"):
            await workshop.do_for(BOB, broken)
    gone = [asyncio.create_task(workshop.do_for(BOB, lambda: None)) for _ in range(OF_ONE)]
    await asyncio.sleep(0)
    for task in gone:
        task.cancel()
    await asyncio.gather(*gone, return_exceptions=True)
    await workshop.do_for(BOB, lambda: None)
