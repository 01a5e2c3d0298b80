"""People's files, read along with the film: whose picture stands there at an instant, and what they say. Decoded as it
is needed, a few packets ahead; nothing is held whole."""

from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, cast

import av
from av.audio.resampler import AudioResampler
from av.video.reformatter import VideoReformatter

from deskside.recorder import opus, vp8
from deskside.recorder.filming.canvas import Picture, Plane
from deskside.recorder.filming.lettering import Colours
from deskside.recorder.filming.mixing import silence

BLACK = vp8.BLACK
LOUD = 1_500
"""Of 32,768: a voice near by; a quiet room and its fans stay below."""
HELD_MS = 400
"""Somebody speaks for so long after the last loud moment: words have pauses."""
LOOKED_AT = 24
"""Every so manieth sample is looked at for how loud it is."""
_THREADS = 1


class Source:
    """One person's file: WebM with a picture, sound, or both. `at` and `heard` are asked for ever later instants."""

    def __init__(self, file: BinaryIO) -> None:
        self._container = av.open(file, "r", format="webm")
        streams = self._container.streams
        self._video = streams.video[0] if streams.video else None
        self._audio = streams.audio[0] if streams.audio else None
        if self._video is not None:
            self._video.codec_context.thread_count = _THREADS
        self._packets = self._container.demux()
        self._read_ms = -1
        self._due: deque[tuple[int, av.VideoFrame | None]] = deque()
        """Frames ahead; None: no picture from there on."""
        self._shown: av.VideoFrame | None = None
        self._sounds: deque[av.AudioFrame] = deque()
        self._resampler = AudioResampler("s16", "mono", opus.CLOCK)
        self._loud_ms = -HELD_MS - 1
        self.changes = 0
        """Goes up with each picture that is another one."""

    @property
    def sounding(self) -> bool:
        """Whether it has sound."""
        return self._audio is not None

    def at(self, ms: int) -> av.VideoFrame | None:
        """The picture that stands there at this instant; None: none does."""
        self._read(ms)
        while self._due and self._due[0][0] <= ms:
            self._shown = self._due.popleft()[1]
            self.changes += 1
        return self._shown

    def heard(self, ms: int) -> Iterator[av.AudioFrame]:
        """What sounds up to this instant and was not given yet: mono of 16 bits at 48 kHz, without holes."""
        self._read(ms)
        while self._sounds:
            frame = self._sounds.popleft()
            values = memoryview(frame.planes[0]).cast("B")[: 2 * frame.samples].cast("h")
            if max(map(abs, values[::LOOKED_AT]), default=0) > LOUD:
                self._loud_ms = ms
            yield frame

    def speaks(self, ms: int) -> bool:
        """Whether somebody is heard in it about this instant."""
        return ms - self._loud_ms <= HELD_MS

    def close(self) -> None:
        """The file is whoever's who opened it."""
        self._container.close()

    def _read(self, ms: int) -> None:
        while self._read_ms <= ms:
            packet = next(self._packets, None)
            if packet is None:
                self._read_ms = 1 << 62
                return
            if packet.pts is None or packet.time_base is None:
                continue
            at_ms = int(packet.pts * packet.time_base * 1_000)
            self._read_ms = max(self._read_ms, at_ms)
            if packet.stream is self._video:
                self._see(cast("av.Packet[av.VideoStream]", packet), at_ms)
            elif packet.stream is self._audio:
                self._hear(cast("av.Packet[av.AudioStream]", packet))

    def _see(self, packet: "av.Packet[av.VideoStream]", at_ms: int) -> None:
        assert self._video is not None
        if bytes(packet) == BLACK:
            self._due.append((at_ms, None))
            return
        try:
            frames = self._video.codec_context.decode(packet)
        except av.error.InvalidDataError:
            return  # of a sender that is no browser: what stands there stays
        self._due.extend((at_ms, frame) for frame in frames)

    def _hear(self, packet: "av.Packet[av.AudioStream]") -> None:
        assert self._audio is not None
        try:
            frames = self._audio.codec_context.decode(packet)
        except av.error.InvalidDataError:
            frames = [silence(opus.SILENCE_SAMPLES)]
        for frame in frames:
            self._sounds.extend(self._resampler.resample(frame))


def sized(frame: av.VideoFrame, width: int, height: int, by: VideoReformatter) -> Picture:
    """A frame at this size; what it shows is valid as long as it is held. `by`: one for each place and source, as it
    knows how to get from one size to the other, which takes longer to find out than to do."""
    made = by.reformat(frame, width, height, "yuv420p", interpolation="FAST_BILINEAR", threads=_THREADS)
    return Picture(width, height, tuple(Plane(memoryview(plane).cast("B"), plane.line_size) for plane in made.planes))


def drawn(colours: Colours) -> Picture:
    """What was drawn in colours, as pictures have it."""
    frame = av.VideoFrame(colours.width, colours.height, "rgb24")
    plane, line = frame.planes[0], colours.width * 3
    lines = (colours.data[at : at + line] for at in range(0, len(colours.data), line))
    plane.update(b"".join(each.ljust(plane.line_size, b"\0") for each in lines))
    width, height = max(2, colours.width // 2 * 2), max(2, colours.height // 2 * 2)
    return sized(frame, width, height, VideoReformatter())
