"""Engine and recorder together, as the server has them: what was allowed is in sealed segments, whoever was killed."""

import asyncio
import os
import signal
from pathlib import Path

import pytest

from deskside.domain.tracks import TrackKind
from deskside.media.janus.engine import JanusEngine
from deskside.recorder.records import Kind, Record, read
from deskside.recorder.rtp import parse
from deskside.recorder.running import RecorderSettings
from deskside.recorder.sealed import SealedSegment
from deskside.recorder.tracks import SealedRecorder
from tests.media.copied import recorded
from tests.media.installed import janus_settings
from tests.media.people import EventLog, Person, until_in_force
from tests.recorder.registered import SESSION, Registered, registered

pytestmark = pytest.mark.engine


class Servers:
    """Server processes after one another, with the same folders and database."""

    def __init__(self, folder: Path, known: Registered) -> None:
        self._folder, self.known = folder, known
        self.settings = RecorderSettings(folder / "run", folder / "segments", 0)

    async def start(self) -> None:
        self.recorder = SealedRecorder(self.settings, self.known.register)
        self.engine = JanusEngine(janus_settings(self._folder / "engine"), self.recorder)
        await self.recorder.start()
        await self.engine.start()
        await self.engine.open_room(SESSION)
        self.events = EventLog(self.engine)

    async def stop(self, *, keep: bool) -> None:
        self.events.close()
        await self.engine.stop(keep=keep)
        await self.recorder.stop(keep=keep)

    async def numbers(self, kind: TrackKind) -> list[list[int]]:
        """The sequence numbers in each segment of a kind, in order of their opening."""
        found = []
        for segment in await self.known.segments():
            if segment.kind is kind:
                key, _ = await self.known.keyring.open(segment.center_id, segment.file_id)
                records = read(SealedSegment(self.settings.folder / segment.file, key).chunks(0))
                packets = [x for x in records if isinstance(x, Record) and x.kind is Kind.PACKET]
                found.append([parse(x.content).sequence for x in packets])
        return found

    async def writes(self, kind: TrackKind, segments: int) -> None:
        """Wait until so many segments of this kind are there, and the newest grows."""
        async with asyncio.timeout(15):
            while not (len(await self.numbers(kind)) == segments and (await self.numbers(kind))[-1]):  # noqa: ASYNC110
                await asyncio.sleep(0.05)
            before = len((await self.numbers(kind))[-1])
            while len((await self.numbers(kind))[-1]) <= before:  # noqa: ASYNC110 - a file has no event
                await asyncio.sleep(0.05)


async def test_what_was_recorded_survives_recorder_and_server(tmp_path: Path) -> None:
    servers = Servers(tmp_path, await registered())
    await servers.start()
    alice = Person(servers.engine, SESSION, "alice", servers.events)
    await alice.publish()
    await until_in_force(servers.engine, SESSION, recorded(alice))
    for kind in TrackKind:
        await servers.writes(kind, 1)

    pid = servers.recorder.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    await servers.writes(TrackKind.VIDEO, 2)
    await until_in_force(servers.engine, SESSION, recorded(alice))

    await servers.stop(keep=True)
    await servers.start()
    await until_in_force(servers.engine, SESSION, recorded(alice))
    await servers.writes(TrackKind.VIDEO, 2)
    assert await servers.engine.route(SESSION, frozenset()) == frozenset()
    async with asyncio.timeout(10):
        while await servers.known.register.still_open():  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.02)
    ended = await servers.numbers(TrackKind.AUDIO)
    assert len(ended) == 2
    first, second = ended
    assert first == list(range(first[0], first[0] + len(first))), "nothing is missing before the recorder was killed"
    assert second == list(range(second[0], second[0] + len(second))), "nor while the server was away"
    alice.close()
    await servers.stop(keep=False)
    assert await servers.numbers(TrackKind.AUDIO) == ended
