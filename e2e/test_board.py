"""Two people draw on one board, in real browsers: what one draws the other sees, and cuts lose nothing."""

import asyncio
import sqlite3
from typing import TypedDict

import pytest
from playwright.async_api import Page, expect

from deskside.domain.boards import BoardId, Scene, merge
from deskside.domain.ids import CenterId, SessionId
from deskside.ports.boards import Place
from deskside.storage.database import Database
from e2e.conftest import Invite
from e2e.people import Person, until
from e2e.server import Server

ALICE = "demo-alice"
SHEET = """
() => {
  const root = document.querySelector(".excalidraw");
  const key = root && Object.keys(root).find((name) => name.startsWith("__reactFiber$"));
  for (let fiber = key && root[key]; fiber; fiber = fiber.return) {
    const scene = fiber.stateNode?.scene;
    const elements = scene?.getElementsIncludingDeleted?.();
    if (elements) return Object.fromEntries(elements.map((x) => [x.id, `${x.version}:${x.versionNonce}`]));
  }
  return null;
}
"""
"""What Excalidraw itself shows: version and nonce of each element by id."""
STROKES = 8


class Box(TypedDict):
    """Where something is on the page, in CSS pixels."""

    x: float
    y: float
    width: float
    height: float


async def sheet(page: Page) -> dict[str, str]:
    """The elements on the open board."""
    found: dict[str, str] | None = await page.evaluate(SHEET)
    return found or {}


async def area(person: Person) -> Box:
    """The part of the sheet that no tool lies over."""
    box = await person.page.locator(".excalidraw canvas.interactive").bounding_box()
    assert box is not None
    return Box(x=box["x"] + 260, y=box["y"] + 110, width=box["width"] - 300, height=box["height"] - 220)


async def stroke(person: Person, number: int) -> None:
    """Draw a line with the pen; each number its own place."""
    at = await area(person)
    x, y = at["x"] + (number * 37) % max(1, at["width"] - 60), at["y"] + (number * 53) % max(1, at["height"] - 30)
    mouse = person.page.mouse
    await mouse.move(x, y)
    await mouse.down()
    for step in range(1, 9):
        await mouse.move(x + 6 * step, y + (step % 3) * 4)
    await mouse.up()


async def take_pen(person: Person) -> None:
    """Choose the pen."""
    await expect(person.page.locator(".excalidraw canvas.interactive")).to_be_visible(timeout=30_000)
    await person.page.locator("[data-testid=toolbar-freedraw]").check(force=True)


async def open_own(student: Person) -> None:
    """The student opens the own board."""
    await student.click("Your board")
    await take_pen(student)


async def open_lane(tutor: Person, student: str) -> None:
    """The tutor opens a lane's board by its thumbnail."""
    await tutor.page.locator(f"button:has(canvas[data-board={student}])").first.click()
    await take_pen(tutor)


async def in_class(invite: Invite) -> tuple[Person, Person]:
    """The tutor and Alice, in a live session."""
    tutor, alice = await invite("tutor"), await invite("alice")
    await tutor.click("Start Session")
    await alice.click("Join Session")
    await expect(alice.page.get_by_role("button", name="Your board")).to_be_visible()
    return tutor, alice


async def test_a_stroke_is_on_the_thumbnail_and_on_the_other_side(invite: Invite) -> None:
    tutor, alice = await in_class(invite)
    await open_own(alice)
    await stroke(alice, 1)
    thumbnail = tutor.page.locator(f"canvas[data-board={ALICE}]").first
    await expect(thumbnail).to_have_attribute("data-count", "1", timeout=5_000)
    await stroke(alice, 2)
    await expect(thumbnail).to_have_attribute("data-count", "2", timeout=5_000)

    await open_lane(tutor, ALICE)
    await stroke(tutor, 3)

    async def both() -> bool:
        one, other = await sheet(alice.page), await sheet(tutor.page)
        return len(one) == 3 and one == other

    await until(both, "both see three strokes")


async def test_the_tutor_locks_and_clears_a_board(invite: Invite) -> None:
    tutor, alice = await in_class(invite)
    await open_own(alice)
    await stroke(alice, 1)
    await open_lane(tutor, ALICE)
    await tutor.click("Lock")
    await expect(alice.page.get_by_text("Your tutor has locked this board.")).to_be_visible()
    await stroke(alice, 2)
    await stroke(tutor, 3)

    async def two() -> bool:
        return len(await sheet(alice.page)) == 2 == len(await sheet(tutor.page))

    await until(two, "only the tutor's stroke was added")
    await tutor.click("Clear")
    await tutor.click("Clear the board")

    async def none() -> bool:
        return await sheet(alice.page) == {} == await sheet(tutor.page)

    await until(none, "the board is empty for both")


@pytest.mark.xfail(strict=False, reason="not steady yet on a busy machine; see the open issue")
async def test_two_draw_at_once_through_cuts_and_all_ends_are_equal(invite: Invite, server: Server) -> None:
    tutor, alice = await in_class(invite)
    await open_own(alice)
    await open_lane(tutor, ALICE)

    async def draws(person: Person, first: int, cut_at: tuple[int, int]) -> None:
        for n in range(STROKES):
            if n in cut_at:
                await person.context.set_offline(True)
            await stroke(person, first + n)
            await asyncio.sleep(0.2)
            if n - 1 in cut_at:
                await person.context.set_offline(False)

    await asyncio.gather(draws(alice, 0, (1, 5)), draws(tutor, 100, (2, 6)))
    await asyncio.gather(alice.context.set_offline(False), tutor.context.set_offline(False))

    async def equal() -> bool:
        one, other = await sheet(alice.page), await sheet(tutor.page)
        return len(one) >= 2 * STROKES and one == other

    await until(equal, "both boards are equal and no stroke is lost", seconds=40)
    expected = await sheet(alice.page)

    async def kept() -> bool:
        return await stored(server) == expected

    await until(kept, "the server has stored the same", seconds=20)


async def stored(server: Server) -> dict[str, str]:
    """Alice's board as the server's database has it."""
    file = server.settings.database.partition(":///")[2]
    with sqlite3.connect(file) as connection:
        rows = connection.execute("SELECT center_id, session_id FROM board_revision WHERE board = ?", (ALICE,))
        found = rows.fetchone()
    if found is None:
        return {}
    database = Database(server.settings.database)
    async with database.storage().transaction() as unit:
        newest = await unit.boards.newest(Place(CenterId(found[0]), SessionId(found[1]), BoardId(ALICE)))
    await database.close()
    scene = Scene()
    for revision in newest:
        scene = merge(Scene() if revision.whole else scene, revision.elements)
    return {x.element.id: f"{x.element.version}:{x.element.nonce}" for x in scene.placed.values()}
