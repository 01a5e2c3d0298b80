"""What happens to boards in the log; strokes travel beside it."""

from dataclasses import dataclass

from deskside.domain.ids import HelpId, UserId


@dataclass(frozen=True, slots=True)
class BoardLocked:
    """The student may (not) draw on the lane's board; the tutor always may."""

    student_id: UserId
    locked: bool


@dataclass(frozen=True, slots=True)
class BoardRevised:
    """The lane's board was stored as this revision; strokes in between travel beside the log."""

    student_id: UserId
    revision: int


@dataclass(frozen=True, slots=True)
class TableBoardRevised:
    """The board of the open table was stored as this revision."""

    revision: int


@dataclass(frozen=True, slots=True)
class HelpBoardAttached:
    """The lane's board as it was when the student called was stored as this revision. Comes right after the call."""

    student_id: UserId
    help_id: HelpId
    revision: int
