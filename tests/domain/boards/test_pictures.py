"""Pictures on boards, by what their headers say; made here byte by byte, as the formats have it."""

import struct
import zlib

import pytest

from deskside.domain.boards.pictures import PARTS_LIMIT, Facts, facts, superfluous
from deskside.domain.boards.scene import Scene, merge
from deskside.domain.errors import Invalid
from tests.domain.boards.drawings import element


def png(width: int, height: int, extra: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra + chunk(b"IDAT", zlib.compress(b"\0")) + chunk(b"IEND", b"")
    )


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def jpeg(width: int, height: int, marker: int = 0xC0, before: bytes = b"") -> bytes:
    app = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
    tables = b"\xff\xc4\x00\x05\x00\x00\x00" + b"\xff"  # a padded marker follows
    return (
        b"\xff\xd8"
        + before
        + app
        + tables
        + b"\xff"
        + bytes([marker])
        + struct.pack(">HBHHB", 11, 8, height, width, 1)
        + bytes(9)
    )


def segment(marker: int, data: bytes) -> bytes:
    return bytes([0xFF, marker]) + struct.pack(">H", len(data) + 2) + data


def webp(kind: bytes, body: bytes, more: bytes = bytes(20)) -> bytes:
    return b"RIFF\0\0\0\0WEBP" + part(kind, body) + more


def part(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


SMALL = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 64, 64, 1)
"""A frame's header, to be hidden where one that takes RST0 for a segment would read on."""
FRAMES = chunk(b"acTL", struct.pack(">II", 2, 0))
"""Says that a PNG has two frames."""
LOSSLESS = b"\x2f" + struct.pack("<I", 63 | 63 << 14)
"""Of 64 x 64."""


def lossy(width: int, height: int) -> bytes:
    return webp(b"VP8 ", b"\0\0\0\x9d\x01\x2a" + struct.pack("<HH", width, height))


def lossless(width: int, height: int) -> bytes:
    return webp(b"VP8L", b"\x2f" + struct.pack("<I", (width - 1) | (height - 1) << 14))


def extended(width: int, height: int, flags: int = 0) -> bytes:
    return webp(
        b"VP8X", bytes([flags, 0, 0, 0]) + (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
    )


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (png(640, 480), "png"),
        (jpeg(640, 480), "jpeg"),
        (jpeg(640, 480, 0xC2), "jpeg"),
        (lossy(640, 480), "webp"),
        (lossless(640, 480), "webp"),
        (extended(640, 480), "webp"),
        (png(640, 480, extra=chunk(b"tEXt", b"says\0acTL")), "png"),
        (jpeg(640, 480, before=segment(0xFE, b"\xff\xc0 says nothing" + bytes(20))), "jpeg"),
        (jpeg(640, 480, before=b"\xff\xd0"), "jpeg"),
        (webp(b"VP8L", b"\x2f" + struct.pack("<I", 639 | 479 << 14), part(b"EXIF", b"says ANIM")), "webp"),
    ],
)
def test_a_picture_is_as_large_as_its_header_says(content: bytes, kind: str) -> None:
    assert facts(content) == Facts(f"image/{kind}", 640, 480)


@pytest.mark.parametrize(
    "content",
    [
        png(16_000, 16_000),
        png(0, 10),
        jpeg(10, 60_000),
        lossy(16_000, 10),
        lossless(16_000, 16_000),
        extended(1 << 24, 1),
        extended(64, 64, flags=2),
        png(64, 64, extra=FRAMES),
        png(64, 64, extra=chunk(b"tEXt", b"a\0IDAT") + FRAMES),
        png(64, 64, extra=chunk(b"tEXt", b"a\0" + chunk(b"IEND", b"")) + FRAMES),
        png(64, 64, extra=chunk(b"IDAT", b"") + FRAMES),
        png(64, 64, extra=chunk(b"tEXt", b"") * PARTS_LIMIT),
        png(64, 64).replace(b"IDAT", b"tEXt"),
        jpeg(60_000, 10, before=b"\xff\xd0" + segment(0xE1, bytes(0xFFDD) + SMALL)),
        jpeg(64, 64, before=b"\xff\x00" + bytes(2)),
        jpeg(64, 64, before=b"\xff\xda\x00\x02"),
        jpeg(64, 64, before=segment(0xFE, b"") * PARTS_LIMIT),
        webp(b"VP8L", LOSSLESS, part(b"ANMF", bytes(16))),
        webp(b"VP8L", LOSSLESS, part(b"EXIF", b"odd") + part(b"ANIM", bytes(6))),
        webp(b"VP8L", LOSSLESS, part(b"EXIF", b"") * PARTS_LIMIT),
        webp(b"VP8X", b"", LOSSLESS + bytes(20)),
        jpeg(64, 64)[:30],
        b"\xff\xd8\xff" + bytes(40),
        webp(b"VP8 ", bytes(20)),
        webp(b"ICCP", bytes(20)),
        png(64, 64)[:20],
        b"GIF89a" + bytes(40),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"",
    ],
)
def test_what_is_too_large_once_unpacked_or_no_picture_is_refused(content: bytes) -> None:
    with pytest.raises(Invalid):
        facts(content)


def test_pictures_that_nothing_on_the_board_refers_to_make_room() -> None:
    drawn = [element("a", kind="image", fileId="f"), element("b", kind="image"), element("c")]
    gone = element("d", kind="image", fileId="g", deleted=True)
    assert superfluous(["e", "f", "g"], merge(Scene(), [*drawn, gone])) == ("e", "g")
