"""The recorder's clocks: a steady one, the same in every process of this boot, and the wall's, read once."""

from collections.abc import Callable
from dataclasses import dataclass

from deskside.ports.segments import Zero

Microseconds = Callable[[], int]


@dataclass(frozen=True, slots=True)
class Clocks:
    """`steady_us` counts on while the machine sleeps and is never set. `boot` names the time in which it counts."""

    steady_us: Microseconds
    anchor_steady_us: int
    anchor_wall_us: int
    boot: str

    def wall_us(self) -> int:
        """Since the epoch; whatever is done to the clock on the wall after the recorder was started."""
        return self.anchor_wall_us + self.steady_us() - self.anchor_steady_us

    def since(self, zero: Zero) -> Callable[[], int]:
        """What counts from a session's zero, never less than 0."""
        steady = self.steady_us
        if zero.boot == self.boot:
            before = zero.steady_us
        else:
            before = self.anchor_steady_us - self.anchor_wall_us + zero.wall_us
        return lambda: max(0, steady() - before)
