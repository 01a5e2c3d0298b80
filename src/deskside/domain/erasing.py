"""What is left of a session when one person is erased from it: that somebody was there, when, and figures; no name, no
word of theirs or to them. The same is made of the log and of the state, so that the one still folds into the other:
`erased_session(evolve(x, e)) == evolve(erased_session(x), erased_event(e))`.

What other people wrote elsewhere (titles, words to all, other lanes) is theirs: the certificate says so.
"""

from dataclasses import replace
from typing import assert_never

from deskside.domain import events as ev
from deskside.domain.evolve import LifeEvent
from deskside.domain.evolve_person import PersonEvent
from deskside.domain.ids import UserId
from deskside.domain.people import Person
from deskside.domain.session import Assignment, Lane, Session

ERASED_NAME = "Erased person"
"""What stands where a name stood. Whoever has it was erased; nobody else is given it."""

_Recording = ev.RecordingStarted | ev.RecordingStopped
_LaneFigures = (
    ev.SignShown
    | ev.SignTakenBack
    | ev.LaneModeChanged
    | ev.ExerciseAssigned
    | ev.ProgressChanged
    | ev.PriorTimeCounted
    | ev.StudentRemoved
    | ev.ExercisesQueued
    | ev.HelpPostponed
    | ev.HelpBoardAttached
    | ev.MessagesRead
    | ev.BoardLocked
    | ev.BoardRevised
    | ev.LaneDeafened
)
"""Of a lane, without a word of anybody: exercises are the center's."""


def erased_event(event: ev.Event, person_id: UserId) -> ev.Event:
    """The same without this person; the same object if nothing of them is in it."""
    if isinstance(event, LifeEvent | PersonEvent | ev.TableEvent | _Recording | _LaneFigures):
        return event
    if isinstance(event, ev.ObserverAdmitted | ev.TutorChanged):
        return replace(event, name=ERASED_NAME) if event.user_id == person_id else event
    if event.student_id != person_id:
        return event
    match event:
        case ev.StudentEnrolled():
            return replace(event, name=ERASED_NAME, grade_level="", course_level="")
        case ev.HelpAsked():
            return replace(event, text="")
        case ev.HelpClosed():
            return replace(event, word="")
        case ev.MessageSent() | ev.HintGiven():
            return replace(event, text="")
        case ev.AnswerGiven():
            return replace(event, value="", correct=None, unreadable=False)
        case _:
            assert_never(event)


def erased_session(session: Session, person_id: UserId) -> Session:
    """The same without this person."""
    return replace(
        session,
        tutor=_nameless(session.tutor, person_id),
        observers=tuple(_nameless(x, person_id) for x in session.observers),
        lanes=tuple(_emptied(x) if x.person.user_id == person_id else x for x in session.lanes),
    )


def _nameless(person: Person, person_id: UserId) -> Person:
    return replace(person, name=ERASED_NAME) if person.user_id == person_id else person


def _emptied(lane: Lane) -> Lane:
    return replace(
        lane,
        person=replace(lane.person, name=ERASED_NAME),
        grade_level="",
        course_level="",
        exercise=lane.exercise and _unanswered(lane.exercise),
        help=lane.help and replace(lane.help, text=""),
        messages=tuple(replace(x, text="") for x in lane.messages),
    )


def _unanswered(work: Assignment) -> Assignment:
    """That something was answered is a figure; what and whether it was right is not."""
    return replace(
        work,
        answers=tuple(replace(x, value="", correct=None, unreadable=False) for x in work.answers),
        hints=tuple(replace(x, text="") for x in work.hints),
    )
