"""What students draw on their boards, as hands do: a bar of eight parts, a triangle."""

import itertools
import math

from e2e.drawing import area, take_pen
from e2e.people import Person

Point = tuple[float, float]
"""0 to 1 from the left and from the top of the free part of the sheet."""


async def line(person: Person, *points: Point) -> None:
    """With the pen from point to point, not quite straight."""
    at = await area(person)
    side = min(at["width"], at["height"] * 1.6)
    mouse = person.page.mouse
    places = [(at["x"] + x * side, at["y"] + y * side * 0.6) for x, y in points]
    await mouse.move(*places[0])
    await mouse.down()
    for number, ((x, y), (to_x, to_y)) in enumerate(itertools.pairwise(places)):
        for step in range(1, 7):
            wave = 1.5 * math.sin(step * 1.1 + number)
            await mouse.move(x + (to_x - x) * step / 6 + wave, y + (to_y - y) * step / 6 + wave)
    await mouse.up()


async def words(person: Person, at: Point, text: str) -> None:
    """Typed at that place."""
    box = await area(person)
    side = min(box["width"], box["height"] * 1.6)
    await person.page.locator("[data-testid=toolbar-text]").check(force=True)
    await person.page.mouse.click(box["x"] + at[0] * side, box["y"] + at[1] * side * 0.6)
    await person.page.keyboard.type(text)
    await person.page.keyboard.press("Escape")


async def three_quarters(person: Person) -> None:
    """A bar of eight parts of which six are coloured, and what follows from it."""
    await take_pen(person)
    await line(person, (0.05, 0.3), (0.95, 0.3), (0.95, 0.6), (0.05, 0.6), (0.05, 0.3))
    for part in range(1, 8):
        x = 0.05 + part * 0.9 / 8
        await line(person, (x, 0.3), (x, 0.6))
    for part in range(6):
        left = 0.05 + part * 0.9 / 8
        turns = [(left + 0.012 + at * 0.0144, 0.34 if at % 2 else 0.56) for at in range(7)]
        await line(person, *turns)
    await words(person, (0.05, 0.72), "6 of 8 parts = 3/4")
    await take_pen(person)


async def triangle(person: Person) -> None:
    """Three sides, an arc in each corner, two angles known."""
    await take_pen(person)
    await line(person, (0.1, 0.85), (0.9, 0.85), (0.42, 0.1), (0.1, 0.85))
    await line(person, (0.22, 0.85), (0.21, 0.75), (0.165, 0.69))
    await line(person, (0.78, 0.85), (0.77, 0.75), (0.8, 0.69))
    await words(person, (0.26, 0.68), "70°")
    await words(person, (0.62, 0.68), "60°")
    await words(person, (0.4, 0.28), "?")
    await take_pen(person)
