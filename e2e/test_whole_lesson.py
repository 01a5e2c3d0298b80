"""Whole lessons on pages that somebody rewrites, whose parts fail once, and in the oldest browsers: all of it works."""

from pathlib import Path

from playwright.async_api import Playwright, expect

from e2e.conftest import Invite
from e2e.lesson import Student, Tutor
from e2e.people import Person, someone
from e2e.server import Server
from e2e.whole_lesson import PARTS, both_are_well, come_together, it_ends, whole_lesson
from e2e.wild import FailsOnce, translated, without_newer

LATE = {
    "alice": (
        *("room-side", "help-dialog", "shortcuts-dialog", "work-sheet", "draw-math"),
        *("student-board", "live-boards", "sheet", "talk-panel"),
    ),
    "tutor": ("live-boards", "exercise-panel", "draw-math", "help-board", "sheet", "shortcuts-dialog"),
}
"""Parts of either page that come late, by how their files' names begin."""


async def _looks_in(olga: Person, tutor: Tutor, alice: Student) -> None:
    """The sign says so as long as it lasts."""
    sign = alice.page.locator(".sign")
    await olga.page.goto(tutor.page.url)
    await olga.sees(alice.name)
    await expect(sign).to_contain_text("Ms Rivera and Olga Novak (observer)")
    await olga.click("Leave")
    await expect(sign).not_to_contain_text("Olga Novak")


async def test_on_translated_pages(invite: Invite) -> None:
    tutor, alice = Tutor.of(await invite("tutor")), Student.of(await invite("alice"))
    olga = await invite("olga")
    for person in (tutor, alice):
        await translated(person.page)
    await come_together(tutor, alice)
    await both_are_well(tutor, alice)
    for part in PARTS:
        await part(tutor, alice)
        await both_are_well(tutor, alice)
    await _looks_in(olga, tutor, alice)
    await both_are_well(tutor, alice)
    await it_ends(tutor, alice)
    for person in (tutor, alice):
        assert await person.page.locator("font").count() > 0


async def test_with_each_file_that_comes_late_failing_once(invite: Invite) -> None:
    tutor, alice = Tutor.of(await invite("tutor")), Student.of(await invite("alice"))
    failing = {person.name: FailsOnce(person.context) for person in (tutor, alice)}
    for person in (tutor, alice):
        await failing[person.name].begin()
        await person.page.reload()
    await whole_lesson(tutor, alice)
    for name, parts in LATE.items():
        failed = [file.removeprefix("assets/") for file in failing[name].failed]
        for part in parts:
            assert any(file.startswith(f"{part}-") for file in failed), f"{name}: {part} has not failed: {failed}"


async def test_in_the_oldest_browsers_that_are_served(playwright: Playwright, server: Server, tmp_path: Path) -> None:
    async with someone(playwright, "tutor", tmp_path) as one, someone(playwright, "alice", tmp_path) as other:
        tutor, alice = Tutor.of(one), Student.of(other)
        for person in (tutor, alice):
            await person.context.add_init_script(without_newer())
            await person.open(server.links[person.name])
            assert await person.page.evaluate("() => !AbortSignal.any && ![].toSorted && !window.requestIdleCallback")
        await whole_lesson(tutor, alice)
        await alice.page.goto(f"{server.url}/connection-test")
        await alice.click("Start the test")
        await expect(alice.page.get_by_text("Everything that was tested works")).to_be_visible()
        assert tutor.problems + alice.problems == []
