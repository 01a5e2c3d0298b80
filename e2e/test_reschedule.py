"""A planned session moves: everybody's pages say so without being loaded again."""

from datetime import datetime, timedelta

import pytest
from playwright.async_api import Page, expect

from e2e.conftest import TEST_SECONDS, Invite
from e2e.server import Server

pytestmark = [pytest.mark.asyncio(loop_scope="session"), pytest.mark.timeout(TEST_SECONDS)]


async def now_of(page: Page) -> datetime:
    """The wall clock of this browser."""
    return datetime.fromisoformat(
        await page.evaluate("new Date(Date.now() - new Date().getTimezoneOffset() * 6e4).toISOString().slice(0, -1)")
    )


async def change_time(tutor: Page, card_text: str, day: datetime, start: str, end: str) -> None:
    """Fill the dialog of the first session with this text, and save it."""
    card = tutor.locator(".session-card", has_text=card_text).first
    await card.get_by_role("button", name="Change time").click()
    dialog = tutor.get_by_role("dialog")
    await dialog.get_by_label("Date").fill(day.strftime("%Y-%m-%d"))
    await dialog.get_by_label("From").fill(start)
    await dialog.get_by_label("To").fill(end)


async def test_a_tutor_moves_a_session_and_everybody_sees_its_new_time(server: Server, invite: Invite) -> None:
    tutor, alice, bob = [(await invite(name)).page for name in ("tutor", "alice", "bob")]
    live_page = await tutor.context.new_page()
    await live_page.goto(tutor.url)
    await expect(live_page.get_by_role("heading", name="Math Class")).to_be_visible()
    await alice.goto(f"{server.url}/dashboard/student")
    await expect(alice.get_by_text("It is time")).to_be_visible()
    await bob.get_by_role("button", name="Join Session").click()
    await expect(bob.get_by_text("You are in the waiting room")).to_be_visible()

    await tutor.goto(f"{server.url}/dashboard/tutor")
    day = await now_of(tutor) + timedelta(days=3)
    await change_time(tutor, "Math Class", day, "15:30", "15:30")
    dialog = tutor.get_by_role("dialog")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog.get_by_role("alert")).to_have_text("Give a date, a start and another end.")
    await dialog.get_by_label("To").fill("16:30")
    await dialog.get_by_label("Title").fill("Math Class, moved")
    await dialog.get_by_role("button", name="Save").click()
    await expect(dialog).to_have_count(0)
    moved = tutor.locator(".session-card", has_text="Math Class, moved")
    await expect(moved).to_contain_text("3:30 PM")

    await expect(alice.get_by_role("heading", name="Math Class, moved")).to_be_visible()
    await expect(alice.get_by_role("region", name="Your next session")).to_contain_text("3:30 PM")
    await expect(alice.get_by_role("timer")).to_contain_text("In ")
    await expect(bob.get_by_role("heading", name="Your tutor starts on")).to_contain_text("3:30 PM")
    await expect(bob.get_by_text("The plan has changed")).to_be_visible()
    await expect(live_page.get_by_role("heading", name="Math Class, moved")).to_be_visible()
    await expect(live_page.get_by_role("banner").get_by_text("3:30 PM")).to_be_visible()


async def test_a_tutor_moves_what_follows_in_a_series_too(server: Server, invite: Invite) -> None:
    tutor = (await invite("tutor")).page
    await tutor.goto(f"{server.url}/dashboard/tutor")
    now = await now_of(tutor)
    day = now + timedelta(days=2)
    await tutor.get_by_role("button", name="New session").click()
    dialog = tutor.get_by_role("dialog")
    await dialog.get_by_label("Title").fill("Algebra")
    await dialog.get_by_label("Date").fill(day.strftime("%Y-%m-%d"))
    await dialog.get_by_label("From").fill("16:00")
    await dialog.get_by_label("To").fill("17:00")
    await dialog.get_by_label("Repeat every week").check()
    await dialog.get_by_label("Number of sessions").fill("3")
    await dialog.get_by_role("button", name="Create session").click()
    times = tutor.locator(".session-card", has_text="Algebra").locator(".session-when b")
    await expect(times).to_have_text(["4:00 PM"] * 3)
    await tutor.locator(".session-card", has_text="Algebra").nth(1).get_by_role("button", name="Change time").click()
    await dialog.get_by_label("From").fill("16:15")
    await dialog.get_by_text("This and all following").click()
    await expect(dialog).to_contain_text("The others move by as many days and hours.")
    await dialog.get_by_role("button", name="Save").click()
    await expect(times).to_have_text(["4:00 PM", "4:15 PM", "4:15 PM"])
