"""What it costs a page to draw an element, in steps of some ten nanoseconds to a microsecond each.

Patterns are what is dear. Rough.js (4.6.4, `hachure-fill`) walks over the shape line by line, at most one canvas unit
or one gap further each time, and at each step over the edges that it crosses: as many steps as the shape and its
outline are long. Dashes cost one step each, points and letters one.
"""

from collections.abc import Mapping
from math import hypot
from typing import cast

ELEMENT_STEPS = 200_000
"""A pattern over twenty screens of 1,920 x 1,080 at zoom 1 is 180,000: about a tenth of a second in Chromium."""
BOARD_STEPS = 5_000_000
"""Of all elements that can be seen: a few seconds in a slow browser when the board is opened."""

_PASSES = {"solid": 0, "hachure": 1, "zigzag": 2, "cross-hatch": 2}
_GAP = 4
"""Between lines of a pattern, in widths of the stroke (Excalidraw's `generateRoughOptions`)."""
_DASH = 7.5
"""Canvas units; dots are closest."""


def steps(body: Mapping[str, object]) -> int:
    """How many steps it takes to draw this element, whose fields were checked. A deleted one is not drawn."""
    if body["isDeleted"]:
        return 0
    points = cast("list[tuple[float, float]]", body.get("points", ()))
    text = cast("str", body.get("text", ""))
    span, outline = _lengths(body, points)
    width = cast("float", body["strokeWidth"])
    taken = 1.0 + len(points) + len(text)
    if body["strokeStyle"] != "solid":
        taken += outline / _DASH
    if body["backgroundColor"] != "transparent":
        taken += _PASSES[cast("str", body["fillStyle"])] * (span + outline) / min(1, _GAP * width)
    return int(taken)


def _lengths(body: Mapping[str, object], points: list[tuple[float, float]]) -> tuple[float, float]:
    """How far the shape reaches in both directions together, and how long its outline is, closed."""
    wide, high = abs(cast("float", body["width"])), abs(cast("float", body["height"]))
    if not points:
        return wide + high, 2 * (wide + high)
    xs, ys = [x for x, _ in points], [y for _, y in points]
    along = zip(points, [*points[1:], points[0]], strict=True)
    return max(xs) - min(xs) + max(ys) - min(ys), sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in along)
