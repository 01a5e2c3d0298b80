"""Decisions about the work in a lane: answers, hints, what comes next, messages, the board's lock and revisions."""

from deskside.domain import events as ev
from deskside.domain import work_events as we
from deskside.domain.errors import Conflict, Forbidden, Invalid, NotFound
from deskside.domain.exercises import Judgement
from deskside.domain.ids import HelpId, ItemId, UserId
from deskside.domain.session import Answer, Assignment, Lane, Session, lane_of
from deskside.domain.text import blank

ANSWER_LIMIT = 5_000
"""Characters of an answer; a long text of a page or two."""
HINT_LIMIT = 500
MESSAGE_LIMIT = 1_000
QUEUE_LIMIT = 50


def answer(session: Session, student_id: UserId, item_id: ItemId, value: str, found: Judgement) -> ev.Events:
    """Answer an item of the lane's exercise. The same answer again is no event; an empty one takes it back."""
    _require_open(session)
    exercise = _exercise(session, student_id)
    if item_id not in exercise.items:
        raise NotFound("This exercise has no such item. Load the page again.")
    if len(value) > ANSWER_LIMIT:
        raise Invalid(f"An answer has at most {ANSWER_LIMIT} characters.")
    given = Answer(item_id, value, found.correct, found.unreadable)
    if given in exercise.answers:
        return ()
    done = {x.item_id: _counts(x) for x in exercise.answers}
    completed = exercise.percent == 100 and sum(done.values()) < len(exercise.items)  # by the tutor: it stays so
    done[item_id] = _counts(given)
    percent = 100 if completed else 100 * sum(done.values()) // len(exercise.items)
    return (we.AnswerGiven(student_id, item_id, value, found.correct, percent, found.unreadable),)


def hint(session: Session, student_id: UserId, item_id: ItemId, text: str) -> ev.Events:
    """Give a hint for an item of the lane's exercise."""
    if item_id not in _exercise(session, student_id).items:
        raise NotFound("This exercise has no such item. Load the page again.")
    return (we.HintGiven(student_id, item_id, _text(text, HINT_LIMIT)),)


def queue(session: Session, student_id: UserId, queued: tuple[we.Queued, ...]) -> ev.Events:
    """What the lane works on after its present exercise; replaces what was queued."""
    if len(queued) > QUEUE_LIMIT:
        raise Invalid(f"At most {QUEUE_LIMIT} exercises can be queued.")
    return () if lane_of(session, student_id).queue == queued else (we.ExercisesQueued(student_id, queued),)


def next_exercise(session: Session, assigned: ev.ExerciseAssigned) -> ev.Events:
    """Go on to the first queued exercise; `assigned` is made from it."""
    lane = lane_of(session, assigned.student_id)
    if not lane.queue or lane.queue[0].exercise_id != assigned.exercise_id:
        raise Conflict("Nothing is queued for this student. Assign an exercise, or queue some.")
    return (assigned, we.ExercisesQueued(assigned.student_id, lane.queue[1:]))


def postpone_help(session: Session, student_id: UserId, help_id: HelpId) -> ev.Events:
    """Tell the student that the tutor comes later. The call keeps its place."""
    call = lane_of(session, student_id).help
    if call is None or call.help_id != help_id:
        raise NotFound("This call for help is already closed.")
    return () if call.postponed else (we.HelpPostponed(student_id, help_id),)


def attach_board(session: Session, attached: we.HelpBoardAttached) -> ev.Events:
    """A stored revision of the lane's board goes along with its call. A call has one; a closed one gets none."""
    call = lane_of(session, attached.student_id).help
    if call is None or call.help_id != attached.help_id or call.board_revision is not None:
        return ()
    return (attached,)


def send_message(session: Session, sent: we.MessageSent) -> ev.Events:
    """Write in a lane. A retry with the same id is no event."""
    lane = lane_of(session, sent.student_id)
    _require_text(session)
    _text(sent.text, MESSAGE_LIMIT)
    return () if any(x.message_id == sent.message_id for x in lane.messages) else (sent,)


def announce(session: Session, made: we.AnnouncementMade) -> ev.Events:
    """Write to everybody. A retry with the same id is no event."""
    _require_text(session)
    _text(made.text, MESSAGE_LIMIT)
    return () if any(x.message_id == made.message_id for x in session.announcements) else (made,)


def read_messages(session: Session, student_id: UserId, *, by_tutor: bool) -> ev.Events:
    """One side has read what the other wrote."""
    lane = lane_of(session, student_id)
    unread = lane.unread_by_tutor if by_tutor else lane.unread_by_student
    return (we.MessagesRead(student_id, by_tutor),) if unread else ()


def lock_board(session: Session, student_id: UserId, *, locked: bool) -> ev.Events:
    """Let the student draw on the lane's board, or not."""
    return () if lane_of(session, student_id).board.locked == locked else (we.BoardLocked(student_id, locked),)


def revise_board(session: Session, student_id: UserId, revision: int) -> ev.Events:
    """The lane's board was stored. Revisions only go up; an older one is no event."""
    return (we.BoardRevised(student_id, revision),) if revision > lane_of(session, student_id).board.revision else ()


def revise_table_board(session: Session, revision: int) -> ev.Events:
    """The same for the board of the open table."""
    return (we.TableBoardRevised(revision),) if revision > session.table_board.revision else ()


def may_draw(lane: Lane, *, student: bool) -> bool:
    """Whether this side may draw on the lane's board now."""
    return not (student and lane.board.locked)


def _counts(answer: Answer) -> bool:
    return not (blank(answer.value) or answer.correct is False or answer.unreadable)


def _exercise(session: Session, student_id: UserId) -> Assignment:
    exercise = lane_of(session, student_id).exercise
    if exercise is None:
        raise Conflict("This lane has no exercise. Assign one first.")
    return exercise


def _require_open(session: Session) -> None:
    if session.over:
        raise Conflict("The session is over; answers are closed.")


def _require_text(session: Session) -> None:
    if not session.text_allowed:
        raise Forbidden("Your center has switched text between tutors and students off.")
    if session.over:
        raise Conflict("The session is over; nothing more can be written.")


def _text(text: str, limit: int) -> str:
    if blank(text) or len(text) > limit:
        raise Invalid(f"Write between 1 and {limit} characters.")
    return text
