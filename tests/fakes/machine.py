"""A machine whose disk and lateness a test sets."""


class HeldMachine:
    """Ample and on time, until told otherwise."""

    def __init__(self) -> None:
        self.free, self.late = 1 << 40, 0.0

    def free_bytes(self) -> int:
        return self.free

    def late_seconds(self, within_seconds: float) -> float:
        return self.late
