"""A recorder whose database is away, whose disk is full, whose port is taken, whose server dies in between."""

import asyncio
import resource
import socket
from dataclasses import replace
from pathlib import Path

import pytest

from deskside.domain.modes import StopReason
from deskside.ports.recorder import RecorderFull, RecorderUnavailable, Stopped
from deskside.ports.segments import Zero
from deskside.recorder.writing import LOOPBACK
from deskside.services.segments import Wanted
from tests.recorder.registered import SESSION, registered
from tests.recorder.servers import CAMERA, SSRC, Server, server, until_closed
from tests.recorder.test_desk import until
from tests.recorder.test_process import sending

__all__ = ["server"]


async def test_while_nothing_can_be_put_on_record_nothing_is_opened(server: Server) -> None:
    server.known.storage.away = True
    with pytest.raises(RecorderUnavailable):
        await server.recorder.open(CAMERA)
    server.known.storage.away = False
    assert list(server.settings.folder.iterdir()) == []
    assert (await server.recorder.status()).tracks == ()


async def test_an_end_that_cannot_be_put_on_record_is_as_soon_as_it_can(server: Server) -> None:
    await server.recorder.open(CAMERA)
    server.known.storage.away = True
    await server.recorder.close(SSRC)
    server.known.storage.away = False
    await until_closed(server)


async def test_a_full_disk_is_said_before_anything_is_on_record(tmp_path: Path) -> None:
    full = Server(tmp_path, await registered(), keep_free=1 << 60)
    await full.recorder.start()
    with pytest.raises(RecorderFull):
        await full.recorder.open(CAMERA)
    await full.recorder.stop(keep=False)
    assert await full.known.segments() == ()


async def test_what_nobody_waits_for_any_more_is_not_left_open(server: Server) -> None:
    opening = asyncio.create_task(server.recorder.open(CAMERA))
    await asyncio.sleep(0)
    opening.cancel()
    await asyncio.gather(opening, return_exceptions=True)
    async with asyncio.timeout(5):
        while server.recorder.has(SSRC) or not await server.known.segments():  # noqa: ASYNC110 - as above
            await asyncio.sleep(0.01)
    await until_closed(server)
    assert (await server.recorder.status()).tracks == ()


async def test_what_cannot_be_written_any_more_is_told_and_what_was_is_read(server: Server) -> None:
    port = await server.recorder.open(CAMERA)
    (segment,) = await server.known.segments()
    limit_files(server.recorder.pid, 4_000)
    async with sending(port):
        await until(lambda: bool(server.said))
    assert server.said == [Stopped(StopReason.FAILED, frozenset({SSRC}), frozenset({SESSION}))]
    assert not server.recorder.has(SSRC)
    await until_closed(server)
    assert [x.why for x in await server.known.segments()] == ["file"]
    assert len(await server.read(segment)) > 1
    limit_files(server.recorder.pid, resource.RLIM_INFINITY)
    await server.recorder.open(CAMERA)
    assert server.recorder.writes(SSRC)


async def test_what_stopped_while_no_server_was_there_is_told_to_the_next(server: Server, tmp_path: Path) -> None:
    port = await server.recorder.open(CAMERA)
    limit_files(server.recorder.pid, 4_000)
    await server.recorder.stop(keep=True)
    async with sending(port) as sent:
        await until(lambda: len(sent) > 100)
    following = Server(tmp_path, server.known)
    await following.recorder.start()
    await following.recorder.stop(keep=False)
    assert [(x.why, x.sessions) for x in following.said] == [(StopReason.FAILED, frozenset({SESSION}))]
    assert [x.why for x in await server.known.segments()] == ["file"]


def limit_files(pid: int | None, size: int) -> None:
    """No file of the recorder gets longer: its disk is full, as far as it can tell."""
    assert pid is not None
    resource.prlimit(pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


async def test_a_port_that_another_has_taken_meanwhile_is_given_up(server: Server) -> None:
    port = await server.recorder.open(CAMERA)
    server.kill()
    await until(lambda: not server.recorder.writes(SSRC))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as other:
        other.bind((LOOPBACK, port))
        await until(lambda: not server.recorder.has(SSRC))
    assert await server.recorder.open(replace(CAMERA, ssrc=8))


async def test_of_what_was_on_record_and_never_opened_nothing_is_read(server: Server, tmp_path: Path) -> None:
    wanted = Wanted(SESSION, CAMERA.person, CAMERA.kind)
    (begun,) = await server.known.register.begin((wanted,), Zero(1, 2, "boot"))  # and the server was killed
    await server.recorder.stop(keep=True)
    following = Server(tmp_path, server.known)
    await following.recorder.start()
    await following.recorder.stop(keep=False)
    (segment,) = await server.known.segments()
    assert (segment.name, segment.why) == (begun.segment.name, "lost")
    assert await server.read(segment) == []
