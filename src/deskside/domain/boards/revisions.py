"""Decisions about what of a board is stored: its revisions, and the one that goes along with a call for help."""

from deskside.domain import events as ev
from deskside.domain.ids import UserId
from deskside.domain.session import Session, lane_of


def revise_board(session: Session, student_id: UserId, revision: int) -> ev.Events:
    """The lane's board was stored. Revisions only go up; an older one is no event."""
    return (ev.BoardRevised(student_id, revision),) if revision > lane_of(session, student_id).board.revision else ()


def revise_table_board(session: Session, revision: int) -> ev.Events:
    """The same for the board of the open table."""
    return (ev.TableBoardRevised(revision),) if revision > session.table_board.revision else ()


def attach_board(session: Session, attached: ev.HelpBoardAttached) -> ev.Events:
    """A stored revision of the lane's board goes along with its call. A call has one; a closed one gets none."""
    call = lane_of(session, attached.student_id).help
    if call is None or call.help_id != attached.help_id or call.board_revision is not None:
        return ()
    return (attached,)
