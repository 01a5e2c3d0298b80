"""A picture in YUV 4:2:0 that others are laid into, line by line. Pure."""

from collections.abc import Iterable
from typing import NamedTuple

from deskside.recorder.filming.layout import Box

BLACK = (16, 128, 128)
GREY = (40, 128, 128)
GREEN = (145, 54, 34)
"""Of who speaks."""


class Plane(NamedTuple):
    """Lines of bytes behind one another; `stride` from one to the next."""

    data: memoryview
    stride: int


class Picture(NamedTuple):
    """What can be laid into another: brightness, and both colours at half the size."""

    width: int
    height: int
    planes: tuple[Plane, ...]


def blank(width: int, height: int, colour: tuple[int, int, int]) -> Picture:
    """All of one colour; it can be changed."""
    sizes = ((width, height), (width // 2, height // 2), (width // 2, height // 2))
    return Picture(
        width,
        height,
        tuple(
            Plane(memoryview(bytearray([value]) * (wide * high)), wide)
            for (wide, high), value in zip(sizes, colour, strict=True)
        ),
    )


def lay(picture: Picture, onto: Picture, left: int, top: int) -> None:
    """What does not fit is cut off at the right and below. `left` and `top` are even."""
    wide, high = min(picture.width, onto.width - left), min(picture.height, onto.height - top)
    for index, (source, target) in enumerate(zip(picture.planes, onto.planes, strict=True)):
        half = 1 if index == 0 else 2
        across, at = wide // half, top // half * target.stride + left // half
        from_ = 0
        for _ in range(high // half):
            target.data[at : at + across] = source.data[from_ : from_ + across]
            at, from_ = at + target.stride, from_ + source.stride


def fill(onto: Picture, boxes: Iterable[Box], colour: tuple[int, int, int]) -> None:
    """Paint boxes that lie inside of it."""
    for box in boxes:
        for index, (target, value) in enumerate(zip(onto.planes, colour, strict=True)):
            half = 1 if index == 0 else 2
            line, at = bytes([value]) * (box.width // half), box.top // half * target.stride + box.left // half
            for _ in range(box.height // half):
                target.data[at : at + len(line)] = line
                at += target.stride


def frame_of(box: Box, border: int) -> tuple[Box, ...]:
    """The four sides of a box, so wide."""
    left, top, width, height = box
    return (
        Box(left, top, width, border),
        Box(left, top + height - border, width, border),
        Box(left, top, border, height),
        Box(left + width - border, top, border, height),
    )
