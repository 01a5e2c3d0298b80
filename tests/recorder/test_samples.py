"""Out of packets come whole frames and sounds, and nothing else."""

from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from deskside.recorder.playable.samples import BEGINNING, FOR_EVER_US, Found, From, Sample, Unplayable, opened, samples
from deskside.recorder.records import Kind, TrackKind, encode
from deskside.recorder.rtp import Packet, build
from tests.recorder.segments import MEDIA, MemorySegment, recorded, track

KEY = bytes.fromhex("5005009d012aa0005a00") + bytes(20)
DELTA = b"\x31" + bytes(20)
PIECES = 3


def _datagrams(frames: list[bytes]) -> list[bytes]:
    """Each frame in three packets; both numbers of RTP wrap on the way."""
    numbers, made = count(65_530), []
    for at, frame in enumerate(frames):
        size = -(-len(frame) // PIECES)
        for index in range(PIECES):
            payload = (b"\x10" if index == 0 else b"\x00") + frame[index * size : (index + 1) * size]
            timestamp = (2**32 - 4_000 + 3_000 * at) % 2**32
            last = index == PIECES - 1
            made.append(build(Packet(next(numbers) % 65_536, timestamp, *MEDIA["camera"], last, payload)))
    return made


def _read(datagrams: list[bytes], start: From = BEGINNING) -> tuple[list[Sample], Found]:
    segment = recorded(track(TrackKind.CAMERA), [(1_000 * at, each) for at, each in enumerate(datagrams)])
    found = Found(opened(segment), range(FOR_EVER_US))
    return list(samples(segment, found, start, FOR_EVER_US)), found


def test_frames_are_put_together_and_known() -> None:
    read, _ = _read(_datagrams([KEY, DELTA, DELTA, DELTA]))
    assert [each.data for each in read] == [KEY, DELTA, DELTA, DELTA]
    assert [each.size for each in read] == [(160, 90), None, None, None]
    assert [each.timestamp - read[0].timestamp for each in read] == [0, 3_000, 6_000, 9_000]
    assert [each.last - read[0].first for each in read] == [2, 5, 8, 11]
    assert [each.arrival_us for each in read] == [0, 3_000, 6_000, 9_000]


@pytest.mark.parametrize("missing", [3, 4, 5])
def test_a_frame_without_one_of_its_packets_is_left_out(missing: int) -> None:
    datagrams = _datagrams([KEY, DELTA + b"second", DELTA, DELTA + b"last"])
    read, found = _read(datagrams[:missing] + datagrams[missing + 1 :])
    assert [each.data for each in read] == [KEY, DELTA, DELTA + b"last"]
    assert found.broken == 1


def test_a_frame_that_was_never_finished_is_left_out() -> None:
    read, _ = _read(_datagrams([KEY, DELTA])[:-1])
    assert [each.data for each in read] == [KEY]


@given(st.permutations(range(12)))
@settings(max_examples=25, deadline=None)
def test_packets_that_overtake_one_another_make_the_same_frames(order: list[int]) -> None:
    datagrams = _datagrams([KEY, DELTA, DELTA, DELTA])
    first = datagrams[0]
    read, _ = _read([first, *(datagrams[each] for each in order if each)])
    assert [each.data for each in read] == [KEY, DELTA, DELTA, DELTA]


def test_what_is_of_another_source_or_type_or_nothing_at_all_is_left_out() -> None:
    good = _datagrams([KEY])
    foreign = [
        build(Packet(65_533, 5, 1, 96, True, b"\x10\xff")),
        build(Packet(65_533, 5, MEDIA["camera"][0], 97, True, b"\x10\xff")),
        b"\x80",
    ]
    read, found = _read([*foreign, *good, *foreign])
    assert [each.data for each in read] == [KEY]
    assert found.foreign == 6


def test_reading_goes_on_at_any_sample() -> None:
    datagrams = _datagrams([KEY, *[DELTA + bytes([n]) for n in range(200)]])
    all_of_it, _ = _read(datagrams)
    for at in (0, 1, 99, 100, 150, 200):
        sample = all_of_it[at]
        rest, _ = _read(datagrams, From(sample.offset, sample.first, sample.timestamp))
        assert [each[:6] for each in rest] == [each[:6] for each in all_of_it[at:]]
    assert all_of_it[150].offset > 0, "from somewhere near, and not from the beginning"


@pytest.mark.parametrize(("until_us", "ended"), [(10**9, False), (FOR_EVER_US, True)])
def test_what_is_behind_torn_bytes_near_the_end_is_read_once_nothing_more_comes(*, until_us: int, ended: bool) -> None:
    """They look like a long record that is not finished yet."""
    whole = recorded(track(TrackKind.CAMERA), [(n, each) for n, each in enumerate(_datagrams([KEY, DELTA]))])
    torn = encode(Kind.PACKET, 9, bytes(2_000))[:30]
    segment = MemorySegment(whole.content + torn + encode(Kind.END, 10, b"closed"))
    found = Found(opened(segment), range(FOR_EVER_US))
    assert len(list(samples(segment, found, BEGINNING, until_us))) == 2
    assert (found.ended, found.torn_bytes) == (ended, len(torn) * ended)


@given(st.lists(st.binary(max_size=40), max_size=30))
def test_hostile_packets_of_the_track_raise_nothing(payloads: list[bytes]) -> None:
    for kind in (TrackKind.CAMERA, TrackKind.MICROPHONE):
        packets = [
            build(Packet(n * 7 % 65_536, n * 999, *MEDIA[kind], n % 3 == 0, each)) for n, each in enumerate(payloads)
        ]
        segment = recorded(track(kind), [(n, each) for n, each in enumerate(packets)])
        for sample in samples(segment, Found(opened(segment), range(FOR_EVER_US)), BEGINNING, FOR_EVER_US):
            assert sample.data


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"nothing",
        encode(Kind.PACKET, 0, b"packet"),
        encode(Kind.TRACK, 0, b"{}"),
    ],
)
def test_a_segment_that_does_not_say_what_it_holds_is_refused(content: bytes) -> None:
    with pytest.raises(Unplayable):
        opened(MemorySegment(content))


def test_a_codec_that_is_not_made_into_files_is_refused_by_name() -> None:
    camera = track(TrackKind.CAMERA)
    other = type(camera)(camera.name, camera.kind, "h264", 96, 1, 90_000, camera.zero)
    with pytest.raises(Unplayable, match="h264 of a camera is not made into files; vp8 is"):
        opened(recorded(other, []))
