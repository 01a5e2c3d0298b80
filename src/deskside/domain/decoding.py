"""What one receiver's machine can decode, in pixels a second: weak processors are given less of each picture, none of
none. Divided before the line's bits are (`allocation`), in the same order: layers give way, then frames.

Pages say what they can (`web/src/media/decoding.ts`). Screens are left whole, as letters have to be read, and little
of them moves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from deskside.domain.allocation import LADDER, Wish, Wishes
from deskside.domain.tracks import Frames, Layer, Route, RoutingTable, TrackKind

PIXELS = {Layer.LOW: 320 * 180, Layer.MEDIUM: 640 * 360, Layer.HIGH: 1280 * 720}
"""Of one frame."""
FRAMES_A_SECOND: Mapping[Frames, int] = {Frames.FEW: 8, Frames.HALF: 15, Frames.ALL: 30}

_SMALL = 2
"""The rung of all frames of the smallest layer."""


def decodable(received: RoutingTable, wishes: Wishes, pixels: int | None) -> RoutingTable:
    """Of `received`, all to one receiver, what `pixels` a second suffice for; None: no limit is known. Every picture
    is at least small and has a few frames; no edge is taken away."""
    if pixels is None:
        return received
    faces = sorted(each for each in received if each.kind is TrackKind.VIDEO)
    rungs = dict.fromkeys(faces, 0)
    left = pixels - sum(_cost(0) for _ in faces)
    for face, rung in _ordered(faces, wishes):
        more = _cost(rung) - _cost(rung - 1)
        if more > left:
            break
        left -= more
        rungs[face] = rung
    return (received - rungs.keys()) | {_on(face, rung) for face, rung in rungs.items()}


def _ordered(faces: list[Route], wishes: Wishes) -> Iterable[tuple[Route, int]]:
    """Whoever comes first is ahead at each stage; among equals everybody gets a rung before anybody the next."""
    firsts = [each for each in faces if wishes.get(each.source, Wish()).first]
    others = [each for each in faces if each not in firsts]
    for rungs in (range(1, _SMALL + 1), range(_SMALL + 1, len(LADDER))):
        for group in (firsts, others):
            for rung in rungs:
                yield from ((each, rung) for each in group if LADDER[rung][0] <= each.layer)


def _cost(rung: int) -> int:
    layer, frames = LADDER[rung]
    return PIXELS[layer] * FRAMES_A_SECOND[frames]


def _on(face: Route, rung: int) -> Route:
    layer, frames = LADDER[rung]
    return replace(face, layer=layer, frames=min(frames, face.frames))
