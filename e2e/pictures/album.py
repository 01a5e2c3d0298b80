"""Pictures of a page in all sizes and both themes, as small files."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.async_api import Page, expect

Prepare = Callable[[], Awaitable[None]]
Theme = Literal["light", "dark"]
SIZES = {"desktop": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}
TOUCHED = ("tablet", "phone")
"""Sizes of devices that are touched, where targets are larger."""
ALL: tuple[tuple[str, Theme], ...] = tuple((size, theme) for size in SIZES for theme in ("light", "dark"))
FEW: tuple[tuple[str, Theme], ...] = (("desktop", "light"), ("phone", "dark"))
"""Of a state: enough to see it, and small enough for a repository."""
SETTLE_MS = 700
"""What fades or unfolds has done so by then, and pictures have come in their new size."""
TOAST_SECONDS = 60
"""What is told in passing has passed by then: it lies over what is to be seen."""

_PALETTE = "split[a][b];[a]palettegen=stats_mode=full[p];[b][p]paletteuse=dither=none"
"""256 colours of its own for each picture: a third of the size, and no difference that eyes find."""


@dataclass(frozen=True, slots=True)
class Album:
    """The folder of pictures."""

    folder: Path

    async def page(self, page: Page, name: str, before: Prepare | None = None) -> None:
        """A page, in all sizes and both themes. `before` is done for each of them."""
        await self._draw(page, name, ALL, before)

    async def state(self, page: Page, name: str, before: Prepare | None = None) -> None:
        """One state of a page. `before` brings it about for each picture, if it does not last."""
        await self._draw(page, name, FEW, before)

    async def _draw(
        self,
        page: Page,
        name: str,
        kinds: tuple[tuple[str, Theme], ...],
        before: Prepare | None,
    ) -> None:
        await expect(page.locator(".toast")).to_have_count(0, timeout=TOAST_SECONDS * 1000)
        touch = await page.context.new_cdp_session(page)
        for size, theme in kinds:
            width, height = SIZES[size]
            await page.set_viewport_size({"width": width, "height": height})
            await touch.send("Emulation.setTouchEmulationEnabled", {"enabled": size in TOUCHED})
            await page.emulate_media(color_scheme=theme)
            if before is not None:
                await page.wait_for_timeout(SETTLE_MS)
                await before()
            else:
                await page.wait_for_timeout(SETTLE_MS)
            file = self.folder / f"{name}-{size}{'' if theme == 'light' else '-dark'}.png"
            await page.screenshot(path=file)
            await _shrink(file)
        width, height = SIZES["desktop"]
        await touch.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
        await touch.detach()
        await page.set_viewport_size({"width": width, "height": height})
        await page.emulate_media(color_scheme="light")


async def _shrink(file: Path) -> None:
    """The same picture with a palette."""
    small = file.with_suffix(".small.png")
    command = ["ffmpeg", "-hide_banner", "-loglevel", "error", "-y", "-i", str(file), "-vf", _PALETTE]
    made = await asyncio.create_subprocess_exec(*command, "-compression_level", "100", str(small))
    assert await made.wait() == 0
    small.replace(file)
