"""Server processes with a recorder, for tests: what it said, and what is in its segments."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from deskside.domain.ids import UserId
from deskside.domain.tracks import TrackKind
from deskside.ports.recorder import CopiedTrack, Stopped
from deskside.ports.segments import Segment
from deskside.recorder.records import Record, read
from deskside.recorder.running import RecorderSettings
from deskside.recorder.sealed import SealedSegment
from deskside.recorder.tracks import SealedRecorder
from tests.recorder.registered import OTHER, SESSION, Registered, registered
from tests.recorder.segments import MEDIA

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


async def until_closed(server: Server) -> None:
    async with asyncio.timeout(5):
        while await server.known.register.still_open():  # noqa: ASYNC110 - a row has no event
            await asyncio.sleep(0.01)
