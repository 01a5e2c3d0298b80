"""What each layer of what somebody sends takes, from what came of it lately: what `allocation` reckons with.

The most of half a minute counts, so that a picture that rests for a moment makes no room that it will need at once. A
layer of which nothing comes is not known any more: what it takes when it is sent again is its nominal rate.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from deskside.domain.allocation import NOMINAL_BPS, NOMINAL_SCREEN_BPS
from deskside.domain.tracks import Layer, TrackKind

Part = tuple[TrackKind, Layer]
"""One layer of one kind; sound and screens have one (HIGH)."""
LayerRates = Mapping[Part, int]
"""Bits a second of each layer, with everything around its packets."""

REMEMBERED = 15
"""Samples, one in two seconds: within half a minute a face has moved and whoever talks has said a word."""
SURE = 3
"""Samples before they are believed: the first is of a part of its time, and a picture begins at its worst."""
LEAST, MOST = 0.4, 2.0
"""Of the nominal rate, for pictures: one that rests moves again, and a burst of a screen is none of the next minute."""
STEP_BPS = 10_000
"""Rounded up to this, so that what little changes does not divide anew."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Of one person. `recent`: bits a second of the last samples in which something came, oldest first."""

    recent: Mapping[Part, tuple[int, ...]] = field(default_factory=dict)


def noted(former: Measured, sample: LayerRates) -> Measured:
    """Take note of what came within one sample, of all layers."""
    return Measured(
        {part: (*former.recent.get(part, ()), bps)[-REMEMBERED:] for part, bps in sample.items() if bps > 0}
    )


def rates_of(measured: Measured) -> dict[Part, int]:
    """What is known for sure; the rest is worth its nominal rate."""
    return {part: _worth(part, max(recent)) for part, recent in measured.recent.items() if len(recent) >= SURE}


def _worth(part: Part, most_bps: int) -> int:
    kind, layer = part
    stepped = -(-most_bps // STEP_BPS) * STEP_BPS
    if kind is TrackKind.AUDIO:
        return stepped
    nominal = NOMINAL_SCREEN_BPS if kind is TrackKind.SCREEN else NOMINAL_BPS[layer]
    return round(min(MOST * nominal, max(LEAST * nominal, stepped)))
