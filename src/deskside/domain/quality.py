"""From measured loss and round trip to the bars that people see, in each direction."""

from enum import IntEnum

GOOD_LOSS_PERCENT = 1.0
"""Below it Opus hides every loss and video needs no visible repair."""
FAIR_LOSS_PERCENT = 3.0
POOR_LOSS_PERCENT = 8.0
LOST_LOSS_PERCENT = 20.0
"""Above it speech cannot be followed any more."""
GOOD_RTT_MS = 150.0
"""ITU-T G.114: one-way delays under 150 ms pass unnoticed; a round trip of 150 ms is well inside."""
FAIR_RTT_MS = 300.0
POOR_RTT_MS = 600.0


def bars(loss_percent: float | None, rtt_ms: float | None) -> int | None:
    """0 (unusable) to 4 (good): the worse of both measures decides. None where nothing was measured."""
    measured = [
        _grade(value, limits)
        for value, limits in (
            (loss_percent, (GOOD_LOSS_PERCENT, FAIR_LOSS_PERCENT, POOR_LOSS_PERCENT, LOST_LOSS_PERCENT)),
            (rtt_ms, (GOOD_RTT_MS, FAIR_RTT_MS, POOR_RTT_MS)),
        )
        if value is not None
    ]
    return min(measured) if measured else None


class Strain(IntEnum):
    """What already gives way to the sound: as long as it does, little is lost, and the line is weak all the same. The
    value: bars at most."""

    PAUSED = 1
    """A picture is not sent at all."""
    REDUCED = 2
    """Pictures are smaller, or have fewer frames."""
    NONE = 4


def strained(bars: int | None, strain: Strain) -> int | None:
    """The bars of a line on which something gives way."""
    if strain is Strain.NONE:
        return bars
    return strain.value if bars is None else min(bars, strain.value)


def steadied(shown: int | None, before: int | None, now: int | None) -> int | None:
    """The bars to show after two samples in a row: they change only as far as both agree, so that a value on the edge
    between two grades does not flap. None: nothing shown yet, or nothing measured in this sample or the one before."""
    if shown is None or now is None:
        return shown if now is None else now
    return sorted((shown, shown if before is None else before, now))[1]


def _grade(value: float, limits: tuple[float, ...]) -> int:
    return 4 - sum(value >= limit for limit in limits)
