"""Who may look at a board, read what was on it, and draw on it; and the lock of a lane's board."""

from deskside.domain import events as ev
from deskside.domain.boards.scene import TABLE, BoardId
from deskside.domain.errors import Conflict, Forbidden, NotFound
from deskside.domain.ids import UserId
from deskside.domain.people import Part
from deskside.domain.session import Lane, Session, lane_of


def require_look(session: Session, part: Part, user_id: UserId, board: BoardId) -> None:
    """Whether this person may look at a board: one's own, the tutor and observers at all, everyone at an open table's.

    Raises NotFound, Forbidden, Conflict.
    """
    if board == TABLE:
        if not session.open_table:
            raise Conflict("There is a common board only at an open table.")
        return
    if part is Part.STUDENT and UserId(board) != user_id:
        raise Forbidden("This is another student's board.")
    lane_of(session, UserId(board))


def require_read(session: Session, part: Part, user_id: UserId, board: BoardId) -> None:
    """Whether this person may read what was on a board: one's own, the table's while it is open, staff any at any time.

    Raises NotFound.
    """
    if part is Part.STUDENT and not (UserId(board) == user_id or (board == TABLE and session.open_table)):
        raise NotFound("There is no such board here.")


def require_draw(session: Session, part: Part, user_id: UserId, board: BoardId) -> None:
    """Whether this person may draw: the tutor always, the student if it is not locked, an observer never."""
    require_look(session, part, user_id, board)
    if session.over:
        raise Conflict("The session is over; boards can only be looked at.")
    if part is Part.OBSERVER:
        raise Forbidden("Observers look, they do not draw.")
    if board != TABLE and not may_draw(lane_of(session, UserId(board)), student=part is Part.STUDENT):
        raise Forbidden("Your tutor has locked this board.")


def may_draw(lane: Lane, *, student: bool) -> bool:
    """Whether this side may draw on the lane's board now."""
    return not (student and lane.board.locked)


def lock_board(session: Session, student_id: UserId, *, locked: bool) -> ev.Events:
    """Let the student draw on the lane's board, or not."""
    return () if lane_of(session, student_id).board.locked == locked else (ev.BoardLocked(student_id, locked),)
