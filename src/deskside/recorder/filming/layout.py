"""Where everybody stands in a film's picture. Pure; lengths are pixels, always even, as colours have half as many."""

from typing import NamedTuple

WIDTH, HEIGHT = 1280, 720
MAIN_WIDTH = 1024
"""Of what is shown large; people stand in a column beside it."""
GAP = 4
"""Between two people; whoever speaks has a border that wide."""


class Box(NamedTuple):
    """A part of the picture."""

    left: int
    top: int
    width: int
    height: int

    def within(self, border: int) -> "Box":
        """Without so much at each side."""
        return Box(self.left + border, self.top + border, self.width - 2 * border, self.height - 2 * border)


ROUGHLY = 4 / 3
"""How wide pictures are for their height, at least: where to put them is chosen for such."""
MAIN = Box(0, 0, MAIN_WIDTH, HEIGHT)


def grid(people: int) -> tuple[Box, ...]:
    """One box each, as large as they can all be, the last row in the middle."""
    if people == 0:
        return ()
    columns = max(range(1, people + 1), key=lambda count: min(WIDTH / count, HEIGHT / -(-people // count) * ROUGHLY))
    rows = -(-people // columns)
    width, height = _even(WIDTH // columns), _even(HEIGHT // rows)
    boxes = []
    for number in range(people):
        row, column = divmod(number, columns)
        in_row = min(columns, people - row * columns)
        boxes.append(Box(_even((WIDTH - in_row * width) // 2) + column * width, row * height, width, height))
    return tuple(boxes)


def beside(people: int) -> tuple[Box, ...]:
    """One box each in the column beside what is shown large; in several columns if there are many."""
    if people == 0:
        return ()
    wide = WIDTH - MAIN_WIDTH
    columns = next(count for count in range(1, people + 1) if -(-people // count) * (wide // count) * 9 / 16 <= HEIGHT)
    width = _even(wide // columns)
    height = _even(width * 9 // 16)
    places = (divmod(number, columns) for number in range(people))
    return tuple(Box(MAIN_WIDTH + column * width, row * height, width, height) for row, column in places)


def fitted(size: tuple[int, int], box: Box) -> Box:
    """Where a picture of this size stands in a box: whole, in its own proportions, in the middle."""
    width, height = size
    scale = min(box.width / width, box.height / height)
    wide = min(box.width, max(2, _even(round(width * scale))))
    high = min(box.height, max(2, _even(round(height * scale))))
    return Box(box.left + _even((box.width - wide) // 2), box.top + _even((box.height - high) // 2), wide, high)


def _even(length: int) -> int:
    return length // 2 * 2
