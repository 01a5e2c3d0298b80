"""Drawing on boards with the mouse, and what each end has of a board: a page, and the server's database."""

import sqlite3
from typing import TypedDict

from playwright.async_api import Locator, Page, expect

from deskside.domain.boards.scene import BoardId
from deskside.domain.ids import CenterId, SessionId
from deskside.ports.boards import Place
from deskside.services.boards.packing import rebuild
from deskside.storage.database import Database
from e2e.people import Person, until
from e2e.server import Server

ALICE = "demo-alice"
_EXCALIDRAW = """
(() => {
  const root = document.querySelector(".excalidraw");
  const key = root && Object.keys(root).find((name) => name.startsWith("__reactFiber$"));
  for (let fiber = key && root[key]; fiber; fiber = fiber.return) {
    if (fiber.stateNode?.scene?.getElementsIncludingDeleted) return fiber.stateNode;
  }
  return null;
})()
"""
SHEET = f"""
() => {{
  const elements = {_EXCALIDRAW.strip()}?.scene.getElementsIncludingDeleted();
  return elements && Object.fromEntries(elements.map((x) => [x.id, `${{x.version}}:${{x.versionNonce}}`]));
}}
"""
"""What Excalidraw itself shows: version and nonce of each element by id."""
KINDS = f"() => {_EXCALIDRAW.strip()}.scene.getNonDeletedElements().map((x) => x.type)"
READY = f"() => {_EXCALIDRAW.strip()}?.state.isLoading === false"
"""Before, its canvas is there already; then what it begins with puts every tool back that was chosen meanwhile."""


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


async def kinds(page: Page) -> set[str]:
    """Of the elements on the open board: freedraw, text, image and so on."""
    return set(await page.evaluate(KINDS))


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


async def stands_still(thing: Locator) -> None:
    """What is beside a board may come while it does, and a click meets what is there by then."""

    async def still() -> bool:
        before = await thing.bounding_box()
        await thing.page.wait_for_timeout(200)
        return before is not None and before == await thing.bounding_box()

    await until(still, "it stands still")


async def take_pen(person: Person) -> None:
    """Choose the pen."""
    pen = person.page.locator("[data-testid=toolbar-freedraw]")
    await person.page.wait_for_function(READY)
    await stands_still(pen)
    await pen.check(force=True)
    await expect(pen).to_be_checked()


async def open_own(student: Person) -> None:
    """The student opens the own board."""
    await student.click("Your board")
    await take_pen(student)


async def open_lane(tutor: Person, student: str) -> None:
    """The tutor opens a lane's board by its thumbnail."""
    await tutor.page.locator(f"button:has(canvas[data-board={student}])").first.click()
    await take_pen(tutor)


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
    scene = rebuild(newest).scene
    return {x.element.id: f"{x.element.version}:{x.element.nonce}" for x in scene.placed.values()}
