"""Draws docs/images from real sessions: one tutor, five students, an admin, in Chromium over the embedded engine.

`make screenshots`; `python -m e2e.screenshots` and a name of `PARTS` for one part. Look at the pictures afterwards:
they are for customers.
"""

import asyncio
import contextlib
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

from playwright.async_api import async_playwright, expect

from e2e.lines import lines_of, serving_to
from e2e.pictures.album import Album
from e2e.pictures.around import alone, around
from e2e.pictures.beside import beside
from e2e.pictures.cast import Cast, add_people, let_time_pass
from e2e.pictures.ending import the_end
from e2e.pictures.lesson import (
    at_the_desk,
    before_the_start,
    calls_for_help,
    gathered,
    in_the_lanes,
    it_begins,
    looked_in_to,
    talks,
    what_may_happen,
)

IMAGES = Path("docs/images")


async def lesson(cast: Cast, album: Album) -> None:
    """One lesson, from the waiting room to its end."""
    await cast.server.stop()
    let_time_pass(cast.server)
    await cast.server.start()
    async with cast.window("olga") as admin:
        await add_people(admin)
    here = await gathered(cast, album)
    for act in (
        before_the_start,
        it_begins,
        talks,
        calls_for_help,
        at_the_desk,
        in_the_lanes,
        what_may_happen,
        looked_in_to,
        the_end,
    ):
        await act(here)


LINES = {"lesson": ("alice", "tutor")}
"""Whose networks are lost in a part."""
PARTS: dict[str, Callable[[Cast, Album], Awaitable[None]]] = {
    "around": around,
    "alone": alone,
    "beside": beside,
    "lesson": lesson,
}
expect.set_options(timeout=30_000)


async def main(*wanted: str) -> None:
    """These parts, into docs/images; each with a server of its own."""
    for part in wanted or tuple(PARTS):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            async with (
                lines_of(*LINES.get(part, ())) as lines,
                serving_to(lines, folder) as server,
                async_playwright() as driver,
                contextlib.AsyncExitStack() as stack,
            ):
                await PARTS[part](Cast(driver, stack, folder, server, lines), Album(IMAGES))


if __name__ == "__main__":
    IMAGES.mkdir(parents=True, exist_ok=True)
    asyncio.run(main(*sys.argv[1:]))
