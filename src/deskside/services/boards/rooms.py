"""One board that somebody is looking at: its scene in memory, who is told of what, and what is still to be stored."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

import structlog

from deskside.domain.access import Actor
from deskside.domain.boards.keeping import REVISION_BYTES_PER_SECOND
from deskside.domain.boards.scene import Element, Placed, Scene, merge, since
from deskside.domain.ids import Millis
from deskside.ports.boards import Place

STORE_SECONDS = 2.0
"""At most so often a board is stored; until then pages hold the strokes, and tell them again after a crash."""
WHOLE_EVERY = 50
"""Revisions: how many have to be read to have a board again, at most."""
RETRY_SECONDS = 0.1
"""For a page that is behind."""

EARLY_SECONDS = 0.001
"""A loop's timers may fire that much too soon."""

_log = structlog.get_logger(__name__)


class Pace(StrEnum):
    """How soon a page wants to see strokes."""

    LIVE = "live"
    THUMBNAIL = "thumbnail"


GAP_SECONDS = {Pace.LIVE: 0.025, Pace.THUMBNAIL: 1.0}
"""Between two updates to one page. The first stroke after a pause goes at once."""


@dataclass(frozen=True, slots=True)
class Update:
    """What a page is told. Whoever holds another `generation` has an old drawing: it was cleared since.

    `epoch` names this room in memory: of another one, `clock` means nothing.
    """

    place: Place
    epoch: str
    generation: int
    clock: int
    elements: tuple[Element, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A board to be stored under this number. `whole`: all of its elements; else those that changed since the last."""

    number: int
    generation: int
    at: Millis
    whole: bool
    elements: tuple[Element, ...]


class Watcher(Protocol):
    """A page that looks at boards."""

    @property
    def name(self) -> str:
        """Tells pages apart."""
        ...

    @property
    def actor(self) -> Actor:
        """Whose page it is."""
        ...

    @property
    def gone(self) -> bool:
        """Whether it will never read anything again."""
        ...

    @property
    def behind(self) -> bool:
        """Whether it has not read yet what it was sent; then it is told later, all at once."""
        ...

    def show(self, update: Update) -> None:
        """Tell it. Never waits."""
        ...


@dataclass(slots=True)
class _Watch:
    pace: Pace
    sent: int
    due: float = 0.0


Keep = Callable[[Place, Snapshot], Awaitable[int]]
"""Stores a board; how many bytes that took."""
MayLook = Callable[[Place, Actor], bool]
"""Whether the rules of the session let somebody look at this board now; asked again at each telling."""


@dataclass(eq=False)
class BoardRoom:
    """Made with what was stored. `run` tells and stores until it is cancelled."""

    place: Place
    epoch: str
    keep: Keep
    now: Callable[[], Millis]
    may_look: MayLook
    scene: Scene = field(default_factory=Scene)
    generation: int = 0
    revision: int = 0
    held: int = 0
    """How many acts are at it right now."""
    _watches: dict[Watcher, _Watch] = field(default_factory=dict)
    _changed: asyncio.Event = field(default_factory=asyncio.Event)
    _drawn: asyncio.Event = field(default_factory=asyncio.Event)
    _stored: int = 0
    _whole: bool = True
    """The next revision has to be whole: there is none yet, or it was cleared."""
    _rest_seconds: float = STORE_SECONDS
    _storing: asyncio.Lock = field(default_factory=asyncio.Lock)

    def restore(self, scene: Scene, revision: int, generation: int, *, whole: bool) -> None:
        """Begin with what is stored; `whole`: the next revision has to be."""
        self.scene, self.revision, self.generation = scene, revision, generation
        self._stored, self._whole = scene.clock, whole

    def watch(self, watcher: Watcher, pace: Pace, known: int) -> None:
        """Tell this page from now on; `known`: the clock up to which it knows the scene."""
        self._watches[watcher] = _Watch(pace, known)
        if known < self.scene.clock:
            self._show(watcher, since(self.scene, known))
        self._watches[watcher].sent = self.scene.clock

    def unwatch(self, watcher: Watcher) -> bool:
        """Tell it nothing more; whether it was told until now."""
        return self._watches.pop(watcher, None) is not None

    @property
    def watched(self) -> bool:
        """Whether anybody looks."""
        return bool(self._watches)

    def draw(self, elements: tuple[Element, ...], by: str) -> None:
        """Take these elements where they win. Raises BoardFull."""
        self.scene = merge(self.scene, elements, by)
        self._touch()

    def wipe(self) -> None:
        """Empty it. What pages still hold of it is not taken any more."""
        self.generation += 1
        self.scene = Scene(clock=self.scene.clock + 1)
        self._whole = True
        for watcher, watch in self._looking():
            self._show(watcher, ())
            watch.sent = self.scene.clock
        self._touch()

    @property
    def unstored(self) -> bool:
        """Whether something was drawn that is not stored yet."""
        return self._stored < self.scene.clock

    async def _store(self) -> None:
        async with self._storing:
            if not self.unstored:
                return
            self._drawn.clear()
            clock, number = self.scene.clock, self.revision + 1
            whole = self._whole or number % WHOLE_EVERY == 0
            elements = tuple(x.element for x in since(self.scene, -1 if whole else self._stored))
            generation = self.generation
            try:
                size = await self.keep(self.place, Snapshot(number, generation, self.now(), whole, elements))
            except BaseException:
                self._drawn.set()
                raise
            self.revision, self._stored, self._whole = number, clock, self.generation != generation
            self._rest_seconds = max(STORE_SECONDS, size / REVISION_BYTES_PER_SECOND)

    async def tell_all(self) -> None:
        """Tell every page what it does not know yet, each at its pace. Never ends."""
        loop = asyncio.get_running_loop()
        while True:
            await self._changed.wait()
            self._changed.clear()
            dues = [due for watcher, _ in self._looking() if (due := self._tell(watcher, loop.time())) > 0]
            if dues:
                loop.call_at(min(dues), self._changed.set)

    async def until_changed(self) -> None:
        """Wait until something has to be stored, and then as long as strokes may be gathered."""
        await self._drawn.wait()
        await asyncio.sleep(self._rest_seconds)

    async def try_to_store(self) -> bool:
        """Store; False if that was not possible now."""
        try:
            await self._store()
        except Exception as error:  # noqa: BLE001  whatever the storage raises: the drawing is still here
            _log.warning("board_not_stored", session=self.place.session_id, error=type(error).__name__)
            return False
        return True

    def _looking(self) -> tuple[tuple[Watcher, _Watch], ...]:
        """Who watches and still may. Whoever left, or whose table closed, is told nothing more from that moment on."""
        for watcher in tuple(self._watches):
            if not self.may_look(self.place, watcher.actor):
                self.unwatch(watcher)
        return tuple(self._watches.items())

    def _tell(self, watcher: Watcher, now: float) -> float:
        """Tell one page if it is time; else when it will be (0: it knows all)."""
        watch = self._watches.get(watcher)
        if watch is None or watch.sent >= self.scene.clock:
            return 0.0
        if now < watch.due - EARLY_SECONDS:
            return watch.due
        if watcher.behind:
            return now + RETRY_SECONDS
        news = tuple(x for x in since(self.scene, watch.sent) if x.by != watcher.name)
        watch.sent, watch.due = self.scene.clock, now + GAP_SECONDS[watch.pace]
        if news:
            self._show(watcher, news)
        return 0.0

    def _touch(self) -> None:
        if self.unstored:
            self._changed.set()
            self._drawn.set()

    def _show(self, watcher: Watcher, placed: tuple[Placed, ...]) -> None:
        elements = tuple(x.element for x in placed)
        watcher.show(Update(self.place, self.epoch, self.generation, self.scene.clock, elements))
