"""The lock of a lane's board, and stored revisions."""

from deskside.domain import events as ev
from deskside.domain.boards import revisions, rights
from deskside.domain.ids import Millis
from deskside.domain.session import Session, lane_of
from tests.domain.acts import START, STUDENTS, TUTOR, apply, live, new_session

ALICE, BOB, CAROL = STUDENTS[:3]
LATER = Millis(START + 5_000)


def after(session: Session, events: ev.Events) -> Session:
    return apply(session, events, LATER)


def test_a_board_is_locked_for_the_student_alone_and_revisions_only_go_up() -> None:
    session = live(new_session(), TUTOR, ALICE)
    assert rights.lock_board(session, ALICE, locked=False) == ()
    session = after(session, rights.lock_board(session, ALICE, locked=True))
    lane = lane_of(session, ALICE)
    assert rights.may_draw(lane, student=False)
    assert not rights.may_draw(lane, student=True)
    session = after(session, revisions.revise_board(session, ALICE, 4))
    assert revisions.revise_board(session, ALICE, 3) == ()
    session = after(session, revisions.revise_table_board(session, 2))
    assert revisions.revise_table_board(session, 2) == ()
    assert (lane_of(session, ALICE).board.revision, session.table_board.revision) == (4, 2)
