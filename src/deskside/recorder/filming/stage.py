"""Who is seen where at an instant of a film, and what is heard: people in a grid, or beside the screen or the board
that is shown large. What did not change is not drawn again."""

from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import BinaryIO

import av

from deskside.recorder.filming import canvas, layout
from deskside.recorder.filming.canvas import Picture, blank, fill, frame_of, lay
from deskside.recorder.filming.layout import GAP, MAIN, Box, fitted
from deskside.recorder.filming.lettering import card, label, picture
from deskside.recorder.filming.mixing import Mixer
from deskside.recorder.filming.sources import Source, drawn, sized

LABEL_SHARE, LABEL_LEAST, LABEL_MOST = 8, 16, 36
"""A name takes so manieth part of the height of somebody's picture, within these limits of pixels."""
BOARD_BYTES = 20_000_000
"""What is longer is cut off, and is no picture then."""

Opened = Callable[[], BinaryIO]
"""Opens a file for reading from any byte on; it is closed when it has been read."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the film. `file`: their picture and voice, `screen`: what they shared; None: nothing."""

    name: str
    file: Opened | None
    screen: Opened | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """From this instant on, milliseconds, this picture stands where a screen would: PNG, JPEG or WebP. None: none."""

    at_ms: int
    file: Opened | None


@dataclass(frozen=True, slots=True)
class Film:
    """What is to be made. `boards` in the order of time; a screen that is shared stands before them."""

    people: Sequence[Person]
    boards: Sequence[Board]
    duration_ms: int


class _Tile:
    """Somebody's place in the picture, and what was last drawn there."""

    def __init__(self, name: str, source: Source | None) -> None:
        self.name, self.source = name, source
        self.drawn: tuple[int, bool] | None = None
        self._box = Box(0, 0, 0, 0)
        self._card = self._label = blank(2, 2, canvas.BLACK)

    def stands(self, box: Box) -> None:
        """From now on here."""
        if box[2:] != self._box[2:]:
            inner = box.within(GAP)
            high = min(LABEL_MOST, max(LABEL_LEAST, inner.height // LABEL_SHARE)) // 2 * 2
            self._card = drawn(card(self.name, inner.width, inner.height))
            self._label = drawn(label(self.name, inner.width, high))
        self._box, self.drawn = box, None

    def draw(self, onto: Picture, ms: int, now_ms: int) -> None:
        """As it is at `ms`; who speaks is marked as at `now_ms`."""
        frame, state = None, (0, False)
        if self.source is not None:
            frame = self.source.at(ms)
            state = self.source.changes, self.source.speaks(now_ms)
        if state == self.drawn:
            return
        inner = self._box.within(GAP)
        if self.drawn is None or self.drawn[0] != state[0]:
            if frame is None:
                lay(self._card, onto, inner.left, inner.top)
            else:
                _show(frame, onto, inner)
                lay(self._label, onto, inner.left, inner.top + inner.height - self._label.height)
        fill(onto, frame_of(self._box, GAP), canvas.GREEN if state[1] else canvas.BLACK)
        self.drawn = state


def _show(frame: av.VideoFrame, onto: Picture, box: Box) -> None:
    place = fitted((frame.width, frame.height), box)
    if place != box:
        fill(onto, (box,), canvas.BLACK)
    lay(sized(frame, place.width, place.height), onto, place.left, place.top)


class Stage:
    """The film's picture and sound, instant by instant, ever later ones."""

    def __init__(self, film: Film, opened: ExitStack) -> None:
        """`opened` closes what is opened here."""

        def source(open_file: Opened | None) -> Source | None:
            return None if open_file is None else _closing(Source(opened.enter_context(open_file())), opened)

        self._tiles = [_Tile(person.name, source(person.file)) for person in film.people]
        self._screens = [screen for person in film.people if (screen := source(person.screen)) is not None]
        self._shown_since = [0] * len(self._screens)
        self._boards = film.boards
        self._board: tuple[int, Picture | None] = (-1, None)
        self._heard = [tile.source for tile in self._tiles if tile.source is not None and tile.source.sounding]
        self._mixer = Mixer(len(self._heard)) if self._heard else None
        self._canvas = blank(layout.WIDTH, layout.HEIGHT, canvas.BLACK)
        self._large: object = self
        """What was last drawn large."""

    @property
    def sounding(self) -> bool:
        """Whether anything can be heard."""
        return self._mixer is not None

    def sounds(self, until_ms: int, *, last: bool) -> Iterator[av.AudioFrame]:
        """What is heard up to there, all of it together, and was not given yet."""
        if self._mixer is None:
            return
        for person, source in enumerate(self._heard):
            for frame in source.heard(until_ms):
                self._mixer.give(person, frame)
        self._mixer.due(until_ms)
        if last:
            self._mixer.end()
        yield from self._mixer.mixed()

    def shown(self, ms: int, now_ms: int) -> Picture:
        """What is seen at this instant. Valid until the next one is asked for."""
        large, kind = self._shown_large(ms)
        if kind != self._large:
            if large is None or self._large is self or self._large is None:
                fill(self._canvas, (Box(0, 0, layout.WIDTH, layout.HEIGHT),), canvas.BLACK)
                boxes = layout.grid(len(self._tiles)) if large is None else layout.beside(len(self._tiles))
                for tile, box in zip(self._tiles, boxes, strict=True):
                    tile.stands(box)
            self._show_large(large)
            self._large = kind
        for tile in self._tiles:
            tile.draw(self._canvas, ms, now_ms)
        return self._canvas

    def _show_large(self, large: av.VideoFrame | Picture | None) -> None:
        if isinstance(large, av.VideoFrame):
            _show(large, self._canvas, MAIN)
        elif large is not None:
            fill(self._canvas, (MAIN,), canvas.GREY)
            left, top = (MAIN.width - large.width) // 4 * 2, (MAIN.height - large.height) // 4 * 2
            lay(large, self._canvas, MAIN.left + left, MAIN.top + top)

    def _shown_large(self, ms: int) -> tuple[av.VideoFrame | Picture | None, object]:
        """What stands large, and by what it is known that it is still the same. Of screens, the last one."""
        frames = [screen.at(ms) for screen in self._screens]
        for index, frame in enumerate(frames):
            self._shown_since[index] = 0 if frame is None else self._shown_since[index] or ms + 1
        if any(self._shown_since):
            index = max(range(len(frames)), key=self._shown_since.__getitem__)
            return frames[index], (index, self._screens[index].changes)
        picture = self._board_at(ms)
        return picture, None if picture is None else ("board", self._board[0])

    def _board_at(self, ms: int) -> Picture | None:
        index = bisect_right(self._boards, ms, key=lambda board: board.at_ms) - 1
        if index != self._board[0]:
            self._board = index, _opened(self._boards[index].file if index >= 0 else None)
        return self._board[1]


def _opened(board: Opened | None) -> Picture | None:
    """The picture of a board; None if there is none, or it is none."""
    if board is None:
        return None
    with board() as file:
        colours = picture(file.read(BOARD_BYTES), MAIN.width, MAIN.height)
    return None if colours is None else drawn(colours)


def _closing(source: Source, opened: ExitStack) -> Source:
    opened.callback(source.close)
    return source
