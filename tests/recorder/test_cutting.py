"""What is cut for somebody: nothing of outside the spans is in the file anywhere, and all of inside is."""

import io
from dataclasses import replace
from itertools import pairwise
from random import Random

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskside.recorder import opus, vp8
from deskside.recorder.playable import cutting
from deskside.recorder.playable.cutting import Cut, Span
from deskside.recorder.playable.parts import Material, advance
from deskside.recorder.records import TrackKind
from deskside.recorder.rtp import Packet, build
from tests.recorder.making import LINE, MemoryParts, lesson, made, until
from tests.recorder.segments import MEDIA, MemorySegment, recorded, track
from tests.recorder.senders import SECOND_US
from tests.recorder.watching import watched

MS = 1_000
ENDS_MS = 8_000
FRAME_MS, SOUND_MS = 40, 20
OWN = 24
"""Bytes that are found in one packet only."""

BOUNDS = st.integers(-500, ENDS_MS + 500)
SPANS = st.lists(st.tuples(BOUNDS, st.integers(0, 3_000)), max_size=5).map(
    lambda found: tuple(Span(begins * MS, (begins + lasts) * MS) for begins, lasts in found)
)


def _pictures(random: Random, keys: set[int]) -> list[tuple[int, bool, bytes]]:
    """When each frame comes, whether it stands alone, and its bytes."""
    frames = []
    for number in range(ENDS_MS // FRAME_MS):
        alone = number == 0 or number in keys
        head = vp8.BLACK[:10] if alone else b"\x31\x02\x00"
        frames.append((number * FRAME_MS, alone, head + random.randbytes(OWN)))
    return frames


def _sounds(random: Random) -> list[tuple[int, bytes]]:
    return [(at, b"\xf8" + random.randbytes(OWN)) for at in range(0, ENDS_MS, SOUND_MS)]


def _material(pictures: list[tuple[int, bool, bytes]], sounds: list[tuple[int, bytes]], cut: Cut) -> Material:
    def segment(kind: TrackKind, rate: int, came: list[tuple[int, bytes]]) -> MemorySegment:
        return recorded(
            track(kind),
            [
                (at * MS, build(Packet(number, at * rate, *MEDIA[kind], True, payload)))
                for number, (at, payload) in enumerate(came)
            ],
            ENDS_MS * MS,
        )

    shown = [(at, b"\x10" + data) for at, _, data in pictures]
    return Material(
        [segment(TrackKind.CAMERA, 90, shown)], [segment(TrackKind.MICROPHONE, 48, sounds)], sounding=True, cut=cut
    )


def _inside(begins: int, ends: int, spans: tuple[Span, ...]) -> bool:
    """Every millisecond of it is in some span; said as naively as can be."""
    return all(any(from_us <= at * MS < until_us for from_us, until_us in spans) for at in range(begins, ends))


def _understood(pictures: list[tuple[int, bool, bytes]], spans: tuple[Span, ...]) -> set[bytes]:
    """Frames that may be shown: in a span, behind one that stands alone, with nothing but spans in between."""
    found: set[bytes] = set()
    since: int | None = None
    for at, alone, data in pictures:
        if not _inside(at, at + 1, spans):
            since = None
        elif alone:
            since = at
        elif since is not None and not _inside(since, at, spans):
            since = None
        if since is not None:
            found.add(data)
    return found


@settings(max_examples=60, deadline=None)
@given(SPANS, SPANS, st.sets(st.integers(1, ENDS_MS // FRAME_MS)), st.integers(0, 2**32))
def test_exactly_what_a_naive_check_allows_is_in_the_file(
    seen: tuple[Span, ...], heard: tuple[Span, ...], keys: set[int], seed: int
) -> None:
    random = Random(seed)
    pictures, sounds = _pictures(random, keys), _sounds(random)
    content, joined = made(_material(pictures, sounds, Cut(seen, heard)), ENDS_MS * MS)
    assert {data for _, data in sounds if data[1:] in content} == {
        data for at, data in sounds if _inside(at, at + SOUND_MS, heard)
    }
    allowed = _understood(pictures, seen)
    assert {data for _, _, data in pictures if data[-OWN:] in content} == allowed
    assert (joined.size is not None) == bool(allowed)
    _stands_inside(content, {data for _, _, data in pictures}, seen)


def _stands_inside(content: bytes, pictures: set[bytes], spans: tuple[Span, ...]) -> None:
    """No picture stands on when its span is over, and sound is as long as the session."""
    with av.open(io.BytesIO(content), "r") as container:
        packets = [(each.stream.type, each.pts or 0, bytes(each)) for each in container.demux() if each.size]
    shown = [(at, data) for kind, at, data in packets if kind == "video"]
    for (at, data), (ends, _) in pairwise([*shown, (ENDS_MS, b"")]):
        assert data not in pictures or _inside(at, ends, spans)
        assert data in pictures or data == vp8.BLACK
    assert sum(opus.samples(data) for kind, _, data in packets if kind == "audio") == ENDS_MS * 48


@settings(max_examples=15, deadline=None)
@given(SPANS, st.integers(0, 2**32))
def test_what_was_said_inside_but_came_outside_is_not_in_it_whatever_the_line_does(
    spans: tuple[Span, ...], seed: int
) -> None:
    random = Random(seed)
    stall = random.randrange(ENDS_MS), random.randrange(2_000)
    came, ready = [], 0
    for number, (at, data) in enumerate(_sounds(random)):
        late = at + 20 + random.randrange(60)
        if stall[0] <= late < sum(stall):
            late = sum(stall)
        ready = max(ready, late)
        came.append((at, ready, data, build(Packet(number, at * 48, *MEDIA["microphone"], False, data))))
    segment = recorded(track(TrackKind.MICROPHONE), [(at * MS, packet) for _, at, _, packet in came], ENDS_MS * MS)
    content, _ = made(Material([], [segment], sounding=True, cut=Cut((), spans)), ENDS_MS * MS)
    for at, came_at, data, _ in came:
        if data[1:] in content:
            assert _inside(came_at, came_at + 1, spans)
        elif came_at < ENDS_MS - 100:
            assert not _inside(at, max(came_at, at + SOUND_MS) + 80, spans), "an allowed one is missing"


def test_a_frame_of_many_packets_whose_last_came_too_late_is_not_shown() -> None:
    pictures = _pictures(Random(1), {10})[:11]
    halves = [(at, *_halves(data)) for at, _, data in pictures]
    packets, number = [], 0
    for at, *parts in halves:
        for index, part in enumerate(parts):
            described = (b"\x10" if index == 0 else b"\x00") + part
            packet = Packet(number, at * 90, *MEDIA["camera"], index == 1, described)
            packets.append((at * MS + index * 5_000, build(packet)))
            number += 1
    segment = recorded(track(TrackKind.CAMERA), packets, ENDS_MS * MS)
    for until_ms, there in ((403, False), (406, True)):
        cut = Cut((Span(380 * MS, until_ms * MS),), ())
        content, _ = made(Material([segment], [], sounding=True, cut=cut), ENDS_MS * MS)
        assert (pictures[10][2][-OWN:] in content) is there


def _halves(data: bytes) -> tuple[bytes, bytes]:
    return data[: len(data) // 2], data[len(data) // 2 :]


@pytest.mark.parametrize("duration", [120, 240, 480, 960, 1_920, 2_880, 5_760])
def test_silence_of_any_length_is_heard_as_silence(duration: int) -> None:
    packets = list(opus.silence(duration))
    assert sum(map(opus.samples, packets)) == duration
    decoder = av.CodecContext.create("libopus", "r")
    frames = [frame for packet in packets for frame in decoder.decode(av.Packet(packet))]
    assert sum(frame.samples for frame in frames) == duration
    assert not any(any(bytes(plane)) for frame in frames for plane in frame.planes)


SPOKEN = Cut(
    (Span(4_500 * MS, 17_300 * MS), Span(70_100 * MS, 111_000 * MS)),
    (Span(2_500 * MS, 9_500 * MS), Span(58_500 * MS, 62_500 * MS), Span(100_500 * MS, 500_000 * MS)),
)


def test_flash_and_beep_of_inside_are_at_their_second_and_no_others_are_there() -> None:
    content, joined = made(replace(lesson(LINE, 130), cut=SPOKEN), 130 * SECOND_US)
    seen = watched(content)
    assert {round(each / 1_000) for each in seen.beeps} == {*range(3, 10), *range(59, 63), *range(101, 130)}
    assert {round(each / 1_000) for each in seen.flashes} <= {*range(5, 18), *range(71, 111)}
    assert all(-10 < each - round(each / 1_000) * 1_000 < 50 for each in (*seen.beeps, *seen.flashes))
    assert seen.sound_ms == pytest.approx(130_000, abs=40)
    assert [comes for _, comes in joined.pictures] == [True, False, True, False]


ACROSS = Cut((Span(40_000 * MS, 72_000 * MS), Span(100_000 * MS, 125_000 * MS)), (Span(50_500 * MS, 140_000 * MS),))


def test_cut_minute_by_minute_with_what_is_known_of_the_spans_it_is_the_same_bytes() -> None:
    material, minutely = replace(lesson(LINE, 150), cut=ACROSS), MemoryParts()
    content, joined = made(material, 150 * SECOND_US)
    assert [comes for _, comes in joined.pictures] == [True, False, True, False]
    for now in range(0, 150 * SECOND_US, 10 * SECOND_US):
        known = [
            tuple(Span(each.from_us, min(each.until_us, now)) for each in spans if each.from_us < now)
            for spans in ACROSS
        ]
        advance(replace(until(material, now), cut=Cut(*known)), minutely, now_us=now, ends_us=None)
    assert len(minutely.kept) == 2
    assert {round(each / 1_000) for each in watched(content).flashes} == {*range(40, 67), *range(100, 125)}
    assert made(material, 150 * SECOND_US, minutely)[0] == content


def test_a_picture_that_stands_still_is_black_when_its_span_is_over_though_nothing_comes_any_more() -> None:
    pictures = _pictures(Random(1), set())[:5]
    cut = Cut((Span(0, 3_000 * MS),), ())
    content, _ = made(_material(pictures, [], cut), ENDS_MS * MS)
    _stands_inside(content, {data for _, _, data in pictures}, cut.picture)
    handed_on = list(cutting.pictures([], cut.picture, Span(2_000 * MS, 4_000 * MS), 1_000 * MS))
    assert [(block.at_ms, shown) for block, shown in handed_on] == [(3_000, None)]
    gone = list(cutting.pictures([], (), Span(2_000 * MS, 4_000 * MS), 1_000 * MS))
    assert [(block.at_ms, block.data) for block, _ in gone] == [(2_000, vp8.BLACK)]
