"""The outbox: in order, never waiting, and cut off where nobody reads."""

import asyncio

from deskside.realtime.outbox import Outbox
from deskside.wire.shapes import JsonObject
from tests.realtime.house import until


class SlowSocket:
    """Takes a message only while it is let."""

    def __init__(self) -> None:
        self.reading = asyncio.Event()
        self.sent: list[str] = []
        self.closed = False

    async def send(self, message: str, data: JsonObject) -> None:
        await self.reading.wait()
        self.sent.append(message)

    async def close(self) -> None:
        self.closed = True


async def test_what_was_put_in_before_opening_follows_the_first_message() -> None:
    socket = SlowSocket()
    socket.reading.set()
    outbox = Outbox(socket, limit=10)
    outbox.put("early", {})
    outbox.open("welcome", {})
    outbox.put("late", {})
    outbox.close()
    outbox.put("too late", {})
    await until(lambda: socket.closed)
    assert socket.sent == ["welcome", "early", "late"]


async def test_a_page_that_reads_nothing_is_cut_off_without_holding_anybody_up() -> None:
    socket = SlowSocket()
    outbox = Outbox(socket, limit=10)
    outbox.open("welcome", {})
    for _ in range(20):
        outbox.put("event", {})
    await until(lambda: socket.closed)
    assert socket.sent == []


async def test_a_page_that_is_behind_catches_up() -> None:
    socket = SlowSocket()
    outbox = Outbox(socket, limit=10)
    outbox.open("welcome", {})
    for number in range(9):
        outbox.put(str(number), {})
    socket.reading.set()
    await until(lambda: len(socket.sent) == 10)
    assert socket.sent == ["welcome", *map(str, range(9))]
    assert not socket.closed
    outbox.stop()
    await until(lambda: socket.closed)
