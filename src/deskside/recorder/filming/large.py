"""What stands large in a film beside the people: the screen that was shared last, else the board that is shown."""

from bisect import bisect_right
from collections.abc import Sequence

from deskside.recorder.filming import canvas
from deskside.recorder.filming.canvas import Picture, fill, lay
from deskside.recorder.filming.film import Board, Opened
from deskside.recorder.filming.layout import MAIN
from deskside.recorder.filming.lettering import picture
from deskside.recorder.filming.sources import Source, drawn
from deskside.recorder.filming.tiles import Place

BOARD_BYTES = 20_000_000
"""What is longer is cut off, and is no picture then."""
_BOARD = -1


class Large:
    """Asked for ever later instants."""

    def __init__(self, screens: Sequence[Source], boards: Sequence[Board]) -> None:
        self._screens, self._boards = screens, boards
        self._since = [-1] * len(screens)
        """The instant from which each is shown; -1: it is not."""
        self._place = Place()
        self._board: tuple[int, Picture | None] = (-1, None)
        self._drawn: tuple[int, int] | None = None
        """The screen (or the board) that was last drawn, and its which picture."""

    def stands(self, ms: int) -> bool:
        """Whether anything stands large at this instant."""
        for index, screen in enumerate(self._screens):
            shown = screen.at(ms) is not None
            self._since[index] = (ms if self._since[index] < 0 else self._since[index]) if shown else -1
        number = bisect_right(self._boards, ms, key=lambda board: board.at_ms) - 1
        if number != self._board[0]:
            self._board = number, _opened(self._boards[number].file if number >= 0 else None)
        return max(self._since, default=-1) >= 0 or self._board[1] is not None

    def gone(self) -> None:
        """Something else was drawn in its place."""
        self._drawn = None

    def draw(self, onto: Picture, ms: int) -> None:
        """As it is at the instant that was asked for last."""
        index = max(range(len(self._since)), key=self._since.__getitem__, default=_BOARD)
        frame = self._screens[index].at(ms) if index >= 0 and self._since[index] >= 0 else None
        now = (_BOARD, self._board[0]) if frame is None else (index, self._screens[index].changes)
        before, self._drawn = self._drawn, now
        if now == before:
            return
        if frame is not None:
            self._place.show(frame, onto, MAIN, anew=before is None or before[0] != now[0])
        elif self._board[1] is not None:
            _lay_board(self._board[1], onto)


def _lay_board(board: Picture, onto: Picture) -> None:
    fill(onto, (MAIN,), canvas.GREY)
    left, top = (MAIN.width - board.width) // 4 * 2, (MAIN.height - board.height) // 4 * 2
    lay(board, onto, MAIN.left + left, MAIN.top + top)


def _opened(board: Opened | None) -> Picture | None:
    """The picture of a board; None if there is none, or it is none."""
    if board is None:
        return None
    with board() as file:
        colours = picture(file.read(BOARD_BYTES), MAIN.width, MAIN.height)
    return None if colours is None else drawn(colours)
