"""A WebSocket that polls carry: in order, bounded, and at the speed of the page."""

import asyncio

import pytest

from deskside.realtime.carried import AHEAD_BYTES, CLOSED, Carried


def text(said: str) -> dict[str, str]:
    return {"type": "websocket.send", "text": said}


async def test_what_is_sent_is_read_in_order_and_what_is_put_is_received_in_order() -> None:
    carried = Carried(recognised=False)
    for number in range(5):
        await carried.send(text(str(number)))
    assert await carried.read() == ("0", "1", "2", "3", "4")
    reading = asyncio.create_task(carried.read())
    await asyncio.sleep(0)
    await carried.send(text("a"))
    await carried.send(text("b"))
    assert await reading == ("a", "b")
    await carried.put(["2", "3"])
    got = [await carried.receive() for _ in range(3)]
    assert [x["type"] for x in got] == ["websocket.connect", "websocket.receive", "websocket.receive"]
    assert [x.get("text") for x in got[1:]] == ["2", "3"]


async def test_whoever_sends_waits_until_what_lies_ready_is_read() -> None:
    carried = Carried(recognised=False)
    large = "x" * (AHEAD_BYTES + 1)
    await carried.send(text(large))
    waiting = asyncio.create_task(carried.send(text("more")))
    await asyncio.sleep(0.01)
    assert not waiting.done()
    assert await carried.read() == (large,)
    await waiting
    assert await carried.read() == ("more",)


async def test_whoever_puts_waits_until_what_came_before_is_taken() -> None:
    carried = Carried(recognised=False)
    await carried.receive()
    await carried.put(["1a", "2"])
    waiting = asyncio.create_task(carried.put(["3"]))
    await carried.receive()
    await asyncio.sleep(0.01)
    assert not waiting.done()
    await carried.receive()
    await waiting
    assert (await carried.receive())["text"] == "3"


async def test_what_is_put_overtakes_nothing_that_waits() -> None:
    carried = Carried(recognised=False)
    await carried.receive()
    await carried.put(["a"])
    puts = [asyncio.create_task(carried.put(["b"]))]
    await asyncio.sleep(0)
    puts.append(asyncio.create_task(carried.put(["c"])))  # which begins before the other knows that there is room
    assert [(await carried.receive())["text"] for _ in range(3)] == ["a", "b", "c"]
    await asyncio.gather(*puts)


async def test_once_nobody_receives_any_more_nobody_waits_for_what_is_read() -> None:
    carried = Carried(recognised=False)
    await carried.receive()
    await carried.send(text("x" * (AHEAD_BYTES + 1)))
    saying = asyncio.create_task(carried.send(text("more")))
    receiving = asyncio.create_task(carried.receive())
    await asyncio.sleep(0.01)
    receiving.cancel()
    with pytest.raises(OSError):
        await asyncio.wait_for(saying, 1)
    assert carried.closed


async def test_what_nobody_reads_ends_it() -> None:
    carried = Carried(recognised=False, unread_seconds=0.02)
    await carried.send(text("a"))
    await carried.read()
    await asyncio.sleep(0.05)
    assert not carried.closed
    await carried.send(text("x" * (AHEAD_BYTES + 1)))
    with pytest.raises(OSError):
        await carried.send(text("y"))
    await carried.receive()
    assert (await carried.receive())["type"] == "websocket.disconnect"


async def test_the_end_comes_after_the_last_words_of_either_side() -> None:
    carried = Carried(recognised=False)
    await carried.receive()
    await carried.send(text("why"))
    await carried.put(["2"])
    await carried.send({"type": "websocket.close", "code": 1000})
    assert (await carried.receive())["type"] == "websocket.disconnect"
    assert await carried.read() == ("why", CLOSED)
    other = Carried(recognised=False)
    await other.receive()
    await other.put(["2", CLOSED, "3"])
    assert (await other.receive())["text"] == "2"
    assert (await other.receive())["type"] == "websocket.disconnect"
    await other.put(["4"])
    assert (await other.receive())["type"] == "websocket.disconnect"
