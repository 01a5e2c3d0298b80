"""Tracks and edges: what can be forwarded, from whom, to whom, in which quality."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from deskside.domain.ids import UserId

RECORDER = UserId("recorder")
"""Who receives what is recorded: the target of a route like anybody's. No user has this id, they are UUIDs."""


class TrackKind(StrEnum):
    """One person's microphone, camera or shared screen."""

    AUDIO = "audio"
    VIDEO = "video"
    SCREEN = "screen"


class Layer(IntEnum):
    """Simulcast layer of a camera: 320x180, 640x360, 1280x720 (substream 0, 1, 2 of the engine)."""

    LOW = 0
    MEDIUM = 1
    HIGH = 2


class Frames(IntEnum):
    """How many of a layer's frames: about a quarter, half, all (temporal layer 0, 1, 2 of the engine; RFC 7741, 3)."""

    FEW = 0
    HALF = 1
    ALL = 2


@dataclass(frozen=True, slots=True, order=True)
class Route:
    """One edge: `target` receives `kind` of `source`; of VIDEO in `layer` at best, and so many of its `frames` at most.
    FEW of AUDIO: a line does not carry whole voices, so its page sends a thin one."""

    source: UserId
    target: UserId
    kind: TrackKind
    layer: Layer = Layer.HIGH
    frames: Frames = Frames.ALL

    @property
    def edge(self) -> tuple[UserId, UserId, TrackKind]:
        """The edge without its quality: what decides who hears and sees whom."""
        return (self.source, self.target, self.kind)


RoutingTable = frozenset[Route]
"""Who receives whose audio, video and screen: everything that is not in the table is not forwarded."""
