"""Who may look at a board, and who may draw."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from deskside.domain.boards import rights
from deskside.domain.boards.scene import TABLE, BoardId
from deskside.domain.errors import Conflict, DomainError, Forbidden, NotFound
from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.people import Part, Person
from deskside.domain.session import Board, Lane, Session, SessionStatus

ALICE, BOB, TUTOR = UserId("alice"), UserId("bob"), UserId("tutor")
SESSION = Session(
    id=SessionId("s"),
    center_id=CenterId("c"),
    title="t",
    tutor=Person(TUTOR, "T", Part.TUTOR),
    scheduled_start=Millis(0),
    scheduled_end=Millis(1),
    status=SessionStatus.LIVE,
    lanes=(Lane(Person(ALICE, "A", Part.STUDENT)), Lane(Person(BOB, "B", Part.STUDENT), board=Board(locked=True))),
)
Check = Callable[[Session, Part, UserId, BoardId], None]


@pytest.mark.parametrize(
    ("check", "session", "part", "who", "board", "refused"),
    [
        (rights.require_look, SESSION, Part.STUDENT, ALICE, "alice", None),
        (rights.require_look, SESSION, Part.STUDENT, ALICE, "bob", Forbidden),
        (rights.require_look, SESSION, Part.STUDENT, ALICE, "carol", Forbidden),
        (rights.require_look, SESSION, Part.TUTOR, TUTOR, "bob", None),
        (rights.require_look, SESSION, Part.TUTOR, TUTOR, "carol", NotFound),
        (rights.require_look, SESSION, Part.STUDENT, ALICE, TABLE, Conflict),
        (rights.require_look, replace(SESSION, open_table=True), Part.STUDENT, ALICE, TABLE, None),
        (rights.require_look, replace(SESSION, open_table=True), Part.STUDENT, ALICE, "bob", Forbidden),
        (rights.require_draw, SESSION, Part.STUDENT, ALICE, "alice", None),
        (rights.require_draw, SESSION, Part.STUDENT, BOB, "bob", Forbidden),
        (rights.require_draw, SESSION, Part.TUTOR, TUTOR, "bob", None),
        (rights.require_draw, SESSION, Part.OBSERVER, UserId("o"), "alice", Forbidden),
        (rights.require_draw, replace(SESSION, open_table=True), Part.STUDENT, BOB, TABLE, None),
        (rights.require_draw, replace(SESSION, status=SessionStatus.COMPLETED), Part.TUTOR, TUTOR, "bob", Conflict),
    ],
)
def test_who_may_look_and_draw(
    check: Check, session: Session, part: Part, who: UserId, board: str, refused: type[DomainError] | None
) -> None:
    if refused is None:
        check(session, part, who, BoardId(board))
        return
    with pytest.raises(refused):
        check(session, part, who, BoardId(board))
