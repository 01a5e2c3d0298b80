"""The recorder as engines know it, with its process: sealed, on record, and going on whoever dies."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from deskside.domain.ids import SessionId, UserId
from deskside.domain.tracks import TrackKind
from deskside.ports.recorder import CopiedTrack, RecorderFull, RecorderRefused, RecorderUnavailable, Stopped
from deskside.ports.sealing import Tampered
from deskside.ports.segments import Segment
from deskside.recorder import records
from deskside.recorder.records import Kind, Record, read
from deskside.recorder.running import RecorderSettings
from deskside.recorder.sealed import SealedSegment
from deskside.recorder.tracks import SealedRecorder
from tests.recorder.registered import OTHER, SESSION, Registered, registered
from tests.recorder.segments import MEDIA
from tests.recorder.test_desk import until
from tests.recorder.test_process import sending

SSRC, PAYLOAD_TYPE = MEDIA["camera"]
CAMERA = CopiedTrack(SESSION, UserId("alice"), TrackKind.VIDEO, SSRC, PAYLOAD_TYPE, "vp8", 90_000)
VOICE = replace(CAMERA, session=OTHER, kind=TrackKind.AUDIO, ssrc=7, payload_type=111, codec="opus", clock_rate=48_000)


class Server:
    """A server process: a recorder, what it said, and the records of its segments."""

    def __init__(self, folder: Path, known: Registered, keep_free: int = 0) -> None:
        self.settings = RecorderSettings(folder / "run", folder / "segments", keep_free)
        self.known = known
        self.recorder = SealedRecorder(self.settings, known.register)
        self.recorder.listen(self)
        self.changes = 0
        self.said: list[Stopped] = []

    def changed(self) -> None:
        self.changes += 1

    def stopped(self, said: Stopped) -> None:
        self.said.append(said)

    async def read(self, segment: Segment) -> list[Record]:
        """What is in it."""
        key, _ = await self.known.keyring.open(segment.center_id, segment.file_id)
        found = read(SealedSegment(self.settings.folder / segment.file, key).chunks(0))
        return [each for each in found if isinstance(each, Record)]

    def kill(self) -> None:
        """The recorder."""
        assert self.recorder.pid is not None
        os.kill(self.recorder.pid, signal.SIGKILL)


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    made = Server(tmp_path, await registered())
    await made.recorder.start()
    yield made
    await made.recorder.stop(keep=False)


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
    await _until_closed(server)
    assert [x.why for x in await server.known.segments()] == ["closed"]
    await server.recorder.close(SSRC)


async def _until_closed(server: Server) -> None:
    async with asyncio.timeout(5):
        while await server.known.register.still_open():  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.01)


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
        await until(lambda: server.recorder.writes(SSRC) and server.recorder.writes(VOICE.ssrc))
        assert server.changes >= 2
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
    await _until_closed(server)


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
    await _until_closed(server)
    assert (await server.recorder.status()).tracks == ()
