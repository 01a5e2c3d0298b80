"""Every page, dialog and panel, one after the other, for tests that look at each of them.

A tour yields the name of what it has opened and the page on which it is; what it opens it closes again.
"""

from collections.abc import AsyncIterator, Callable

from playwright.async_api import Page, expect

from deskside.demo import CENTER
from e2e.conftest import Invite
from e2e.drawing import ALICE, open_lane, open_own, stroke
from e2e.lesson import Student, Tutor
from e2e.people import Person
from e2e.server import Server

Stops = AsyncIterator[tuple[str, Page]]
OPENED = "dialog[open], .disclosure-panel, .talk-panel"
CENTER_PARTS = ("", "/sessions", "/people", "/links", "/privacy", "/settings")


async def around_lessons(server: Server, invite: Invite) -> Stops:
    """Of the admin, then the homes of tutor and student, and the door."""
    admin = await invite("olga")
    for part in CENTER_PARTS:
        await admin.page.goto(f"{server.url}/dashboard/center{part}")
        await admin.page.get_by_role("heading").first.wait_for()
        yield f"center{part}", admin.page
    await admin.page.goto(f"{server.url}/privacy/{CENTER.id}")
    yield "what a center tells", admin.page
    tutor = await invite("tutor")
    await tutor.page.goto(f"{server.url}/dashboard/tutor")
    await tutor.page.get_by_role("heading", level=1).wait_for()
    yield "tutor's home", tutor.page
    async for stop in dialogs(tutor, "New session", "Start now", "Students"):
        yield stop
    async for stop in the_library(server, tutor):
        yield stop
    alice = await invite("alice")
    await alice.page.goto(f"{server.url}/dashboard/student")
    await alice.page.get_by_role("heading", level=1).wait_for()
    yield "student's home", alice.page
    await alice.page.context.clear_cookies()
    await alice.page.goto(f"{server.url}/login")
    await alice.page.get_by_role("button", name="Sign in").wait_for()
    yield "login", alice.page
    await alice.page.goto(f"{server.url}/join/nonsense")
    await alice.page.get_by_role("heading").wait_for()
    yield "a link that does not work", alice.page


async def the_library(server: Server, tutor: Person) -> Stops:
    """The page of the exercises, with a selection, and one of them as a student sees it."""
    page = tutor.page
    await page.goto(f"{server.url}/dashboard/exercises")
    await page.get_by_role("checkbox").nth(1).check()
    await expect(page.get_by_role("region", name="Selection")).to_be_visible()
    yield "library", page
    see = page.get_by_role("button", name="as a student sees it").first
    await see.click()
    await expect(page.get_by_role("dialog").locator(".sheet")).to_be_visible()
    yield "as a student sees it", page
    await page.keyboard.press("Escape")
    await page.get_by_role("radiogroup").get_by_text("Archive", exact=True).click()
    await expect(page.get_by_text("Nothing is archived")).to_be_visible()
    yield "archive", page


async def before_a_lesson(server: Server, invite: Invite) -> Stops:
    """The lobby, the connection test, the waiting room, the closed room of the tutor."""
    alice = await invite("alice")
    await alice.page.get_by_role("button", name="Play a sound").wait_for()
    yield "lobby", alice.page
    session = alice.page.url
    await alice.page.goto(f"{server.url}/connection-test")
    await alice.click("Start the test")
    await alice.page.get_by_role("button", name="Test again").wait_for(timeout=60_000)
    yield "connection test", alice.page
    await alice.page.goto(session)
    await alice.click("Join Session")
    await alice.page.get_by_role("button", name="Leave", exact=True).wait_for()
    yield "waiting room", alice.page
    tutor = await invite("tutor")
    await tutor.page.get_by_role("button", name="Start Session").wait_for()
    yield "before the start", tutor.page
    await alice.click("Leave")
    await alice.page.get_by_role("button", name="Join again").wait_for()
    yield "left", alice.page


async def in_a_lesson(server: Server, invite: Invite) -> Stops:
    """Both sides of a session, everything that opens in it, and its end."""
    tutor, alice = Tutor.of(await invite("tutor")), Student.of(await invite("alice"))
    await tutor.click("Start Session")
    await alice.joins()
    await alice.is_told("Work on your own")
    await alice.sees("tutor")
    yield "joined", alice.page
    yield "tutor live", tutor.page
    async for stop in dialogs(alice, "Ask for help", "Devices", "Messages", keys=True):
        yield stop
    await alice.asks_for_help("urgent", "What is a common denominator?")
    await alice.is_told("You are next.")
    yield "has asked for help", alice.page
    await expect(tutor.help_panel.get_by_role("listitem")).to_be_visible()
    yield "is asked for help", tutor.page
    names = ("Assign an exercise to", "Help or message", "Answers of", "Details of", "Dismiss the request of")
    async for stop in dialogs(tutor, *(f"{name} {alice.full_name}" for name in names), "Session settings", keys=True):
        yield stop
    async for stop in dialogs(tutor, "Message to all", "Enroll a student", "Devices", "End"):
        yield stop
    await tutor.click("Pause")
    await alice.is_told("Break time")
    yield "break", alice.page
    yield "paused", tutor.page
    await tutor.click("Resume")
    await alice.sees("tutor")
    async for stop in with_boards(tutor, alice):
        yield stop
    async for stop in at_the_end(tutor, alice):
        yield stop


async def with_boards(tutor: Tutor, alice: Student) -> Stops:
    """The board open on both sides."""
    await open_own(alice)
    await stroke(alice, 1)
    yield "own board", alice.page
    await open_lane(tutor, ALICE)
    yield "board of a lane", tutor.page
    async for stop in dialogs(tutor, "Put on other boards", "Clear"):
        yield stop
    await tutor.click("Lock")
    await alice.is_told("Your tutor has locked this board.")
    yield "locked board", alice.page
    await tutor.click("Unlock")
    await tutor.click("Back to all")
    await alice.click("Close board")


async def at_the_end(tutor: Tutor, alice: Student) -> Stops:
    """Opened once more elsewhere, and over."""
    for person in (alice, tutor):
        other = await person.context.new_page()
        await other.goto(person.page.url)
        await expect(person.page.get_by_text("Open in another tab")).to_be_visible()
        yield f"{person.name}: open in another tab", person.page
        await other.close()
        await person.click("Use here")
    await alice.click("Join Session")
    await tutor.sees("alice")
    await tutor.click("End")
    await tutor.click("End session")
    for person in (alice, tutor):
        await expect(person.page.get_by_text("The session has ended")).to_be_visible()
        yield f"{person.name}: ended", person.page


async def dialogs(person: Person, *names: str, keys: bool = False) -> Stops:
    """What each of these buttons opens; `keys`: also the list of keys, by its key."""
    page, opened = person.page, person.page.locator(OPENED)
    for name in (*names, *(["?"] if keys else [])):
        if name == "?":
            await page.locator("body").press(name)
        else:
            await page.get_by_role("button", name=name, exact=True).first.click()
        await expect(opened).to_be_visible()
        await expect(opened).not_to_contain_text("Loading…")
        yield f"{person.name}: {name}", page
        await page.keyboard.press("Escape")
        await expect(opened).to_be_hidden()


TOURS: dict[str, Callable[[Server, Invite], Stops]] = {
    "around lessons": around_lessons,
    "before a lesson": before_a_lesson,
    "in a lesson": in_a_lesson,
}
