"""Parts that do not come, a page that dies, a browser too old: the lesson goes on, or nothing is on the air."""

from pathlib import Path

import pytest
from playwright.async_api import Playwright, expect

from e2e.conftest import Invite
from e2e.lesson import start, together
from e2e.media import loudest
from e2e.people import PITCHES, someone, until
from e2e.server import Server, serving
from e2e.wild import Missing

BREAK_THE_NEXT_DRAWING = """
() => {
  const make = document.createElement.bind(document);
  document.createElement = (tag, ...rest) => {
    if (tag === "h2") throw new Error("broken for a test");
    return make(tag, ...rest);
  };
}
"""
"""Whatever has a heading of this kind, as the cover of a break has; React draws what failed once more at once."""
_NOT_LOCALHOST = "--host-resolver-rules=MAP deskside.test 127.0.0.1"
"""By this name browsers find the server, and give no camera: it is no loopback address, and has no https."""
QUIETER_DB = 20.0
"""Somebody muted is at least as much below their voice. Not silence: where nothing is sent, a decoder plays a faint
noise of what it has heard before (RFC 6716, 2.1.9), and a voice of one pitch makes it one of that pitch."""


@pytest.mark.parametrize("status", [None, 404])
async def test_a_part_that_does_not_come_at_first_comes_by_itself(invite: Invite, status: int | None) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    async with Missing(alice.page, "talk-panel", status=status) as missing:
        await alice.click("Messages")

        async def asked() -> bool:
            return missing.asked >= 1

        await until(asked, "the panel is asked for")
        await expect(alice.page.locator(".sign")).to_be_visible()
        await missing.back()
        await expect(alice.page.locator(".talk-panel")).to_be_visible()
    await tutor.sees("alice")


@pytest.mark.parametrize("status", [None, 404])
async def test_a_page_whose_own_script_does_not_come_says_so(invite: Invite, status: int | None) -> None:
    alice = await invite("alice")
    async with Missing(alice.page, "student", status=status):
        await alice.page.reload()
        words = alice.page.get_by_role("alert").filter(has_text="This page has not loaded fully")
        await expect(words).to_be_visible()
    await alice.click("Load it again")
    await expect(alice.page.get_by_role("button", name="Join Session")).to_be_visible()
    await expect(words).to_be_hidden()


async def test_a_part_that_stays_away_says_so_and_everything_else_works(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    async with Missing(alice.page, "talk-panel", status=404) as missing:
        await alice.click("Messages")
        words = alice.page.get_by_role("alert").filter(has_text="This part did not come")
        await expect(words).to_be_visible()
        await expect(alice.page.locator(".sign")).to_contain_text("Ms Rivera")
        await tutor.hears("alice")
        voice = await loudest(tutor.page, PITCHES["alice"], 1.0)
        await alice.click("Mute")
        await expect(alice.page.get_by_role("button", name="Unmute", exact=True)).to_be_visible()

        async def muted() -> bool:
            return await loudest(tutor.page, PITCHES["alice"], 2.0) < voice - QUIETER_DB

        await until(muted, "the tutor hears no more of Alice")
        await tutor.sees("alice")
        await missing.back()
        await words.get_by_role("button", name="Try again").click()
    await expect(alice.page.locator(".talk-panel")).to_be_visible()


async def test_a_page_that_cannot_draw_itself_is_off_the_air_and_says_so(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    await tutor.sees("alice")
    await alice.page.evaluate(BREAK_THE_NEXT_DRAWING)
    await tutor.click("Pause")  # draws a cover
    await expect(alice.page.get_by_role("heading", name="This page has stopped")).to_be_visible()
    await tutor.does_not_see("alice")
    await tutor.does_not_hear("alice")
    await tutor.click("Resume")
    await tutor.does_not_see("alice")
    await tutor.does_not_hear("alice")
    await alice.click("Load it again")
    await expect(alice.page.get_by_role("button", name="Join Session")).to_be_visible()
    alice.problems.clear()  # the error is what this is about


async def test_a_page_without_https_is_told_that_it_is_the_address_and_can_look_on(
    playwright: Playwright, tmp_path: Path
) -> None:
    async with (
        serving(tmp_path, base_url="http://deskside.test:PORT") as server,
        someone(playwright, "tutor", tmp_path, _NOT_LOCALHOST) as tutor,
    ):
        await tutor.open(server.links["tutor"])
        await start(tutor)
        async with someone(playwright, "alice", tmp_path, _NOT_LOCALHOST) as alice:
            await alice.open(server.links["alice"])
            await expect(alice.page.get_by_text("Camera and microphone need a secure page")).to_be_visible()
            await alice.click("Join Session")
            await expect(alice.page.locator(".sign")).to_contain_text("Ms Rivera")
            assert not [*alice.problems, *tutor.problems]


async def test_a_browser_that_is_too_old_is_told_before_anything_else(
    playwright: Playwright, server: Server, tmp_path: Path
) -> None:
    async with someone(playwright, "alice", tmp_path) as alice:
        await alice.context.add_init_script("delete Array.prototype.at; delete Object.hasOwn;")
        await alice.open(server.links["alice"])
        await expect(alice.page.get_by_role("heading", name="This browser is too old")).to_be_visible()
        await expect(alice.page.get_by_role("main")).to_contain_text("Safari 16.4")
        assert not alice.problems
