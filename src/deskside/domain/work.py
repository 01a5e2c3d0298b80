"""Decisions about the work in a lane: answers, hints, what comes next."""

from deskside.domain import events as ev
from deskside.domain.errors import Conflict, Invalid, NotFound
from deskside.domain.exercises import Judgement
from deskside.domain.ids import ItemId, UserId
from deskside.domain.session import Answer, Assignment, Session, lane_of
from deskside.domain.text import blank, words

ANSWER_LIMIT = 5_000
"""Characters of an answer; a long text of a page or two."""
HINT_LIMIT = 500
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
    return (ev.AnswerGiven(student_id, item_id, value, found.correct, percent, found.unreadable),)


def hint(session: Session, student_id: UserId, item_id: ItemId, text: str) -> ev.Events:
    """Give a hint for an item of the lane's exercise."""
    if item_id not in _exercise(session, student_id).items:
        raise NotFound("This exercise has no such item. Load the page again.")
    return (ev.HintGiven(student_id, item_id, words(text, HINT_LIMIT)),)


def queue(session: Session, student_id: UserId, queued: tuple[ev.Queued, ...]) -> ev.Events:
    """What the lane works on after its present exercise; replaces what was queued."""
    if len(queued) > QUEUE_LIMIT:
        raise Invalid(f"At most {QUEUE_LIMIT} exercises can be queued.")
    return () if lane_of(session, student_id).queue == queued else (ev.ExercisesQueued(student_id, queued),)


def next_exercise(session: Session, assigned: ev.ExerciseAssigned) -> ev.Events:
    """Go on to the first queued exercise; `assigned` is made from it."""
    lane = lane_of(session, assigned.student_id)
    if not lane.queue or lane.queue[0].exercise_id != assigned.exercise_id:
        raise Conflict("Nothing is queued for this student. Assign an exercise, or queue some.")
    return (assigned, ev.ExercisesQueued(assigned.student_id, lane.queue[1:]))


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
