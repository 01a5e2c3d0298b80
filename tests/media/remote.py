"""An engine in a server process of its own, so that a test can kill that process as a crash would.

Calls and events travel as pickled tuples, one a line; both ends are this file.
"""

import asyncio
import base64
import os
import pickle
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.tracks import RoutingTable
from deskside.media.janus.engine import JanusEngine
from deskside.ports.media import EngineEvent, Offer
from tests.media.installed import janus_settings

REPLY_SECONDS = 20.0


def _line(value: object) -> bytes:
    return base64.b64encode(pickle.dumps(value)) + b"\n"


class RemoteEngine:
    """The part of `JanusEngine` that the test needs, in another process."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._replies: asyncio.Queue[object] = asyncio.Queue()
        self._events: asyncio.Queue[EngineEvent] = asyncio.Queue()
        self._calling = asyncio.Lock()
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def start(cls, run_dir: Path) -> "RemoteEngine":
        """Returns when the engine there has started."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.media.remote", str(run_dir)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        engine = cls(process)
        await asyncio.wait_for(engine._replies.get(), REPLY_SECONDS)
        return engine

    async def die(self) -> None:
        """SIGKILL: nothing is said to anybody."""
        self._process.send_signal(signal.SIGKILL)
        await self._process.wait()
        await self._reader

    async def open_room(self, session: SessionId) -> object:
        return await self._call("open_room", session)

    async def publish(
        self, session: SessionId, person: UserId, page: PageId, offer: str, *, beside: bool = False
    ) -> str:
        return str(await self._call("publish", session, person, page, offer))

    async def subscribe(
        self, session: SessionId, person: UserId, page: PageId, sources: frozenset[UserId], *, beside: bool = False
    ) -> Offer | None:
        offer = await self._call("subscribe", session, person, page, sources)
        assert offer is None or isinstance(offer, Offer)
        return offer

    async def cover(self, session: SessionId, person: UserId, sources: frozenset[UserId]) -> None:
        await self._call("cover", session, person, sources)

    async def accept(
        self, session: SessionId, person: UserId, page: PageId, answer: str, of: str | None = None
    ) -> None:
        await self._call("accept", session, person, page, answer, of)

    async def refresh(self, session: SessionId, person: UserId) -> None:
        await self._call("refresh", session, person)

    async def route(self, session: SessionId, table: RoutingTable) -> object:
        return await self._call("route", session, table)

    async def events(self) -> AsyncIterator[EngineEvent]:
        while True:
            yield await self._events.get()

    async def _call(self, method: str, *arguments: object) -> object:
        async with self._calling:
            assert self._process.stdin is not None
            self._process.stdin.write(_line((method, arguments)))
            return await asyncio.wait_for(self._replies.get(), REPLY_SECONDS)

    async def _read(self) -> None:
        assert self._process.stdout is not None
        while line := await self._process.stdout.readline():
            kind, value = pickle.loads(base64.b64decode(line))
            if kind == "event":
                self._events.put_nowait(value)
            else:
                self._replies.put_nowait(value)


async def _serve(run_dir: Path) -> None:
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else is printed here does not belong between the lines

    def tell(kind: str, value: object) -> None:
        out.write(_line((kind, value)))
        out.flush()

    async def forward() -> None:
        async for event in engine.events():
            tell("event", event)

    engine = JanusEngine(janus_settings(run_dir))
    await engine.start()
    forwarding = asyncio.create_task(forward())
    tell("reply", None)
    reader = asyncio.StreamReader(limit=1 << 24)
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while line := await reader.readline():
        method, arguments = pickle.loads(base64.b64decode(line))
        tell("reply", await getattr(engine, method)(*arguments))
    forwarding.cancel()


if __name__ == "__main__":
    asyncio.run(_serve(Path(sys.argv[1])))
