"""How well a session is seen again: how far apart six recordings play, how soon a seek shows, what the page weighs.

    python -m bench.replay [--seconds 90] [--seeks 20] [--pictures FOLDER]

Six files as they are recorded (640x360 VP8 and Opus, a keyframe each ten seconds), sealed, through the real HTTP edge,
in a Chromium on the same machine. The spread is that of `currentTime` of all elements that play, ten times a second.
"""

import argparse
import asyncio
import tempfile
from collections.abc import Sequence
from pathlib import Path

from e2e.chromium import starter
from e2e.films import make_films
from e2e.replayed import Replayed, replayed
from playwright.async_api import Browser, Page, async_playwright, expect

from deskside.app import WEB

SPREAD = """
() => {
  const times = [...document.querySelectorAll(".picture video")].filter((v) => !v.paused && v.readyState > 2)
    .map((v) => v.currentTime);
  return times.length < 2 ? null : Math.max(...times) - Math.min(...times);
}
"""
SOUGHT = """
(at) => new Promise((done) => {
  const began = performance.now();
  const slider = document.querySelector(".timeline-slider");
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(slider, String(at));
  slider.dispatchEvent(new Event("input", { bubbles: true }));
  const videos = [...document.querySelectorAll(".picture video")];
  const look = () => {
    const there = videos.every((v) => !v.seeking && v.readyState > 2 && Math.abs(v.currentTime * 1000 - at) < 1500);
    if (there) done(performance.now() - began); else setTimeout(look, 5);
  };
  setTimeout(look, 0);
})
"""
SIZES = {"desktop": (1440, 900), "tablet": (820, 1180), "phone": (390, 844)}
WARM_SECONDS = 3


def percentile(values: Sequence[float], part: float) -> float:
    """The value that this part of all does not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


async def signed_in(
    browser: Browser, served: Replayed, name: str, size: str = "desktop", *, dark: bool = False
) -> Page:
    """A page of this person on which a replay is open."""
    width, height = SIZES[size]
    context = await browser.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if dark else "light",
        permissions=["clipboard-read", "clipboard-write"],
        has_touch=size != "desktop",
        base_url=served.url,
    )
    page = await context.new_page()
    await page.goto(await served.link(name))
    await page.get_by_role("button").first.click()
    await page.wait_for_url("**/dashboard/**")
    await page.goto(served.page("student" if name == "alice" else "tutor"))
    await expect(page.get_by_role("slider")).to_be_visible(timeout=60_000)
    return page


async def spreads(page: Page, seconds: float) -> list[float]:
    """Seconds between the first and the last of the players, ten times a second."""
    found = []
    for _ in range(int(seconds * 10)):
        spread = await page.evaluate(SPREAD)
        if spread is not None:
            found.append(float(spread))
        await page.wait_for_timeout(100)
    return found


async def measure(page: Page, seeks: int, end_ms: int) -> dict[str, float]:
    """Milliseconds."""
    found = {}
    await page.locator(".deck-toggle").click()
    await page.wait_for_timeout(WARM_SECONDS * 1000)
    for rate in ("1", "2", "0.5"):
        await page.locator(".deck-rate").select_option(rate)
        await page.wait_for_timeout(WARM_SECONDS * 1000)
        found[f"spread p95 at {rate}x"] = 1000 * percentile(await spreads(page, 10), 0.95)
        await page.evaluate(SOUGHT, 2_000)
    await page.locator(".deck-rate").select_option("1")
    took = []
    for number in range(seeks):
        at = 1_000 * (3 + (number * 37) % (end_ms // 1000 - 10))
        took.append(float(await page.evaluate(SOUGHT, at)))
        await page.wait_for_timeout(1_500)
    found["spread p95 after a seek"] = 1000 * percentile(await spreads(page, 5), 0.95)
    return found | {"seek p50": percentile(took, 0.5), "seek p95": percentile(took, 0.95)}


async def pictures(browser: Browser, served: Replayed, folder: Path) -> None:
    """What tutor and student see, in every size and theme."""
    for name in ("tutor", "alice"):
        for size in SIZES:
            for dark in (False, True):
                page = await signed_in(browser, served, name, size, dark=dark)
                await page.evaluate(SOUGHT, 25_000)
                await page.wait_for_timeout(800)
                await page.screenshot(path=folder / f"replay-{name}-{size}{'-dark' if dark else ''}.png")
                await page.context.close()


async def main() -> None:
    """Measure, or look."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--seconds", type=int, default=90)
    asked.add_argument("--seeks", type=int, default=20)
    asked.add_argument("--pictures", type=Path)
    asked.add_argument("--web", type=Path, default=WEB)
    wanted = asked.parse_args()
    with tempfile.TemporaryDirectory() as kept:
        folder = Path(kept)
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(
                executable_path=starter(folder), args=["--autoplay-policy=no-user-gesture-required", "--no-sandbox"]
            )
            films = await make_films(browser, folder, wanted.seconds)
            async with replayed(wanted.web, films, wanted.seconds) as served:
                if wanted.pictures:
                    await pictures(browser, served, wanted.pictures)
                else:
                    page = await signed_in(browser, served, "tutor")
                    for name, value in (await measure(page, wanted.seeks, wanted.seconds * 1000)).items():
                        print(f"{name:26} {value:7.0f} ms")
            await browser.close()


if __name__ == "__main__":
    asyncio.run(main())
