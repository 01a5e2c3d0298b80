"""What a person may know of a session. A view is a redacted session; the same events fold into it.

Law (5): folding a person's envelope into their view gives the redacted next session, always. Envelopes are numbered
without gaps; one that shows nothing is empty.
"""

from dataclasses import dataclass, fields, replace
from operator import attrgetter, is_
from typing import assert_never

from deskside.domain import events as ev
from deskside.domain.events import LaneContentEvent, TableEvent
from deskside.domain.evolve import LaneEvent, LifeEvent, RecordingEvent, evolve
from deskside.domain.evolve_person import PersonEvent
from deskside.domain.ids import Millis, Seq, UserId
from deskside.domain.modes import Urgency
from deskside.domain.people import Part
from deskside.domain.session import Board, HelpRequest, Lane, Session, find_lane, looks_in


@dataclass(frozen=True, slots=True)
class Viewer:
    """Whose eyes: who they are and what they are in this session."""

    user_id: UserId
    part: Part


@dataclass(frozen=True, slots=True)
class Envelope:
    """What one person gets for one number: the event, or a whole new view where an event could not tell, or nothing."""

    seq: Seq
    at: Millis
    event: ev.Event | None = None
    view: Session | None = None


def redact(session: Session, viewer: Viewer) -> Session:
    """The session as this person may know it: a session of the same type."""
    if not _reads_along(session, viewer):
        return covered(session)
    if viewer.part is not Part.STUDENT:
        return session
    lanes = tuple(
        _own(lane, session) if lane.person.user_id == viewer.user_id else _seat(lane)
        for lane in session.lanes
        if session.open_table or lane.person.user_id == viewer.user_id
    )
    return replace(session, lanes=lanes)


def covered(session: Session) -> Session:
    """Who is there, in which state, and who waits: no word and no drawing of anybody. For admins who are on no sign,
    and for the page of a former tutor until it is closed."""
    lanes = tuple(
        Lane(
            lane.person,
            lane.grade_level,
            lane.course_level,
            lane.mode,
            lane.sign,
            help=lane.help and _silent_call(lane.help),
            teach_watch=lane.teach_watch,
        )
        for lane in session.lanes
    )
    return replace(session, lanes=lanes, announcements=(), table_board=Board())


def _silent_call(call: HelpRequest) -> HelpRequest:
    return HelpRequest(call.help_id, call.urgency, "", call.asked_at, postponed=call.postponed)


def _reads_along(session: Session, viewer: Viewer) -> bool:
    """Whether what people write and draw may reach this person: of tutors, only the one who is it now, and of observers
    only while they are on the signs."""
    if viewer.part is Part.TUTOR:
        return viewer.user_id == session.tutor.user_id
    return viewer.part is Part.STUDENT or looks_in(session, viewer.user_id)


def help_queue(session: Session) -> tuple[Lane, ...]:
    """The lanes that call for help: the most urgent first, then who has waited longest."""
    calling = [
        (_HURRY[lane.help.urgency], lane.help.asked_at, n, lane) for n, lane in enumerate(session.lanes) if lane.help
    ]
    return tuple(lane for *_, lane in sorted(calling, key=lambda call: call[:3]))


_HURRY = {Urgency.URGENT: 0, Urgency.HIGH: 1, Urgency.NORMAL: 2}


def _own(lane: Lane, session: Session) -> Lane:
    """One's own lane: everything, and the place in the queue, which only the whole session tells."""
    if lane.help is None:
        return lane
    place = 1 + [x.person.user_id for x in help_queue(session)].index(lane.person.user_id)
    return replace(lane, help=replace(lane.help, place=place))


def _seat(lane: Lane) -> Lane:
    """Another student's lane at an open table: who they are and what they send, nothing of their work."""
    return Lane(person=replace(lane.person, prior_ms=Millis(0)))


def may_see(event: ev.Event, viewer: Viewer, session: Session) -> bool:
    """Whether this person is shown the event itself, if they read along at all. `session` is the one before it."""
    if viewer.part is not Part.STUDENT:
        return True
    if isinstance(event, PersonEvent):
        return _knows(event.person_id, viewer, session)
    if isinstance(event, ev.HelpAsked):
        return False  # one's place in the queue is not in the event: it comes as a new view
    if isinstance(event, LaneEvent | LaneContentEvent):
        return event.student_id == viewer.user_id
    if isinstance(event, TableEvent | RecordingEvent):
        return True
    if isinstance(event, LifeEvent):
        return not isinstance(event, ev.OpenTableChanged)  # what becomes visible with it comes as a new view
    match event:
        case ev.StudentEnrolled(student_id) | ev.StudentRemoved(student_id):
            return student_id == viewer.user_id
        case ev.ObserverAdmitted() | ev.TutorChanged():
            return True
        case _:
            assert_never(event)


def _knows(person_id: UserId, viewer: Viewer, session: Session) -> bool:
    return session.open_table or person_id == viewer.user_id or find_lane(session, person_id) is None


def envelope(before: Session, after: Session, recorded: ev.Recorded, viewer: Viewer) -> Envelope:
    """What `viewer` gets for this number, given the session before and after it."""
    reads = _reads_along(before, viewer) and _reads_along(after, viewer)
    if reads and may_see(recorded.event, viewer, before):
        return Envelope(recorded.seq, recorded.at, event=recorded.event)
    if _sees_nothing_new(before, after, viewer):
        return Envelope(recorded.seq, recorded.at)
    seen_before = replace(redact(before, viewer), seq=recorded.seq)
    seen_after = redact(after, viewer)
    if seen_before == seen_after:
        return Envelope(recorded.seq, recorded.at)
    return Envelope(recorded.seq, recorded.at, view=seen_after)


_besides_lanes = attrgetter(*(x.name for x in fields(Session) if x.name not in {"seq", "lanes"}))


def _sees_nothing_new(before: Session, after: Session, viewer: Viewer) -> bool:
    """Whether this student's views are equal for certain: what is in them is the same object, as `evolve` leaves it.
    A spare comparison for nearly every act in somebody else's lane; False says nothing."""
    if viewer.part is not Part.STUDENT or before.open_table:
        return False
    own = find_lane(before, viewer.user_id)
    if own is not find_lane(after, viewer.user_id) or (own is not None and own.help is not None):
        return False  # one's place in the queue is of the whole session
    return all(map(is_, _besides_lanes(before), _besides_lanes(after)))


def receive(view: Session, got: Envelope) -> Session:
    """The view after an envelope: the fold that every browser does (its twin is `web/src/session/apply.ts`)."""
    if got.view is not None:
        return got.view
    if got.event is None:
        return replace(view, seq=got.seq)
    return evolve(view, ev.Recorded(got.seq, got.at, None, got.event))
