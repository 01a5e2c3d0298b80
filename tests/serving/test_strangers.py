"""What comes before any sign-in, over real connections: too much, too slowly, or nothing at all."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deskside.domain.ids import Millis
from deskside.http.security import BARE
from deskside.serving.http import BODY_BYTES, HEADER_BYTES, HEADERS, LINGER_BYTES, Patience
from deskside.tls import self_signed
from tests.fakes.loop import until
from tests.serving.world import Site, Stranger, serving, stranger

LIMIT_SECONDS = 20.0
GET = b"GET / HTTP/1.1\r\nhost: x\r\n\r\n"
POST = b"POST / HTTP/1.1\r\nhost: x\r\n"
UPGRADE = (
    b" HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
    b"sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


@pytest.fixture
async def site() -> AsyncIterator[Site]:
    site = Site()
    async with serving(site):
        yield site


async def close(*strangers: Stranger) -> None:
    for each in strangers:
        await each.close()


async def answered(site: Site, address: str = "127.0.0.1") -> bool:
    """Whether an honest request is answered now."""
    honest = await stranger(site, address)
    await honest.send(GET)
    async with asyncio.timeout(LIMIT_SECONDS):
        status = await honest.status()
    await close(honest)
    return status == 200


async def test_several_requests_one_after_the_other_and_at_once(site: Site) -> None:
    one = await stranger(site)
    await one.send(GET)
    assert await one.status() == 200
    await one.send(POST + b"content-length: 5\r\n\r\nhello" + GET + GET)
    await until(lambda: site.served == 4)
    await close(one)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (b"GET / HTTP/1.1\r\nx: " + b"a" * (HEADER_BYTES + 300_000), 431),
        (b"GET / HTTP/1.1\r\nhost: x\r\n" + b"a: b\r\n" * (HEADERS + 1) + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\nhost: x\r\n" + b"a: b\r\n" * 200_000, 431),
        (b"GET /" + b"a" * 100_000, 431),
        (POST + f"content-length: {BODY_BYTES + 1}\r\n\r\n".encode(), 413),
        (POST + b"content-length: 99999999999999999999\r\n\r\n", 413),
        (POST + b"content-length: -1\r\n\r\n", 400),
        (POST + b"content-length: 1\r\ncontent-length: 2\r\n\r\n", 400),
        (POST + b"content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n" + GET, 400),
        (b"GET / HTTP/1.1\r\n\r\n", 400),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03", 400),
        (b"nonsense\r\n\r\n", 400),
    ],
    ids=lambda value: value[:40] if isinstance(value, bytes) else None,
)
async def test_what_cannot_be_read_is_refused_and_closed(site: Site, sent: bytes, status: int) -> None:
    one = await stranger(site)
    sending = asyncio.create_task(one.send(sent))
    async with asyncio.timeout(LIMIT_SECONDS):
        assert await one.status() == status
        assert BARE.items() <= {name.title(): value for name, value in (await one.headers()).items()}.items()
        await one.is_closed()
    await sending
    await close(one)
    assert site.served == 0
    assert await answered(site)


async def test_a_body_in_a_thousand_crumbs_is_not_swallowed(site: Site) -> None:
    one = await stranger(site)
    await one.send(POST + b"transfer-encoding: chunked\r\n\r\n" + b"1\r\na\r\n" * 40_000)
    async with asyncio.timeout(LIMIT_SECONDS):
        await one.is_closed()
    assert site.served == 0
    await close(one)


async def test_a_body_without_end_is_ended(site: Site) -> None:
    one = await stranger(site)
    await one.send(POST + b"transfer-encoding: chunked\r\n\r\n")

    async def flood() -> None:
        for _ in range(BODY_BYTES // 60_000 + 20):
            await one.send(b"ea60\r\n" + bytes(60_000) + b"\r\n")

    async with asyncio.timeout(LIMIT_SECONDS):
        await asyncio.gather(flood(), one.is_closed())
    assert site.served == 0
    await close(one)


async def test_an_answer_before_the_end_of_the_body_can_be_read_and_the_rest_is_not(site: Site) -> None:
    one = await stranger(site)
    await one.send(b"POST /early HTTP/1.1\r\nhost: x\r\ncontent-length: 9000000\r\n\r\n" + bytes(1_000))
    async with asyncio.timeout(LIMIT_SECONDS):
        assert await one.status() == 200
        flood = asyncio.create_task(one.send(bytes(LINGER_BYTES * 8)))
        await one.is_closed()
        await flood
    await close(one)


@pytest.mark.parametrize(
    "sent",
    [b"", b"GET / HT", GET, POST + b"content-length: 10\r\n\r\n", POST + b"content-length: 10\r\n\r\nhalf"],
    ids=["silent", "half a header", "silent after an answer", "no body", "half a body"],
)
async def test_whoever_says_nothing_more_is_sent_away(sent: bytes) -> None:
    site = Site()
    async with serving(site), asyncio.timeout(LIMIT_SECONDS):
        one = await stranger(site)
        await one.send(sent)
        await one.is_closed()
        await until(lambda: len(site.doorkeeper) == 0)
        await close(one)


async def test_a_header_that_drips_is_not_waited_for(site: Site) -> None:
    one = await stranger(site)

    async def drip() -> None:
        while True:
            await one.send(b"a")
            await asyncio.sleep(0.02)

    await one.send(b"GET / HTTP/1.1\r\nx: ")
    dripping = asyncio.create_task(drip())
    async with asyncio.timeout(LIMIT_SECONDS):
        await one.is_closed()
    dripping.cancel()
    assert site.served == 0
    await close(one)


async def test_whoever_does_not_read_an_answer_is_sent_away(site: Site) -> None:
    one = await stranger(site)
    await one.send(b"GET /large HTTP/1.1\r\nhost: x\r\n\r\n")
    async with asyncio.timeout(LIMIT_SECONDS):
        await until(lambda: site.served == 1)
        await until(lambda: len(site.doorkeeper) == 0)
    await close(one)


async def test_an_answer_that_takes_long_to_make_is_waited_for(site: Site) -> None:
    one = await stranger(site)
    await one.send(b"GET /hold HTTP/1.1\r\nhost: x\r\n\r\n")
    silent = await stranger(site)
    await silent.is_closed()
    site.release.set()
    assert await one.status() == 200
    await close(one, silent)


async def test_silent_connections_push_out_one_another_and_an_honest_neighbour_is_served() -> None:
    site = Site()
    async with serving(site, patience=Patience()):
        at_work = await stranger(site)
        await at_work.send(b"GET /hold HTTP/1.1\r\nhost: x\r\n\r\n")
        flood = [await stranger(site) for _ in range(300)]
        assert await answered(site)
        assert len(site.doorkeeper) <= 50
        assert site.said
        assert set(site.said) == {"by_address"}
        site.release.set()
        assert await at_work.status() == 200
        await close(at_work, *flood)


async def test_sockets_of_strangers_give_way_and_those_of_people_stay() -> None:
    site = Site()
    async with serving(site, patience=Patience()):
        person = await stranger(site)
        await person.send(b"GET /me" + UPGRADE)
        assert await person.status() == 101
        strangers = []
        for _ in range(120):
            strangers.append(await stranger(site))
            await strangers[-1].send(b"GET /" + UPGRADE)
        assert await answered(site)
        await strangers[0].is_closed()
        await person.send(b"\x89\x80\x00\x00\x00\x00")  # a ping; its pong says that the socket stands
        while True:
            line = await person.reader.readuntil(b"\x8a\x00")
            if line:
                break
        await close(person, *strangers)


async def test_total_is_kept_from_many_addresses_and_somebody_new_comes_in() -> None:
    site = Site()
    async with serving(site, patience=Patience()):
        flood = [await stranger(site, f"127.0.{n // 40}.{n % 40 + 1}") for n in range(280)]
        assert await answered(site, "127.0.9.9")
        assert len(site.doorkeeper) <= 200
        assert "total" in site.said
        await close(*flood)


async def test_a_tls_handshake_that_does_not_come_counts_and_gives_way(tmp_path: Path) -> None:
    files = self_signed(tmp_path, [], Millis(1_800_000_000_000))
    browser = ssl.create_default_context(cafile=str(files.certificate))
    browser.check_hostname, browser.verify_mode = False, ssl.CERT_NONE
    site = Site()
    async with serving(site, patience=Patience(), certificate=(files.certificate, files.key)):
        flood = [await stranger(site) for _ in range(120)]
        await until(lambda: len(site.doorkeeper) == 50)
        honest = await stranger(site, tls=browser)
        await honest.send(GET)
        assert await honest.status() == 200
        await flood[0].is_closed()
        await flood[1].send(b"GET / HTTP/1.1\r\n\r\n")
        await flood[1].is_closed()
        await close(honest, *flood)
    assert len(site.doorkeeper) == 0


async def test_a_poll_may_wait_for_longer_than_a_stranger_and_keeps_no_server_that_ends() -> None:
    site = Site()
    async with serving(site, farewell_seconds=60) as server:
        poll, idle = await stranger(site), await stranger(site)
        await poll.send(b"GET /poll HTTP/1.1\r\nhost: x\r\n\r\n")
        async with asyncio.timeout(LIMIT_SECONDS):
            await idle.is_closed()  # which comes after more silence than any header, body or answer is given
            assert site.disconnected == 0
            server.should_exit = True
            await poll.is_closed()
        await until(lambda: site.disconnected == 1)
