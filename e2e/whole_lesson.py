"""A whole lesson of a tutor and one student, for stories that do something to both pages meanwhile.

What is pressed is found by role and name, and what has been said is looked for anywhere: pages may be translated.
"""

from collections.abc import Awaitable, Callable

from playwright.async_api import Locator, expect

from e2e.drawing import sheet, stroke, take_pen
from e2e.lesson import Student, Tutor
from e2e.people import until

TABLE = "The table's board"
SIGN = "Ms Rivera can see and hear you"
FAULT = "This page cannot show who sees you"
DEAD = "This page has stopped"

Part = Callable[[Tutor, Student], Awaitable[None]]


async def choose(group: Locator, name: str) -> None:
    """A choice by its words, which a translated label does not let Playwright click."""
    radio = group.get_by_role("radio", name=name, exact=True)
    await radio.click(force=True)
    await expect(radio).to_be_checked()  # some only once the server has agreed


async def both_are_well(tutor: Tutor, alice: Student) -> None:
    """Both pages are drawn and on the air, and the student's sign is true and stands."""
    for person in (tutor, alice):
        await expect(person.page.get_by_role("heading", level=1)).not_to_be_empty()
        await expect(person.page.get_by_text(DEAD)).to_be_hidden()
    await expect(alice.page.get_by_text(FAULT)).to_be_hidden()
    await expect(alice.page.locator(".sign")).to_contain_text(SIGN)
    await tutor.sees(alice.name)
    await tutor.hears(alice.name)
    await alice.sees("tutor")


async def come_together(tutor: Tutor, alice: Student) -> None:
    """The tutor starts, the student joins."""
    await tutor.click("Start Session")
    await alice.joins()
    await alice.sees("tutor")
    await tutor.sees(alice.name)


async def an_exercise_is_worked_on(tutor: Tutor, alice: Student) -> None:
    """Assigned, answered wrongly, a hint given, answered rightly; the tutor sees each."""
    await tutor.assigns(alice, "Fractions")
    await alice.works_on("Fractions")
    first = alice.work.get_by_role("region", name="Question 1")
    await alice.answers(1, "2/5")
    await expect(first).to_contain_text("Not yet")
    await tutor.click(f"Answers of {alice.full_name}")
    panel = tutor.page.get_by_role("dialog", name=f"Answers of {alice.full_name}")
    await expect(panel.get_by_role("region", name="Question 1")).to_contain_text("Wrong")
    await panel.get_by_role("button", name="Give a hint for question 1").click()
    await panel.get_by_role("textbox", name="Your hint for question 1").fill("Sixths are a common denominator")
    await panel.get_by_role("button", name="Send", exact=True).click()
    await expect(first).to_contain_text("Sixths are a common denominator")
    await alice.answers(1, "5/6")
    await expect(first).to_contain_text("Right!")
    await expect(panel.get_by_role("region", name="Question 1")).to_contain_text("Right")
    await tutor.page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()
    options = alice.work.get_by_role("region", name="Question 3").get_by_role("radio")
    await options.nth(1).click(force=True)
    await expect(tutor.lane(alice)).to_contain_text("50%")
    await expect(alice.work).to_contain_text("50%")


async def help_is_asked_for_and_given(tutor: Tutor, alice: Student) -> None:
    """With the board, which goes along; answered in one act, then both draw and write, in the enlarged lane."""
    await alice.click("Your board")
    await take_pen(alice)
    await stroke(alice, 1)
    await expect(tutor.page.locator(f"canvas[data-board={alice.user_id}]").first).to_have_attribute("data-count", "1")
    await alice.click("Ask for help")
    dialog = alice.page.get_by_role("dialog")
    await choose(dialog, "Soon")
    await dialog.get_by_role("textbox").fill("The second one")
    await dialog.get_by_role("button", name="Ask for help").click()
    await expect(tutor.help_panel).to_contain_text("The second one")
    await tutor.help_panel.get_by_role("button", name="Show the board of").click()
    await expect(tutor.page.get_by_role("dialog").get_by_role("img")).to_be_visible()
    await tutor.page.keyboard.press("Escape")
    await tutor.responds_to(alice)
    await expect(tutor.help_panel).to_contain_text("No one waits for help")
    await alice.hears("tutor")
    large = tutor.page.get_by_role("region", name=f"Lane of {alice.full_name}")
    await take_pen(tutor)
    await stroke(tutor, 2)

    async def same() -> bool:
        drawn = await sheet(alice.page)
        return len(drawn) == 2 and drawn == await sheet(tutor.page)

    await until(same, "both see both strokes")
    await words_go_both_ways(tutor, alice, large)
    await tutor.click("Back to all")
    await expect(large).to_be_hidden()
    await alice.click("Close board")
    await expect(alice.page.locator(".excalidraw")).to_be_hidden()


async def words_go_both_ways(tutor: Tutor, alice: Student, large: Locator) -> None:
    """Messages of both, where the other one reads them."""
    await tutor.page.get_by_role("textbox", name=f"Message to {alice.full_name}").fill("Try eighths")
    await tutor.page.keyboard.press("Enter")
    await alice.click("Messages: 1 is new")
    panel = alice.page.locator(".talk-panel")
    await expect(panel.get_by_role("log")).to_contain_text("Try eighths")
    await panel.get_by_role("textbox").fill("I have it")
    await panel.get_by_role("button", name="Send").click()
    await expect(large.get_by_role("log")).to_contain_text("I have it")
    await alice.page.keyboard.press("Escape")
    await expect(panel).to_be_hidden()


async def lanes_change_their_mode(tutor: Tutor, alice: Student) -> None:
    """Both modes, twice, and a word to all."""
    for _ in range(2):
        await choose(tutor.lane(alice), "Observe")
        await alice.is_told("Work on your own")
        await choose(tutor.lane(alice), "Teach")
        await alice.is_told("You're with Ms Rivera now")
    await alice.hears("tutor")
    await choose(tutor.lane(alice), "Observe")
    await alice.does_not_hear("tutor")
    await tutor.page.get_by_role("button", name="Speak to all", exact=True).click()
    await alice.hears("tutor")
    await tutor.page.get_by_role("button", name="All hear you", exact=True).click()
    await alice.does_not_hear("tutor")
    await tutor.click("Message to all")
    dialog = tutor.page.get_by_role("dialog")
    await dialog.get_by_role("textbox").fill("Ten more minutes")
    await dialog.get_by_role("button", name="Send").click()
    await expect(dialog.get_by_role("log")).to_contain_text("Ten more minutes")
    await tutor.page.keyboard.press("Escape")
    await expect(dialog).to_be_hidden()
    await expect(alice.page.get_by_text("Ten more minutes").first).to_be_visible()


async def there_are_breaks(tutor: Tutor, alice: Student) -> None:
    """Two: what was drawn for one is drawn again."""
    cover = alice.page.get_by_text("Break time")
    for _ in range(2):
        await tutor.click("Pause")
        await expect(cover).to_be_visible()
        await tutor.does_not_see(alice.name)
        await tutor.click("Resume")
        await expect(cover).to_be_hidden()


async def the_table_is_open_for_a_while(tutor: Tutor, alice: Student) -> None:
    """Both draw on its board; then lanes are private again."""
    await switch_table(tutor)
    await alice.click(TABLE)
    await take_pen(alice)
    await stroke(alice, 1)
    await tutor.page.get_by_role("button", name="Open the table's board").click()

    async def seen() -> bool:
        drawn = await sheet(alice.page)
        return len(drawn) == 1 and drawn == await sheet(tutor.page)

    await until(seen, "the tutor sees Alice's stroke at the table")
    await tutor.click("Back to all")
    await switch_table(tutor)
    await expect(alice.page.get_by_role("button", name=TABLE)).to_have_count(0)
    await expect(alice.page.locator(".excalidraw")).to_be_hidden()


async def switch_table(tutor: Tutor) -> None:
    """Open the table, or private lanes again."""
    await tutor.click("Session settings")
    await tutor.page.get_by_role("checkbox", name="Open table").click(force=True)
    await tutor.click("Session settings")


async def panels_open_and_close(tutor: Tutor, alice: Student) -> None:
    """Devices, keys and details, on both sides; microphone and camera off and on."""
    details, devices = f"Details of {alice.full_name}", "Devices"
    for person, name in ((alice, devices), (tutor, devices), (tutor, details)):
        await person.page.get_by_role("button", name=name, exact=True).first.click()
        opened = person.page.locator("dialog[open], .disclosure-panel")
        await expect(opened).not_to_contain_text("Loading…")
        await expect(opened.get_by_role("combobox").or_(opened.get_by_role("listitem")).first).to_be_visible()
        await person.page.keyboard.press("Escape")
        await expect(opened).to_be_hidden()
    for person in (alice, tutor):
        await person.page.locator("body").press("?")
        keys = person.page.get_by_role("dialog", name="Keys")
        await expect(keys).to_be_visible()
        await person.page.keyboard.press("Escape")
        await expect(keys).to_be_hidden()
    for off, on in (("Mute", "Unmute"), ("Turn camera off", "Turn camera on")):
        await alice.click(off)
        await expect(alice.page.get_by_role("button", name=on, exact=True)).to_be_visible()
        await alice.click(on)
        await expect(alice.page.get_by_role("button", name=off, exact=True)).to_be_visible()


async def it_ends(tutor: Tutor, alice: Student) -> None:
    """For both."""
    await tutor.click("End")
    await tutor.page.get_by_role("dialog").get_by_role("button", name="End session").click()
    for person in (alice, tutor):
        await expect(person.page.get_by_role("heading", name="The session has ended")).to_be_visible()


PARTS: tuple[Part, ...] = (
    an_exercise_is_worked_on,
    help_is_asked_for_and_given,
    lanes_change_their_mode,
    there_are_breaks,
    the_table_is_open_for_a_while,
    panels_open_and_close,
)


async def whole_lesson(tutor: Tutor, alice: Student) -> None:
    """From the first picture to the end; both pages are well after each part of it."""
    await come_together(tutor, alice)
    await both_are_well(tutor, alice)
    for part in PARTS:
        await part(tutor, alice)
        await both_are_well(tutor, alice)
    await it_ends(tutor, alice)
