"""A session with its tutor and Alice in browsers: what one of them does, and when the other's page shows it.

Both pages note instants themselves (`pages/desk.js`), so that asking them afterwards costs the measurement nothing.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from e2e.drawing import READY
from e2e.server import Server
from e2e.ways_in import follow
from playwright.async_api import Browser, Page, Playwright, ViewportSize

from bench.browsers import FakeDevices, chromium
from bench.classroom import JOIN_AT_ONCE, PAGES, PERMISSIONS, Watched
from bench.media import STUDENT_CAMERA

ALICE, ALICE_NAME = "demo-alice", "Alice Chen"
VIEWPORT = ViewportSize(width=1440, height=900)
LIMIT_MS, POLL_MS = 10_000.0, 50.0
JOINED_MS = 1000.0
"""For what a page does when it has just come into the room."""
POINTS, POINT_SECONDS = 10, 0.016
"""Of a stroke: a hand moves the pointer once a frame."""
REST_SECONDS = 0.25
"""After a stroke: what the pages note of it has been noted."""


@dataclass(frozen=True, slots=True)
class Stroke:
    """Milliseconds from the student's pen to the tutor's large board."""

    begun: float
    """From the first move to the first point that is there."""
    finished: float
    """From lifting the pen to the whole stroke."""


@dataclass(frozen=True, slots=True)
class WatchedLesson:
    """Alice's and the tutor's pages, both in the room."""

    tutor: Watched
    alice: Watched

    async def enter(self) -> None:
        """Load Alice's page anew: a new socket, with all that one may ask for in a while; her board is closed."""
        await self.alice.page.reload()
        await self.alice.page.get_by_role("button", name="Ask for help", exact=True).wait_for()
        await self.alice.page.wait_for_timeout(JOINED_MS)

    async def help(self) -> float:
        """Milliseconds from the press on *Ask for help* to the call in the tutor's panel; it is withdrawn then."""
        await self.alice.press("Ask for help")
        await self.alice.page.get_by_role("dialog").get_by_role("button", name="Ask for help").click()
        pressed = await self._pressed()
        shown = await self._shown(f"help {ALICE_NAME}", pressed, "shown")
        withdrawn = await self.alice.press("I don't need it any more")
        await self._shown(f"help {ALICE_NAME}", withdrawn, "gone")
        return shown - pressed

    async def answer(self) -> float:
        """Milliseconds from the press on an answer to the lane's progress bar."""
        work = self.alice.page.get_by_role("region", name="Your exercise")
        await work.locator("label.switch").click()
        pressed = await self._pressed()
        return await self._shown(f"progress {ALICE}", pressed) - pressed

    async def open_board(self) -> None:
        """Alice opens the own board and takes the pen."""
        await self.alice.page.get_by_role("button", name="Your board").click()
        await take_pen(self.alice.page)

    async def open_lane(self) -> None:
        """The tutor makes Alice's board large."""
        await self.tutor.page.locator(f"button:has(canvas[data-board={ALICE}])").first.click()
        await self.tutor.page.wait_for_function(READY)
        await self.tutor.page.evaluate("desk.watchSheet()")

    async def close_lane(self) -> None:
        """The tutor goes back to all lanes."""
        await self.tutor.press("Back to all")

    async def stroke_to_thumbnail(self, number: int) -> float:
        """Milliseconds from the pen's first move to the thumbnail with one stroke more."""
        count = int(await self.alice.page.evaluate("desk.moved.length"))
        await draw(self.alice.page, number)
        moved = float(await self.alice.page.evaluate("(count) => desk.moved[count]", count))
        return await self._shown(f"thumbnail {ALICE}", moved) - moved

    async def stroke(self, number: int) -> Stroke:
        """A stroke to the large board. Raises LookupError if it is not there after a while."""
        before = await self.alice.page.evaluate("[Object.keys(desk.sheet()), desk.moved.length]")
        await draw(self.alice.page, number)
        await asyncio.sleep(REST_SECONDS)
        moved, lifted, sheet = await self.alice.page.evaluate(
            "(count) => [desk.moved[count], desk.lifted.at(-1), desk.sheet()]", before[1]
        )
        new = next(name for name in sheet if name not in before[0])
        waited = await self.tutor.page.wait_for_function(
            "([id, stamp]) => desk.strokes[id]?.[stamp] && [Math.min(...Object.values(desk.strokes[id])), "
            "desk.strokes[id][stamp]]",
            arg=[new, sheet[new]],
            timeout=LIMIT_MS,
            polling=POLL_MS,
        )
        first, whole = await waited.json_value()
        return Stroke(float(first) - float(moved), float(whole) - float(lifted))

    async def _pressed(self) -> float:
        return float(await self.alice.page.evaluate("bench.pressed.at(-1)"))

    async def _shown(self, what: str, since: float, value: str | None = None) -> float:
        """When the tutor's page first showed it. Raises playwright's TimeoutError."""
        found = await self.tutor.page.wait_for_function(
            "([what, since, value]) => desk.changed(what, since, value ?? undefined)",
            arg=[what, since, value],
            timeout=LIMIT_MS,
            polling=POLL_MS,
        )
        return float(await found.json_value())


async def take_pen(page: Page) -> None:
    """Choose the pen of the open board."""
    await page.wait_for_function(READY)
    await page.locator("[data-testid=toolbar-freedraw]").check(force=True)


async def draw(page: Page, number: int) -> None:
    """A short stroke at the pace of a hand; each number has its own place."""
    box = await page.locator(".excalidraw canvas.interactive").bounding_box()
    assert box is not None
    x = box["x"] + 260 + (number * 37) % max(1, int(box["width"]) - 400)
    y = box["y"] + 110 + (number * 53) % max(1, int(box["height"]) - 260)
    await page.mouse.move(x, y)
    await page.mouse.down()
    for point in range(1, POINTS + 1):
        await page.mouse.move(x + 6 * point, y + (point % 3) * 4)
        await asyncio.sleep(POINT_SECONDS)
    await page.mouse.up()


@contextlib.asynccontextmanager
async def browser_page(browser: Browser, *scripts: str) -> AsyncIterator[Watched]:
    """An empty page of a person of their own that notes what it shows; `scripts` run in each page."""
    context = await browser.new_context(permissions=PERMISSIONS[:2], viewport=VIEWPORT)
    try:
        for path in (PAGES / "watch.js", PAGES / "desk.js"):
            await context.add_init_script(path=path)
        for script in scripts:
            await context.add_init_script(script)
        yield Watched(await context.new_page())
    finally:
        await context.close()


@contextlib.asynccontextmanager
async def watched_lesson(playwright: Playwright, server: Server) -> AsyncIterator[WatchedLesson]:
    """The demo's first session begins, Alice is in it. One browser for both: cameras are small, encoding is theirs."""
    async with (
        chromium(playwright, FakeDevices(120, 660, STUDENT_CAMERA[0])) as browser,
        browser_page(browser) as tutor,
        browser_page(browser, JOIN_AT_ONCE) as alice,
    ):
        await follow(tutor.page, server.links["tutor"])
        await tutor.press("Start Session")
        await tutor.page.locator(".video-grid").wait_for()
        await tutor.connected(1)
        await follow(alice.page, server.links["alice"])
        await alice.page.get_by_role("button", name="Ask for help", exact=True).wait_for()
        yield WatchedLesson(tutor, alice)
