"""H.264 and AAC in MP4, which every browser plays: a picture every fifteenth of a second, and sound."""

from collections.abc import Iterator
from fractions import Fraction

import av

from deskside.recorder import opus
from deskside.recorder.filming.canvas import Picture
from deskside.recorder.filming.layout import HEIGHT, WIDTH
from deskside.recorder.filming.mp4 import Laid, Scratch

FPS = 15
KEY_SECONDS = 4
SOUND_BPS = 64_000
_PICTURE = {
    "preset": "superfast",
    "profile": "main",
    "crf": "27",
    "maxrate": "1500k",
    "bufsize": "3000k",
    "bf": "0",
    "g": str(KEY_SECONDS * FPS),
    "threads": "1",
}
"""Superfast takes half of what veryfast does. One thread: the film waits for others, not they for it."""


class Encoder:
    """A film that is being written. Give it pictures and sound in the order of time, about evenly."""

    def __init__(self, scratch: Scratch, *, sounding: bool) -> None:
        self._file = Laid(scratch)
        self._container = av.open(self._file, "w", format="mp4", options={"fflags": "+bitexact"})
        self._video = self._container.add_stream("libx264", rate=FPS, options=_PICTURE)
        self._video.width, self._video.height, self._video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        self._video.codec_context.time_base = Fraction(1, FPS)
        self._audio = self._container.add_stream("aac", rate=opus.CLOCK, layout="mono") if sounding else None
        if self._audio is not None:
            self._audio.bit_rate = SOUND_BPS

    def show(self, number: int, picture: Picture) -> None:
        """The picture of this number, from 0 on."""
        frame = av.VideoFrame(WIDTH, HEIGHT, "yuv420p")
        for plane, source in zip(frame.planes, picture.planes, strict=True):
            assert plane.line_size == source.stride
            plane.update(bytes(source.data))
        frame.pts, frame.time_base = number, Fraction(1, FPS)
        self._container.mux(self._video.encode(frame))

    def sound(self, frame: av.AudioFrame) -> None:
        """What follows."""
        assert self._audio is not None
        self._container.mux(self._audio.encode(frame))

    def finished(self) -> Iterator[bytes]:
        """The whole film, in pieces."""
        self._container.mux(self._video.encode(None))
        if self._audio is not None:
            self._container.mux(self._audio.encode(None))
        self._container.close()
        return self._file.ordered()

    def close(self) -> None:
        """Leave it unfinished."""
        self._container.close()
