"""Looks into the engine through its admin API: what connections really are, after a claim, and how their links do.

Asking about each connection every other second is cheaper here than the engine's event stream, which needs a server of
ours to connect to and loses what happens while that is away.
"""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from deskside.domain.ids import SessionId, UserId
from deskside.domain.rates import LayerRates
from deskside.media.janus.arrival import Arrivals
from deskside.media.janus.client import HandleEvent, JanusClient, JanusError, Json
from deskside.media.janus.config import Access
from deskside.media.janus.hub import Hub
from deskside.media.janus.layer_rates import AROUND_BYTES, Totals, between, totals
from deskside.media.janus.rooms import Publisher, Receiver
from deskside.media.janus.videoroom import read_summaries
from deskside.ports.media import Delivery, EngineEvent, EngineUnavailable, LinkMeasured

MEASURE_SECONDS = 2.0
DRAIN_SECONDS = 1.5
"""Janus throws away what has been queued for a second (ice.c)."""


@dataclass(frozen=True, slots=True)
class Medium:
    """Totals of one m-line, and its newest round trip."""

    packets: int
    rtt_ms: float | None


@dataclass(frozen=True, slots=True)
class Counters:
    """Totals of one connection since it is up."""

    at: float
    """Monotonic seconds."""
    packets: int
    lost: int
    size_bytes: int
    rtt_ms: float | None
    sent: bool
    """By us to the person; otherwise received from them."""
    media: Mapping[str, Medium] = field(default_factory=dict)
    """By mid."""
    layers: Totals = field(default_factory=dict)
    """What came from the person of each layer."""


@dataclass(frozen=True, slots=True)
class Sample:
    """How one connection did for a while. None: not known."""

    rtt_ms: float | None
    loss_percent: float | None
    bitrate_bps: int | None
    to_them: bool = False
    delivery: Delivery | None = None
    layers: LayerRates = field(default_factory=dict)


class Observer:
    """One admin connection."""

    def __init__(self, access: Access, *, emit: Callable[[EngineEvent], None]) -> None:
        self._client = JanusClient(access.admin_url, subprotocol="janus-admin-protocol", secret=access.admin_secret)
        self._emit = emit
        self._former: dict[int, Counters] = {}
        self._arrivals = Arrivals()
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
            for connection in room.connections():
                info = await self._info(session_id, connection.handle)
                if info is None:
                    hub.take(HandleEvent(connection.handle, "detached", "gone while nobody watched"))
                    continue
                if isinstance(connection, Receiver):
                    connection.take(read_summaries(info["plugin_specific"].get("streams", ())), room.feeds())
                else:
                    for gate in connection.gates.values():
                        gate.send = None
                if is_up(info):
                    hub.take(HandleEvent(connection.handle, "webrtcup"))

    async def drained(self, session_id: int, handle: int) -> None:
        """Wait until no packet is queued for a connection. Raises EngineUnavailable if that does not come to pass."""
        deadline = asyncio.get_running_loop().time() + DRAIN_SECONDS
        while True:
            info = await self._info(session_id, handle)
            if info is None or not info.get("queued-packets", 0):
                return
            if asyncio.get_running_loop().time() > deadline:
                raise EngineUnavailable("the engine does not get its packets sent")
            await asyncio.sleep(0.001)

    def watch(self, session_id: int, hub: Hub) -> None:
        """Measure all links from now on."""
        self._task = asyncio.create_task(self._watch(session_id, hub))

    async def _watch(self, session_id: int, hub: Hub) -> None:
        while True:
            await asyncio.sleep(MEASURE_SECONDS)
            hub.remind()
            counted: dict[int, Counters] = {}
            for room in list(hub.rooms.values()):
                samples: defaultdict[UserId, list[Sample]] = defaultdict(list)
                for connection in room.connections():
                    handle = connection.handle
                    info = await self._info_if_answered(session_id, handle) if connection.up else None
                    if info is not None:
                        counted[handle] = now = _counted(connection, info)
                        samples[connection.person].append(compare(self._former.get(handle), now))
                for person, links in samples.items():
                    self._emit(worst(room.session, person, links))
            hub.mend(self._arrivals.look(list(hub.rooms.values()), partial(passed, self._former, counted)))
            self._former = counted

    async def _info_if_answered(self, session_id: int, handle: int) -> Json | None:
        try:
            return await self._info(session_id, handle)
        except EngineUnavailable:
            return None  # the supervisor looks after that

    async def _info(self, session_id: int, handle: int) -> Json | None:
        try:
            reply = await self._client.request("handle_info", session_id=session_id, handle_id=handle)
        except JanusError:
            return None
        info: Json = reply["info"]
        return info


def passed(former: Mapping[int, Counters], now: Mapping[int, Counters], handle: int, mid: str) -> int | None:
    """Packets of an m-line between two looks; None: not in both of them."""
    if handle not in former or handle not in now:
        return None
    before, after = former[handle].media.get(mid), now[handle].media.get(mid)
    return None if before is None or after is None else after.packets - before.packets


def is_up(info: Json) -> bool:
    """Whether the media path of a connection is up."""
    ready: bool = info.get("webrtc", {}).get("dtls", {}).get("ready", False)
    return ready


def _counted(connection: Publisher | Receiver, info: Json) -> Counters:
    if isinstance(connection, Receiver):
        return count(info, sent=True)
    return replace(count(info, sent=False), layers=totals(connection, info))


def count(info: Json, *, sent: bool) -> Counters:
    """Totals of a connection: what was `sent` to the person, or else what was received from them."""
    packets = lost = size = 0
    rtt_ms = 0.0
    media: dict[str, Medium] = {}
    for mid, medium in info.get("webrtc", {}).get("media", {}).items():
        stats = medium.get("stats", {}).get("out" if sent else "in", {})
        layers = [stats, *(value for value in stats.values() if isinstance(value, dict))]
        passed = sum(layer.get("packets", 0) for layer in layers)
        packets += passed
        size += sum(layer.get("bytes", 0) for layer in layers)
        reports = medium.get("rtcp", {}).values()
        lost += sum(each.get("lost-by-remote" if sent else "lost", 0) for each in reports)
        told_ms = max((each.get("rtt", 0) for each in reports), default=0)
        media[mid] = Medium(passed, told_ms or None)
        rtt_ms = max(rtt_ms, told_ms)
    return Counters(asyncio.get_running_loop().time(), packets, lost, size, rtt_ms or None, sent, media)


def compare(former: Counters | None, now: Counters) -> Sample:
    """How a link did between two looks."""
    if former is None or now.at <= former.at:
        return Sample(now.rtt_ms, None, None, now.sent)
    packets, lost = now.packets - former.packets, max(0, now.lost - former.lost)
    # What we sent includes what got lost; what we received does not.
    whole = packets if now.sent else packets + lost
    loss_percent = min(100.0, 100.0 * lost / whole) if whole > 0 else None
    if now.sent:
        return Sample(now.rtt_ms, loss_percent, None, now.sent, delivered(former, now))
    seconds = now.at - former.at
    bitrate_bps = round((now.size_bytes - former.size_bytes) * 8 / seconds)
    return Sample(now.rtt_ms, loss_percent, bitrate_bps, layers=between(former.layers, now.layers, seconds))


def delivered(former: Counters, now: Counters) -> Delivery | None:
    """How what we sent fared. The round trip is that of the busiest m-line: those that carry little are told of every
    five seconds, and those that are closed keep what was told last."""
    packets = now.packets - former.packets
    if packets <= 0:
        return None
    passed = {mid: each.packets - former.media.get(mid, _NOTHING).packets for mid, each in now.media.items()}
    busiest = max(passed, key=lambda mid: passed[mid], default=None)
    return Delivery(
        round((now.size_bytes - former.size_bytes + AROUND_BYTES * packets) * 8 / (now.at - former.at)),
        min(1.0, max(0, now.lost - former.lost) / packets),
        None if busiest is None else now.media[busiest].rtt_ms,
    )


_NOTHING = Medium(0, None)


def worst(session: SessionId, person: UserId, links: list[Sample]) -> LinkMeasured:
    """A person's connections as one: of those by which they send the slower, the lossier."""
    sent = [each for each in links if not each.to_them]
    return LinkMeasured(
        session,
        person,
        rtt_ms=max((each.rtt_ms for each in sent if each.rtt_ms is not None), default=None),
        loss_percent=max((each.loss_percent for each in sent if each.loss_percent is not None), default=None),
        bitrate_bps=max((each.bitrate_bps for each in sent if each.bitrate_bps is not None), default=None),
        # Of two receiving connections, while one replaces the other, the newer.
        delivery=next((each.delivery for each in reversed(links) if each.delivery is not None), None),
        layers=next((each.layers for each in reversed(sent) if each.layers), {}),
    )
