"""What of a person's camera and screen anybody receives: the only things that their page needs to encode."""

from dataclasses import dataclass

from deskside.domain.ids import UserId
from deskside.domain.tracks import RECORDER, Frames, Layer, RoutingTable, TrackKind


@dataclass(frozen=True, slots=True)
class Encodings:
    """`camera`: the layers of which somebody receives one, smallest first; empty: nobody receives the camera. Sound is
    always encoded, so that the first word of somebody who is opened to others is whole; `thin_sound`: in fewer bits and
    packets, as somebody's line does not carry more."""

    camera: tuple[Layer, ...]
    screen: bool
    thin_sound: bool = False


def encodings(table: RoutingTable, source: UserId) -> Encodings:
    """What `table` needs of `source`. A layer that a receiver cannot be given yet is in it: it is to be there soon."""
    received = [route for route in table if route.source == source]
    cameras = [x for x in received if x.kind is TrackKind.VIDEO]
    watched = [x for x in cameras if x.target != RECORDER]  # that one takes what is there
    return Encodings(
        camera=tuple(sorted({x.layer for x in watched or cameras})),
        screen=any(x.kind is TrackKind.SCREEN for x in received),
        thin_sound=any(x.kind is TrackKind.AUDIO and x.frames is Frames.FEW for x in received),
    )
