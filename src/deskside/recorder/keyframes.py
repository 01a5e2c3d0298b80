"""When to ask for a keyframe of a recorded picture. Pure: instants come as arguments, in microseconds.

Nobody but the recorder asks on its behalf: without a keyframe nothing can be shown from the beginning of a segment, or
after a hole, and whoever seeks waits for as long as there has been none."""

AGAIN_US = 1_100_000
"""The engine drops what is asked within a second of another's question."""
SILENCE_US = 300_000
"""No picture comes: the layer that was forwarded is gone, or the camera is off. Measured: asking then costs 0.9 s of
picture, not asking 8."""
OLD_US = 10_000_000
"""Seeking takes up to 0.5 s at this distance, 3 s at thrice."""
MAX_PAUSE_US = 32_000_000
STEADY_US = 3_000_000
"""A picture that came without a silence for so long is back: the next silence is a new one. One that stands still, as a
screen does, is asked ever more rarely."""


class Asking:
    """The questions for one picture, from when it can be asked."""

    def __init__(self, now_us: int) -> None:
        self._asked_us: int | None = None
        self._wants_again_us: int | None = now_us + AGAIN_US
        self._packet_us = now_us
        self._key_us: int | None = None
        self._unbroken_since_us = now_us
        self._pause_us = AGAIN_US
        self._hole = False

    def came(self, now_us: int) -> None:
        """A packet."""
        if now_us - self._packet_us >= SILENCE_US:
            self._unbroken_since_us = now_us
        elif now_us - self._unbroken_since_us >= STEADY_US:
            self._pause_us = AGAIN_US
        self._packet_us = now_us

    def key_came(self, now_us: int) -> None:
        """A packet with which a keyframe begins."""
        self._key_us = now_us
        self._hole = False

    def hole(self) -> None:
        """Packets are missing for good."""
        self._hole = True

    def asks(self, now_us: int) -> bool:
        """Whether to ask now; if so, it counts as asked."""
        if not self._due(now_us):
            return False
        self._asked_us = now_us
        return True

    def _due(self, now_us: int) -> bool:
        if self._asked_us is None:
            return True
        if now_us - self._asked_us < AGAIN_US:
            return False
        if self._wants_again_us is not None and now_us >= self._wants_again_us:
            self._wants_again_us = None
            if self._key_us is None or self._key_us < self._asked_us:
                return True
        silent = now_us - self._packet_us >= SILENCE_US
        old = self._key_us is None or now_us - self._key_us >= OLD_US
        if not (silent or old or self._hole):
            return False
        if now_us - self._asked_us < self._pause_us:
            return False
        if silent:
            self._pause_us = min(MAX_PAUSE_US, 2 * self._pause_us)
        return True
