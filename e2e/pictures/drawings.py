"""What students draw on their boards, as hands do: a bar of eight parts, a triangle."""

import itertools
from collections.abc import Sequence

from playwright.async_api import Page, expect

from e2e.drawing import area, take_pen
from e2e.people import Person

Point = tuple[float, float]
"""0 to 1 from the left and from the top of the free part of the sheet."""


async def pen(person: Person, *points: Point) -> None:
    """With the pen from point to point."""
    places = await _places(person, points)
    mouse = person.page.mouse
    await person.page.locator("[data-testid=toolbar-freedraw]").check(force=True)
    await mouse.move(*places[0])
    await mouse.down()
    for (x, y), (to_x, to_y) in itertools.pairwise(places):
        for step in range(1, 5):
            await mouse.move(x + (to_x - x) * step / 4, y + (to_y - y) * step / 4)
    await mouse.up()


async def shape(person: Person, tool: str, begin: Point, end: Point) -> None:
    """With another tool, from corner to corner: a line, a rectangle."""
    first, last = await _places(person, (begin, end))
    mouse = person.page.mouse
    await person.page.locator(f"[data-testid=toolbar-{tool}]").check(force=True)
    await mouse.move(*first)
    await mouse.down()
    await mouse.move((first[0] + last[0]) / 2, (first[1] + last[1]) / 2)
    await mouse.move(*last)
    await mouse.up()


async def _places(person: Person, points: Sequence[Point]) -> list[Point]:
    """In CSS pixels of the page."""
    at = await area(person)
    side = min(at["width"], at["height"] * 1.6)
    return [(at["x"] + x * side, at["y"] + y * side * 0.6) for x, y in points]


async def whole(page: Page) -> None:
    """All that is drawn is in view, whatever the size of the sheet (Excalidraw's "zoom to fit")."""
    sheet = page.locator(".excalidraw canvas.interactive")
    await expect(sheet).to_be_visible()
    await page.locator(".excalidraw.excalidraw-container").focus()
    await page.keyboard.press("Shift+Digit1")
    await page.wait_for_timeout(1000)


async def words(person: Person, at: Point, text: str) -> None:
    """Typed at that place."""
    [place] = await _places(person, [at])
    await person.page.locator("[data-testid=toolbar-text]").check(force=True)
    await person.page.mouse.click(*place)
    await person.page.keyboard.type(text)
    await person.page.keyboard.press("Escape")
    await person.page.keyboard.press("Escape")


async def three_quarters(person: Person) -> None:
    """A bar of eight parts of which six are coloured, and what follows from it."""
    await take_pen(person)
    await shape(person, "rectangle", (0.05, 0.3), (0.95, 0.6))
    for part in range(1, 8):
        x = 0.05 + part * 0.9 / 8
        await shape(person, "line", (x, 0.3), (x, 0.6))
    for part in range(6):
        left = 0.05 + part * 0.9 / 8
        await pen(person, *((left + 0.02 + at * 0.0185, 0.35 if at % 2 else 0.55) for at in range(5)))
    await words(person, (0.05, 0.72), "6 of 8 parts = 3/4")


async def triangle(person: Person) -> None:
    """Three sides, two angles known, one asked for."""
    await take_pen(person)
    corners = ((0.1, 0.85), (0.9, 0.85), (0.42, 0.1))
    for begin, end in zip(corners, (*corners[1:], corners[0]), strict=True):
        await shape(person, "line", begin, end)
    await words(person, (0.2, 0.72), "70°")
    await words(person, (0.72, 0.72), "60°")
    await words(person, (0.4, 0.28), "?")
