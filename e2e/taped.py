"""What is in a recorded file, moment by moment: whose pitch is heard, whose colour is seen."""

import io
import math
import struct
from dataclasses import dataclass, field

import av

from e2e.people import COLOURS, PITCHES

WINDOW_MS = 250
HEARD = 0.02
"""Amplitude of a pitch, of full scale: fake microphones give tens of times that, what Opus makes of another's pitch far
less."""
BLACK = 24
"""A pixel in which all three colours are below is none of anybody's."""


@dataclass(slots=True)
class Tape:
    """`heard` and `seen`: by name, the windows in which they are, by number from the session's zero on."""

    duration_ms: int
    heard: dict[str, list[int]] = field(default_factory=dict)
    seen: dict[str, list[int]] = field(default_factory=dict)

    def hears(self, name: str) -> float:
        """Seconds in which the person is heard."""
        return len(self.heard.get(name, ())) * WINDOW_MS / 1000

    def sees(self, name: str) -> float:
        """Seconds in which the person is seen."""
        return len(self.seen.get(name, ())) * WINDOW_MS / 1000


def played(content: bytes) -> Tape:
    """Decode all of a file."""
    with av.open(io.BytesIO(content), "r") as container:
        tape = Tape(round((container.duration or 0) / 1000))
        samples: list[float] = []
        rate = 48_000
        for frame in container.decode():
            if isinstance(frame, av.AudioFrame):
                rate = frame.sample_rate
                samples += struct.unpack(f"<{frame.samples}f", bytes(frame.planes[0])[: 4 * frame.samples])
            elif isinstance(frame, av.VideoFrame):
                assert frame.time is not None
                _look(frame, int(frame.time * 1000) // WINDOW_MS, tape)
    step = rate * WINDOW_MS // 1000
    for at in range(0, len(samples) - step, step):
        for name, pitch in PITCHES.items():
            if _amplitude(samples[at : at + step], pitch, rate) > HEARD:
                tape.heard.setdefault(name, []).append(at // step)
    return tape


def _look(frame: av.VideoFrame, window: int, tape: Tape) -> None:
    small = frame.reformat(width=16, height=16, format="rgb24")
    plane = small.planes[0]
    at = plane.line_size * 3 + 3 * 3
    colour = tuple(bytes(plane)[at : at + 3])
    if max(colour) < BLACK:
        return
    name = min(COLOURS, key=lambda each: math.dist(COLOURS[each], colour))
    if window not in tape.seen.setdefault(name, []):
        tape.seen[name].append(window)


def _amplitude(samples: list[float], pitch: int, rate: int) -> float:
    """Goertzel's filter: how much of one frequency is in these samples, of full scale."""
    turn = 2 * math.cos(2 * math.pi * pitch / rate)
    one = two = 0.0
    for sample in samples:
        one, two = sample + turn * one - two, one
    power = one * one + two * two - turn * one * two
    return 2 * math.sqrt(max(0.0, power)) / len(samples)
