"""Pages that something rewrites, hides or kills: nobody sees a child whose page does not show who does."""

import pytest
from playwright.async_api import expect

from e2e import media
from e2e.conftest import Invite
from e2e.lesson import together
from e2e.people import PITCHES, until

TRANSLATE = """
(words) => {
  const skipped = new Set(["SCRIPT", "STYLE", "FONT"]);
  const translate = (root) => {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walk.nextNode()) found.push(walk.currentNode);
    for (const text of found) {
      if (text.data.trim() === "" || !text.parentElement || skipped.has(text.parentElement.tagName)) continue;
      const [outer, inner] = [document.createElement("font"), document.createElement("font")];
      inner.textContent = words === null ? text.data : words;
      outer.append(inner);
      text.replaceWith(outer);
    }
  };
  translate(document.querySelector(".sign"));
  if (words === null) return;
  window.translating = new MutationObserver(() => translate(document.querySelector(".sign")));
  window.translating.observe(document.querySelector(".sign"), { childList: true, subtree: true, characterData: true });
}
"""
"""As page translations do it: each text node becomes two nested <font>. With words: it says these instead, and goes on
doing so, whatever is drawn."""
BLANK = "() => document.getElementById('root').replaceChildren()"
"""What is left of a page whose drawing failed without a boundary."""
REMEMBER_DEVICES = """
(() => {
  window.__devices = [];
  const take = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await take(wanted);
    window.__devices.push(...stream.getTracks());
    return stream;
  };
})();
"""
SEVERAL_BEATS = 7.0
"""Seconds. The page puts its sign back at each beat (2 s), and it stands there for a moment each time."""
FAULT = "This page cannot show who sees you"


async def test_a_translated_sign_tells_the_truth_when_an_observer_looks_in(invite: Invite) -> None:
    tutor, alice, olga = await invite("tutor"), await invite("alice"), await invite("olga")
    await together(tutor, alice)
    await tutor.sees("alice")
    await alice.page.evaluate(TRANSLATE, None)
    await olga.page.goto(tutor.page.url)
    await olga.sees("alice")
    await expect(alice.page.locator(".sign")).to_contain_text("Ms Rivera and Olga Novak (observer)")
    await olga.click("Leave")
    await expect(alice.page.locator(".sign")).to_contain_text("Ms Rivera can see and hear you")


async def test_nothing_of_a_student_reaches_anybody_while_the_sign_says_something_else(invite: Invite) -> None:
    tutor, alice, olga = await invite("tutor"), await invite("alice"), await invite("olga")
    await together(tutor, alice)
    await tutor.sees("alice")
    await alice.page.evaluate(TRANSLATE, "Nobody is watching")
    await expect(alice.page.get_by_text(FAULT)).to_be_visible()
    await tutor.does_not_see("alice")
    await tutor.does_not_hear("alice", SEVERAL_BEATS)
    await expect(tutor.page.locator(".tile").filter(has_text="Alice")).to_contain_text("held back")
    await olga.page.goto(tutor.page.url)
    await olga.sees("tutor")
    await olga.does_not_see("alice")
    await alice.page.evaluate("() => window.translating.disconnect()")
    await expect(alice.page.locator(".sign")).to_contain_text("Olga Novak (observer)")
    await olga.sees("alice")
    await tutor.hears("alice")
    await expect(alice.page.get_by_text(FAULT)).to_be_hidden()


async def test_a_sign_that_nobody_can_see_sends_to_nobody(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    await tutor.hears("alice")
    await alice.page.evaluate("() => document.querySelector('.sign').style.setProperty('display', 'none')")
    await expect(alice.page.get_by_text(FAULT)).to_be_visible()
    await tutor.does_not_hear("alice")
    await tutor.does_not_see("alice")
    await alice.page.evaluate("() => document.querySelector('.sign').style.removeProperty('display')")
    await tutor.hears("alice")


@pytest.mark.parametrize("who", ["alice", "tutor"])
async def test_a_page_that_went_blank_is_off_the_air_and_lets_go_of_its_camera(who: str, invite: Invite) -> None:
    people = {"tutor": await invite("tutor"), "alice": await invite("alice")}
    blank, other = people.pop(who), next(iter(people.values()))
    await blank.context.add_init_script(REMEMBER_DEVICES)
    await blank.page.reload()
    await together(*((other, blank) if who == "alice" else (blank, other)))
    await other.sees(who)
    await blank.page.evaluate(BLANK)

    async def let_go() -> bool:
        return bool(await blank.page.evaluate("() => window.__devices.every((x) => x.readyState === 'ended')"))

    async def unheard() -> bool:
        return await media.level_of(other.page, PITCHES[who]) < media.SILENT_DB

    await until(let_go, f"{who}'s devices are off")
    await until(unheard, f"{other.name} no longer hears {who}")
    await other.does_not_see(who)
    await other.does_not_hear(who)
