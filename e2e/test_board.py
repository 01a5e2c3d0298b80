"""Two people draw on one board, in real browsers: what one draws the other sees, and cuts lose nothing."""

import asyncio

import pytest
from playwright.async_api import expect

from e2e.conftest import Invite
from e2e.drawing import ALICE, open_lane, open_own, sheet, stored, stroke
from e2e.people import Person, until
from e2e.server import Server

STROKES = 8


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


@pytest.mark.lines("alice", "tutor")
async def test_two_draw_at_once_through_cuts_and_all_ends_are_equal(invite: Invite, server: Server) -> None:
    tutor, alice = await in_class(invite)
    await open_own(alice)
    await open_lane(tutor, ALICE)

    async def draws(person: Person, first: int, cut_at: tuple[int, int]) -> None:
        for n in range(STROKES):
            if n in cut_at:
                await person.goes_offline()
            await stroke(person, first + n)
            await asyncio.sleep(0.2)
            if n - 1 in cut_at:
                await person.comes_back()

    await asyncio.gather(draws(alice, 0, (1, 5)), draws(tutor, 100, (2, 6)))
    await asyncio.gather(alice.comes_back(), tutor.comes_back())

    async def equal() -> bool:
        one, other = await sheet(alice.page), await sheet(tutor.page)
        return len(one) >= 2 * STROKES and one == other

    await until(equal, "both boards are equal and no stroke is lost", seconds=40)
    expected = await sheet(alice.page)

    async def kept() -> bool:
        return await stored(server) == expected

    await until(kept, "the server has stored the same", seconds=20)
