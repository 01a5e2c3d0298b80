"""Names as pictures, by Pillow (the only importer of it): any script that the machine has letters for.

Debian's DejaVu draws Latin, Greek, Cyrillic, Hebrew and Arabic, Droid Sans Fallback draws Chinese, Japanese and Korean,
GNU Unifont whatever else Unicode has in its first plane; scripts/setup.sh installs them. Without them, Pillow's own
letters are Latin. A character that no font has is left out, as an empty box names nobody.
"""

import functools
import io
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont, ImageOps, UnidentifiedImageError
from PIL.ImageFont import FreeTypeFont

FONTS = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"),
    Path("/usr/share/fonts/opentype/unifont/unifont.otf"),
)
_INK, _LABEL, _CARD = (255, 255, 255), (32, 40, 46), (52, 64, 72)
_NEVER_A_LETTER = "\U0010ffff"
LONGEST = 80
"""Characters of a name that are looked at."""
MOST_PIXELS = 40_000_000
_FORMATS = ("PNG", "JPEG", "WEBP")
_SMALLEST = 8


class Colours(NamedTuple):
    """A picture: three bytes a pixel, line by line."""

    width: int
    height: int
    data: bytes


@functools.cache
def _fonts(size: int, paths: tuple[Path, ...]) -> tuple[FreeTypeFont, ...]:
    found = [ImageFont.truetype(path, size) for path in paths if path.exists()]
    own = ImageFont.load_default(size)
    return (*found, own) if isinstance(own, FreeTypeFont) else tuple(found)


@functools.cache
def _one_by_one(font: FreeTypeFont) -> FreeTypeFont:
    """A mark that stands alone has a circle drawn to it otherwise, in the place of what it belongs to."""
    return font.font_variant(layout_engine=ImageFont.Layout.BASIC)


@functools.lru_cache(maxsize=4_096)
def _has(font: FreeTypeFont, character: str) -> bool:
    alone = _one_by_one(font)
    drawn, box = alone.getmask(character), alone.getmask(_NEVER_A_LETTER)
    return character.isspace() or drawn.size != box.size or bytes(drawn) != bytes(box)


def _chosen(name: str, size: int, paths: tuple[Path, ...]) -> tuple[str, FreeTypeFont]:
    """The font that has most of it, and what it has of it; the earlier one of equals."""
    fonts = _fonts(size, paths)
    written = " ".join("".join(each for each in name[:LONGEST] if each.isprintable()).split())
    kept = ["".join(each for each in written if _has(font, each)) for font in fonts]
    best = max(range(len(fonts)), key=lambda index: (len(kept[index].strip()), -index))
    return kept[best].strip(), fonts[best]


def label(name: str, width: int, height: int, paths: tuple[Path, ...] = FONTS) -> Colours:
    """A strip that stands in the corner of somebody's picture: as wide as the name, at most `width`."""
    size = max(_SMALLEST, height * 5 // 8)
    text, font = _chosen(name, size, paths)
    text = _short(text, font, width - height // 2)
    wide = min(width, int(font.getlength(text)) + height // 2) // 2 * 2
    image = Image.new("RGB", (max(2, wide), height), _LABEL)
    ImageDraw.Draw(image).text((height // 4, height // 2), text, _INK, font, anchor="lm")
    return _colours(image)


def card(name: str, width: int, height: int, paths: tuple[Path, ...] = FONTS) -> Colours:
    """What stands in the place of a picture: the name in its middle."""
    size = max(_SMALLEST, height // 8)
    text, font = _chosen(name, size, paths)
    image = Image.new("RGB", (width, height), _CARD)
    text = _short(text, font, width * 9 // 10)
    ImageDraw.Draw(image).text((width // 2, height // 2), text, _INK, font, anchor="mm")
    return _colours(image)


def _short(text: str, font: FreeTypeFont, width: int) -> str:
    """As much of it as fits, with an ellipsis in the place of the rest."""
    if font.getlength(text) <= width:
        return text
    dots = "…" if _has(font, "…") else "..."
    while text and font.getlength(text + dots) > width:
        text = text[:-1]
    return text.rstrip() + dots


def picture(content: bytes, width: int, height: int) -> Colours | None:
    """A PNG, JPEG or WebP picture, as large as it fits in here. None: it is none, or far too large to be opened."""
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > MOST_PIXELS:
                return None
            image.draft("RGB", (width, height))
            whole = image.convert("RGBA")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    whole = ImageOps.contain(whole, (width, height))
    paper = Image.new("RGB", whole.size, (255, 255, 255))
    paper.paste(whole, mask=whole.getchannel("A"))
    return _colours(paper)


def _colours(image: Image.Image) -> Colours:
    return Colours(image.width, image.height, image.tobytes())
