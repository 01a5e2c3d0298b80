"""A call for help brings the board along: the tutor sees in the call what the student had drawn, as it was then."""

from playwright.async_api import Locator, expect

from e2e.conftest import Invite
from e2e.drawing import open_own, stroke
from e2e.people import Person, until

SHOW = "Show the board of Alice Chen when help was asked for"
INKED = """
canvas => {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  let inked = 0;
  for (let i = 0; i < data.length; i += 4) inked += data[i] + data[i + 1] + data[i + 2] < 600 ? 1 : 0;
  return inked;
}
"""
"""How many pixels of a picture are not paper."""


async def ask(student: Person) -> Locator:
    """Open the dialog in which one asks for help."""
    await student.click("Ask for help")
    return student.page.get_by_role("dialog")


async def test_the_tutor_sees_in_the_call_what_alice_had_drawn(invite: Invite) -> None:
    tutor, alice, bob = await invite("tutor"), await invite("alice"), await invite("bob")
    await tutor.click("Start Session")
    for student in (alice, bob):
        await student.click("Join Session")
        await expect(student.page.get_by_role("button", name="Your board")).to_be_visible()
    goes_along = "Your board goes along, if there is something on it."
    await open_own(alice)
    await stroke(alice, 1)
    await expect(tutor.page.locator("canvas[data-board=demo-alice]")).to_have_attribute("data-count", "1")
    dialog = await ask(alice)
    await expect(dialog.get_by_text(goes_along)).to_be_visible()
    await dialog.get_by_role("textbox").fill("Is this the right triangle?")
    await dialog.get_by_role("button", name="Ask for help").click()

    call = tutor.page.locator(".help-item", has_text="Alice Chen")
    await expect(call).to_contain_text("Is this the right triangle?")
    small = call.get_by_role("button", name=SHOW)
    await expect(small.locator("canvas")).to_have_attribute("data-count", "1")

    async def painted() -> bool:
        return bool(await small.locator("canvas").evaluate(INKED) > 0)

    await until(painted, "Alice's stroke is in the picture")
    await stroke(alice, 2)
    await expect(tutor.page.locator("canvas[data-board=demo-alice]")).to_have_attribute("data-count", "2")
    await expect(small.locator("canvas")).to_have_attribute("data-count", "1")

    await small.click()
    large = tutor.page.get_by_role("dialog", name="Board of Alice Chen")
    await expect(large.get_by_role("img", name="The board of Alice Chen when help was asked for")).to_be_visible()
    await expect(large.get_by_text("when help was asked for.")).to_be_visible()
    await tutor.page.keyboard.press("Escape")
    await expect(large).to_have_count(0)

    dialog = await ask(bob)
    await expect(dialog.get_by_text(goes_along)).to_have_count(0)
    await dialog.get_by_role("button", name="Ask for help").click()
    other = tutor.page.locator(".help-item", has_text="Bob Williams")
    await expect(other).to_be_visible()
    await expect(other.locator("canvas")).to_have_count(0)
