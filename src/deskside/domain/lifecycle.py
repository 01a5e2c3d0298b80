"""Decisions about the session as a whole: its time, starting, breaks, ending, who is enrolled."""

from collections.abc import Mapping

from deskside.domain import events as ev
from deskside.domain.errors import Conflict, Invalid
from deskside.domain.ids import Millis, UserId
from deskside.domain.modes import AddressAll, HelpOutcome, LeaveReason, StopReason
from deskside.domain.people import Presence
from deskside.domain.recording.life import stop_recording
from deskside.domain.session import Session, SessionStatus, find_lane, looks_in, people

MAX_LANES = 12
"""One tutor can look after no more; it also bounds the tutor's receiving connection (36 m-lines)."""
TITLE_LIMIT = 120
"""Characters of a title: one line in a list."""
AFTER_THE_END = (ev.PersonDropped, ev.PersonLeft)
"""What may still happen to a session that is over: whoever was in it when such was not told yet goes."""
EARLIEST = Millis(946_684_800_000)
"""2000-01-01, UTC."""
FURTHEST_MS = 5 * 366 * 24 * 3600 * 1000
"""Five years, of which some have a day more."""
LONGEST_MS = 12 * 3600 * 1000
"""From the planned start to the planned end: whoever plans more has taken the wrong day."""


def start(session: Session, video_room_id: str, *, text_allowed: bool | None = None) -> ev.Events:
    """SCHEDULED → LIVE. Starting a live session is no event. `text_allowed`: what the center has decided by now."""
    if session.status is SessionStatus.LIVE:
        return ()
    require_open(session)
    return (ev.SessionStarted(video_room_id, text_allowed),)


def count_prior(session: Session, gathered: Mapping[UserId, Millis]) -> ev.Events:
    """What the students have gathered elsewhere until now: it has changed since this session was planned."""
    return tuple(
        ev.PriorTimeCounted(lane.person.user_id, gathered[lane.person.user_id])
        for lane in session.lanes
        if lane.person.prior_ms != gathered.get(lane.person.user_id, lane.person.prior_ms)
    )


def pause(session: Session) -> ev.Events:
    """A break. Needs a live session."""
    _require_live(session, "paused")
    return () if session.paused else (ev.SessionPaused(),)


def resume(session: Session) -> ev.Events:
    """Ends a break. Needs a live session."""
    _require_live(session, "resumed")
    return (ev.SessionResumed(),) if session.paused else ()


def end(session: Session) -> ev.Events:
    """LIVE → COMPLETED; open calls for help are closed and everybody leaves."""
    if session.status is SessionStatus.COMPLETED:
        return ()
    _require_live(session, "ended")
    closed = tuple(
        ev.HelpClosed(lane.person.user_id, lane.help.help_id, HelpOutcome.SESSION_OVER, "")
        for lane in session.lanes
        if lane.help
    )
    return (*closed, *stop_recording(session, StopReason.ENDED), ev.SessionEnded(), *_all_leave(session))


def cancel(session: Session, reason: str) -> ev.Events:
    """SCHEDULED → CANCELLED; whoever waits in its lobby leaves."""
    if session.status is SessionStatus.CANCELLED:
        return ()
    if session.status is not SessionStatus.SCHEDULED:
        raise Conflict(
            f"Only a scheduled session can be cancelled; this one is {session.status.lower()}. End it instead."
        )
    return (ev.SessionCancelled(reason), *_all_leave(session))


def reschedule(session: Session, start: Millis, end: Millis, title: str | None = None) -> ev.Events:
    """Another time, and another title unless it is None. Needs a scheduled session; already so: no event."""
    named = session.title if title is None else title.strip()
    if (named, start, end) == (session.title, session.scheduled_start, session.scheduled_end):
        return ()
    if session.status is not SessionStatus.SCHEDULED:
        raise Conflict(
            f"Only a scheduled session can be moved; this one is {session.status.lower()}. Plan another one instead."
        )
    require_plan(named, start, end)
    return (ev.SessionRescheduled(named, start, end),)


def enroll(session: Session, student: ev.StudentEnrolled) -> ev.Events:
    """Add a lane. Already enrolled: no event."""
    if find_lane(session, student.student_id) is not None:
        return ()
    if session.over:
        raise Conflict("Nobody can be enrolled in a session that is over.")
    if len(session.lanes) >= MAX_LANES:
        raise Conflict(f"A session has at most {MAX_LANES} students. Create another session.")
    if student.student_id == session.tutor.user_id:
        raise Invalid("The tutor cannot be enrolled as a student of their own session.")
    return (student,)


def remove(session: Session, student_id: UserId) -> ev.Events:
    """Take a lane away. Not enrolled: no event."""
    return () if find_lane(session, student_id) is None else (ev.StudentRemoved(student_id),)


def change_tutor(session: Session, to: ev.TutorChanged) -> ev.Events:
    """Give the session to another tutor. Already theirs: no event. The former one is out at once, and what they had
    switched on for everybody, their voice and their screen, is off."""
    former = session.tutor
    if former.user_id == to.user_id:
        return ()
    if find_lane(session, to.user_id) is not None:
        raise Invalid("A student of the session cannot be its tutor.")
    if looks_in(session, to.user_id):
        raise Conflict("This person is looking in. They have to leave the session first.")
    left = former.presence is not Presence.OFFLINE
    return (
        *((ev.PersonLeft(former.user_id, LeaveReason.REMOVED),) if left else ()),
        *((ev.AddressAllChanged(AddressAll.OFF),) if session.address_all is not AddressAll.OFF else ()),
        *((ev.ScreenAudienceChanged(to_all=False),) if session.screen_to_all else ()),
        to,
    )


def set_engine_up(session: Session, *, up: bool) -> ev.Events:
    """Tell that the media engine failed or is back."""
    if session.engine_up == up:
        return ()
    return (ev.EngineRestored(),) if up else (ev.EngineFailed(),)


def require_open(session: Session) -> None:
    """Raises Conflict for a session that is over: it needs no room any more."""
    if session.over:
        raise Conflict(f"This session is {session.status.lower()}. Create a new one to start.")


def require_plan(title: str, start: Millis, end: Millis) -> None:
    """Raises Invalid for a title or times that no session can have."""
    if not title.strip() or len(title) > TITLE_LIMIT:
        raise Invalid(f"Give the session a title of at most {TITLE_LIMIT} characters.")
    if not 0 < end - start <= LONGEST_MS:
        raise Invalid("A session ends after it starts, and within twelve hours.")


def require_time(start: Millis, now: Millis) -> None:
    """Raises Invalid for a day that nobody means: a clock or a field was wrong, and no list would ever show it."""
    if start < EARLIEST or start > now + FURTHEST_MS:
        raise Invalid("A session is planned for a day since 2000, and at most five years ahead. Choose another day.")


def timely(events: ev.Events, now: Millis) -> ev.Events:
    """These events, if the times that they plan are such. Raises Invalid."""
    for planned in [event.scheduled_start for event in events if isinstance(event, ev.SessionRescheduled)]:
        require_time(planned, now)
    return events


def still_possible(session: Session, events: ev.Events) -> ev.Events:
    """Those of these events that may still happen to the session: see `unless_over`."""
    return tuple(x for x in events if not session.over or isinstance(x, AFTER_THE_END))


def unless_over(session: Session, events: ev.Events) -> ev.Events:
    """These events, if they may still happen: once a session is over people go from it, and nothing else happens to it.
    Raises Conflict."""
    if still_possible(session, events) != events:
        raise Conflict(f"This session is {session.status.lower()}; nothing can be changed in it any more.")
    return events


def _all_leave(session: Session) -> ev.Events:
    return tuple(
        ev.PersonLeft(x.user_id, LeaveReason.SESSION_OVER)
        for x in people(session)
        if x.presence is not Presence.OFFLINE
    )


def _require_live(session: Session, verb: str) -> None:
    if session.status is not SessionStatus.LIVE:
        raise Conflict(f"Only a live session can be {verb}; this one is {session.status.lower()}.")
