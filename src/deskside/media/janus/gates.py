"""The m-lines of a publishing connection: what was negotiated on each, whether it is open, and its copy.

Values; no I/O.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from deskside.domain.tracks import TrackKind
from deskside.media.janus.sdp import PublishedLine, answered_codecs


@dataclass(slots=True)
class Gate:
    """One m-line of a publishing connection. A closed gate forwards to nobody, whatever receivers are set to."""

    mid: str
    active: bool
    """The browser offered to send on it."""
    send: bool | None = None
    """None: not known to be either."""
    layered: bool = False
    """In several sizes (simulcast)."""
    payload_type: int = 0
    codec: str = ""
    """In small letters; as negotiated. Empty: not known."""
    clock_rate: int = 0
    never_copied: bool = False
    """The recorder refused it for good."""


@dataclass(slots=True)
class Copy:
    """What goes to the recorder: its name there, and the forwarder's in the engine."""

    ssrc: int
    stream: int


def gates_of(lines: Iterable[PublishedLine]) -> dict[TrackKind, Gate]:
    return {each.kind: Gate(each.mid, each.active, layered=bool(each.rids)) for each in lines}


def take_codecs(gates: dict[TrackKind, Gate], answer: str) -> None:
    """What the engine took of the offer, by its answer."""
    for gate, codec in zip(gates.values(), answered_codecs(answer), strict=True):
        if codec is not None:
            name, rate = codec.name.lower().split("/")[:2]
            gate.payload_type, gate.codec, gate.clock_rate = codec.payload, name, int(rate)
