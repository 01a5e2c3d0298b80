"""The sound of a file that comes in pieces, as the model wants it: 16 kHz, one channel, 16 bits, from zero on without
holes. Nothing of it is written anywhere."""

from collections.abc import Iterator
from typing import BinaryIO

import av
from av.error import FFmpegError

RATE = 16_000
"""Samples a second, as the models were taught with."""
SAMPLE_BYTES = 2
_HOLE = RATE // 50
"""Samples that may be missing without silence being put there: a frame's length."""
_MOST_SILENCE = RATE * 3_600 * 12
"""A file that claims a longer hole is broken."""
_PIECE = RATE * SAMPLE_BYTES * 10


class Coming:
    """So many bytes of a stream, as a file that is read from its beginning to its end."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream, self._left, self._size = stream, size, size

    @property
    def percent(self) -> int:
        """How much of it was read."""
        return 100 if self._size == 0 else 100 * (self._size - self._left) // self._size

    def read(self, most: int = -1) -> bytes:
        """At most so many. Raises EOFError if the stream ends before the file does."""
        wanted = self._left if most < 0 else min(most, self._left)
        if wanted == 0:
            return b""
        found = self._stream.read(wanted)
        if not found:
            raise EOFError
        self._left -= len(found)
        return found


class NoSound(Exception):
    """This is no file that plays."""


def pcm(file: Coming) -> Iterator[bytes]:
    """The samples, some seconds at a time; nothing for a file without sound. Raises NoSound."""
    try:
        with av.open(file, "r", format="matroska") as container:
            if container.streams.audio:
                yield from _samples(container)
    except FFmpegError as broken:
        raise NoSound(str(broken)) from broken


def _samples(container: "av.container.InputContainer") -> Iterator[bytes]:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=RATE)
    gathered, at = bytearray(), 0
    for frame in container.decode(audio=0):
        for each in resampler.resample(frame):
            if each.pts is not None and each.time_base is not None:
                begins = int(each.pts * each.time_base * RATE)
                if (silent := min(begins - at, _MOST_SILENCE)) > _HOLE:
                    at += silent
                    yield bytes(gathered)
                    gathered.clear()
                    yield from _silence(silent)
            at += each.samples
            gathered += bytes(each.planes[0])[: each.samples * SAMPLE_BYTES]
            if len(gathered) >= _PIECE:
                yield bytes(gathered)
                gathered.clear()
    yield bytes(gathered)


def _silence(samples: int) -> Iterator[bytes]:
    left = samples * SAMPLE_BYTES
    while left > 0:
        yield bytes(min(left, _PIECE))
        left -= _PIECE
