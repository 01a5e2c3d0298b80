"""What comes of each layer of what people send, read from what the engine says of its connections.

Source: janus.c of 1.4.1, janus_admin_peerconnection_medium_summary: `in` has the counts of substream 0, and within it
those of the others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from deskside.domain.tracks import Layer, TrackKind
from deskside.media.janus.client import Json
from deskside.media.janus.rooms import Publisher

AROUND_BYTES = 40
"""Around each RTP packet: IPv4, UDP, and what SRTP adds."""
_HIGHER = {Layer.MEDIUM: "video-simulcast-1", Layer.HIGH: "video-simulcast-2"}


@dataclass(frozen=True, slots=True)
class Came:
    """Totals of what came of one layer, everything around the packets included."""

    packets: int
    size_bytes: int


Totals = Mapping[tuple[TrackKind, Layer], Came]


def totals(publisher: Publisher, info: Json) -> Totals:
    """What has come since the connection is up; sound and screens have one layer (HIGH)."""
    media = info.get("webrtc", {}).get("media", {})
    found: dict[tuple[TrackKind, Layer], Came] = {}
    for kind, gate in publisher.gates.items():
        stats = media.get(gate.mid, {}).get("stats", {}).get("in", {})
        for layer, counted in _layers(kind, stats):
            packets = counted.get("packets", 0)
            found[kind, layer] = Came(packets, counted.get("bytes", 0) + AROUND_BYTES * packets)
    return found


def between(former: Totals, now: Totals, seconds: float) -> dict[tuple[TrackKind, Layer], int]:
    """Bits a second of each layer in between. Empty: not known."""
    if seconds <= 0:
        return {}
    return {
        part: max(0, round((came.size_bytes - former[part].size_bytes) * 8 / seconds))
        for part, came in now.items()
        if part in former
    }


def _layers(kind: TrackKind, stats: Json) -> Iterator[tuple[Layer, Json]]:
    if kind is not TrackKind.VIDEO:
        yield Layer.HIGH, stats
        return
    yield Layer.LOW, stats
    for layer, name in _HIGHER.items():
        if name in stats:
            yield layer, stats[name]
