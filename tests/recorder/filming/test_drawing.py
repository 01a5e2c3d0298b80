"""Everybody has a place of their own, and their name in letters that can be read."""

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from deskside.recorder.filming import canvas
from deskside.recorder.filming.canvas import blank, fill, frame_of, lay
from deskside.recorder.filming.layout import HEIGHT, MAIN, WIDTH, Box, beside, fitted, grid
from deskside.recorder.filming.lettering import FONTS, card, label, picture

WHOLE = Box(0, 0, WIDTH, HEIGHT)
NAMES = [
    "Zoë Müller",
    "Ольга Новак",
    "Ελένη",
    "محمد علي",
    "דוד",
    "李小龙",
    "さくら",
    "김민준",
    "अनीता",
    "สมชาย",
    "தமிழ்",
]


def _apart(one: Box, other: Box) -> bool:
    return (
        one.left + one.width <= other.left
        or other.left + other.width <= one.left
        or one.top + one.height <= other.top
        or other.top + other.height <= one.top
    )


def _inside(inner: Box, outer: Box) -> bool:
    right, below = (
        inner.left + inner.width <= outer.left + outer.width,
        inner.top + inner.height <= outer.top + outer.height,
    )
    return inner.left >= outer.left and inner.top >= outer.top and right and below


@given(st.integers(0, 60), st.sampled_from([grid, beside]))
def test_nobody_stands_in_anybodys_place_or_outside(people: int, stand: type) -> None:
    boxes = stand(people)
    assert len(boxes) == people
    assert all(_inside(box, WHOLE) and min(box.width, box.height) >= 16 for box in boxes)
    assert all(_apart(one, other) for at, one in enumerate(boxes) for other in boxes[:at])
    assert stand is grid or all(_apart(box, MAIN) for box in boxes)
    assert not any(length % 2 for box in boxes for length in box)


@given(st.tuples(st.integers(1, 4_000), st.integers(1, 4_000)), st.sampled_from([*grid(7), MAIN]))
def test_a_picture_is_whole_in_its_own_proportions(size: tuple[int, int], box: Box) -> None:
    place = fitted(size, box)
    assert _inside(place, box)
    assert place.width >= box.width - 2 or place.height >= box.height - 2
    if min(place.width, place.height) > 40:
        assert abs(place.width / place.height / (size[0] / size[1]) - 1) < 0.1


def test_what_is_laid_into_a_picture_stands_there_and_nowhere_else() -> None:
    onto = blank(32, 16, canvas.BLACK)
    lay(blank(8, 8, canvas.GREEN), onto, 28, 12)
    fill(onto, frame_of(Box(0, 0, 8, 8), 2), canvas.GREY)
    lights = [list(onto.planes[0].data[at * 32 : at * 32 + 32]) for at in range(16)]
    green = {(x, y) for y, line in enumerate(lights) for x, light in enumerate(line) if light == canvas.GREEN[0]}
    grey = {(x, y) for y, line in enumerate(lights) for x, light in enumerate(line) if light == canvas.GREY[0]}
    assert green == {(x, y) for x in range(28, 32) for y in range(12, 16)}
    assert grey == {(x, y) for x in range(8) for y in range(8) if not (1 < x < 6 and 1 < y < 6)}
    assert [sum(value == canvas.GREEN[index] for value in onto.planes[index].data) for index in (1, 2)] == [4, 4]


@pytest.mark.parametrize("name", NAMES)
def test_a_name_of_any_script_is_in_its_own_letters(name: str) -> None:
    """Two names of as many letters that nothing is known of would look alike: boxes, or nothing."""
    assert all(path.exists() for path in FONTS), "scripts/setup.sh installs them"
    changed = name[:-2] + name[-1]
    assert card(name, 400, 200).data != card("", 400, 200).data
    assert card(name, 400, 200).data != card(changed, 400, 200).data
    assert card(name, 400, 200).data != card("\ue000" * len(name), 400, 200).data


@pytest.mark.parametrize("paths", [FONTS, ()])
def test_what_no_font_has_is_left_out(paths: tuple[Path, ...]) -> None:
    assert label("\U0010fffd\x07Ann\u202e", 300, 32, paths) == label("Ann", 300, 32, paths)
    nothing = label("\U0010fffd", 300, 32, paths)
    assert (nothing.width, len(set(nothing.data[at : at + 3] for at in range(0, len(nothing.data), 3)))) == (16, 1)
    assert label("A李n", 300, 32, ()) == label("An", 300, 32, ())


def test_a_name_that_is_too_long_ends_in_an_ellipsis_inside_of_its_strip() -> None:
    long = label("Wolfgang " * 40, 200, 32)
    assert long.width <= 200
    assert long == label("Wolfgang " * 39, 200, 32)
    assert card("W" * 100_000, 300, 100).width == 300


def _written(width: int, height: int, kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (width, height), (0, 0, 200)).save(file, kind)
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a" + bytes(50), _written(50, 50, "GIF"), _written(50, 50, "PNG")[:40], _written(9_000, 9_000, "PNG")],
)
def test_what_is_no_picture_or_far_too_large_is_none(content: bytes) -> None:
    assert picture(content, 300, 200) is None


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_picture_is_as_large_as_it_fits(kind: str) -> None:
    found = picture(_written(100, 100, kind), 300, 200)
    assert found is not None
    assert (found.width, found.height, len(found.data)) == (200, 200, 200 * 200 * 3)
