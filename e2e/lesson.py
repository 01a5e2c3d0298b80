"""A lesson as people speak of it: what a tutor and students do, each one act, and what the tutor's page then shows.

Stories import from here; nothing here knows a story.
"""

import re
from dataclasses import dataclass
from typing import Literal

from playwright.async_api import Locator, expect

from e2e.desk import READ_DESK, STUDENTS, Desk
from e2e.people import Person, until

URGENCY = {"normal": "It can wait", "high": "Soon", "urgent": "I'm stuck"}
Mode = Literal["Teach", "Observe"]

_ADD_EXERCISE = """
async (exercise) => {
  const { csrf } = await (await fetch("/api/me")).json();
  const headers = { "Content-Type": "application/json", "X-CSRF-Token": csrf };
  return (await fetch("/api/exercises", { method: "POST", headers, body: JSON.stringify(exercise) })).status;
}
"""


@dataclass(slots=True)
class Student(Person):
    """A student of the demo center, at the page of a session."""

    @property
    def full_name(self) -> str:
        return STUDENTS[self.name].name

    @property
    def user_id(self) -> str:
        return STUDENTS[self.name].id

    async def joins(self) -> None:
        """Into the room."""
        await self.click("Join Session")
        await expect(self.page.get_by_role("button", name="Leave", exact=True)).to_be_visible()

    async def asks_for_help(self, urgency: str, words: str) -> None:
        """One button, how much it hurries, a few words."""
        await self.click("Ask for help")
        dialog = self.page.get_by_role("dialog")
        await dialog.get_by_text(URGENCY[urgency]).click()
        await dialog.get_by_role("textbox").fill(words)
        await dialog.get_by_role("button", name="Ask for help").click()
        await expect(dialog).to_be_hidden()

    async def is_told(self, words: str) -> None:
        """This is somewhere on the student's page."""
        await expect(self.page.get_by_text(words, exact=True)).to_be_visible()

    async def works_on(self, title: str) -> None:
        """The exercise on the student's page."""
        await expect(self.work.get_by_role("heading", name=title)).to_be_visible()

    @property
    def work(self) -> Locator:
        return self.page.get_by_role("region", name="Your exercise")

    def item(self, number: int) -> Locator:
        """The field of a question."""
        return self.work.get_by_role("region", name=f"Question {number}", exact=True).get_by_role("textbox")

    async def answers(self, number: int, value: str) -> None:
        """Type it and let it be checked."""
        await self.item(number).fill(value)
        await self.item(number).press("Enter")

    async def moves(self) -> None:
        """The hand on the mouse: who does nothing for a minute is shown as idle."""
        await self.page.mouse.move(2, 2)
        await self.page.mouse.move(4, 4)


@dataclass(slots=True)
class Tutor(Person):
    """The tutor, at the control center."""

    def lane(self, student: Student) -> Locator:
        """The lane of a student."""
        return self.page.locator(f".lane[data-student={student.user_id}]")

    @property
    def help_panel(self) -> Locator:
        return self.page.get_by_role("region", name="Help requests")

    async def adds_to_library(self, title: str, content: str) -> None:
        """An exercise of one's own."""
        added = await self.page.evaluate(_ADD_EXERCISE, {"title": title, "content": content, "lesson": "Stories"})
        assert added == 201

    async def assigns(self, student: Student, title: str) -> None:
        """Find it in the library and give it."""
        await self.click(f"Assign an exercise to {student.full_name}")
        dialog = self.page.get_by_role("dialog")
        await dialog.get_by_label("Search by title").fill(title)
        await dialog.get_by_role("button", name=title, exact=True).first.click()
        await expect(dialog).to_be_hidden()

    async def sets_mode(self, student: Student, wanted: Mode) -> None:
        """Switch a lane to TEACH or OBSERVE."""
        await mode(self, student.full_name, wanted)

    async def responds_to(self, student: Student) -> None:
        """One act at the call in the help panel."""
        await self.help_panel.get_by_role("button", name=f"Respond to {student.full_name}").click()

    async def opens_board_of(self, student: Student) -> None:
        """By its thumbnail."""
        await self.lane(student).locator("button:has(canvas)").click()

    async def finds(self, desk: Desk) -> None:
        """The whole page is like this, or is so in a moment."""
        wanted = desk.as_read()
        found: dict[str, object] = {}

        async def differs() -> dict[str, object]:
            found.clear()
            found.update(await self.page.evaluate(READ_DESK))
            return {key: value for key, value in found.items() if value != wanted[key]}

        async def right() -> bool:
            return not await differs()

        try:
            await until(right, "the tutor's page is right")
        finally:
            different = {key: (found.get(key), wanted[key]) for key in wanted if found.get(key) != wanted[key]}
            assert not different, f"found and wanted: {different}"

    async def clock_of(self, student: Student) -> int:
        """Seconds of this session, as the student's tile shows them."""
        tile = self.page.locator(f".tile[data-student={student.user_id}]")
        return _seconds(await tile.get_by_text(re.compile(r"^Session \d")).inner_text())

    async def teaching_clock_of(self, student: Student) -> int:
        """Seconds in TEACH, as the student's lane shows them."""
        return _seconds(await self.lane(student).locator(".lane-time").inner_text())


def _seconds(text: str) -> int:
    found = re.search(r"(\d+):(\d\d)$", text)
    assert found, text
    return int(found[1]) * 60 + int(found[2])


async def mode(tutor: Person, student: str, wanted: str) -> None:
    """The tutor switches a student's lane to TEACH or OBSERVE."""
    lane = tutor.page.get_by_role("radiogroup", name=re.compile(student, re.IGNORECASE))
    await lane.get_by_text(wanted, exact=True).click()
    await expect(lane.get_by_role("radio", name=wanted)).to_be_checked()


async def start(tutor: Person) -> None:
    """The tutor starts the session."""
    await tutor.click("Start Session")
    await expect(tutor.page.locator(".video-grid")).to_be_visible()


async def status(tutor: Person, student: str, wanted: str) -> None:
    """What the tutor's tile says of a student."""
    tile = tutor.page.locator(".tile").filter(has_text=re.compile(student, re.IGNORECASE))
    await expect(tile).to_contain_text(wanted)


async def together(tutor: Person, student: Person) -> None:
    """The session is on, and both see each other."""
    await start(tutor)
    await student.click("Join Session")
    await student.sees("tutor")
    await tutor.sees(student.name)
