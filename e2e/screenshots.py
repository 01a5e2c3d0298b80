"""Draws docs/images from a real lesson: one tutor, five students, in Chromium over the embedded engine.

`make screenshots`. Look at the pictures afterwards: they are for customers.
"""

import asyncio
import contextlib
import tempfile
from pathlib import Path

from playwright.async_api import Page, async_playwright, expect

from e2e.faces import LOOKS, make_face
from e2e.lesson import mode
from e2e.people import CHROMIUM, FLAGS, Person, someone
from e2e.server import Server, serving

IMAGES = Path("docs/images")
SIZES = {"desktop": (1440, 900), "tablet": (1024, 768), "phone": (390, 844)}
STUDENTS = ("alice", "bob", "carol", "david", "erin")


async def shoot(page: Page, name: str, sizes: tuple[str, ...] = tuple(SIZES)) -> None:
    """The page in each size, light and dark."""
    for size in sizes:
        width, height = SIZES[size]
        await page.set_viewport_size({"width": width, "height": height})
        for theme in ("light", "dark"):
            await page.emulate_media(color_scheme="light" if theme == "light" else "dark")
            await page.wait_for_timeout(700)
            suffix = "" if theme == "light" else "-dark"
            await page.screenshot(path=IMAGES / f"{name}-{size}{suffix}.png")
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.emulate_media(color_scheme="light")


async def people(stack: contextlib.AsyncExitStack, server: Server, folder: Path) -> dict[str, Person]:
    """Everybody with a drawn face, on their own page."""
    driver = await stack.enter_async_context(async_playwright())
    artist = await driver.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
    here: dict[str, Person] = {}
    for name in LOOKS:
        face = await make_face(artist, name, folder)
        person = await stack.enter_async_context(
            someone(driver, name, folder, f"--use-file-for-fake-video-capture={face}")
        )
        await person.open(server.links[name])
        here[name] = person
    await artist.close()
    return here


async def lesson(here: dict[str, Person], server: Server) -> None:
    """A lesson from the first page to a call for help, with pictures on the way."""
    tutor, alice, bob = here["tutor"], here["alice"], here["bob"]
    await shoot(alice.page, "student-lobby")
    await tutor.click("Start Session")
    for name in STUDENTS:
        await here[name].click("Join Session")
    for name in STUDENTS:
        await here[name].page.get_by_role("button", name="Leave").wait_for()
    await mode(tutor, "Alice", "Teach")
    await bob.page.get_by_role("button", name="Ask for help").click()
    await bob.page.get_by_text("I'm stuck").click()
    await bob.page.get_by_role("dialog").get_by_role("textbox").fill("How do I begin the second reason?")
    await shoot(bob.page, "student-help")
    await bob.page.get_by_role("dialog").get_by_role("button", name="Ask for help").click()
    await tutor.page.wait_for_timeout(4000)
    await shoot(tutor.page, "tutor-live")
    await shoot(alice.page, "student-live")


async def pages(here: dict[str, Person], server: Server) -> None:
    """The pages around a lesson."""
    page = await here["tutor"].context.new_page()
    await page.goto(f"{server.url}/dashboard/tutor")
    await shoot(page, "tutor-home")
    await page.close()
    fresh = await here["tutor"].browser.new_page()
    await fresh.goto(f"{server.url}/login")
    await shoot(fresh, "login")
    page = await here["bob"].context.new_page()
    await page.goto(f"{server.url}/dashboard/student")
    await shoot(page, "student-home")


expect.set_options(timeout=30_000)


async def main() -> None:
    """Everything, into docs/images."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        async with serving(folder) as server, contextlib.AsyncExitStack() as stack:
            here = await people(stack, server, folder)
            await lesson(here, server)
            await pages(here, server)


if __name__ == "__main__":
    IMAGES.mkdir(parents=True, exist_ok=True)
    asyncio.run(main())
