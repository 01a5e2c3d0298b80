"""Files play: flash and beep together at their second, whatever happened on the way, and made in whatever steps."""

import io

import av
import pytest

from deskside.recorder.playable.parts import Material, advance
from deskside.recorder.records import TrackKind
from tests.recorder.making import LINE, MemoryParts, lesson, made, segment, until
from tests.recorder.segments import MEDIA, MemorySegment
from tests.recorder.senders import CYCLE_SECONDS, SECOND_US, SIZES, Line, Sent, Span, camera, microphone
from tests.recorder.watching import Watched, watched

WITHIN_MS = 50


def _off(instants: list[float]) -> list[float]:
    return [each - round(each / 1_000) * 1_000 for each in instants]


def _together(seen: Watched, *, flashes: int, beeps: int) -> None:
    """So many at least, each at its second, after the line's delay."""
    for name, instants, least in (("flash", seen.flashes, flashes), ("beep", seen.beeps, beeps)):
        assert len(instants) >= least, name
        assert all(-10 < each < WITHIN_MS for each in _off(instants)), (name, _off(instants))


def test_flash_and_beep_are_together_over_mute_camera_off_and_reconnect() -> None:
    content, joined = made(lesson(LINE, 40), 40 * SECOND_US)
    seen = watched(content)
    _together(seen, flashes=25, beeps=30)
    assert seen.duration_ms == pytest.approx(40_000, abs=100)
    assert seen.sound_ms == pytest.approx(40_000, abs=40)
    assert joined.size == SIZES[1]
    assert {frame[1:] for frame in seen.frames} == {SIZES[0], SIZES[1], (160, 90)}


@pytest.mark.slow
def test_after_half_an_hour_of_losses_flash_and_beep_are_together() -> None:
    line = Line(jitter_us=30_000, loss=0.002, twice=0.01, overtaken=0.01, stalls=((600 * SECOND_US, 602 * SECOND_US),))
    content, joined = made(lesson(line, 1_800), 1_800 * SECOND_US)
    seen = watched(content)
    late = [each for each in _off(seen.beeps) if not -10 < each < WITHIN_MS]
    assert len(late) < 10, "a beep whose first packet was lost begins with the next one"
    assert all(each < WITHIN_MS + 60 for each in late)
    assert all(-10 < each < WITHIN_MS for each in _off(seen.flashes))
    assert len(seen.beeps) > 1_700
    assert joined.told.lost > 100


def test_made_minute_by_minute_it_is_the_same_bytes_and_again() -> None:
    seconds = 130
    material = lesson(LINE, seconds)
    at_once, minutely = MemoryParts(), MemoryParts()
    content, _ = made(material, seconds * SECOND_US, at_once)
    counts = []
    for now in range(0, seconds * SECOND_US, 10 * SECOND_US):
        before = dict(minutely.kept)
        written = until(material, now)
        counts.append(advance(written, minutely, now_us=now, ends_us=None))
        assert minutely.kept.items() >= before.items()
    assert counts[:8] == [0] * 8
    assert counts[8] == 1, "a minute, and what is waited for what may still come of it"
    again, _ = made(material, seconds * SECOND_US, minutely)
    assert again == content
    assert minutely == at_once
    del minutely.kept[1]
    assert made(material, seconds * SECOND_US, minutely)[0] == content


def test_an_end_that_is_told_late_or_is_none_makes_no_difference() -> None:
    """A minute that was taken for a whole one becomes the last one, and the other way round."""
    material, parts = lesson(LINE, 50), MemoryParts()
    content, _ = made(material, 50 * SECOND_US)
    advance(material, parts, now_us=90 * SECOND_US, ends_us=None)
    assert made(material, 50 * SECOND_US, parts)[0] == content
    assert made(material, 70 * SECOND_US, parts)[0] == made(material, 70 * SECOND_US)[0]
    assert made(material, 50 * SECOND_US, parts)[0] == content


def test_nothing_of_what_was_before_a_camera_went_off_is_seen_meanwhile() -> None:
    faces = list(camera([Span(0, 5 * SECOND_US), Span(15 * SECOND_US, 20 * SECOND_US, -9_000_000)]))
    for ended_us in (None, 21 * SECOND_US):
        content, joined = made(Material([segment(TrackKind.CAMERA, faces, LINE, ended_us)], [], True), 25 * SECOND_US)
        black = [at for at, width, height in watched(content).frames if (width, height) == (160, 90)]
        assert len(black) == 2 if ended_us is None else 3
        assert [comes for _, comes in joined.pictures] == (
            [True, False, True, False] if ended_us else [True, False, True]
        )
        assert joined.pictures[1][0] == pytest.approx(6_000, abs=100)
        assert watched(content).beeps == []


def test_a_screen_that_stands_still_is_seen_until_it_ends() -> None:
    shown = [each for each in camera([Span(30 * SECOND_US, 35 * SECOND_US)]) if each.packet.sequence < 65_560]
    packets = [each.packet._replace(ssrc=MEDIA["screen"][0]) for each in shown]
    sent = [Sent(each.at_us, packet) for each, packet in zip(shown, packets, strict=True)]
    content, joined = made(Material([segment(TrackKind.SCREEN, sent, LINE, 70 * SECOND_US)], [], False), 80 * SECOND_US)
    seen = watched(content)
    assert [comes for _, comes in joined.pictures] == [True, False]
    assert joined.pictures[1][0] == 70_000
    assert (seen.frames[0], seen.duration_ms, seen.sound_ms) == ((0, 160, 90), 80_000, 0)


def test_a_person_without_any_track_is_a_silent_file() -> None:
    content, joined = made(Material([], [], True), 3 * SECOND_US)
    assert watched(content).sound_ms == pytest.approx(3_000, abs=25)
    assert (joined.size, joined.pictures) == (None, [])


def test_sound_that_pauses_by_itself_keeps_its_time() -> None:
    """DTX: a byte each 400 ms while it is quiet, the RTP clock goes on."""
    sent = [
        Sent(each.at_us, each.packet._replace(payload=b"\xf8")) if each.at_us % 10_000_000 > 4_000_000 else each
        for each in microphone([Span(0, 20 * SECOND_US)])
        if each.at_us % 10_000_000 <= 4_000_000 or each.at_us % 400_000 == 0
    ]
    numbered = [Sent(each.at_us, each.packet._replace(sequence=number)) for number, each in enumerate(sent)]
    content, joined = made(Material([], [segment(TrackKind.MICROPHONE, numbered)], True), 20 * SECOND_US)
    seen = watched(content)
    _together(seen, flashes=0, beeps=10)
    assert joined.told.silences > 500


def test_it_is_seekable_with_cues_before_what_they_point_to() -> None:
    content, _ = made(lesson(LINE, 130), 130 * SECOND_US)
    assert content.index(bytes.fromhex("1c53bb6b")) < 20_000
    with av.open(io.BytesIO(content), "r") as container:
        video = container.streams.video[0]
        assert len(video.index_entries) > 10
        for second in (20, 90, 125):
            container.seek(second * 1_000_000)
            frame = next(container.decode(video))
            assert frame.time is not None
            assert second - CYCLE_SECONDS - 0.2 <= frame.time <= second


def test_a_segment_of_which_bytes_are_torn_or_foreign_plays_without_them() -> None:
    material = lesson(LINE, 40)
    (first, again), sounds = material.pictures, material.sounds
    content = b"".join(first.chunks(0))
    half = len(content) // 2
    torn = MemorySegment(content[:half] + bytes(5_000) + content[half:])
    content, joined = made(Material([torn, again], sounds, True), 40 * SECOND_US)
    _together(watched(content), flashes=20, beeps=30)
    assert 5_000 <= joined.told.torn_bytes <= 7_000


def test_segments_in_which_nothing_was_written_change_nothing() -> None:
    material, nothing = lesson(LINE, 10), MemorySegment(b"")
    with_gaps = Material([nothing, *material.pictures, nothing], [*material.sounds, nothing], material.sounding)
    assert made(with_gaps, 10 * SECOND_US)[0] == made(material, 10 * SECOND_US)[0]
    alone, _ = made(Material([nothing], [nothing], True), SECOND_US)
    assert watched(alone).beeps == []
