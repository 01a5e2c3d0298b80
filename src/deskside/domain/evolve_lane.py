"""What the events mean that concern what is in a lane: the part of the fold that `evolve` leaves to this module."""

from dataclasses import replace
from typing import assert_never

from deskside.domain import events as ev
from deskside.domain.ids import ItemId, Millis, UserId
from deskside.domain.session import Answer, Assignment, Hint, Lane, Message, Session

MESSAGES_KEPT = 100
"""Messages in a view, for each lane and for announcements; all of them are in the log."""


def evolve_lane_content(lane: Lane, event: ev.LaneContentEvent, at: Millis) -> Lane:
    """The lane after the event."""
    match event:
        case ev.AnswerGiven():
            return replace(lane, exercise=lane.exercise and _answered(lane.exercise, event))
        case ev.HintGiven(_, item_id, text):
            return replace(lane, exercise=lane.exercise and _hinted(lane.exercise, item_id, text))
        case ev.ExercisesQueued(_, queue):
            return replace(lane, queue=queue)
        case ev.HelpPostponed():
            return replace(lane, help=lane.help and replace(lane.help, postponed=True))
        case ev.HelpBoardAttached(_, _, revision):
            return replace(lane, help=lane.help and replace(lane.help, board_revision=revision))
        case ev.MessageSent():
            return _told(lane, event, at)
        case ev.MessagesRead(_, by_tutor):
            return replace(lane, unread_by_tutor=0) if by_tutor else replace(lane, unread_by_student=0)
        case ev.BoardLocked(_, locked):
            return replace(lane, board=replace(lane.board, locked=locked))
        case ev.LaneDeafened(_, deafened):
            return replace(lane, deafened=deafened)
        case ev.BoardRevised(_, revision):
            return replace(lane, board=replace(lane.board, revision=revision))
        case _:
            assert_never(event)


def evolve_table(session: Session, event: ev.TableEvent, at: Millis) -> Session:
    """The session after an event that concerns everybody."""
    match event:
        case ev.AnnouncementMade(message_id, text):
            made = Message(message_id, session.tutor.user_id, text, at)
            return replace(session, announcements=(*session.announcements, made)[-MESSAGES_KEPT:])
        case ev.TableBoardRevised(revision):
            return replace(session, table_board=replace(session.table_board, revision=revision))
        case _:
            assert_never(event)


def _answered(exercise: Assignment, event: ev.AnswerGiven) -> Assignment:
    given = Answer(event.item_id, event.value, event.correct, event.unreadable)
    known = any(answer.item_id == given.item_id for answer in exercise.answers)
    kept = tuple(given if answer.item_id == given.item_id else answer for answer in exercise.answers)
    return replace(exercise, percent=event.percent, answers=kept if known else (*exercise.answers, given))


def _hinted(exercise: Assignment, item_id: ItemId, text: str) -> Assignment:
    return replace(exercise, hints=(*exercise.hints, Hint(item_id, text)))


def _told(lane: Lane, event: ev.MessageSent, at: Millis) -> Lane:
    by_student = event.from_id == lane.person.user_id
    message = Message(event.message_id, UserId(event.from_id), event.text, at)
    return replace(
        lane,
        messages=(*lane.messages, message)[-MESSAGES_KEPT:],
        unread_by_tutor=lane.unread_by_tutor + by_student,
        unread_by_student=lane.unread_by_student + (not by_student),
    )
