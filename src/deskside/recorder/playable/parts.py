"""A file minute by minute: each part is made from the segments and from what the part before it handed on, and is the
same bytes whenever that is done; at the end they are put behind one another as they are."""

from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, fields
from typing import BinaryIO, Protocol

from pydantic import TypeAdapter

from deskside.recorder import opus, vp8
from deskside.recorder.playable import cutting, webm
from deskside.recorder.playable.cutting import Cut, Span
from deskside.recorder.playable.lanes import Block, LaneState, Stretch, Told, picture, silence, sound
from deskside.recorder.records import Recorded, Sink

PART_US = 60_000_000
SETTLED_US = 2_000_000
"""So long after an instant, all that came before it is written: the recorder does that four times a second."""
_COPY_BYTES = 1 << 20
_MAGIC = b"DSPART1\n"
_LENGTH = 4


class Parts(Protocol):
    """Where parts are kept, by their number."""

    def put(self, number: int, content: bytes) -> None:
        """As a whole or not at all, in the place of what was there."""

    def open(self, number: int) -> BinaryIO:
        """Raises FileNotFoundError."""


@dataclass(frozen=True, slots=True)
class Material:
    """What one file is made of. `pictures` and `sounds`: segments of one person in order of their beginning. A file
    with `sounding` sounds from zero to its end, silent if need be; otherwise it has no sound. `cut`: only what lies
    there is in it; None: all."""

    pictures: Sequence[Recorded]
    sounds: Sequence[Recorded]
    sounding: bool
    cut: Cut | None = None


@dataclass(slots=True)
class Index:
    """What stands before a part's clusters."""

    cues: list[webm.Cue] = field(default_factory=list)
    pictures: list[tuple[int, bool]] = field(default_factory=list)
    """Milliseconds at which a picture comes (true) or black does (false)."""
    width: int = 0
    height: int = 0
    """The largest picture up to here. 0: none."""
    length: int = 0
    """Bytes of clusters."""
    final: bool = False
    """It goes up to all there is."""
    picture: LaneState = field(default_factory=LaneState)
    sound: LaneState = field(default_factory=LaneState)
    shown_us: int | None = None
    """What the next part goes on with. The last is of a cut, see `cutting.pictures`."""
    told: Told = field(default_factory=Told)


_INDEX = TypeAdapter(Index)


@dataclass(frozen=True, slots=True)
class Joined:
    """A file that was made. `pictures`: as in `Index`; `told`: sums over the whole of it."""

    duration_ms: int
    length: int
    size: tuple[int, int] | None
    pictures: list[tuple[int, bool]]
    told: Told


def advance(material: Material, parts: Parts, *, now_us: int, ends_us: int | None) -> int:
    """Make all parts that can be made and are not there yet; returns how many there are then.

    `now_us`: how far the session is, after its zero. `ends_us`: its end, once nothing more is recorded: the last part
    goes up to all there is. Raises Unplayable for segments that cannot be understood.
    """
    number = 0
    before = Index()
    last = None if ends_us is None else max(0, ends_us - 1) // PART_US
    while last is None or number <= last:
        kept = _index(parts, number)
        if kept is None or kept.final is not (number == last):
            until = (number + 1) * PART_US
            if last is None and now_us < Stretch(0, until).read_until_us + SETTLED_US:
                break
            stretch = Stretch(number * PART_US, None if number == last else until)
            kept, clusters = _made(material, before, stretch, ends_us or 0)
            parts.put(number, _packed(kept, clusters))
        before, number = kept, number + 1
    return number


def join(parts: Parts, count: int, sink: Sink, *, sounding: bool, ends_us: int) -> Joined:
    """Write the first `count` parts as one file. Holds no more than the head in memory."""
    indices = [_known(parts, number) for number in range(count)]
    last = indices[-1]
    size = (last.width, last.height) if last.width else None
    pictures = [each for index in indices for each in index.pictures]
    opening, cues = webm.clusters(_opening(pictures), [])
    length = len(opening)
    for index in indices:
        cues += [cue._replace(at=length + cue.at) for cue in index.cues]
        length += index.length
    duration = max(ends_us // 1_000, last.picture.end, last.sound.end * 1_000 // opus.CLOCK)
    head = webm.head(duration, size, cues, length, sounds=sounding)
    sink.append(head + opening)
    for number in range(count):
        with parts.open(number) as file:
            _read_index(file)
            while piece := file.read(_COPY_BYTES):
                sink.append(piece)
    sink.close()
    return Joined(duration, len(head) + length, size, pictures, _sum(index.told for index in indices))


def _opening(pictures: list[tuple[int, bool]]) -> list[Block]:
    """Black from zero on, if the picture comes later: the file would not begin there otherwise."""
    late = pictures and pictures[0][0] > 0
    return [Block(0, vp8.BLACK, vp8.key_size(vp8.BLACK))] if late else []


def _made(material: Material, before: Index, stretch: Stretch, ends_us: int) -> tuple[Index, bytes]:
    """`before` is not changed."""
    index = Index(
        width=before.width,
        height=before.height,
        picture=deepcopy(before.picture),
        sound=deepcopy(before.sound),
        shown_us=before.shown_us,
    )
    pictures = list(_pictures(material, index, stretch, ends_us))
    sounds = list(sound(material.sounds, index.sound, stretch, index.told)) if material.sounding else []
    if material.cut is not None:
        sounds = list(cutting.sounds(sounds, material.cut.sound))
    if material.sounding and stretch.until_us is None:
        until = max(ends_us * opus.CLOCK // 1_000_000, index.picture.end * opus.CLOCK // 1_000)
        sounds += silence(index.sound, until, index.told)
    clusters, index.cues = webm.clusters(pictures, sounds)
    index.length, index.final = len(clusters), stretch.until_us is None
    return index, clusters


def _pictures(material: Material, index: Index, stretch: Stretch, ends_us: int) -> Iterator[Block]:
    """The blocks of a part; notes in `index` what it shows."""
    cut = material.cut
    shown = index.picture.shows is not None if cut is None else index.shown_us is not None
    blocks: Iterable[Block] = picture(material.pictures, index.picture, stretch, index.told)
    if cut is not None:
        whole = Span(stretch.from_us, ends_us if stretch.until_us is None else stretch.until_us)
        blocks = _noting(cutting.pictures(blocks, cut.picture, whole, index.shown_us), index)
    for block in blocks:
        now_shown = block.when_us is not None
        if now_shown != shown:
            index.pictures.append((block.at_ms, now_shown))
            shown = now_shown
        if block.size and now_shown:
            index.width, index.height = max(index.width, block.size[0]), max(index.height, block.size[1])
        yield block


def _noting(blocks: Iterable[tuple[Block, int | None]], index: Index) -> Iterator[Block]:
    for block, index.shown_us in blocks:
        yield block


def _packed(index: Index, clusters: bytes) -> bytes:
    told = _INDEX.dump_json(index)
    return _MAGIC + len(told).to_bytes(_LENGTH) + told + clusters


def _read_index(file: BinaryIO) -> Index:
    """Raises ValueError if it is not one of ours."""
    if file.read(len(_MAGIC)) != _MAGIC:
        raise ValueError("not a part of a file")
    return _INDEX.validate_json(file.read(int.from_bytes(file.read(_LENGTH))))


def _index(parts: Parts, number: int) -> Index | None:
    try:
        return _known(parts, number)
    except FileNotFoundError:
        return None


def _known(parts: Parts, number: int) -> Index:
    with parts.open(number) as file:
        return _read_index(file)


def _sum(each: Iterable[Told]) -> Told:
    every = list(each)
    return Told(**{name.name: sum(getattr(told, name.name) for told in every) for name in fields(Told)})
