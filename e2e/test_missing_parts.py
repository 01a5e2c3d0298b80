"""Every part that comes late and stays away: the page says so, goes on, and has it after another try."""

from collections.abc import Awaitable, Callable

from playwright.async_api import Locator, Page, expect

from e2e.conftest import Invite
from e2e.drawing import stroke, take_pen
from e2e.lesson import Student, Tutor, together
from e2e.server import Server
from e2e.wild import FailsOnce, Missing

WORDS = "This part did not come"
NO_DEVICES = """
navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
"""


async def after_another_try(page: Page, missing: Missing, shown: Locator) -> None:
    """The words, then the part."""
    words = page.get_by_role("alert").filter(has_text=WORDS).first
    await expect(words).to_be_visible()
    assert missing.asked >= 1
    await missing.back()
    await words.get_by_role("button", name="Try again").click()
    await expect(shown).to_be_visible()


async def stays_away(page: Page, part: str, opens: Callable[[], Awaitable[object]], shown: Locator) -> None:
    """`opens`: what the person does to have this part; `shown`: what is in it."""
    async with Missing(page, part, status=404) as missing:
        await opens()
        await after_another_try(page, missing, shown)


async def test_on_a_students_page(invite: Invite) -> None:
    tutor, alice = Tutor.of(await invite("tutor")), Student.of(await invite("alice"))
    page, dialog = alice.page, alice.page.get_by_role("dialog")
    await tutor.click("Start Session")
    async with (
        Missing(page, "room-side", status=404) as side,
        Missing(page, "work-sheet", status=404) as work,
        Missing(page, "help-dialog", status=404) as asking,
    ):
        await stays_away(page, "device-panel", page.reload, page.get_by_role("combobox", name="Microphone"))
        await alice.joins()
        await after_another_try(page, side, page.get_by_role("button", name="Your board"))
        await after_another_try(page, work, alice.work.get_by_role("textbox").first)
        await alice.sees("tutor")
        await alice.click("Ask for help")
        await after_another_try(page, asking, dialog.get_by_role("textbox"))
        await page.keyboard.press("Escape")
        await expect(dialog).to_be_hidden()
    keys = page.get_by_role("dialog", name="Keys")
    await stays_away(page, "shortcuts-dialog", lambda: page.locator("body").press("?"), keys)
    await page.keyboard.press("Escape")
    async with (
        Missing(page, "live-boards", status=404) as boards,
        Missing(page, "sheet", status=404) as sheet,
    ):
        close = page.get_by_role("button", name="Close board")
        await stays_away(page, "student-board", lambda: alice.click("Your board"), page.locator(".room-board"))
        await after_another_try(page, boards, close)
        await after_another_try(page, sheet, page.locator(".excalidraw canvas.interactive"))
    await take_pen(alice)
    await stroke(alice, 1)
    await tutor.sees("alice")
    await expect(page.locator(".sign")).to_contain_text("Ms Rivera can see and hear you")


async def test_on_a_tutors_page(invite: Invite) -> None:
    tutor, alice = Tutor.of(await invite("tutor")), Student.of(await invite("alice"))
    page, dialog = tutor.page, tutor.page.get_by_role("dialog")
    await together(tutor, alice)
    await stays_away(page, "live-boards", page.reload, tutor.lane(alice).locator("button:has(canvas)"))
    await tutor.sees("alice")
    question = dialog.get_by_role("region", name="Question 1")
    await stays_away(page, "exercise-panel", lambda: tutor.click(f"Answers of {alice.full_name}"), question)
    await page.keyboard.press("Escape")
    await alice.click("Your board")
    await take_pen(alice)
    await stroke(alice, 1)
    await expect(page.locator(f"canvas[data-board={alice.user_id}]").first).to_have_attribute("data-count", "1")
    picture = tutor.help_panel.get_by_role("button", name="Show the board of")
    await stays_away(page, "help-board", lambda: alice.asks_for_help("high", "Like this?"), picture)
    sheet = page.locator(".excalidraw canvas.interactive")
    await stays_away(page, "sheet", lambda: tutor.responds_to(alice), sheet)
    await alice.hears("tutor")


async def test_beside_lessons(invite: Invite, server: Server) -> None:
    tutor, alice = await invite("tutor"), await invite("alice")
    await tutor.page.goto(f"{server.url}/dashboard/exercises")
    see = tutor.page.get_by_role("button", name="as a student sees it").first
    await stays_away(tutor.page, "exercise-preview", see.click, tutor.page.get_by_role("dialog").locator(".sheet"))

    await alice.context.add_init_script(NO_DEVICES)

    async def asks_for_the_camera() -> None:
        await alice.page.reload()
        await alice.click("Turn camera on")

    await stays_away(alice.page, "permission-steps", asks_for_the_camera, alice.page.locator(".permission-help"))


async def test_a_language_that_fails_once_is_spoken_a_moment_later(invite: Invite) -> None:
    alice = await invite("alice")
    failing = FailsOnce(alice.context)
    await failing.begin()
    await alice.page.evaluate("() => localStorage.setItem('deskside:language', 'de')")
    await alice.page.reload()
    await expect(alice.page.get_by_role("heading", name="Bereit?")).to_be_visible()
    assert any(file.startswith("assets/de-") for file in failing.failed)
