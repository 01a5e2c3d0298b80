"""The fold: a session and an event make the next session. The only place that says what an event means.

Total over views too: an event about somebody whom a redacted session does not hold changes nothing.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar, assert_never

from deskside.domain import events as ev
from deskside.domain.clock import Stopwatch
from deskside.domain.events import LaneContentEvent, TableEvent
from deskside.domain.evolve_lane import evolve_lane_content, evolve_table
from deskside.domain.evolve_person import PersonEvent, evolve_person
from deskside.domain.ids import Millis, UserId
from deskside.domain.modes import AddressAll, LaneMode
from deskside.domain.people import Part, Person
from deskside.domain.session import (
    Assignment,
    HelpRequest,
    Lane,
    Recording,
    Session,
    SessionStatus,
    find_lane,
    find_person,
    with_lane,
    with_person,
)
from deskside.domain.signs import settle_signs

T = TypeVar("T")

LifeEvent = (
    ev.SessionStarted
    | ev.SessionPaused
    | ev.SessionResumed
    | ev.SessionEnded
    | ev.EndForeseen
    | ev.SessionCancelled
    | ev.SessionRescheduled
    | ev.AddressAllChanged
    | ev.ScreenAudienceChanged
    | ev.OpenTableChanged
    | ev.EngineFailed
    | ev.EngineRestored
)
RecordingEvent = ev.RecordingStarted | ev.RecordingStopped
LaneEvent = (
    ev.SignShown
    | ev.SignTakenBack
    | ev.LaneModeChanged
    | ev.ExerciseAssigned
    | ev.ProgressChanged
    | ev.HelpAsked
    | ev.HelpClosed
    | ev.PriorTimeCounted
)
MemberEvent = ev.StudentEnrolled | ev.StudentRemoved | ev.ObserverAdmitted | ev.TutorChanged


def evolve(session: Session, recorded: ev.Recorded) -> Session:
    """The session after the recorded event, with its number, and with every sign and every stopwatch set right."""
    after = replace(_fold(session, recorded), seq=recorded.seq)
    written = isinstance(recorded.event, LaneContentEvent | TableEvent)  # and what is written and drawn moves nobody
    return after if written else settle_watches(settle_signs(after), recorded.at)


def _fold(session: Session, recorded: ev.Recorded) -> Session:
    event = recorded.event
    if isinstance(event, LifeEvent):
        return _life(session, event, recorded.at)
    if isinstance(event, RecordingEvent):
        return _recording(session, event, recorded.at)
    if isinstance(event, ev.PersonLeft) and any(x.user_id == event.person_id for x in session.observers):
        return _without_observer(session, event.person_id)
    if isinstance(event, PersonEvent):
        return _on_person(session, event.person_id, lambda person: evolve_person(person, event))
    if isinstance(event, LaneEvent):
        return _on_lane(session, event.student_id, lambda lane: _lane(lane, event, recorded.at))
    if isinstance(event, LaneContentEvent):
        return _on_lane(session, event.student_id, lambda lane: evolve_lane_content(lane, event, recorded.at))
    if isinstance(event, TableEvent):
        return evolve_table(session, event, recorded.at)
    return _member(session, event)


def settle_watches(session: Session, at: Millis) -> Session:
    """Every stopwatch runs exactly while its reason holds: nobody gathers time who is not in the live room. Where no
    watch starts or stops everything is the same object: much of a long session is kept many times."""
    flowing = session.flowing
    watch = session.watch.set_running(at, running=flowing)
    tutor = _settled(session.tutor, at, flowing=flowing)
    observers = _kept(session.observers, tuple(_settled(x, at, flowing=flowing) for x in session.observers))
    lanes = _kept(session.lanes, tuple(_settled_lane(lane, at, flowing=flowing) for lane in session.lanes))
    if watch is session.watch and tutor is session.tutor and observers is session.observers and lanes is session.lanes:
        return session
    return replace(session, watch=watch, tutor=tutor, observers=observers, lanes=lanes)


def _kept(former: tuple[T, ...], settled: tuple[T, ...]) -> tuple[T, ...]:
    return former if all(x is y for x, y in zip(former, settled, strict=True)) else settled


def _settled(person: Person, at: Millis, *, flowing: bool) -> Person:
    watch = person.watch.set_running(at, running=flowing and _counts(person))
    return person if watch is person.watch else replace(person, watch=watch)


def _counts(person: Person) -> bool:
    """Time counts as long as something can reach this person: a page that is not drawn is off the air."""
    return person.attending and person.drawn


def _settled_lane(lane: Lane, at: Millis, *, flowing: bool) -> Lane:
    person = _settled(lane.person, at, flowing=flowing)
    teaching = flowing and _counts(person) and lane.mode is LaneMode.TEACH
    watch = lane.teach_watch.set_running(at, running=teaching)
    unchanged = person is lane.person and watch is lane.teach_watch
    return lane if unchanged else replace(lane, person=person, teach_watch=watch)


def _on_person(session: Session, who: UserId, change: Callable[[Person], Person]) -> Session:
    person = find_person(session, who)
    if person is None:
        return session
    after = with_person(session, change(person))
    if change(person).page != person.page:  # a new page shows nothing yet
        return _on_lane(after, who, lambda lane: replace(lane, sign=(), sign_fault=None))
    return after


def _without_observer(session: Session, who: UserId) -> Session:
    """Whoever has looked in and left is no observer any more, and so on no sign."""
    return replace(session, observers=tuple(x for x in session.observers if x.user_id != who))


def _on_lane(session: Session, student: UserId, change: Callable[[Lane], Lane]) -> Session:
    lane = find_lane(session, student)
    return session if lane is None else with_lane(session, change(lane))


def _life(session: Session, event: LifeEvent, at: Millis) -> Session:
    match event:
        case ev.SessionStarted(video_room_id, text):
            text_allowed = session.text_allowed if text is None else text
            live = replace(session, status=SessionStatus.LIVE, paused=False, video_room_id=video_room_id)
            return replace(live, text_allowed=text_allowed, started_at=at)
        case ev.SessionPaused():
            return replace(session, paused=True)
        case ev.SessionResumed():
            return replace(session, paused=False)
        case ev.SessionEnded():
            over = replace(session, status=SessionStatus.COMPLETED, paused=False, address_all=AddressAll.OFF)
            return replace(over, ends_at=None)
        case ev.EndForeseen(ends_at):
            return replace(session, ends_at=ends_at)
        case ev.SessionCancelled():
            return replace(session, status=SessionStatus.CANCELLED)
        case ev.SessionRescheduled(title, start, end):
            return replace(session, title=title, scheduled_start=start, scheduled_end=end)
        case ev.AddressAllChanged(kind):
            return replace(session, address_all=kind)
        case ev.ScreenAudienceChanged(to_all):
            return replace(session, screen_to_all=to_all)
        case ev.OpenTableChanged(open_table):
            return replace(session, open_table=open_table)
        case ev.EngineFailed() | ev.EngineRestored():
            return replace(session, engine_up=isinstance(event, ev.EngineRestored))
        case _:
            assert_never(event)


def _recording(session: Session, event: RecordingEvent, at: Millis) -> Session:
    match event:
        case ev.RecordingStarted(recording_id):
            return replace(session, recording=Recording(recording_id, at), was_recorded=True)
        case ev.RecordingStopped():
            return replace(session, recording=None)
        case _:
            assert_never(event)


def _lane(lane: Lane, event: LaneEvent, at: Millis) -> Lane:
    match event:
        case ev.SignShown(_, audience):
            return replace(lane, sign=audience, sign_fault=None)
        case ev.SignTakenBack(_, why):
            return replace(lane, sign=(), sign_fault=why)
        case ev.LaneModeChanged(_, mode):
            return replace(lane, mode=mode)
        case ev.ExerciseAssigned(_, exercise_id, title, lesson, items):
            return replace(lane, exercise=Assignment(exercise_id, title, lesson, items=items))
        case ev.ProgressChanged(_, percent):
            exercise = lane.exercise and replace(lane.exercise, percent=percent)
            return replace(lane, exercise=exercise)
        case ev.HelpAsked(_, help_id, urgency, text, item_id):
            return replace(lane, help=HelpRequest(help_id, urgency, text, at, item_id))
        case ev.HelpClosed():
            return replace(lane, help=None)
        case ev.PriorTimeCounted(_, prior_ms):
            return replace(lane, person=replace(lane.person, prior_ms=prior_ms))
        case _:
            assert_never(event)


def _member(session: Session, event: MemberEvent) -> Session:
    match event:
        case ev.StudentEnrolled(student_id, name, grade_level, course_level, prior_ms):
            person = Person(student_id, name, Part.STUDENT, prior_ms=prior_ms)
            return replace(session, lanes=(*session.lanes, Lane(person, grade_level, course_level)))
        case ev.StudentRemoved(student_id):
            kept = tuple(x for x in session.lanes if x.person.user_id != student_id)
            return replace(session, lanes=kept)
        case ev.ObserverAdmitted(user_id, name):
            observer = Person(user_id, name, Part.OBSERVER, watch=Stopwatch())
            return replace(session, observers=(*session.observers, observer))
        case ev.TutorChanged(user_id, name):
            return replace(session, tutor=Person(user_id, name, Part.TUTOR))
        case _:
            assert_never(event)
