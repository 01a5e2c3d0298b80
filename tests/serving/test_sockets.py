"""WebSockets of those who have not signed in, over real connections."""

import asyncio
from contextlib import suppress
from typing import ClassVar

import pytest
from websockets.asyncio.client import connect

from deskside.serving.doorkeeper import Caps, Doorkeeper
from deskside.serving.http import Patience
from deskside.serving.socket import FRAMES, Socket
from tests.fakes.loop import until
from tests.serving.test_strangers import LIMIT_SECONDS, UPGRADE, answered, close
from tests.serving.world import Site, Stranger, serving, stranger

PING, PONG, EMPTY_PIECE = b"\x89\x80\x00\x00\x00\x00", b"\x8a\x00", b"\x00\x80\x00\x00\x00\x00"
EMPTY_TEXT, BEGIN_TEXT = b"\x81\x80\x00\x00\x00\x00", b"\x01\x80\x00\x00\x00\x00"
"""Frames as a client sends them, masked with nothing; a pong as the server does."""


async def test_sockets_of_a_flood_are_refused_before_they_are_made_and_told_when_to_come_again() -> None:
    site = Site()
    site.doorkeeper = Doorkeeper(Caps(500, 400, sockets_by_address=20), on_full=site.said.append)
    async with serving(site, patience=Patience()):
        page = await stranger(site)
        await page.send(b"GET /me HTTP/1.1\r\nhost: x\r\ncookie: deskside=1\r\n\r\n")
        assert await page.status() == 200
        statuses = []
        flood = [await stranger(site) for _ in range(60)]
        for each in flood:
            await each.send(b"GET /" + UPGRADE)
            statuses.append(await each.status())
        assert statuses == [101] * 20 + [503] * 40
        assert b"retry-after: 2" in (await flood[-1].reader.readuntil(b"\r\n\r\n")).lower()
        await flood[-1].is_closed()
        socket = await stranger(site)
        await socket.send(b"GET /me" + UPGRADE.replace(b"host: x", b"host: x\r\ncookie: deskside=1"))
        assert await socket.status() == 101
        assert await answered(site)
        await close(page, socket, *flood)


async def opened(site: Site) -> Stranger:
    """The socket of somebody who has signed in."""
    person = await stranger(site)
    await person.send(b"GET /me" + UPGRADE)
    await person.reader.readuntil(b"\r\n\r\n")
    return person


@pytest.mark.parametrize("sent", [PING, EMPTY_TEXT, BEGIN_TEXT + EMPTY_PIECE], ids=["pings", "texts", "pieces"])
async def test_a_flood_of_frames_that_mean_nothing_ends_its_socket_only(sent: bytes) -> None:
    site = Site()
    async with serving(site, patience=Patience()), asyncio.timeout(LIMIT_SECONDS):
        flooding, beside = await opened(site), await opened(site)
        flood = asyncio.create_task(flooding.send(sent[:6] + sent[-6:] * 100_000))
        heard = 0
        with suppress(ConnectionError):
            while data := await flooding.reader.read(65_536):
                heard += len(data)
        assert heard <= FRAMES.burst * len(PONG) * 2
        await flood
        await beside.send(PING)
        assert await beside.reader.readexactly(2) == PONG
        await close(flooding, beside)


async def test_what_a_page_may_send_at_once_is_taken() -> None:
    site = Site()
    async with serving(site, patience=Patience()), asyncio.timeout(LIMIT_SECONDS):
        page = await opened(site)
        await page.send(PING * 1_000)
        assert await page.reader.readexactly(2_000) == PONG * 1_000
        await close(page)


class Hasty(Socket):
    """Waits for less long."""

    unread_seconds = 0.3


async def test_whoever_reads_nothing_of_what_is_sent_is_sent_away() -> None:
    site = Site()
    async with serving(site, patience=Patience(), ws=Hasty), asyncio.timeout(LIMIT_SECONDS):
        deaf = await stranger(site)
        deaf.writer.transport.pause_reading()  # type: ignore[attr-defined]
        await deaf.send(b"GET /large" + UPGRADE)
        await until(lambda: len(site.doorkeeper) == 1)
        await until(lambda: len(site.doorkeeper) == 0)
        await close(deaf)


class Counted:
    """A transport that counts what is written to it."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self.writes: list[int] = []

    def write(self, data: bytes) -> None:
        self.writes.append(len(data))
        self._transport.write(data)

    def __getattr__(self, name: str) -> object:
        return getattr(self._transport, name)


class Counting(Socket):
    """Remembers the transports of all."""

    made: ClassVar[list[Counted]] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self.made.append(Counted(self.transport))
        self.transport = self.made[-1]  # type: ignore[assignment]


async def test_texts_that_are_sent_in_one_turn_are_one_write_unless_they_are_many() -> None:
    site = Site()
    site.texts = (*["a"] * 20, *["b" * 40_000] * 3, "c", "d")
    async with serving(site, patience=Patience(), ws=Counting), asyncio.timeout(LIMIT_SECONDS):
        address = f"ws://127.0.0.1:{site.port}/texts"
        async with connect(address, max_size=None) as reader:
            assert tuple([text async for text in reader]) == site.texts
    handshake, *texts, _close = Counting.made[-1].writes[:4]
    assert texts == [20 * 3 + 2 * 40_004, 40_004 + 2 * 3]
    assert handshake > 0


async def test_texts_of_every_length_arrive_whole_and_in_order_and_none_after_the_end() -> None:
    site = Site()
    site.texts = ("", "a", "ü" * 62 + "a", "b" * 126, "c" * 65_535, "d" * 65_536, "€" * 50_000, "last")
    async with serving(site, patience=Patience()), asyncio.timeout(LIMIT_SECONDS):
        async with connect(f"ws://127.0.0.1:{site.port}/texts", max_size=None) as reader:
            assert tuple([text async for text in reader]) == site.texts
            assert reader.close_code == 1000
        await until(lambda: len(site.late) == 1)
