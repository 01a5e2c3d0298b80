"""Decisions about words between a tutor and the students."""

from deskside.domain import events as ev
from deskside.domain.errors import Conflict, Forbidden
from deskside.domain.ids import UserId
from deskside.domain.session import Session, lane_of
from deskside.domain.text import words

MESSAGE_LIMIT = 1_000
"""Characters of a message or announcement."""


def send_message(session: Session, sent: ev.MessageSent) -> ev.Events:
    """Write in a lane. A retry with the same id is no event."""
    lane = lane_of(session, sent.student_id)
    _require_text(session)
    words(sent.text, MESSAGE_LIMIT)
    return () if any(x.message_id == sent.message_id for x in lane.messages) else (sent,)


def announce(session: Session, made: ev.AnnouncementMade) -> ev.Events:
    """Write to everybody. A retry with the same id is no event."""
    _require_text(session)
    words(made.text, MESSAGE_LIMIT)
    return () if any(x.message_id == made.message_id for x in session.announcements) else (made,)


def read_messages(session: Session, student_id: UserId, *, by_tutor: bool) -> ev.Events:
    """One side has read what the other wrote."""
    lane = lane_of(session, student_id)
    unread = lane.unread_by_tutor if by_tutor else lane.unread_by_student
    return (ev.MessagesRead(student_id, by_tutor),) if unread else ()


def _require_text(session: Session) -> None:
    if not session.text_allowed:
        raise Forbidden("Your center has switched text between tutors and students off.")
    if session.over:
        raise Conflict("The session is over; nothing more can be written.")
