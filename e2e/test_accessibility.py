"""Every page for everybody: axe finds nothing in both themes, nothing overflows when read from right to left, and
nothing moves for those who want no motion."""

from collections.abc import Awaitable, Callable
from typing import Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from e2e.conftest import Invite
from e2e.people import until
from e2e.server import Server
from e2e.tour import TOURS, Stops

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIZES = ((1280, 800), (820, 1180), (390, 844))
"""Desktop, tablet, phone."""

_OVERFLOWING = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const out = [...document.querySelectorAll("body *")].filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    return right > left && (left < -1 || right > width + 1);
  });
  const named = out.slice(0, 5).map((element) => element.outerHTML.slice(0, 120));
  return [`${document.documentElement.scrollWidth} of ${width} px`, ...named];
}
"""
_CHANGING = """
() => document.getAnimations().some(({ playState, effect }) =>
  playState === "running" && Number.isFinite(effect.getComputedTiming().endTime))
"""
"""Something fades in, out or elsewhere. What turns for ever, like the wheel of a wait, does not count."""
_COULD_MOVE = """
() => [...document.querySelectorAll("*")].filter((element) => {
  const style = getComputedStyle(element);
  const animated = style.animationName === "none" ? "0s" : style.animationDuration;
  const seconds = `${style.transitionDuration},${animated}`.split(",").map(parseFloat);
  return Math.max(...seconds) > 0.001 || style.scrollBehavior !== "auto";
}).slice(0, 5).map((element) => element.outerHTML.slice(0, 120))
"""


async def _at_rest(page: Page) -> None:
    """Without motion, and what began to move before is at its end: what is faint while it appears is no finding."""
    await page.emulate_media(reduced_motion="reduce")

    async def ended() -> bool:
        return not await page.evaluate(_CHANGING)

    await until(ended, "what moves comes to its end")


async def _overflowing(page: Page) -> list[str]:
    """What is still too wide once the page has been laid out for its new size."""
    found: list[str] = []
    for _ in range(20):
        found = await page.evaluate(_OVERFLOWING)
        if not found:
            break
        await page.wait_for_timeout(100)
    return found


async def _collect(stops: Stops, look: Callable[[Page], Awaitable[list[str]]]) -> list[str]:
    return [f"{name}: {found}" async for name, page in stops for found in await look(page)]


async def _findings(page: Page) -> list[str]:
    results = await Axe().run(page)
    return [
        f"{violation['id']} at {[node['target'] for node in violation['nodes']][:4]}"
        for violation in results.response["violations"]
    ]


async def test_axe_would_find_a_picture_without_words(invite: Invite) -> None:
    page = (await invite("alice")).page
    await page.evaluate("() => document.querySelector('main').append(new Image())")
    assert [finding.split()[0] for finding in await _findings(page)] == ["image-alt"]


@pytest.mark.parametrize("tour", TOURS)
async def test_axe_finds_nothing_on_any_page_in_either_theme(tour: str, server: Server, invite: Invite) -> None:
    async def look(page: Page) -> list[str]:
        found = []
        for theme in THEMES:
            await page.emulate_media(color_scheme=theme)
            await _at_rest(page)
            found += [f"{theme}: {finding}" for finding in await _findings(page)]
        return found

    assert await _collect(TOURS[tour](server, invite), look) == []


@pytest.mark.parametrize("tour", TOURS)
async def test_nothing_overflows_from_right_to_left_and_nothing_moves(
    tour: str, server: Server, invite: Invite
) -> None:
    async def look(page: Page) -> list[str]:
        before = page.viewport_size
        assert before is not None
        await _at_rest(page)
        await page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
        found = []
        for width, height in SIZES:
            await page.set_viewport_size({"width": width, "height": height})
            found += [f"{width}: {each}" for each in await _overflowing(page)]
        found += [f"moves: {each}" for each in await page.evaluate(_COULD_MOVE)]
        await page.evaluate("() => { document.documentElement.dir = 'ltr'; }")
        await page.set_viewport_size(before)
        return found

    assert await _collect(TOURS[tour](server, invite), look) == []
