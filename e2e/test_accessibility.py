"""Every page for everybody: axe finds nothing in both themes, nothing overflows when read from right to left, and
nothing moves for those who want no motion."""

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Literal

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from e2e.conftest import Invite
from e2e.people import until
from e2e.server import Server

THEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
SIZES = ((1280, 800), (820, 1180), (390, 844))
"""Desktop, tablet, phone."""
CENTER_PARTS = ("", "/sessions", "/people", "/settings")

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
() => document.getAnimations().some((each) => each instanceof CSSTransition && each.playState === "running")
"""
_MOVING = """
() => document.getAnimations()
  .filter(({ playState, effect }) => playState === "running" && Number(effect.getComputedTiming().activeDuration) > 1)
  .map(({ effect }) => effect.target?.className ?? "?")
"""


async def _tour(server: Server, invite: Invite) -> AsyncIterator[tuple[str, Page]]:
    """Everybody's pages, one after the other, in a session that is under way at the end."""
    admin = await invite("olga")
    for part in CENTER_PARTS:
        await admin.page.goto(f"{server.url}/dashboard/center{part}")
        await admin.page.get_by_role("heading").first.wait_for()
        yield f"center{part}", admin.page
    tutor = await invite("tutor")
    await tutor.page.goto(f"{server.url}/dashboard/tutor")
    await tutor.page.get_by_role("heading", level=1).wait_for()
    yield "tutor's home", tutor.page
    alice = await invite("alice")
    await alice.page.get_by_role("button", name="Join Session").wait_for()
    await alice.page.get_by_role("button", name="Play a sound").wait_for()
    yield "lobby", alice.page
    session = alice.page.url
    await alice.page.goto(f"{server.url}/dashboard/student")
    await alice.page.get_by_role("heading", level=1).wait_for()
    yield "student's home", alice.page
    await alice.page.goto(f"{server.url}/connection-test")
    await alice.click("Start the test")
    await alice.page.get_by_role("button", name="Test again").wait_for(timeout=60_000)
    yield "connection test", alice.page
    await alice.page.goto(session)
    await alice.click("Join Session")
    await alice.page.get_by_role("button", name="Leave", exact=True).wait_for()
    yield "waiting room", alice.page
    await tutor.open(server.links["tutor"])
    await tutor.page.goto(session.replace("/student/", "/tutor/").replace("/video", "/live"))
    await tutor.click("Start Session")
    await alice.page.get_by_text("Work on your own").wait_for()
    yield "joined", alice.page
    yield "tutor live", tutor.page
    await alice.page.context.clear_cookies()
    await alice.page.goto(f"{server.url}/login")
    await alice.page.get_by_role("button", name="Sign in").wait_for()
    yield "login", alice.page


async def _still(page: Page) -> None:
    """Transitions are over: what is faint while it appears is no finding."""

    async def ended() -> bool:
        return not await page.evaluate(_CHANGING)

    await until(ended, "transitions end")


async def _overflowing(page: Page) -> list[str]:
    """What is still too wide once the page has been laid out for its new size."""
    found: list[str] = []
    for _ in range(20):
        found = await page.evaluate(_OVERFLOWING)
        if not found:
            break
        await page.wait_for_timeout(100)
    return found


async def _collect(tour: AsyncIterator[tuple[str, Page]], look: Callable[[Page], Awaitable[list[str]]]) -> list[str]:
    return [f"{name}: {found}" async for name, page in tour for found in await look(page)]


@pytest.mark.xfail(strict=False, reason="not steady yet on a busy machine; see the open issue")
async def test_axe_finds_nothing_on_any_page_in_either_theme(server: Server, invite: Invite) -> None:
    async def look(page: Page) -> list[str]:
        found = []
        for theme in THEMES:
            await page.emulate_media(color_scheme=theme)
            await _still(page)
            results = await Axe().run(page)
            found += [
                f"{theme}: {violation['id']} at {[node['target'] for node in violation['nodes']][:4]}"
                for violation in results.response["violations"]
            ]
        return found

    assert await _collect(_tour(server, invite), look) == []


@pytest.mark.xfail(strict=False, reason="not steady yet on a busy machine; see the open issue")
async def test_nothing_overflows_from_right_to_left_and_nothing_moves(server: Server, invite: Invite) -> None:
    async def look(page: Page) -> list[str]:
        before = page.viewport_size
        assert before is not None
        await page.emulate_media(reduced_motion="reduce")
        await page.evaluate("() => { document.documentElement.dir = 'rtl'; }")
        found = []
        for width, height in SIZES:
            await page.set_viewport_size({"width": width, "height": height})
            found += [f"{width}: {each}" for each in await _overflowing(page)]
        found += [f"moves: {each}" for each in await page.evaluate(_MOVING)]
        await page.evaluate("() => { document.documentElement.dir = 'ltr'; }")
        await page.set_viewport_size(before)
        return found

    assert await _collect(_tour(server, invite), look) == []
