"""The recorder as engines know it, with its process: sealed, on record, and going on whoever dies."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from deskside.domain.ids import SessionId
from deskside.ports.recorder import RecorderRefused
from deskside.ports.sealing import Tampered
from deskside.recorder import records
from deskside.recorder.records import Kind
from deskside.recorder.sealed import SealedSegment
from tests.recorder.registered import OTHER
from tests.recorder.servers import CAMERA, SSRC, VOICE, Server, server, until_closed
from tests.recorder.test_desk import until
from tests.recorder.test_process import sending

__all__ = ["server"]


async def test_a_track_is_on_record_and_sealed_from_its_first_byte(server: Server) -> None:
    port = await server.recorder.open(CAMERA)
    assert await server.recorder.open(CAMERA) == port
    assert server.recorder.writes(SSRC)
    (segment,) = await server.known.segments()
    assert (segment.person_id, segment.kind, segment.closed_at) == (CAMERA.person, CAMERA.kind, None)
    async with sending(port) as sent:
        await until(lambda: len(sent) > 20)
    await server.recorder.close(SSRC)
    assert not server.recorder.has(SSRC)
    head, *packets, end = await server.read(segment)
    assert records.described_track(head.content).name == segment.name
    assert [each.content for each in packets] == sent
    assert (end.kind, end.content) == (Kind.END, b"closed")
    raw = (server.settings.folder / segment.file).read_bytes()
    assert not any(each in raw for each in (sent[0], segment.name.encode(), b"alice"))
    other, _ = await server.known.keyring.new_file(segment.center_id)
    with pytest.raises(Tampered):
        list(SealedSegment(server.settings.folder / segment.file, other).chunks(0))
    await until_closed(server)
    assert [x.why for x in await server.known.segments()] == ["closed"]
    await server.recorder.close(SSRC)


async def test_of_a_killed_recorder_each_track_goes_on_at_its_port_in_another_sealed_file(server: Server) -> None:
    port = await server.recorder.open(CAMERA)
    await server.recorder.open(VOICE)
    await server.recorder.ask_at(SSRC, 9)
    (first,) = await server.known.segments()
    async with sending(port) as sent:
        await until(lambda: len(sent) > 30)
        server.kill()
        await until(lambda: not server.recorder.writes(SSRC))
        assert server.recorder.has(SSRC), "the engine sends on"
        assert not server.recorder.healthy
        await until(lambda: server.recorder.writes(SSRC) and server.recorder.writes(VOICE.ssrc))
        assert server.changes >= 2
        assert server.recorder.healthy
        again = len(sent)
        await until(lambda: len(sent) > again + 20)
    status = await server.recorder.status()
    assert {x.ssrc: (x.port, x.feedback) for x in status.tracks}[SSRC] == (port, 9)
    await server.recorder.close(SSRC)
    await until(lambda: not server.recorder.has(SSRC))
    second = next(x for x in await server.known.segments() if x.name != first.name)
    assert first.file_id != second.file_id
    before, after = await server.read(first), await server.read(second)
    came = [x.at_us for x in before if x.kind is Kind.PACKET], [x.at_us for x in after if x.kind is Kind.PACKET]
    assert 0 < came[1][0] - came[0][-1] < 5_000_000, "one timeline; bench/recorder.py measures the hole"
    assert next(x.why for x in await server.known.segments() if x.name == first.name) == "lost"
    assert len(await server.known.segments(OTHER)) == 2


async def test_the_next_server_goes_on_with_what_is_on_record_and_ends_everything_else(
    server: Server, tmp_path: Path
) -> None:
    port = await server.recorder.open(CAMERA)
    await server.recorder.open(VOICE)
    await server.recorder.stop(keep=True)
    (unknown,) = await server.known.segments(OTHER)
    async with server.known.storage.transaction() as unit:
        await unit.segments.remove(unknown.center_id, (unknown.name,))
    following = Server(tmp_path, server.known)
    await following.recorder.start()
    try:
        assert following.recorder.writes(SSRC)
        assert not following.recorder.has(VOICE.ssrc)
        assert [x.ssrc for x in (await following.recorder.status()).tracks] == [SSRC]
        assert await following.recorder.open(CAMERA) == port
        following.kill()
        await until(lambda: not following.recorder.writes(SSRC))
        await until(lambda: following.recorder.writes(SSRC))
        await following.recorder.keep_only(frozenset({1}))
        assert not following.recorder.has(SSRC)
    finally:
        await following.recorder.stop(keep=False)
    assert await server.known.register.still_open() == ()


async def test_what_was_left_open_by_a_recorder_that_died_with_its_server_is_lost(
    server: Server, tmp_path: Path
) -> None:
    await server.recorder.open(CAMERA)
    pid = server.recorder.pid
    await server.recorder.stop(keep=True)
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    following = Server(tmp_path, server.known)
    await following.recorder.start()
    await following.recorder.stop(keep=False)
    assert [x.why for x in await server.known.segments()] == ["lost"]


@pytest.mark.parametrize("codec", ["h264", "vp9", ""])
async def test_what_no_file_is_made_of_is_refused_and_not_on_record(server: Server, codec: str) -> None:
    with pytest.raises(RecorderRefused, match="vp8 is"):
        await server.recorder.open(replace(CAMERA, codec=codec))
    with pytest.raises(RecorderRefused, match="session"):
        await server.recorder.open(replace(CAMERA, session=SessionId("unknown")))
    assert await server.known.segments() == ()
