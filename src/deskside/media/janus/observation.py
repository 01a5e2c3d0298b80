"""Looks into the engine through its admin API: what connections really are, after a claim, and how their links do.

Asking about each connection every other second is cheaper here than the engine's event stream, which needs a server of
ours to connect to and loses what happens while that is away.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from deskside.domain.ids import SessionId, UserId
from deskside.media.janus.client import HandleEvent, JanusClient, JanusError, Json
from deskside.media.janus.config import Access
from deskside.media.janus.hub import Hub
from deskside.media.janus.rooms import Receiver
from deskside.media.janus.videoroom import read_summaries
from deskside.ports.media import EngineEvent, EngineUnavailable, LinkMeasured

log = structlog.get_logger(__name__)

MEASURE_SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Counters:
    """Totals of one connection since it is up."""

    packets: int
    lost: int
    received_bytes: int


class Observer:
    """One admin connection."""

    def __init__(self, access: Access, *, emit: Callable[[EngineEvent], None]) -> None:
        self._client = JanusClient(access.admin_url, subprotocol="janus-admin-protocol", secret=access.admin_secret)
        self._emit = emit
        self._former: dict[int, Counters] = {}
        self._task: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Connect. Raises EngineUnavailable."""
        await self._client.open()

    async def close(self) -> None:
        """Stop watching."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)
        await self._client.close()

    async def resume(self, session_id: int, hub: Hub) -> None:
        """Bring the rooms of a former process up to date; what happened meanwhile is told as if it happened now."""
        for room in hub.rooms.values():
            for connection in [*room.publishers, *room.receivers]:
                info = await self._info(session_id, connection.handle)
                if info is None:
                    hub.take(HandleEvent(connection.handle, "detached", "gone while nobody watched"))
                    continue
                if isinstance(connection, Receiver):
                    connection.take(read_summaries(info["plugin_specific"].get("streams", ())), room.feeds())
                else:
                    for gate in connection.gates.values():
                        gate.send = None
                if _is_up(info):
                    hub.take(HandleEvent(connection.handle, "webrtcup"))

    def watch(self, session_id: int, hub: Hub) -> None:
        """Measure all links from now on."""
        self._task = asyncio.create_task(self._watch(session_id, hub))

    async def _watch(self, session_id: int, hub: Hub) -> None:
        while True:
            await asyncio.sleep(MEASURE_SECONDS)
            for room in list(hub.rooms.values()):
                for connection in [*room.publishers, *room.receivers]:
                    try:
                        info = await self._info(session_id, connection.handle)
                    except EngineUnavailable:
                        continue  # the supervisor looks after that
                    if info is not None and connection.up:
                        self._measure(room.session, connection.person, connection.handle, info)

    async def _info(self, session_id: int, handle: int) -> Json | None:
        try:
            reply = await self._client.request("handle_info", session_id=session_id, handle_id=handle)
        except JanusError:
            return None
        info: Json = reply["info"]
        return info

    def _measure(self, session: SessionId, person: UserId, handle: int, info: Json) -> None:
        print(info)
