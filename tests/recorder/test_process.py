"""The recorder as a process of its own: private, obeying one server at a time, and alive when that one is not."""

import asyncio
import json
import os
import signal
import socket
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from deskside.children.process import started_ticks
from deskside.recorder.line import Line, RecorderLost
from deskside.recorder.messages import MAX_LINE, Answer, Open, Status, Stopped
from deskside.recorder.process import SOCKET_FILE
from deskside.recorder.records import Kind, Record, TrackKind, read
from deskside.recorder.running import RecorderProcess, RecorderSettings
from deskside.recorder.sealed import SealedSegment
from deskside.recorder.writing import LOOPBACK
from tests.recorder.test_desk import SEAL, packets, shape, until

SECOND_US = 1_000_000
PACE_SECONDS = 0.02


class Server:
    """A server process with a recorder, and what it was told."""

    def __init__(self, folder: Path, keep_free: int = 0) -> None:
        self.settings = RecorderSettings(folder / "run", folder / "segments", keep_free)
        self.said: list[Stopped] = []
        self.restored: list[Answer] = []
        self.losses = 0
        self.recorder = RecorderProcess(
            self.settings, stopped=self.said.append, lost=self._lose, restored=self.restored.append
        )

    def _lose(self) -> None:
        self.losses += 1

    def records(self, file: str) -> list[Record]:
        found = read(SealedSegment(self.settings.folder / file, SEAL.file_key()).chunks(0))
        return [each for each in found if isinstance(each, Record)]


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[Server]:
    made = Server(tmp_path)
    await made.recorder.start()
    yield made
    await made.recorder.stop(keep=False)


@asynccontextmanager
async def sending(port: int) -> AsyncIterator[list[bytes]]:
    """A picture, packet after packet, meanwhile; what was sent by now."""
    ending, sent = asyncio.Event(), list[bytes]()
    task = asyncio.create_task(_send(port, ending, sent))
    try:
        yield sent
    finally:
        ending.set()
        await task


async def _send(port: int, ending: asyncio.Event, sent: list[bytes]) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
        for number in range(100_000):
            if ending.is_set():
                break
            sent += packets(TrackKind.CAMERA, range(number, number + 1))
            sender.sendto(sent[-1], (LOOPBACK, port))
            await asyncio.sleep(PACE_SECONDS)


async def test_it_is_private_and_lives_on_for_the_next_server(server: Server, tmp_path: Path) -> None:
    pid = server.recorder.pid
    run_dir = server.settings.run_dir
    assert stat.S_IMODE(run_dir.stat().st_mode) == 0o700
    assert stat.S_IMODE((run_dir / SOCKET_FILE).stat().st_mode) == 0o600
    zero = (await server.recorder.status()).clock.steady_us
    port = (await server.recorder.open(shape(TrackKind.CAMERA, "a", zero), SEAL)).tracks[0].port
    ending, sent = asyncio.Event(), list[bytes]()
    sending = asyncio.create_task(_send(port, ending, sent))
    await server.recorder.stop(keep=True)
    following = Server(tmp_path)
    try:
        status = await following.recorder.start()
        assert status is not None
        assert following.recorder.pid == pid
        assert [(each.name, each.port) for each in status.tracks] == [("a", port)]
        ending.set()
        await sending
        closed = await following.recorder.close("a")
        assert closed.tracks[0].packets == len(sent)
    finally:
        await following.recorder.stop(keep=False)
    assert pid is not None
    assert started_ticks(pid, Path(sys.executable).name) is None
    assert [each.content for each in server.records("a.rtp") if each.kind is Kind.PACKET] == sent


async def test_killed_it_is_back_without_tracks_and_what_it_wrote_is_read(server: Server) -> None:
    status = await server.recorder.status()
    track = shape(TrackKind.CAMERA, "a", status.clock.steady_us, status.clock.boot)
    opened = await server.recorder.open(track, SEAL)
    ending = asyncio.Event()
    sending = asyncio.create_task(_send(opened.tracks[0].port, ending, []))
    await until(lambda: len(server.records("a.rtp")) > 20)
    pid = server.recorder.pid
    assert pid is not None
    killed_us = (await server.recorder.status()).clock.steady_us - status.clock.steady_us
    os.kill(pid, signal.SIGKILL)
    await until(lambda: bool(server.restored))
    assert (server.losses, server.restored[0].tracks) == (1, ())
    again = await server.recorder.open(track, SEAL)
    assert again.error.startswith("name: "), "no file is written twice: a nonce would be"
    ending.set()
    await sending
    came = [each.at_us for each in server.records("a.rtp") if each.kind is Kind.PACKET]
    assert killed_us - came[-1] < 0.5 * SECOND_US, "what had come is written four times a second"


async def test_it_gives_no_key_away(server: Server, tmp_path: Path) -> None:
    track = shape(TrackKind.CAMERA, "a")
    await server.recorder.open(track, SEAL)
    await server.recorder.close("a")
    assert SEAL.key not in repr(Open(id=1, track=track, key=SEAL))
    assert kept_in(tmp_path).isdisjoint({SEAL.key.encode(), SEAL.file_key().key})
    assert core_limit(server.recorder.pid) == "0"
    wrong = {"do": "open", "id": 1, "key": {"file_id": "f", "key": SEAL.key[1:]}}
    reader, writer = await asyncio.open_unix_connection(server.settings.run_dir / SOCKET_FILE)
    writer.write(json.dumps(wrong).encode() + b"\n")
    answer = await asyncio.wait_for(reader.readline(), 5)
    writer.close()
    assert b"malformed: " in answer
    assert SEAL.key[1:].encode() not in answer


def kept_in(folder: Path) -> set[bytes]:
    """Every key that is in clear in its files."""
    contents = [each.read_bytes() for each in folder.rglob("*") if each.is_file()]
    assert contents
    return {key for key in (SEAL.key.encode(), SEAL.file_key().key) for each in contents if key in each}


def core_limit(pid: int | None) -> str:
    """Soft limit of its core files, in bytes (proc(5))."""
    lines = Path(f"/proc/{pid}/limits").read_text().splitlines()
    return next(each.split()[4] for each in lines if each.startswith("Max core file size"))


async def test_whatever_else_is_said_is_answered_or_cut_and_nobody_else_is_disturbed(server: Server) -> None:
    path = server.settings.run_dir / SOCKET_FILE
    lines = [b"", b"nothing", b"{}", b'{"do": "open"}', b'{"do": "end"}', b"[" * 4_000, b'"\xff"']
    lines.append(json.dumps({"do": "feedback", "id": 1, "name": "../a", "port": 70_000}).encode())
    reader, writer = await asyncio.open_unix_connection(path)
    for each in lines:
        writer.write(each + b"\n")
        answer = Answer.model_validate_json(await asyncio.wait_for(reader.readline(), 5))
        assert answer.error.startswith("malformed: ")
    writer.write(b"x" * (2 * MAX_LINE) + b"\n")
    assert await asyncio.wait_for(reader.read(), 5) == b""
    writer.close()
    line = await Line.connected(path, server.said.append)
    assert not (await line.ask(Status(id=1))).error
    await line.close()


async def test_a_new_server_takes_the_place_of_the_former_one(server: Server) -> None:
    path = server.settings.run_dir / SOCKET_FILE
    first = await Line.connected(path, server.said.append)
    await first.ask(Status(id=1))
    second = await Line.connected(path, server.said.append)
    assert not (await second.ask(Status(id=1))).error
    with pytest.raises(RecorderLost):
        await first.ask(Status(id=2))
    await first.close()
    await second.close()


async def test_a_disk_without_room_is_said_before_anything_is_written(tmp_path: Path) -> None:
    server = Server(tmp_path, keep_free=1 << 60)
    await server.recorder.start()
    try:
        answer = await server.recorder.open(shape(TrackKind.CAMERA, "a"), SEAL)
        assert answer.error.startswith("full: ")
        assert answer.full
        assert list(server.settings.folder.iterdir()) == []
    finally:
        await server.recorder.stop(keep=False)
