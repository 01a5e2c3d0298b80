"""What a player gets to see and hear of a file: flashes and beeps, at its own instants."""

import io
import struct
from dataclasses import dataclass, field

import av

LOUD = 2_000
BRIGHT = 150
STEP = 48
"""Samples that loudness is looked at by: a millisecond."""


@dataclass(slots=True)
class Watched:
    """Milliseconds. `beeps` are counted in samples from the beginning, as players put sound back to back."""

    duration_ms: float = 0
    flashes: list[float] = field(default_factory=list)
    beeps: list[float] = field(default_factory=list)
    frames: list[tuple[int, int, int]] = field(default_factory=list)
    """Instant, width, height."""
    sound_ms: float = 0


def watched(content: bytes) -> Watched:
    """Decodes all of it. Instants of the file's clock; a flash or beep is where it begins."""
    seen = Watched()
    with av.open(io.BytesIO(content), "r") as container:
        seen.duration_ms = (container.duration or 0) / 1_000
        bright, samples, quiet = False, 0, 1_000
        began_ms: float | None = None
        for frame in container.decode():
            if isinstance(frame, av.VideoFrame):
                assert frame.pts is not None
                assert frame.time_base is not None
                at = round(float(frame.pts * frame.time_base) * 1_000)
                seen.frames.append((at, frame.width, frame.height))
                plane = frame.planes[0]
                now_bright = bytes(plane)[plane.line_size * (frame.height // 2) + frame.width // 2] > BRIGHT
                if now_bright and not bright:
                    seen.flashes.append(at)
                bright = now_bright
            elif isinstance(frame, av.AudioFrame):
                if began_ms is None:
                    began_ms = float((frame.pts or 0) * (frame.time_base or 0)) * 1_000
                values = struct.unpack(f"<{frame.samples}f", bytes(frame.planes[0])[: 4 * frame.samples])
                for start in range(0, frame.samples, STEP):
                    if max(map(abs, values[start : start + STEP])) * 32_768 > LOUD:
                        if quiet > 100:
                            seen.beeps.append(began_ms + (samples + start) / 48)
                        quiet = 0
                    else:
                        quiet += 1
                samples += frame.samples
        seen.sound_ms = samples / 48
    return seen
