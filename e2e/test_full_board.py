"""A board that takes no more: what does not fit is taken back, the page says so, and once cleared it is as new."""

import sqlite3

from playwright.async_api import expect

from deskside.domain.boards.elements import element_of
from deskside.domain.boards.scene import BOARD_ELEMENTS, BoardId
from deskside.domain.ids import CenterId, Millis, SessionId
from deskside.ports.boards import Place, Revision
from deskside.services.boards.packing import pack, weigh
from deskside.storage.database import Database
from e2e.conftest import Invite
from e2e.drawing import ALICE, stroke, take_pen
from e2e.people import Person
from e2e.server import Server


async def fill(server: Server, room: int) -> None:
    """Leave room for so many elements on Alice's board; what is there was deleted, so that it can be counted fast."""
    bodies = [
        {"id": f"x{n}", "type": "line", "version": 1, "versionNonce": n, "isDeleted": True}
        | dict.fromkeys(("x", "y", "width", "height"), 0)
        | {"points": [[0, 0], [1, 1]]}
        for n in range(BOARD_ELEMENTS - room)
    ]
    elements = tuple(element_of(body, weigh) for body in bodies)
    with sqlite3.connect(server.settings.database.partition(":///")[2]) as connection:
        sessions = connection.execute("SELECT center_id, id FROM session").fetchall()
    database = Database(server.settings.database)
    async with database.storage().transaction() as unit:
        for center, session in sessions:
            place = Place(CenterId(center), SessionId(session), BoardId(ALICE))
            await unit.boards.add_revision(place, Revision(1, 0, Millis(0), whole=True, content=pack(elements)))
    await database.close()


async def strokes(tutor: Person, number: int) -> None:
    """The tutor sees so many on Alice's board."""
    await expect(tutor.page.locator(f"canvas[data-board={ALICE}]")).to_have_attribute("data-count", str(number))


async def test_a_full_board_says_so_and_takes_strokes_again_once_it_is_cleared(invite: Invite, server: Server) -> None:
    await fill(server, room=1)
    tutor, alice = await invite("tutor"), await invite("alice")
    await tutor.click("Start Session")
    await alice.click("Join Session")
    await alice.click("Your board")
    await take_pen(alice)
    await stroke(alice, 1)
    await strokes(tutor, 1)
    full = alice.page.get_by_text("This board is full")
    await expect(full).to_have_count(0)
    await stroke(alice, 2)
    await expect(full).to_be_visible()
    await expect(alice.page.locator("[data-testid=toolbar-freedraw]")).to_have_count(0)
    await strokes(tutor, 1)

    await tutor.page.locator(f"button:has(canvas[data-board={ALICE}])").first.click()
    await tutor.click("Clear")
    await tutor.click("Clear the board")
    await expect(full).to_have_count(0)
    await strokes(tutor, 0)
    await take_pen(alice)
    await stroke(alice, 3)
    await strokes(tutor, 1)
