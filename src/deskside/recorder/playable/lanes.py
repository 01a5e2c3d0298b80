"""What one file shows and sounds over a stretch of the session: pictures of one kind, or sound without holes, from the
segments of one person. Pure: what is behind the stretch is handed on as a state that fits into JSON."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from deskside.recorder import opus, vp8
from deskside.recorder.playable.samples import BEGINNING, FOR_EVER_US, Found, From, opened, samples
from deskside.recorder.playable.timeline import AHEAD_US, Place, Timed, after, timed
from deskside.recorder.records import Recorded, TrackKind

LATE_US = 5_000_000
"""What comes later than so long after a stretch that was due in it, is moved to the next one."""
OFF_MS, OFF_AFTER_MS = 2_000, 1_000
"""A camera that sends nothing for so long is off; its last picture stands for the second time and gives way to black.
A screen may well stand still: it is off when its segment has ended."""
UNEVEN = opus.CLOCK * 15 // 1_000
"""So many samples may sound be early or late before silence is put in or a packet left out. Players put packets of
sound back to back, whatever instants they bear."""


class Block(NamedTuple):
    """What stands in a file at one instant. `size`: of a picture that stands alone."""

    at_ms: int
    data: bytes
    size: tuple[int, int] | None
    when_us: tuple[int, int] | None = None
    """From and until, and without, when it was sent, came and stands in the file, all together. None: it was put in, by
    nobody."""


class Stretch(NamedTuple):
    """From one instant of the session up to, and without, another. `until_us` None: to the end of all there is."""

    from_us: int
    until_us: int | None

    @property
    def read_until_us(self) -> int:
        """Whatever came later than this has no influence on it."""
        return FOR_EVER_US if self.until_us is None else self.until_us + LATE_US + AHEAD_US

    def holds(self, each: Timed) -> bool:
        """Whether the sample is of this stretch, or of an earlier one that is over."""
        until = self.until_us
        return until is None or (each.at_us < until and each.sample.arrival_us <= until + LATE_US)


@dataclass(slots=True)
class SegmentState:
    """Where reading a segment goes on; lists, as in JSON."""

    start: tuple[int, int | None, int | None] = BEGINNING
    place: tuple[int, int, int, int] | None = None


@dataclass(slots=True)
class LaneState:
    """What is behind the stretch. `end`: of sound, samples; of a picture, milliseconds up to its last frame."""

    segments: dict[str, SegmentState] = field(default_factory=dict)
    end: int = -1
    shows: str | None = None
    """The segment whose picture stands there. None: black, or nothing yet."""
    follows: int | None = None
    """Sequence of the packet that the picture goes on with. None: only one that stands alone can be understood."""


@dataclass(slots=True)
class Told:
    """What making a stretch told beside its blocks, in numbers that are added up."""

    torn_bytes: int = 0
    foreign: int = 0
    lost: int = 0
    broken: int = 0
    silences: int = 0
    """Packets of silence that were put in."""
    left_out: int = 0
    """Packets of sound that overlapped, and frames that stood on missing ones."""
    sounds: int = 0
    """Packets of sound that were recorded."""


def sound(segments: Sequence[Recorded], state: LaneState, stretch: Stretch, told: Told) -> Iterator[Block]:
    """Packets back to back from the end of what is there on, silence where there is nothing, up to the stretch's end
    or, where that is open, to the last packet."""
    state.end = max(state.end, 0)
    for segment in _begun(segments):
        for each in _timed(segment, state, stretch, told):
            ahead = each.at_us * opus.CLOCK // 1_000_000 - state.end
            if ahead <= -UNEVEN:
                told.left_out += 1
                continue
            if ahead >= UNEVEN:
                yield from silence(
                    state, state.end + max(opus.SILENCE_SAMPLES, ahead + opus.SILENCE_SAMPLES // 2), told
                )
            told.sounds += 1
            lasts = opus.samples(each.sample.data)
            yield Block(_ms(state.end), each.sample.data, None, _when(each, state.end * 1_000 // 48, lasts))
            state.end += lasts
    if stretch.until_us is not None:
        yield from silence(state, stretch.until_us * opus.CLOCK // 1_000_000, told)


def silence(state: LaneState, until: int, told: Told) -> Iterator[Block]:
    """Whole packets of it, as many as fit up to this sample."""
    state.end = max(state.end, 0)
    while state.end + opus.SILENCE_SAMPLES <= until:
        yield Block(_ms(state.end), opus.SILENCE, None)
        state.end += opus.SILENCE_SAMPLES
        told.silences += 1


def picture(segments: Sequence[Recorded], state: LaneState, stretch: Stretch, told: Told) -> Iterator[Block]:
    """Frames that can be understood, and black where there is no picture any more."""
    from_ms, camera = stretch.from_us // 1_000, False
    for segment in _begun(segments):
        ended: list[int] = []
        track = opened(segment)
        camera = track.kind is TrackKind.CAMERA
        for each in _timed(segment, state, stretch, told, ended):
            sample = each.sample
            if sample.size is None and (state.shows, state.follows) != (track.name, sample.first):
                told.left_out += 1
                continue
            at_ms = max(state.end + 1, from_ms, each.at_us // 1_000)
            if camera and state.shows and at_ms - state.end > OFF_MS:
                yield _black(state, max(from_ms, state.end + OFF_AFTER_MS))
                if sample.size is None:
                    continue
            state.end, state.shows, state.follows = at_ms, track.name, sample.last + 1
            yield Block(at_ms, sample.data, sample.size, _when(each, at_ms * 1_000))
        if ended and state.shows == track.name:
            yield _black(state, max(from_ms, state.end + 1, ended[-1] // 1_000))
    until = stretch.until_us
    if camera and state.shows and until is not None and until // 1_000 - state.end > OFF_MS:
        yield _black(state, max(from_ms, state.end + OFF_AFTER_MS))


def _begun(segments: Sequence[Recorded]) -> Iterator[Recorded]:
    """Without those that are on record, and in which nothing was ever written: somebody died in between."""
    return (each for each in segments if next(iter(each.chunks(0)), b""))


def _black(state: LaneState, at_ms: int) -> Block:
    state.end, state.shows, state.follows = at_ms, None, None
    return Block(at_ms, vp8.BLACK, vp8.key_size(vp8.BLACK))


def _when(each: Timed, stands_us: int, lasts: int = 0) -> tuple[int, int]:
    """`lasts`: samples."""
    sent, came = each.at_us, each.sample
    return min(sent, stands_us, came.arrival_us), max(max(sent, stands_us) + lasts * 1_000 // 48, came.complete_us + 1)


def _ms(samples_48k: int) -> int:
    return (samples_48k * 1_000 + opus.CLOCK // 2) // opus.CLOCK


def _timed(
    segment: Recorded, state: LaneState, stretch: Stretch, told: Told, ended: list[int] | None = None
) -> Iterator[Timed]:
    """The samples of a segment that belong to the stretch; remembers where to go on. `ended`: gets the instant of the
    segment's end if that lies before the stretch's."""
    until = stretch.until_us if stretch.until_us is not None else FOR_EVER_US
    found = Found(opened(segment), counted=range(stretch.from_us, until))
    rate = found.track.clock_rate
    known = state.segments.setdefault(found.track.name, SegmentState())
    place = None if known.place is None else Place(*known.place)
    for each in timed(samples(segment, found, From(*known.start), stretch.read_until_us), rate, place):
        sample, expected = each.sample, known.start[1]
        if not stretch.holds(each):
            known.start = From(sample.offset, sample.first, sample.timestamp)
            break
        if expected is not None:
            told.lost += max(0, sample.first - expected)
        known.start = From(sample.offset, sample.last + 1, sample.timestamp)
        known.place = after(each, rate)
        yield each
    else:
        if ended is not None and found.ended and found.ended_us < until:
            ended.append(found.ended_us)
    told.torn_bytes += found.torn_bytes
    told.foreign += found.foreign
    told.broken += found.broken
