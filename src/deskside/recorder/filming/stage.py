"""Who is seen where at an instant of a film, and what is heard: people in a grid, or beside what is shown large. What
did not change is not drawn again."""

from collections.abc import Iterator
from contextlib import ExitStack

import av

from deskside.recorder.filming import canvas, layout
from deskside.recorder.filming.canvas import Picture, blank, fill
from deskside.recorder.filming.film import Film, Opened
from deskside.recorder.filming.large import Large
from deskside.recorder.filming.layout import Box
from deskside.recorder.filming.mixing import Mixer
from deskside.recorder.filming.sources import Source
from deskside.recorder.filming.tiles import Tile

WHOLE = Box(0, 0, layout.WIDTH, layout.HEIGHT)


class Stage:
    """The film's picture and sound, instant by instant, ever later ones."""

    def __init__(self, film: Film, opened: ExitStack) -> None:
        """`opened` closes what is opened here."""

        def source(file: Opened | None) -> Source | None:
            if file is None:
                return None
            made = Source(opened.enter_context(file()))
            opened.callback(made.close)
            return made

        self._tiles = [Tile(person.name, source(person.file)) for person in film.people]
        screens = [source(person.screen) for person in film.people]
        self._large = Large([screen for screen in screens if screen is not None], film.boards)
        self._beside: bool | None = None
        """Whether people stand beside something. None: nobody stands anywhere yet."""
        self._heard = [tile.source for tile in self._tiles if tile.source is not None and tile.source.sounding]
        self._mixer = Mixer(len(self._heard)) if self._heard else None
        self._canvas = blank(WHOLE.width, WHOLE.height, canvas.BLACK)

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
        """What is seen at `ms`; who speaks is marked as at `now_ms`. Valid until the next one is asked for."""
        beside = self._large.stands(ms)
        if beside != self._beside:
            self._beside = beside
            fill(self._canvas, (WHOLE,), canvas.BLACK)
            boxes = layout.beside(len(self._tiles)) if beside else layout.grid(len(self._tiles))
            for tile, box in zip(self._tiles, boxes, strict=True):
                tile.stands(box)
            self._large.gone()
        if beside:
            self._large.draw(self._canvas, ms)
        for tile in self._tiles:
            tile.draw(self._canvas, ms, now_ms)
        return self._canvas
