"""A film shows and sounds what was true at its own instants, whoever was off, shared a screen, or spoke with others."""

import io
import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import av
import pytest
from PIL import Image

from deskside.recorder.filming.canvas import BLACK, blank
from deskside.recorder.filming.composite import composite
from deskside.recorder.filming.encoding import Encoder
from deskside.recorder.filming.film import Board, Film, Opened, Person
from deskside.recorder.filming.layout import HEIGHT, MAIN, WIDTH, grid
from deskside.recorder.filming.mixing import Mixer, silence
from deskside.recorder.playable.parts import Material
from deskside.recorder.records import TrackKind
from tests.recorder.making import LINE, MemorySink, lesson, made, segment
from tests.recorder.segments import MEDIA
from tests.recorder.senders import SECOND_US, Sent, Span, camera, microphone
from tests.recorder.watching import watched

WITHIN_MS = 50
WHITE, CARD = 200, range(60, 90)
"""Brightness of what flashes, and of the card with a name."""


@dataclass(slots=True)
class MemoryScratch:
    """`Scratch` at hand."""

    content: bytearray = field(default_factory=bytearray)

    def append(self, content: bytes) -> None:
        self.content += content

    def read(self, start: int, end: int) -> Iterator[bytes]:
        for at in range(start, end, 100_000):
            yield bytes(self.content[at : min(end, at + 100_000)])


def filmed(film: Film) -> bytes:
    """The film at hand."""
    sink, percents = MemorySink(), list[int]()
    assert composite(film, MemoryScratch(), sink, percents.append) == len(sink.content)
    assert percents == sorted(set(percents))
    assert percents[-1] == 100
    return sink.content


def at_hand(content: bytes) -> Opened:
    """What opens it."""
    return lambda: io.BytesIO(content)


def _lights(content: bytes, left: int, top: int) -> list[int]:
    """Brightness of a pixel, picture by picture."""
    seen = []
    with av.open(io.BytesIO(content), "r") as container:
        for frame in container.decode(video=0):
            plane = frame.planes[0]
            seen.append(bytes(plane)[plane.line_size * top + left])
    return seen


def _face(spans: list[Span], *, kind: TrackKind = TrackKind.CAMERA, ends_us: int) -> bytes:
    sent = [Sent(each.at_us, each.packet._replace(ssrc=MEDIA[kind][0])) for each in camera(spans)]
    voices = [] if kind is TrackKind.SCREEN else [segment(TrackKind.MICROPHONE, list(microphone([Span(0, ends_us)])))]
    shown = [segment(kind, sent, LINE, spans[-1].until_us)] if spans else []
    return made(Material(shown, voices, sounding=bool(voices)), ends_us)[0]


def test_flash_and_beep_are_together_from_zero_on_over_mute_camera_off_and_reconnect() -> None:
    content, _ = made(lesson(LINE, 40), 40 * SECOND_US)
    own, film = watched(content), watched(filmed(Film([Person("Alice", at_hand(content))], [], 40_000)))
    assert [round(each / 1_000) for each in film.flashes] == [round(each / 1_000) for each in own.flashes]
    assert [round(each / 1_000) for each in film.beeps] == [round(each / 1_000) for each in own.beeps]
    for instants, originals in ((film.flashes, own.flashes), (film.beeps, own.beeps)):
        assert all(abs(each - was) < WITHIN_MS for each, was in zip(instants, originals, strict=True))
        assert all(-WITHIN_MS < each - round(each / 1_000) * 1_000 < WITHIN_MS for each in instants)
    assert film.duration_ms == pytest.approx(40_000, abs=50)
    assert film.sound_ms == pytest.approx(40_000, abs=50)


def test_what_says_where_everything_is_comes_first_so_it_plays_while_it_is_loaded() -> None:
    face = _face([Span(0, 5 * SECOND_US)], ends_us=5 * SECOND_US)
    content = filmed(Film([Person("Alice", at_hand(face))], [], 5_000))
    assert content[4:8] == b"ftyp"
    assert 0 < content.index(b"moov") < content.index(b"mdat")
    with av.open(io.BytesIO(content), "r") as container:
        assert (container.streams.video[0].codec.name, container.streams.audio[0].codec.name) == ("h264", "aac")


def test_whoever_is_off_or_never_was_on_is_a_card_with_the_name() -> None:
    ends = 10 * SECOND_US
    people = [
        Person("Alice", at_hand(_face([Span(0, 4 * SECOND_US)], ends_us=ends))),
        Person("Bob", at_hand(_face([], ends_us=ends))),
        Person("Carol", None),
    ]
    content = filmed(Film(people, [], 10_000))
    alice, bob, carol = (_lights(content, box.left + box.width // 2, box.top + box.height // 4 * 3) for box in grid(3))
    assert {*bob, *carol} <= set(CARD)
    assert max(alice[:60]) > WHITE
    assert not set(alice[:60]) & set(CARD)
    assert set(alice[80:]) <= set(CARD)


def test_a_screen_is_large_while_it_is_shared_and_a_board_when_there_is_none() -> None:
    ends, paper = 20 * SECOND_US, io.BytesIO()
    Image.new("RGB", (300, 300), (255, 0, 0)).save(paper, "PNG")
    screen = _face([Span(5 * SECOND_US, 10 * SECOND_US)], kind=TrackKind.SCREEN, ends_us=ends)
    face = _face([Span(0, ends)], ends_us=ends)
    boards = [Board(3_000, at_hand(paper.getvalue())), Board(12_000, at_hand(b"no picture")), Board(14_000, None)]
    content = filmed(Film([Person("Tutor", at_hand(face), at_hand(screen))], boards, 20_000))
    middle = _lights(content, MAIN.width // 2, MAIN.height // 2)
    red = range(70, 92)
    assert set(middle[46:74]) <= set(red)
    assert max(middle[76:150]) > WHITE
    assert not set(middle[77:150]) & set(red)
    assert set(middle[152:179]) <= set(red)
    assert max(middle[181:]) > WHITE, "with nothing to be shown large, people are"
    assert max(_lights(content, MAIN.width + 128, 72)[76:150]) > WHITE, "the person stands beside it meanwhile"


def _peaks(content: bytes) -> tuple[float, float]:
    """The loudest sample, and how much of the loud ones is as loud: those are cut off."""
    values: list[float] = []
    with av.open(io.BytesIO(content), "r") as container:
        for frame in container.decode(audio=0):
            values += struct.unpack(f"<{frame.samples}f", bytes(frame.planes[0])[: 4 * frame.samples])
    loudest = max(map(abs, values))
    loud = [each for each in values if abs(each) > loudest / 2]
    return loudest, sum(abs(each) > loudest * 0.999 for each in loud) / len(loud)


def test_several_who_speak_at_once_are_heard_together_and_nothing_is_cut_off() -> None:
    ends = 4 * SECOND_US
    alone, together = (
        _peaks(filmed(Film([Person("A", at_hand(_face([], ends_us=ends)))] * count, [], 4_000))) for count in (1, 6)
    )
    assert 0.3 < alone[0] < 0.45
    assert 0.7 < together[0] <= 1.0
    assert together[1] < 0.1


def test_a_file_that_ends_before_its_time_leaves_the_others_as_they_are() -> None:
    ends = 20 * SECOND_US
    face = _face([Span(0, ends)], ends_us=ends)
    people = [Person("Alice", at_hand(face)), Person("Bob", at_hand(face[: len(face) // 4]))]
    film = watched(filmed(Film(people, [], 20_000)))
    assert {round(each / 1_000) for each in film.beeps} == set(range(20))
    assert film.sound_ms == pytest.approx(20_000, abs=50)


def test_a_film_of_nobody_is_dark_and_as_long_as_the_session() -> None:
    film = watched(filmed(Film([], [], 3_000)))
    assert film.duration_ms == pytest.approx(3_000, abs=50)
    assert not film.sound_ms
    assert len(watched(filmed(Film([], [], 0))).frames) == 1


def test_many_people_have_a_place_each(tmp_path: Path) -> None:
    face = _face([Span(0, SECOND_US)], ends_us=SECOND_US)
    content = filmed(Film([Person(f"Student {number}", at_hand(face)) for number in range(13)], [], 600))
    for box in grid(13):
        assert max(_lights(content, box.left + box.width // 2, box.top + box.height // 2)) > WHITE


def test_a_long_film_is_kept_outside_of_memory_and_is_whole() -> None:
    """What says where everything is grows with it, and is then written back and forth."""
    scratch, seconds = MemoryScratch(), 300
    encoder, mixer = Encoder(scratch, sounding=True), Mixer(1)
    encoder.show(0, blank(WIDTH, HEIGHT, BLACK))
    for _ in range(seconds):
        mixer.give(0, silence(48_000))
        for frame in mixer.mixed():
            encoder.sound(frame)
    content = b"".join(encoder.finished())
    assert content.index(b"mdat") > 50_000
    assert len(scratch.content) > len(content) // 2 - 10_000
    film = watched(content)
    assert len(film.frames) == 1
    assert film.sound_ms == pytest.approx(seconds * 1_000, abs=100)
