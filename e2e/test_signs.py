"""Who may know of whom: address all, breaks, observers, open table, help, devices that do not work."""

import re
from pathlib import Path

from playwright.async_api import Playwright, expect

from e2e import media
from e2e.conftest import Invite
from e2e.lesson import start, together
from e2e.people import Person, someone
from e2e.server import Server
from e2e.ways_in import follow

NOTE_JOINING = """
const send = WebSocket.prototype.send;
WebSocket.prototype.send = function (data) {
  if (String(data).includes('"join-session"')) {
    const sign = document.querySelector(".sign-words").textContent;
    window.joining ??= { sign, whole: document.querySelector(".room-bar") !== null };
  }
  return send.call(this, data);
};
"""
"""What stands on the page when it asks to be let in."""


async def test_the_sign_stands_first_and_nothing_else_is_waited_for_before_the_page_asks_to_be_let_in(
    invite: Invite,
) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await start(tutor)
    await alice.context.add_init_script(NOTE_JOINING)
    await alice.page.reload()
    await alice.click("Join Session")
    await alice.sees("tutor")
    joining = await alice.page.evaluate("joining")
    assert "Ms Rivera" in joining["sign"]
    assert not joining["whole"]
    await expect(alice.page.get_by_role("button", name="Leave")).to_be_visible()


async def test_holding_space_speaks_to_all_and_letting_go_stops_it(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    await alice.does_not_hear("tutor")
    await tutor.page.locator("body").focus()
    await tutor.page.keyboard.down("Space")
    await alice.hears("tutor")
    await tutor.page.keyboard.up("Space")
    await alice.does_not_hear("tutor")
    await tutor.click("Speak to all")
    await alice.hears("tutor")


async def test_in_a_break_nobody_hears_or_sees_anybody(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    await tutor.hears("alice")
    await tutor.click("Pause")
    await expect(alice.page.get_by_text("Break time")).to_be_visible()
    await tutor.does_not_hear("alice")
    await tutor.does_not_see("alice")
    await tutor.click("Resume")
    await tutor.hears("alice")
    await alice.sees("tutor")


async def test_an_observer_is_on_every_sign_before_anything_reaches_them_and_until_they_leave(invite: Invite) -> None:
    tutor, alice, olga = await invite("tutor"), await invite("alice"), await invite("olga")
    await together(tutor, alice)
    await olga.page.goto(tutor.page.url)
    await expect(alice.page.locator(".sign")).to_contain_text("Olga Novak")
    await olga.sees("alice")
    await olga.hears("alice")
    await expect(olga.page.get_by_text("You look in as an observer")).to_be_visible()
    disclosed = tutor.page.get_by_text("Olga Novak (observer)")
    await expect(disclosed).to_be_visible()
    await olga.click("Leave")
    await expect(alice.page.locator(".sign")).not_to_contain_text("Olga Novak")
    await expect(alice.page.locator(".sign")).to_contain_text("Ms Rivera")
    await expect(disclosed).to_be_hidden()


async def test_at_an_open_table_students_see_and_hear_each_other_until_it_closes(invite: Invite) -> None:
    tutor, alice, bob = await invite("tutor"), await invite("alice"), await invite("bob")
    await together(tutor, alice)
    await bob.click("Join Session")
    await tutor.sees("bob")
    await tutor.page.get_by_role("button", name="Session settings").click()
    await tutor.page.get_by_text("Open table", exact=True).click()
    await expect(alice.page.locator(".sign")).to_contain_text("Bob Williams")
    await alice.hears("bob")
    await bob.sees("alice")
    await tutor.page.get_by_text("Open table", exact=True).click()
    await alice.does_not_hear("bob")
    await expect(alice.page.locator(".sign")).not_to_contain_text("Bob Williams")


async def test_a_call_for_help_is_answered_in_one_act(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    await alice.page.get_by_role("button", name="Ask for help").click()
    await alice.page.get_by_text("I'm stuck").click()
    await alice.page.get_by_role("dialog").get_by_role("textbox").fill("Question 3")
    await alice.page.get_by_role("dialog").get_by_role("button", name="Ask for help").click()
    panel = tutor.page.get_by_role("region", name="Help requests")
    await expect(panel).to_contain_text("Question 3")
    await panel.get_by_role("button", name="Respond to Alice Chen").click()
    await alice.hears("tutor")
    await expect(panel).to_contain_text("No one waits for help")


async def test_without_camera_and_microphone_one_joins_all_the_same(
    playwright: Playwright, server: Server, tmp_path: Path, invite: Invite
) -> None:
    tutor = await invite("tutor")
    await start(tutor)
    async with someone(playwright, "bob", tmp_path) as bob:
        await bob.context.clear_permissions()
        context = await bob.browser.new_context(permissions=[])
        await context.add_init_script(media.REMEMBER_SHADOWS)
        page = await context.new_page()
        refuse = "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'))"
        await page.add_init_script(refuse)
        await follow(page, server.links["bob"])
        await expect(page.get_by_text("Your camera and microphone are blocked")).to_be_visible()
        await page.get_by_role("button", name="Join Session").click()
        without = Person("bob", page, bob.browser, context, [])
        await without.sees("tutor")
        tile = tutor.page.locator(".tile").filter(has_text=re.compile("Bob"))
        await expect(tile).to_contain_text("Active")


async def test_on_a_phone_the_sign_stays_in_view_and_one_that_is_scrolled_away_vouches_for_nothing(
    invite: Invite,
) -> None:
    tutor, alice, olga = await invite("tutor"), await invite("alice"), await invite("olga")
    await together(tutor, alice)
    await tutor.sees("alice")
    await alice.page.set_viewport_size({"width": 390, "height": 480})
    await alice.page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert await alice.page.evaluate("scrollY") > 100, "there is something to scroll"
    await olga.page.goto(tutor.page.url)
    await olga.sees("alice")
    sign = alice.page.locator(".sign")
    await expect(sign).to_contain_text("Olga Novak")
    await expect(sign).to_be_in_viewport(ratio=1)
    await alice.page.add_style_tag(content=".room-head { position: static !important; }")
    await expect(sign).not_to_be_in_viewport()
    await tutor.does_not_see("alice")
    await olga.does_not_see("alice")
    await alice.page.evaluate("scrollTo(0, 0)")
    await tutor.sees("alice")
