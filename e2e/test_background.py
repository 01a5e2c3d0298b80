"""Pages behind others: their timers are held back, and the lesson goes on."""

from pathlib import Path

from playwright.async_api import expect

from e2e.conftest import Invite
from e2e.lesson import mode, start, status, together
from e2e.people import Senses, until
from e2e.plain_chromium import PlainPage, plain_chromium
from e2e.server import Server
from e2e.ways_in import BUTTON

BEHIND_SECONDS = 20.0
"""Longer than a page may be silent, and than a hidden one waits in this story until it is held back most. In OBSERVE:
a page that plays sound is not held back at all."""
HELD_BACK = 2.5
"""A timer of four times a second fires once or, where it is not held back, four times."""

COUNT = "() => { window.__ticks = 0; setInterval(() => { window.__ticks += 1; }, 250); }"
TICKS = """
async (milliseconds) => {
  const [before, began] = [window.__ticks, performance.now()];
  await new Promise((done) => setTimeout(done, milliseconds));
  return ((window.__ticks - before) * 1000) / (performance.now() - began);
}
"""
HOLD_TIMERS = """
(() => {
  const [timeout, interval] = [setTimeout, setInterval];
  let held = false;
  window.__hold = (hold) => { held = hold; };
  const waiting = new Set();
  const later = (act) => (...given) => (held ? waiting.add(() => act(...given)) : act(...given));
  window.setTimeout = (act, ...rest) => timeout(typeof act === "function" ? later(act) : act, ...rest);
  window.setInterval = (act, ...rest) => interval(typeof act === "function" ? later(act) : act, ...rest);
  interval(() => {
    if (held) return;
    for (const act of [...waiting]) act();
    waiting.clear();
  }, 50);
})();
"""
"""Before a page's own scripts. `__hold(true)`: no timer fires any more, what is due waits."""


async def is_hidden(page: PlainPage) -> bool:
    return bool(await page.evaluate("() => document.visibilityState === 'hidden'"))


async def is_shown(page: PlainPage) -> bool:
    return not await is_hidden(page)


async def test_a_page_behind_another_tab_is_seen_and_heard_as_before(
    invite: Invite, server: Server, tmp_path: Path
) -> None:
    tutor = await invite("tutor")
    await start(tutor)
    async with plain_chromium(tmp_path, "bob") as page:
        bob = Senses("bob", page)
        await page.goto(server.links["bob"])
        await until(lambda: page.evaluate(f"() => !!document.querySelector('{BUTTON}')"), "the link is open")
        await page.evaluate(f"() => document.querySelector('{BUTTON}').click()")
        await until(lambda: page.click("Join Session"), "Bob joins")
        await bob.sees("tutor")
        await tutor.hears("bob")
        await page.evaluate(COUNT)
        other = await page.covered()
        await until(lambda: is_hidden(page), "the page is behind another")
        await tutor.keeps_seeing("bob", BEHIND_SECONDS)
        assert await page.evaluate(TICKS, 4000) < HELD_BACK, "timers of a hidden page are held back"
        await status(tutor, "Bob", "Active")
        await tutor.hears("bob")
        await page.uncovered(other)
        await until(lambda: is_shown(page), "the page is in front again")
        await bob.sees("tutor")
        await mode(tutor, "Bob", "Teach")
        await bob.hears("tutor")
        await tutor.keeps_seeing("bob", 5)


async def test_a_page_whose_timers_do_not_fire_stays_on_the_air_as_it_is_asked(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await alice.context.add_init_script(HOLD_TIMERS)
    await alice.page.reload()
    await together(tutor, alice)
    await tutor.hears("alice")
    await alice.page.evaluate("window.__hold(true)")
    await tutor.keeps_seeing("alice", BEHIND_SECONDS)
    await tutor.hears("alice")
    await status(tutor, "Alice", "Active")
    await alice.page.evaluate("window.__hold(false)")
    await alice.sees("tutor")
    await expect(alice.page.locator(".sign")).to_contain_text("Ms Rivera")
