"""The board of an open table: students, tutor and observer on one sheet, and only as long as the table is open."""

from playwright.async_api import Locator, expect

from e2e.conftest import Invite
from e2e.drawing import sheet, stroke, take_pen
from e2e.people import Person, until

TABLE = "The table's board"


async def in_class(invite: Invite) -> tuple[Person, Person, Person]:
    """The tutor, Alice and Bob, in a live session."""
    tutor, alice, bob = await invite("tutor"), await invite("alice"), await invite("bob")
    await tutor.click("Start Session")
    for student in (alice, bob):
        await student.click("Join Session")
        await expect(student.page.get_by_role("button", name="Your board")).to_be_visible()
    return tutor, alice, bob


async def switch_table(tutor: Person) -> None:
    """Open the table, or private lanes again."""
    await tutor.click("Session settings")
    await tutor.page.locator(".switch", has_text="Open table").click()
    await tutor.click("Session settings")


def large(person: Person) -> Locator:
    """The table's board where it is enlarged on a tutor's page."""
    return person.page.get_by_role("heading", name=TABLE, level=2).first


async def test_everyone_at_an_open_table_draws_on_one_board_until_it_closes(invite: Invite) -> None:
    tutor, alice, bob = await in_class(invite)
    entry = tutor.page.get_by_role("region", name=TABLE)
    await expect(alice.page.get_by_role("button", name=TABLE)).to_have_count(0)
    await expect(entry).to_have_count(0)
    await switch_table(tutor)
    await expect(entry).to_be_visible()

    await alice.click(TABLE)
    await take_pen(alice)
    await stroke(alice, 1)
    await expect(tutor.page.locator("canvas[data-board=table]")).to_have_attribute("data-count", "1")

    await tutor.page.get_by_role("button", name="Open the table's board").click()
    await take_pen(tutor)
    await stroke(tutor, 2)
    await bob.click(TABLE)

    async def all_see_two() -> bool:
        seen = [await sheet(person.page) for person in (tutor, alice, bob)]
        return len(seen[0]) == 2 and seen[0] == seen[1] == seen[2]

    await until(all_see_two, "tutor, Alice and Bob see both strokes")

    await tutor.click("Put on other boards")
    dialog = tutor.page.get_by_role("dialog")
    await dialog.get_by_label("Alice Chen").check()
    await dialog.get_by_role("button", name="Put it there").click()
    await expect(tutor.page.locator("canvas[data-board=demo-alice]")).to_have_attribute("data-count", "2")

    await tutor.click("Back to all")
    await expect(large(tutor)).to_have_count(0)
    await tutor.page.get_by_role("button", name="Open the table's board").click()
    await expect(large(tutor)).to_be_visible()
    await tutor.click("Clear")
    await tutor.click("Clear the board")

    async def all_see_none() -> bool:
        return [await sheet(person.page) for person in (tutor, alice, bob)] == [{}, {}, {}]

    await until(all_see_none, "the table's board is empty for everybody")
    await tutor.page.get_by_role("heading", level=1).click()
    await tutor.page.keyboard.press("Escape")
    await expect(large(tutor)).to_have_count(0)

    await tutor.page.get_by_role("button", name="Open the table's board").click()
    await switch_table(tutor)
    await expect(large(tutor)).to_have_count(0)
    await expect(entry).to_have_count(0)
    await expect(tutor.page.locator(".video-grid")).to_be_visible()
    await expect(alice.page.locator(".excalidraw")).to_have_count(0)
    await switch_table(tutor)
    await expect(entry).to_be_visible()
    await expect(large(tutor)).to_have_count(0)
    await expect(alice.page.locator(".excalidraw")).to_have_count(0)


async def test_an_observer_sees_the_tables_board_and_has_no_tools(invite: Invite) -> None:
    tutor, alice, _ = await in_class(invite)
    await switch_table(tutor)
    await alice.click(TABLE)
    await take_pen(alice)
    await stroke(alice, 1)
    olga = await invite("olga")
    await olga.page.goto(tutor.page.url)
    await olga.page.get_by_role("button", name="Open the table's board").click()

    async def seen() -> bool:
        return len(await sheet(olga.page)) == 1

    await until(seen, "the observer sees Alice's stroke")
    await expect(olga.page.get_by_role("button", name="Save as image")).to_be_visible()
    for tool in ("Clear", "Put on other boards", "Lock"):
        await expect(olga.page.get_by_role("button", name=tool, exact=True)).to_have_count(0)
    await expect(olga.page.locator("[data-testid=toolbar-freedraw]")).to_have_count(0)
