"""Pictures on boards: what they are, how large they become when they are shown, and which have to go.

A picture of 31 kB can be 16,000 x 16,000 pixels: a gigabyte in each browser that shows it. Its header says so.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import cast

from deskside.domain.boards.scene import Scene, visible
from deskside.domain.errors import Invalid

FILE_BYTES = 512 * 1024
"""A picture; pages make it smaller before they send it."""
BOARD_FILES = 50
LARGEST_SIDE = 2_048
"""Pixels; pages make 1,600 at most. Unpacked that is 16 MiB."""
PARTS_LIMIT = 2_000
"""Chunks or segments of a file. Browsers write 64 at most, by 8 KiB; what has more is refused, not read half."""

_SAY = f"A picture is a PNG, JPEG or WebP that does not move, of at most {LARGEST_SIDE} x {LARGEST_SIDE} pixels."
_NO_FRAMES = frozenset({0xC4, 0xC8, 0xCC})
"""Markers of JPEG between SOF0 and SOF15 that begin no frame: DHT, JPG, DAC (ITU-T T.81, table B.1)."""
_NO_LENGTH = frozenset({0x01, *range(0xD0, 0xD8)})
"""TEM and RST0 to RST7: nothing follows them."""
_NO_SEGMENT = frozenset({0x00, *range(0x02, 0xC0), 0xD8, 0xD9, 0xDA})
"""What cannot stand before the first frame: a stuffed byte, reserved ones, SOI, EOI, SOS."""
_MOVING = frozenset({b"ANIM", b"ANMF"})


@dataclass(frozen=True, slots=True)
class Facts:
    """What the first bytes say. Sides in pixels."""

    media_type: str
    width: int
    height: int


def facts(content: bytes) -> Facts:
    """Of a picture that may be on a board. Raises Invalid for anything else, also SVG, and for what is too large."""
    found = _png(content) or _jpeg(content) or _webp(content)
    if found is None or not (0 < found.width <= LARGEST_SIDE and 0 < found.height <= LARGEST_SIDE):
        raise Invalid(_SAY)
    return found


def shown(scene: Scene) -> frozenset[str]:
    """The pictures that can be seen on the board."""
    return frozenset(cast("str", x.body["fileId"]) for x in visible(scene) if x.body.get("fileId") is not None)


def superfluous(there: Iterable[str], scene: Scene) -> tuple[str, ...]:
    """Of these pictures those that nothing on the board refers to, in the same order: they make room for others."""
    seen = shown(scene)
    return tuple(x for x in there if x not in seen)


def _png(content: bytes) -> Facts | None:
    """Signature, IHDR, further chunks up to IEND (PNG 5.3, 11.2.1). An animation has an acTL among them (APNG)."""
    if content[:16] != b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR":
        return None
    names = set(_png_chunks(content))
    if b"acTL" in names or not {b"IDAT", b"IEND"} <= names:
        return None
    return Facts("image/png", _number(content[16:20]), _number(content[20:24]))


def _png_chunks(content: bytes) -> Iterator[bytes]:
    """Their names, up to IEND: each has its length before the name, and a checksum after the data."""
    at = 8
    for _ in range(PARTS_LIMIT):
        if at + 12 > len(content):
            return
        yield content[at + 4 : at + 8]
        if content[at + 4 : at + 8] == b"IEND":
            return
        at += 12 + _number(content[at : at + 4])


def _jpeg(content: bytes) -> Facts | None:
    """Segments, each with its length, up to the first frame's header (ITU-T T.81, B.1 and B.2)."""
    if content[:3] != b"\xff\xd8\xff":
        return None
    at = 2
    for _ in range(PARTS_LIMIT):
        if at + 9 > len(content) or content[at] != 0xFF:
            return None
        marker, size = content[at + 1], _number(content[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAMES:
            return Facts("image/jpeg", _number(content[at + 7 : at + 9]), _number(content[at + 5 : at + 7]))
        if marker == 0xFF:  # padding
            at += 1
        elif marker in _NO_LENGTH:
            at += 2
        elif marker in _NO_SEGMENT or size < 2:
            return None
        else:
            at += 2 + size
    return None


def _webp(content: bytes) -> Facts | None:
    """RIFF, WEBP, and chunks; the first is lossy, lossless or extended (RFC 9649, 2.5 to 2.7)."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or not _MOVING.isdisjoint(_riff_chunks(content)):
        return None
    kind, body = content[12:16], content[20 : 20 + _little(content[16:20])]
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        return Facts("image/webp", _little(body[6:8]) & 0x3FFF, _little(body[8:10]) & 0x3FFF)
    if kind == b"VP8L" and len(body) >= 5 and body[0] == 0x2F:
        bits = _little(body[1:5])
        return Facts("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8X" and len(body) >= 10 and not body[0] & 0x02:
        return Facts("image/webp", _little(body[4:7]) + 1, _little(body[7:10]) + 1)
    return None


def _riff_chunks(content: bytes) -> Iterator[bytes]:
    """Their names: each has its length after the name, and a byte after data of an odd length."""
    at = 12
    for _ in range(PARTS_LIMIT):
        if at + 8 > len(content):
            return
        yield content[at : at + 4]
        size = _little(content[at + 4 : at + 8])
        at += 8 + size + size % 2
    raise Invalid(_SAY)


def _number(big: bytes) -> int:
    return int.from_bytes(big, "big")


def _little(small: bytes) -> int:
    return int.from_bytes(small, "little")
