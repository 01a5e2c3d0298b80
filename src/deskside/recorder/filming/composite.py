"""The film itself: a picture for every fifteenth of a second, what is heard beside it, from the first instant on."""

from collections.abc import Callable
from contextlib import ExitStack

from deskside.recorder.filming.encoding import FPS, Encoder
from deskside.recorder.filming.film import Film
from deskside.recorder.filming.mp4 import Scratch
from deskside.recorder.filming.stage import Stage
from deskside.recorder.records import Sink

ENCODED_PERCENT = 97
"""How much of the work is done when everything is encoded."""
_HALF_MS = 1_000 // FPS // 2
"""A picture shows what is true in its middle, so nothing is later or earlier than that."""


def composite(film: Film, scratch: Scratch, sink: Sink, told: Callable[[int], None]) -> int:
    """Write the film, and return its bytes. `told` hears each percent once. Holds a few frames of each person at a
    time. Raises OSError where there is no room, and for a file that cannot be read."""
    with ExitStack() as opened:
        stage = Stage(film, opened)
        encoder = Encoder(scratch, sounding=stage.sounding)
        opened.callback(encoder.close)
        count = max(1, -(-film.duration_ms * FPS // 1_000))
        percent = -1
        for number in range(count):
            begins, ends = number * 1_000 // FPS, (number + 1) * 1_000 // FPS
            for frame in stage.sounds(ends, last=number == count - 1):
                encoder.sound(frame)
            encoder.show(number, stage.shown(begins + _HALF_MS, ends))
            if (done := number * ENCODED_PERCENT // count) > percent:
                percent = done
                told(percent)
        length = 0
        for piece in encoder.finished():
            sink.append(piece)
            length += len(piece)
    told(100)
    return length
