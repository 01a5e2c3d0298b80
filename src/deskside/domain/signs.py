"""The sign of a student: whom it has to show, when it no longer counts, and which adult watches over whom."""

from dataclasses import replace

from deskside.domain.ids import UserId
from deskside.domain.session import Lane, Session, find_lane


def audience(session: Session, student_id: UserId) -> tuple[UserId, ...]:
    """Who may hear and see this student by the rules of the session, present or not, sorted: what a sign must show."""
    if find_lane(session, student_id) is None:
        return ()
    people = {session.tutor.user_id, *(x.user_id for x in session.observers)}
    if session.open_table:
        people |= {x.person.user_id for x in session.lanes}
    return tuple(sorted(people - {student_id}))


def settle_signs(session: Session) -> Session:
    """Nobody stands on a sign whom the rules do not allow: an observer who left, a table that closed, a student who was
    removed. If they are allowed again, the page has to show them again. Part of every step of the fold."""
    lanes = tuple(_settled(session, lane) for lane in session.lanes)
    return session if lanes == session.lanes else replace(session, lanes=lanes)


def _settled(session: Session, lane: Lane) -> Lane:
    if not lane.sign:
        return lane
    allowed = audience(session, lane.person.user_id)
    kept = tuple(x for x in lane.sign if x in allowed)
    return lane if kept == lane.sign else replace(lane, sign=kept)


def watched_over(session: Session, one: Lane, other: Lane) -> bool:
    """Whether an adult is with these two students: tutor or observer, in the room and reachable at this moment, with a
    page that is drawn, and shown by the signs of both. Somebody who is expected back watches over nobody."""
    return any(
        adult.attending and adult.on_air and adult.user_id in one.sign and adult.user_id in other.sign
        for adult in (session.tutor, *session.observers)
    )
