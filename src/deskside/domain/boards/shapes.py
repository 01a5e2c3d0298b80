"""What each kind of element has (Excalidraw 0.18, `element/types.ts`), within which bounds, and what stands for a
field that is absent (`data/restore.ts`). Bounds are far above what its tools draw and below what hurts a page."""

from collections.abc import Mapping
from dataclasses import dataclass

from deskside.domain.boards.fields import (
    Check,
    colour,
    flag,
    index,
    maybe,
    name,
    number,
    one_of,
    pair,
    points,
    record,
    several,
    whole,
    words,
)

LARGEST_NUMBER = 2**53 - 1
FARTHEST = 1_000_000
"""Canvas units from the origin: fifty screens at the smallest zoom. Also the largest width, and a point's distance."""
THINNEST, THICKEST = 0.1, 200
"""Canvas units; the tools draw 1, 2 and 4. A pattern's lines are four times that apart."""
MOST_POINTS = 5_000
"""Of a stroke: two minutes without lifting the hand. A message holds fewer."""
MOST_CHARACTERS = 10_000
MOST_GROUPS = 32
MOST_BOUND = 500
MOST_SEGMENTS = 200

_REQUIRED = object()


@dataclass(frozen=True, slots=True)
class Field:
    """What a field holds. `otherwise`: what stands for an absent one; without it the element cannot do without."""

    check: Check
    otherwise: object = _REQUIRED

    @property
    def required(self) -> bool:
        """Whether nothing can stand for it."""
        return self.otherwise is _REQUIRED


_place = number(-FARTHEST, FARTHEST)
_point = pair(_place)
_names = maybe(name)
_heads = maybe(
    one_of(
        *("arrow", "bar", "dot", "circle", "circle_outline", "triangle", "triangle_outline", "diamond"),
        *("diamond_outline", "crowfoot_one", "crowfoot_many", "crowfoot_one_or_many"),
    )
)
_share = number(-FARTHEST, FARTHEST)
_binding = maybe(record({"elementId": name, "focus": _share, "gap": _share}, fixedPoint=maybe(pair(_share))))
_segment = record({"start": _point, "end": _point, "index": whole(0, MOST_POINTS)})
_side = number(0.001, FARTHEST)
_crop = {
    **dict.fromkeys(("x", "y"), _place),
    **dict.fromkeys(("width", "height", "naturalWidth", "naturalHeight"), _side),
}

EVERY: Mapping[str, Field] = {
    "id": Field(name),
    "version": Field(whole(0, LARGEST_NUMBER)),
    "versionNonce": Field(whole(0, LARGEST_NUMBER)),
    "isDeleted": Field(flag, otherwise=False),
    "x": Field(_place),
    "y": Field(_place),
    "width": Field(_place),
    "height": Field(_place),
    "angle": Field(number(-100, 100), 0),
    "strokeColor": Field(colour, "#1e1e1e"),
    "backgroundColor": Field(colour, "transparent"),
    "fillStyle": Field(one_of("hachure", "cross-hatch", "solid", "zigzag"), "solid"),
    "strokeWidth": Field(number(THINNEST, THICKEST), 2),
    "strokeStyle": Field(one_of("solid", "dashed", "dotted"), "solid"),
    "roundness": Field(maybe(record({"type": whole(1, 3)}, value=number(0, FARTHEST))), None),
    "roughness": Field(number(0, 3), 1),
    "opacity": Field(number(0, 100), 100),
    "seed": Field(whole(0, LARGEST_NUMBER), 1),
    "index": Field(maybe(index), None),
    "groupIds": Field(several(name, MOST_GROUPS), ()),
    "frameId": Field(_names, None),
    "boundElements": Field(
        maybe(several(record({"id": name, "type": one_of("arrow", "text")}), MOST_BOUND)),
        None,
    ),
    "updated": Field(whole(0, LARGEST_NUMBER), 1),
    "link": Field(lambda _: None, None),
    "locked": Field(flag, otherwise=False),
}
"""A link leads out of the lesson: it is dropped, whatever it is."""

_LINEAR: Mapping[str, Field] = {
    "points": Field(points(FARTHEST, MOST_POINTS, 2)),
    "lastCommittedPoint": Field(maybe(_point), None),
    "startBinding": Field(_binding, None),
    "endBinding": Field(_binding, None),
    "startArrowhead": Field(_heads, None),
    "endArrowhead": Field(_heads, None),
}

KINDS: Mapping[str, Mapping[str, Field]] = {
    "rectangle": {},
    "diamond": {},
    "ellipse": {},
    "frame": {"name": Field(maybe(words(200)), None)},
    "line": _LINEAR,
    "arrow": {
        **_LINEAR,
        "elbowed": Field(flag, otherwise=False),
        "fixedSegments": Field(maybe(several(_segment, MOST_SEGMENTS)), None),
        "startIsSpecial": Field(maybe(flag), None),
        "endIsSpecial": Field(maybe(flag), None),
    },
    "freedraw": {
        "points": Field(points(FARTHEST, MOST_POINTS, 1)),
        "pressures": Field(several(number(0, 1), MOST_POINTS), ()),
        "simulatePressure": Field(flag, otherwise=True),
        "lastCommittedPoint": Field(maybe(_point), None),
    },
    "text": {
        "text": Field(words(MOST_CHARACTERS)),
        "originalText": Field(words(MOST_CHARACTERS), ""),
        "fontSize": Field(number(0.5, 5_000), 20),
        "fontFamily": Field(whole(1, 20), 5),
        "textAlign": Field(one_of("left", "center", "right"), "left"),
        "verticalAlign": Field(one_of("top", "middle", "bottom"), "top"),
        "containerId": Field(_names, None),
        "autoResize": Field(flag, otherwise=True),
        "lineHeight": Field(number(0.5, 5), 1.25),
    },
    "image": {
        "fileId": Field(_names, None),
        "status": Field(one_of("pending", "saved", "error"), "saved"),
        "scale": Field(pair(number(-1, 1)), (1, 1)),
        "crop": Field(maybe(record(_crop)), None),
    },
}
"""Without those that show other sites (embeddable, iframe, magicframe)."""
