"""What strangers do to a server before they have signed in, without end: `python -m bench.attacks NAME PORT`.

Run in a process of its own, so that whoever measures the server beside it is not slowed by it.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

HOST = "127.0.0.1"
SILENT, HALF_OPEN, SLOW, BUSY = 1_500, 1_500, 300, 4
PAUSE_SECONDS = 0.2
"""Until the next connection in the place of one that was closed."""
CHUNK = bytes(b"a" * 65_536)
UPGRADE = (
    b"GET /api/socket/?EIO=4&transport=websocket HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)

Act = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


async def _flood(writer: asyncio.StreamWriter, piece: bytes) -> None:
    while True:
        writer.write(piece)
        await writer.drain()


async def _drip(writer: asyncio.StreamWriter, seconds: float) -> None:
    while True:
        writer.write(b"a")
        await writer.drain()
        await asyncio.sleep(seconds)


async def endless_header(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nx: ")
    await _flood(writer, CHUNK)


async def many_headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"GET / HTTP/1.1\r\n")
    await _flood(writer, b"a: b\r\n" * 10_000)


async def slow_header(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"GET / HTTP/1.1\r\nx: ")
    await _drip(writer, 1.0)


async def slow_body(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"POST /api/auth/login HTTP/1.1\r\nHost: x\r\nContent-Length: 60000\r\n\r\n")
    await _drip(writer, 1.0)


async def endless_body(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"POST /api/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    await _flood(writer, b"10000\r\n" + CHUNK + b"\r\n")


async def crumbs(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"POST /api/auth/login HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
    await _flood(writer, b"1\r\na\r\n" * 10_000)


async def silent(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
    await reader.read(1)


async def half_open(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(UPGRADE)
    while await reader.read(65_536):
        pass


async def nonsense(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n" * 100)
    await reader.read(65_536)


ATTACKS: dict[str, tuple[Act, int]] = {
    "endless header": (endless_header, BUSY),
    "many headers": (many_headers, BUSY),
    "slow header": (slow_header, SLOW),
    "slow body": (slow_body, SLOW),
    "endless body": (endless_body, BUSY),
    "body in crumbs": (crumbs, BUSY),
    "silent connections": (silent, SILENT),
    "half-open sockets": (half_open, HALF_OPEN),
    "nonsense": (nonsense, BUSY),
}
"""By name: what is done, and over how many connections at once."""


async def again_and_again(act: Act, port: int) -> None:
    """A connection, and another one as soon as it is gone."""
    while True:
        with suppress(OSError):
            reader, writer = await asyncio.open_connection(HOST, port)
            try:
                await act(reader, writer)
            finally:
                writer.close()
        await asyncio.sleep(PAUSE_SECONDS)


async def attack(name: str, port: int) -> None:
    act, connections = ATTACKS[name]
    await asyncio.gather(*(again_and_again(act, port) for _ in range(connections)))


if __name__ == "__main__":
    asyncio.run(attack(sys.argv[1], int(sys.argv[2])))
