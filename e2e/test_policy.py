"""The Content-Security-Policy: with boards open and closed nothing breaks it, and what would break it is noticed."""

import pytest
from playwright.async_api import expect

from e2e.conftest import Invite
from e2e.drawing import ALICE, area, kinds, open_lane, open_own, sheet, stroke
from e2e.lesson import together
from e2e.people import PERMISSIONS, Person, until

BREAK = {
    "script-src": "() => document.head.append(Object.assign(document.createElement('script'), { textContent: '1' }))",
    "connect-src": "() => fetch('https://elsewhere.example/').catch(() => null)",
    "worker": """
() => {
  const source = "fetch('https://elsewhere.example/').catch(() => null);";
  new Worker(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
}
""",
}
OPENS = {"Shift+?": ".HelpDialog", "Control+f": ".layer-ui__search"}
"""Keys of Excalidraw, and what they open."""


COPIES = {"Shift+Alt+c": "image/png", "Control+c": "text/plain"}
"""More keys, and what is in the clipboard then; both take a moment."""
AT_ONCE = """
async () => {
  const press = (key) =>
    document.activeElement.dispatchEvent(new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
  press("?");
  for (let turn = 0; turn < 20 && !document.querySelector(".HelpDialog"); turn++) await null;
  const opened = document.querySelector(".HelpDialog") !== null;
  press("Escape");
  return opened;
}
"""
"""One key so soon after the other that no timer has run between them; whether the dialog was there by then."""
COPIED = "async () => (await navigator.clipboard.read()).flatMap((item) => item.types)"


@pytest.mark.parametrize("where", BREAK)
async def test_a_violation_would_be_noticed(where: str, invite: Invite) -> None:
    alice = await invite("alice")
    await alice.page.evaluate(BREAK[where])

    async def noticed() -> bool:
        return any(where in problem for problem in alice.problems)

    await until(noticed, f"a violation is noticed: {where}")
    alice.problems.clear()


async def copies(person: Person, key: str, kind: str) -> None:
    """Copy the whole sheet with this key, as this media type, and paste it beside."""
    page, before = person.page, len(await sheet(person.page))
    await page.keyboard.press("Control+a")
    await page.keyboard.press(key)

    async def copied() -> bool:
        return kind in await page.evaluate(COPIED)

    async def pasted() -> bool:
        return len(await sheet(page)) > before

    await until(copied, f"{person.name} has copied {kind}")
    await page.keyboard.press("Control+v")
    await until(pasted, f"{person.name} has pasted {kind}")


async def uses_everything(person: Person) -> None:
    """What Excalidraw offers beside drawing: words in its own fonts, copies as pictures, help, search."""
    page, keyboard = person.page, person.page.keyboard
    await person.context.grant_permissions([*PERMISSIONS, "clipboard-read", "clipboard-write"])
    await stroke(person, 3)
    await keyboard.press("t")
    at = await area(person)
    await page.mouse.click(at["x"] + 40, at["y"] + 60)
    await keyboard.type("½ + ⅓")
    await keyboard.press("Escape")
    for copying, kind in COPIES.items():
        await copies(person, copying, kind)
    for key, opened in OPENS.items():
        await keyboard.press(key)
        await expect(page.locator(opened)).to_be_visible()
        await expect(page.locator(f"{opened} a:visible")).to_have_count(0)  # nothing leads out of the lesson
        await keyboard.press("Escape")
        await expect(page.locator(opened)).to_be_hidden()
    async with page.expect_download():
        await person.click("Save as image")


async def test_the_boards_list_of_keys_has_the_focus_and_closes_by_escape_however_soon(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    await open_own(alice)
    dialog, keyboard = alice.page.locator(".HelpDialog"), alice.page.keyboard
    assert await alice.page.evaluate(AT_ONCE)
    await expect(dialog).to_be_hidden()
    await expect(alice.page.locator(".excalidraw-container")).to_be_focused()
    await keyboard.press("Shift+?")
    focused = dialog.locator(":focus")
    await expect(focused).to_be_visible()
    for key in ("Tab", "Tab", "Shift+Tab"):
        await keyboard.press(key)
        await expect(focused).to_be_visible()
    await alice.page.evaluate("() => document.activeElement.blur()")
    await keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(alice.page.locator(".excalidraw-container")).to_be_focused()
    await keyboard.press("Escape")
    await expect(alice.page.get_by_role("button", name="Close board")).to_be_visible()


async def test_nothing_breaks_the_policy_with_boards_open_or_closed(invite: Invite) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await together(tutor, alice)
    await open_own(alice)
    await open_lane(tutor, ALICE)
    for person in (alice, tutor):
        await uses_everything(person)

    async def same() -> bool:
        drawn = await kinds(alice.page)
        return drawn == {"freedraw", "text", "image"} and await sheet(alice.page) == await sheet(tutor.page)

    await until(same, "both have strokes, words and pictures of both")
    await alice.click("Close board")
    await tutor.click("Back to all")
    await expect(tutor.page.locator(".excalidraw")).to_be_hidden()
    assert alice.problems + tutor.problems == []
