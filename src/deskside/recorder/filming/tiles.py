"""Somebody's place in a film: their picture as it changes, or a card with their name, and whether they speak."""

import av
from av.video.reformatter import VideoReformatter

from deskside.recorder.filming import canvas
from deskside.recorder.filming.canvas import Picture, blank, fill, frame_of, lay
from deskside.recorder.filming.layout import GAP, Box, fitted
from deskside.recorder.filming.lettering import card, label
from deskside.recorder.filming.sources import Source, drawn, sized

LABEL_SHARE, LABEL_LEAST, LABEL_MOST = 8, 16, 36
"""A name takes so manieth part of the height of somebody's picture, within these limits of pixels."""


class Place:
    """Where frames of one source are shown, one after the other."""

    def __init__(self) -> None:
        self._by = VideoReformatter()
        self._last: Box | None = None

    def show(self, frame: av.VideoFrame, onto: Picture, box: Box, *, anew: bool) -> None:
        """`anew`: something else may stand in the box."""
        place = fitted((frame.width, frame.height), box)
        if anew or place != self._last:
            fill(onto, (box,), canvas.BLACK)
            self._last = place
        lay(sized(frame, place.width, place.height, self._by), onto, place.left, place.top)


class Tile:
    """Somebody's place in the picture, and what was last drawn there."""

    def __init__(self, name: str, source: Source | None) -> None:
        self.name, self.source = name, source
        self._drawn: tuple[int, bool] | None = None
        self._box = Box(0, 0, 0, 0)
        self._place = Place()
        self._card = self._label = blank(2, 2, canvas.BLACK)
        self._carded = True

    def stands(self, box: Box) -> None:
        """From now on here."""
        if box[2:] != self._box[2:]:
            inner = box.within(GAP)
            high = min(LABEL_MOST, max(LABEL_LEAST, inner.height // LABEL_SHARE)) // 2 * 2
            self._card = drawn(card(self.name, inner.width, inner.height))
            self._label = drawn(label(self.name, inner.width, high))
        self._box, self._drawn = box, None

    def draw(self, onto: Picture, ms: int, now_ms: int) -> None:
        """As it is at `ms`; who speaks is marked as at `now_ms`."""
        frame, changes, speaks = None, 0, False
        if self.source is not None:
            frame = self.source.at(ms)
            changes, speaks = self.source.changes, self.source.speaks(now_ms)
        before, self._drawn = self._drawn, (changes, speaks)
        if before is None or before[0] != changes:
            self._draw(frame, onto, anew=before is None)
        if before is None or before[1] != speaks:
            fill(onto, frame_of(self._box, GAP), canvas.GREEN if speaks else canvas.BLACK)

    def _draw(self, frame: av.VideoFrame | None, onto: Picture, *, anew: bool) -> None:
        inner = self._box.within(GAP)
        if frame is None:
            lay(self._card, onto, inner.left, inner.top)
        else:
            self._place.show(frame, onto, inner, anew=anew or self._carded)
            lay(self._label, onto, inner.left, inner.top + inner.height - self._label.height)
        self._carded = frame is None
