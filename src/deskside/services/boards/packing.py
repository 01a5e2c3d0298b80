"""Elements as bytes, as they are kept: JSON, compressed with zlib (RFC 1950): a fifth of it is left.

A full board takes half a second each way. That happens in a thread, never on the loop and never within a transaction,
and element by element: one call for all of it would keep the loop from the interpreter's lock for just as long.
"""

import asyncio
import json
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from deskside.domain.boards.elements import mended
from deskside.domain.boards.scene import Element, Scene, joined, visible
from deskside.domain.errors import Invalid
from deskside.domain.ids import UserId
from deskside.ports.boards import Revision
from deskside.ports.elsewhere import Elsewhere
from deskside.ports.storage import StorageUnavailable

WAITING = 64
"""Boards that wait for their turn; a school that opens as many at once is served within seconds."""
OF_ONE = 32
"""What one person may have asked for: a page shows a dozen calls for help, each with its board."""
LEVEL = 6

T = TypeVar("T")
_decoder = json.JSONDecoder()


@dataclass(frozen=True, slots=True)
class Unpacked:
    """`mended`: how many elements were put right, `dropped`: how many could not be."""

    elements: tuple[Element, ...]
    mended: int = 0
    dropped: int = 0


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """A board as it was stored, and how much of it had to be put right or left out."""

    scene: Scene
    mended: int
    dropped: int


def pack(elements: Iterable[Element]) -> bytes:
    """As bytes."""
    packer = zlib.compressobj(LEVEL)
    parts = [packer.compress(b"[")]
    for number, element in enumerate(elements):
        text = json.dumps(element.body, separators=(",", ":"), allow_nan=False)
        parts.append(packer.compress((("," if number else "") + text).encode()))
    return b"".join((*parts, packer.compress(b"]"), packer.flush()))


def unpack(content: bytes) -> Unpacked:
    """What was packed. What was stored under weaker rules is put right, or left out."""
    elements: list[Element] = []
    repaired = dropped = 0
    for body in _bodies(zlib.decompress(content).decode()):
        try:
            element, changed = mended(body, weigh)
        except Invalid:
            dropped += 1
            continue
        repaired += changed
        elements.append(element)
    return Unpacked(tuple(elements), repaired, dropped)


def rebuild(revisions: Iterable[Revision]) -> Rebuilt:
    """The board as the last of these has it. The first one is whole."""
    scene, repaired, dropped = Scene(), 0, 0
    for revision in revisions:
        found = unpack(revision.content)
        scene = joined(Scene() if revision.whole else scene, found.elements)
        repaired, dropped = repaired + found.mended, dropped + found.dropped
    return Rebuilt(scene, repaired, dropped)


def as_json(revisions: tuple[Revision, ...]) -> bytes:
    """The last of these, with all that could be seen on the board then, as `wire.boards.BoardRevision`."""
    last = revisions[-1]
    head = json.dumps({"number": last.number, "generation": last.generation, "at": last.at, "elements": []})
    parts = [json.dumps(x.body, separators=(",", ":")) for x in visible(rebuild(revisions).scene)]
    return f"{head[:-2]}{','.join(parts)}]}}".encode()


def weigh(body: Mapping[str, object]) -> int:
    """The bytes of a checked element as JSON: it has no number that is none, and is not deep."""
    return len(json.dumps(body, separators=(",", ":"), allow_nan=False))


@dataclass(slots=True)
class _Wishes:
    """What one person has asked for: one piece of it at a time stands in the line of all."""

    turn: asyncio.Lock = field(default_factory=asyncio.Lock)
    open: int = 0


class Workshop:
    """Where long work on boards is done: one piece at a time, away from the loop, and never more waiting than that."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        self._elsewhere = elsewhere
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._wishes: dict[UserId, _Wishes] = {}

    async def do(self, work: Callable[[], T]) -> T:
        """What the function returns. Raises StorageUnavailable if too many wait already, and what it raises."""
        if self._waiting >= WAITING:
            raise StorageUnavailable
        self._waiting += 1
        try:
            async with self._turn:
                return await self._elsewhere(work)
        finally:
            self._waiting -= 1

    async def do_for(self, person: UserId, work: Callable[[], T]) -> T:
        """The same because somebody asks for it: however much they ask for, nobody's boards wait for more than one
        piece of it."""
        wishes = self._wishes.setdefault(person, _Wishes())
        if wishes.open >= OF_ONE:
            raise StorageUnavailable
        wishes.open += 1
        try:
            async with wishes.turn:
                return await self.do(work)
        finally:
            wishes.open -= 1
            if not wishes.open:
                del self._wishes[person]


def _bodies(text: str) -> Iterator[dict[str, object]]:
    """The elements of a JSON list, one after the other."""
    at = 1
    while text[at] != "]":
        body, at = _decoder.raw_decode(text, at)
        yield body
        at += text[at] == ","
