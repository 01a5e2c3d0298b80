"""Pictures on boards: what they are, how large they become when they are shown, and which have to go.

A picture of 31 kB can be 16,000 x 16,000 pixels: a gigabyte in each browser that shows it. Its header says so.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import cast

from deskside.domain.boards.scene import Scene, visible
from deskside.domain.errors import Invalid

FILE_BYTES = 512 * 1024
"""A picture; pages make it smaller before they send it."""
BOARD_FILES = 50
LARGEST_SIDE = 2_048
"""Pixels; pages make 1,600 at most. Unpacked that is 16 MiB."""

_SAY = f"A picture is a PNG, JPEG or WebP that does not move, of at most {LARGEST_SIDE} x {LARGEST_SIDE} pixels."
_NO_FRAMES = frozenset({0xC4, 0xC8, 0xCC})
"""Markers of JPEG between SOF0 and SOF15 that begin no frame: DHT, JPG, DAC (ITU-T T.81, table B.1)."""


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
    """Signature, then IHDR (PNG 11.2.1). An animation says so before its first frame (APNG: acTL before IDAT)."""
    if content[:8] != b"\x89PNG\r\n\x1a\n" or content[12:16] != b"IHDR" or len(content) < 33:
        return None
    if b"acTL" in content.partition(b"IDAT")[0]:
        return None
    return Facts("image/png", _number(content[16:20]), _number(content[20:24]))


def _jpeg(content: bytes) -> Facts | None:
    """Segments, each with its length, up to the first frame's header (ITU-T T.81, B.2)."""
    if content[:3] != b"\xff\xd8\xff":
        return None
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        marker = content[at + 1]
        if 0xC0 <= marker <= 0xCF and marker not in _NO_FRAMES:
            return Facts("image/jpeg", _number(content[at + 7 : at + 9]), _number(content[at + 5 : at + 7]))
        at += 1 if marker == 0xFF else 2 + _number(content[at + 2 : at + 4])
    return None


def _webp(content: bytes) -> Facts | None:
    """RIFF, WEBP, and the first chunk: lossy, lossless or extended (RFC 9649, 2.5 to 2.7)."""
    if content[:4] != b"RIFF" or content[8:12] != b"WEBP" or len(content) < 30:
        return None
    kind, body = content[12:16], content[20:]
    if kind == b"VP8 " and body[3:6] == b"\x9d\x01\x2a":
        return Facts("image/webp", _little(body[6:8]) & 0x3FFF, _little(body[8:10]) & 0x3FFF)
    if kind == b"VP8L" and body[0] == 0x2F:
        bits = _little(body[1:5])
        return Facts("image/webp", (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    if kind == b"VP8X" and not body[0] & 0x02:
        return Facts("image/webp", _little(body[4:7]) + 1, _little(body[7:10]) + 1)
    return None


def _number(big: bytes) -> int:
    return int.from_bytes(big, "big")


def _little(small: bytes) -> int:
    return int.from_bytes(small, "little")
