"""From measured loss and round trip to the bars that people see."""

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


def steadied(shown: int | None, before: int | None, now: int) -> int:
    """The bars to show after two samples in a row: they change only as far as both agree, so that a value on the edge
    between two grades does not flap. None: nothing shown yet, or no sample before this one."""
    if shown is None:
        return now
    return sorted((shown, shown if before is None else before, now))[1]


def _grade(value: float, limits: tuple[float, ...]) -> int:
    return 4 - sum(value >= limit for limit in limits)
