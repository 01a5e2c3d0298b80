"""The recorder's tracks: written from what comes to their sockets, told in numbers, closed before the disk is full."""

import asyncio
import errno
import socket
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from deskside.ports.sealing import FileKey
from deskside.ports.segments import Zero
from deskside.recorder.desk import Desk, Place
from deskside.recorder.machine import Clocks
from deskside.recorder.messages import (
    Close,
    End,
    Feedback,
    KeyShape,
    Open,
    Status,
    Stopped,
    TrackShape,
    TrackStatus,
    ZeroShape,
)
from deskside.recorder.plain import PlainSegment, PlainSink
from deskside.recorder.records import Kind, Record, Sink, TrackKind, described_track, read
from deskside.recorder.rtp import Packet, build, picture_loss
from deskside.recorder.vp8 import BLACK
from deskside.recorder.writing import LOOPBACK
from tests.recorder.segments import MEDIA

LIMIT_SECONDS = 10
KEEP_FREE = 1_000
KEY = b"\x10" + BLACK
SEAL = KeyShape(file_id="file", key="5e" * 32)


def steady_us() -> int:
    return time.monotonic_ns() // 1_000


def shape(kind: TrackKind, name: str, zero_us: int = 0, boot: str = "this") -> TrackShape:
    """A track as the server asks for it; its session began at `zero_us` of the steady clock."""
    ssrc, payload_type = MEDIA[kind]
    codec, rate = ("opus", 48_000) if kind is TrackKind.MICROPHONE else ("vp8", 90_000)
    zero = ZeroShape(wall_us=0, steady_us=zero_us, boot=boot)
    return TrackShape(
        name=name, kind=kind, codec=codec, payload_type=payload_type, ssrc=ssrc, clock_rate=rate, zero=zero
    )


def packets(kind: TrackKind, numbers: range, payload: bytes = KEY) -> list[bytes]:
    """So many, each a frame."""
    return [build(Packet(n % 65_536, 3_000 * n % 2**32, *MEDIA[kind], True, payload)) for n in numbers]


class BrokenSink(PlainSink):
    """A disk that is full once it is told to be."""

    broken = False

    def append(self, content: bytes) -> None:
        if self.broken:
            raise OSError(errno.ENOSPC, "no space")
        super().append(content)


@dataclass(slots=True)
class House:
    """A desk at work, and what it said by itself."""

    folder: Path
    free: int = 10 * KEEP_FREE
    said: list[Stopped] = field(default_factory=list)
    sinks: list[BrokenSink] = field(default_factory=list)
    desk: Desk = field(init=False)
    sender: socket.socket = field(default_factory=lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM))

    def __post_init__(self) -> None:
        place = Place(self.folder, self._made, lambda: self.free, KEEP_FREE)
        self.desk = Desk(Clocks(steady_us, steady_us(), 1_000_000, "this"), place, self.said.append)

    def _made(self, path: Path, key: FileKey) -> Sink:
        assert key == SEAL.file_key()
        self.sinks.append(BrokenSink(path))
        return self.sinks[-1]

    def open(self, kind: TrackKind = TrackKind.CAMERA, name: str = "a") -> TrackStatus:
        answer = self.desk.obey(Open(key=SEAL, id=1, track=shape(kind, name, steady_us())))
        assert not answer.error
        return answer.tracks[0]

    def send(self, to: TrackStatus, datagrams: list[bytes]) -> None:
        for each in datagrams:
            self.sender.sendto(each, (LOOPBACK, to.port))

    def status(self, name: str = "a") -> TrackStatus:
        return next(each for each in self.desk.obey(Status(id=2)).tracks if each.name == name)

    def records(self, file: str) -> list[Record]:
        return [each for each in read(PlainSegment(self.folder / file).chunks(0)) if isinstance(each, Record)]


async def until(holds: Callable[[], bool]) -> None:
    """Waits, within a limit."""
    async with asyncio.timeout(LIMIT_SECONDS):
        while True:
            if holds():
                return
            await asyncio.sleep(0.01)


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    made = House(tmp_path)
    running = asyncio.create_task(made.desk.run())
    yield made
    made.desk.ending.set()
    await asyncio.wait_for(running, LIMIT_SECONDS)
    made.sender.close()


async def test_what_comes_is_written_within_moments_and_counted(house: House) -> None:
    track = house.open()
    datagrams = packets(TrackKind.CAMERA, range(65_530, 65_540))
    house.send(track, [*datagrams[:4], *datagrams[5:], b"nothing", packets(TrackKind.SCREEN, range(1))[0]])
    await until(lambda: len(house.records(track.file)) == 10)
    await until(lambda: house.status().holes == 1)
    status = house.status()
    assert (status.packets, status.foreign) == (9, 2)
    assert status.bytes == (house.folder / track.file).stat().st_size
    assert status.last_key_us == status.last_packet_us
    head, *rest = house.records(track.file)
    assert described_track(head.content).ssrc == MEDIA["camera"][0]
    assert described_track(head.content).name == track.name
    assert [each.content for each in rest] == [*datagrams[:4], *datagrams[5:]]
    assert all(0 < each.at_us < LIMIT_SECONDS * 1_000_000 for each in rest)


async def test_what_had_come_before_it_was_closed_is_written_and_nothing_after(house: House) -> None:
    track = house.open()
    datagrams = packets(TrackKind.CAMERA, range(200))
    house.send(track, datagrams)
    answer = house.desk.obey(Close(id=3, name="a"))
    assert [each.packets for each in answer.tracks] == [200]
    *_, last, end = house.records(track.file)
    assert (last.content, end.kind, end.content) == (datagrams[-1], Kind.END, b"closed")
    again = house.desk.obey(Close(id=4, name="a"))
    assert (again.error, again.tracks) == ("", ())
    assert house.desk.obey(Status(id=5)).tracks == ()


async def test_opening_again_is_answered_as_before_and_another_track_is_refused(house: House) -> None:
    first = house.desk.obey(Open(key=SEAL, id=1, track=shape(TrackKind.CAMERA, "a")))
    again = house.desk.obey(Open(key=SEAL, id=2, track=shape(TrackKind.CAMERA, "a")))
    other = house.desk.obey(Open(key=SEAL, id=3, track=shape(TrackKind.SCREEN, "a")))
    assert again.tracks == first.tracks
    assert other.error == "name: another track of this name is open"


async def test_a_codec_that_no_file_is_made_of_is_refused_before_anything_is_written(house: House) -> None:
    track = shape(TrackKind.CAMERA, "a").model_copy(update={"codec": "h264"})
    assert house.desk.obey(Open(key=SEAL, id=1, track=track)).error == "codec: h264 is not recorded of a camera; vp8 is"
    assert list(house.folder.iterdir()) == []


async def test_each_segment_has_a_name_of_its_own_and_the_port_that_it_asks_for(house: House) -> None:
    first = house.open()
    house.desk.obey(Close(id=3, name="a"))
    again = house.desk.obey(Open(key=SEAL, id=4, track=shape(TrackKind.CAMERA, "a"), port=first.port))
    assert again.error.startswith("name: there is a segment of this name already")
    answer = house.desk.obey(Open(key=SEAL, id=5, track=shape(TrackKind.CAMERA, "b"), port=first.port))
    assert [(each.port, each.file) for each in answer.tracks] == [(first.port, "b.rtp")]
    taken = house.desk.obey(Open(key=SEAL, id=6, track=shape(TrackKind.SCREEN, "c"), port=first.port))
    assert taken.error.startswith("port: ")
    assert not (house.folder / "c.rtp").exists()


async def test_keyframes_are_asked_for_where_the_engine_listens(house: House) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as engine:
        engine.bind((LOOPBACK, 0))
        engine.settimeout(0)
        port = engine.getsockname()[1]
        house.open()
        house.desk.obey(Feedback(id=2, name="a", port=port))
        heard = await asyncio.wait_for(asyncio.get_running_loop().sock_recv(engine, 100), LIMIT_SECONDS)
        assert heard == picture_loss(MEDIA["camera"][0])
        assert house.status().asked == 1
        house.open(TrackKind.MICROPHONE, "voice")
        house.desk.obey(Feedback(id=3, name="voice", port=port))
        await asyncio.sleep(0.2)
        assert house.status("voice").asked == 0
    assert house.desk.obey(Feedback(id=4, name="nobody", port=1)).error == "name: no such track is open"


@pytest.mark.parametrize("how", ["nearly", "wholly"])
async def test_a_full_disk_ends_recording_cleanly_and_is_told_within_two_seconds(house: House, how: str) -> None:
    tracks = [house.open(), house.open(TrackKind.MICROPHONE, "voice")]
    house.send(tracks[0], packets(TrackKind.CAMERA, range(3)))
    await until(lambda: len(house.records(tracks[0].file)) == 4)
    began = time.perf_counter()
    if how == "nearly":
        house.free = KEEP_FREE - 1
    else:
        for sink in house.sinks:
            sink.broken = True
        house.send(tracks[0], packets(TrackKind.CAMERA, range(3, 5)))
        house.send(tracks[1], packets(TrackKind.MICROPHONE, range(3, 5)))
    await until(lambda: sum(len(each.tracks) for each in house.said) == 2)
    assert time.perf_counter() - began < 2
    assert {each.stopped for each in house.said} == {"full"}
    assert house.desk.obey(Status(id=2)).tracks == ()
    if how == "nearly":
        assert [house.records(each.file)[-1].content for each in tracks] == [b"full", b"full"]
        assert house.desk.obey(Status(id=3)).full
        assert house.desk.obey(Open(key=SEAL, id=1, track=shape(TrackKind.CAMERA, "a"))).error.startswith("full: ")
        house.free = KEEP_FREE
        house.open(name="b")


async def test_all_are_closed_at_the_end(house: House) -> None:
    track = house.open()
    assert len(house.desk.obey(End(id=9)).tracks) == 1
    assert house.records(track.file)[-1].kind is Kind.END
    assert house.desk.ending.is_set()


def test_a_zero_of_another_boot_is_found_by_the_clock_on_the_wall() -> None:
    now = [5_000_000]
    clocks = Clocks(lambda: now[0], 5_000_000, 1_700_000_000_000_000, "this")
    here, before = Zero(0, 4_000_000, "this"), Zero(1_699_999_990_000_000, 999_000_000, "former")
    now[0] = 7_000_000
    assert clocks.since(here)() == 3_000_000
    assert clocks.since(before)() == 12_000_000
    assert clocks.since(Zero(0, 9_000_000, "this"))() == 0
    assert clocks.wall_us() == 1_700_000_002_000_000
