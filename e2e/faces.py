"""Drawn people for pictures of Deskside: a face for each, moving a little, as a fake camera's file."""

import asyncio
from dataclasses import asdict, dataclass
from pathlib import Path

from playwright.async_api import Browser

WIDTH, HEIGHT = 1280, 720


@dataclass(frozen=True, slots=True)
class Look:
    """Colours and hair of one person: short, long, curly or bun."""

    wall: str
    skin: str
    hair: str
    shirt: str
    cut: str
    glasses: bool = False


LOOKS = {
    "tutor": Look("#e8ddcf", "#c98f6b", "#3a2418", "#0b6e68", "bun", glasses=True),
    "alice": Look("#d7e6ef", "#f1c9a5", "#2b1d17", "#d9684c", "long"),
    "bob": Look("#e4ead8", "#8d5a3b", "#17110d", "#3d63b8", "short"),
    "carol": Look("#f0e2e6", "#d9a066", "#4a2c1a", "#7a4fa3", "curly"),
    "david": Look("#dfe3ee", "#6b4329", "#0f0b09", "#d8a62c", "short", glasses=True),
    "erin": Look("#e3efe6", "#f4d3bd", "#b4532a", "#2f7d4f", "long"),
}

_WEAR = """
(look) => {
  const root = document.documentElement;
  for (const part of ["wall", "skin", "hair", "shirt"]) root.style.setProperty(`--${part}`, look[part]);
  root.dataset.cut = look.cut;
  root.dataset.glasses = look.glasses ? "yes" : "no";
}
"""


async def make_face(browser: Browser, name: str, folder: Path) -> Path:
    """A Y4M of this person, 640x360, six frames a second so that six cameras fit two cores, breathing slightly."""
    film = folder / f"face-{name}.y4m"
    if film.exists():
        return film
    page = await browser.new_page(viewport={"width": WIDTH, "height": HEIGHT})
    await page.goto((Path(__file__).parent / "face.html").as_uri())
    await page.evaluate(_WEAR, asdict(LOOKS[name]))
    still = folder / f"face-{name}.png"
    await page.screenshot(path=still)
    await page.close()
    breathe = "scale=680:-2,crop=640:360:x='20+4*sin(2*PI*n/18)':y='10+4*cos(2*PI*n/18)'"
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-y", "-loop", "1", "-framerate", "6", "-t", "3"]
    made = await asyncio.create_subprocess_exec(
        *command, "-i", str(still), "-vf", breathe, "-pix_fmt", "yuv420p", str(film)
    )
    assert await made.wait() == 0
    return film
