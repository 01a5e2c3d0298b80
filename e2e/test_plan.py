"""The two examples of the product plan, as they are written there but for the line about recording."""

import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio
from playwright.async_api import Page, Playwright, expect

from e2e.people import someone
from e2e.server import Server
from e2e.ways_in import follow


@contextlib.asynccontextmanager
async def signed_in(playwright: Playwright, server: Server, name: str, folder: Path) -> AsyncIterator[Page]:
    """A page of a browser in which this person has signed in, with the server as its base URL."""
    async with someone(playwright, name, folder) as person:
        context = await person.browser.new_context(base_url=server.url, permissions=["camera", "microphone"])
        page = await context.new_page()
        await follow(page, server.links[name])
        await page.goto("about:blank")
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def tutor(playwright: Playwright, server: Server, tmp_path: Path) -> AsyncIterator[Page]:
    """The tutor's page."""
    async with signed_in(playwright, server, "tutor", tmp_path) as page:
        yield page


@pytest_asyncio.fixture(loop_scope="session")
async def alice(playwright: Playwright, server: Server, tmp_path: Path) -> AsyncIterator[Page]:
    """Alice's page."""
    async with signed_in(playwright, server, "alice", tmp_path) as page:
        yield page


async def start_as_planned(page: Page) -> None:
    await page.goto("/dashboard/tutor/sessions/session-123/live")
    await page.click('button:has-text("Start Session")')

    # Verify video grid appears
    await expect(page.locator(".video-grid")).to_be_visible()


async def join_as_planned(page: Page) -> None:
    await page.goto("/dashboard/student/sessions/session-123/video")
    await page.click('button:has-text("Join Session")')

    # Verify video appears
    await expect(page.locator("video")).to_be_visible()

    # Verify controls
    await expect(page.locator('button[aria-label="Mute"]')).to_be_visible()


async def test_tutor_can_start_session_with_video(tutor: Page) -> None:
    await start_as_planned(tutor)


async def test_student_can_join_video_session(alice: Page) -> None:
    await join_as_planned(alice)


async def test_student_can_join_while_the_tutor_is_on_the_stage(tutor: Page, alice: Page) -> None:
    await start_as_planned(tutor)
    await join_as_planned(alice)
    await expect(alice.get_by_role("button", name="Ask for help")).to_be_visible()
    await expect(alice.locator('video[aria-label="Video of Ms Rivera"]')).to_be_visible()
