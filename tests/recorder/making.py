"""Lessons with what happens in them, and files made of them in memory."""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from random import Random

from deskside.recorder.playable.parts import Joined, Material, advance, join
from deskside.recorder.records import Record, Recorded, TrackKind, read
from tests.recorder.segments import MemorySegment, recorded, track
from tests.recorder.senders import CYCLE_SECONDS, SECOND_US, SIZES, Line, Sent, Span, camera, microphone, received

LINE = Line(jitter_us=20_000, twice=0.01, overtaken=0.01)


@dataclass(slots=True)
class MemoryParts:
    """Parts at hand."""

    kept: dict[int, bytes] = field(default_factory=dict)

    def put(self, number: int, content: bytes) -> None:
        self.kept[number] = content

    def open(self, number: int) -> io.BytesIO:
        if number not in self.kept:
            raise FileNotFoundError
        return io.BytesIO(self.kept[number])


class MemorySink:
    """A file at hand."""

    def __init__(self) -> None:
        self.content = b""

    def append(self, content: bytes) -> None:
        self.content += content

    def close(self) -> None:
        pass


def segment(kind: TrackKind, sent: list[Sent], line: Line = LINE, ended_us: int | None = None) -> MemorySegment:
    """What a recorder writes of what is sent over the line."""
    return recorded(track(kind), received(iter(sent), line, Random(kind)), ended_us)


def made(material: Material, ends_us: int, parts: MemoryParts | None = None) -> tuple[bytes, Joined]:
    """The whole file, and what is told about it."""
    parts, sink = parts or MemoryParts(), MemorySink()
    count = advance(material, parts, now_us=ends_us, ends_us=ends_us)
    joined = join(parts, count, sink, sounding=material.sounding, ends_us=ends_us)
    assert len(sink.content) == joined.length
    return sink.content, joined


def lesson(line: Line, seconds: int) -> Material:
    """A mute during which the RTP clock stands still, a camera that is off and comes back larger, a new connection."""
    s = SECOND_US
    half = seconds // 2 // CYCLE_SECONDS * CYCLE_SECONDS * s
    faces = [Span(0, half - 8 * s), Span(half, half + 5 * s, -7_900_000, SIZES[1])]
    voices = [Span(s, half - 2 * s), Span(half + s, half + 5 * s, -2_980_000)]
    again = half + 10 * s, seconds * s
    return Material(
        [
            segment(TrackKind.CAMERA, list(camera(faces, ppm=60)), line, half + 5 * s),
            recorded(
                track(TrackKind.CAMERA, "again"), received(camera([Span(*again)], first=7), line, Random(5)), again[1]
            ),
        ],
        [
            segment(TrackKind.MICROPHONE, list(microphone(voices, ppm=-60)), line, half + 5 * s),
            recorded(
                track(TrackKind.MICROPHONE, "again"),
                received(microphone([Span(*again)], first=9), line, Random(6)),
                again[1],
            ),
        ],
        sounding=True,
    )


def until(material: Material, now_us: int) -> Material:
    """The segments that have begun by then, as far as they are written."""

    def written(segments: Sequence[Recorded]) -> list[MemorySegment]:
        cut = []
        for each in segments:
            content = b"".join(each.chunks(0))
            records = [record for record in read([content]) if isinstance(record, Record)]
            if records[1].at_us < now_us:
                cut.append(
                    MemorySegment(content[: next((r.offset for r in records if r.at_us > now_us), len(content))])
                )
        return cut

    return replace(material, pictures=written(material.pictures), sounds=written(material.sounds))
