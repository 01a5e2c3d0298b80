"""How a session ends that nobody ends. Nothing here ends one in which a tutor is at work, however long it takes."""

from deskside.domain import events as ev
from deskside.domain.ids import Millis
from deskside.domain.lifecycle import LONGEST_MS, end
from deskside.domain.session import Session, SessionStatus

SOON_MS = 15 * 60 * 1000
"""A session belongs to now from this long before its start on: a device check takes some of it."""


def planned_end(session: Session) -> Millis:
    """When it is to be over: as planned; one that was started before its time, after as long as it was planned for."""
    started = session.started_at
    if started is None or started >= session.scheduled_start - SOON_MS:
        return session.scheduled_end
    return Millis(started + session.scheduled_end - session.scheduled_start)


def attended(session: Session, now: Millis) -> bool:
    """Whether a tutor is at work in it: there, and either at the page or with somebody. Half a day after its planned
    end a page that was left open counts for nothing, whoever else left theirs open."""
    tutor = session.tutor
    if not tutor.joined or tutor.active:
        return tutor.joined
    others = any(x.joined for x in (*(lane.person for lane in session.lanes), *session.observers))
    return others and now < planned_end(session) + LONGEST_MS


def plausible(session: Session, now: Millis) -> bool:
    """Whether a live session is really held now: a tutor is at work in it, or it is its time."""
    if session.status is not SessionStatus.LIVE:
        return False
    begins = min(session.scheduled_start, session.scheduled_start if session.started_at is None else session.started_at)
    return attended(session, now) or begins - SOON_MS <= now < planned_end(session)


def foresee(session: Session, now: Millis, after_ms: Millis) -> ev.Events:
    """What time and absence do to a session: once no tutor is at work after its planned end, everybody is told when it
    will end, `after_ms` from now; a tutor who is back calls that off; when the time has come it ends."""
    if session.status is not SessionStatus.LIVE:
        return ()
    if attended(session, now) or now < planned_end(session):
        return () if session.ends_at is None else (ev.EndForeseen(None),)
    if session.ends_at is None:
        return (ev.EndForeseen(Millis(now + after_ms)),)
    return end(session) if now >= session.ends_at else ()


def expire(session: Session, now: Millis, seen: Millis, after_ms: Millis) -> ev.Events:
    """For a server that was away: a session in which nobody was seen for so long after its planned end is over."""
    unseen_since = max(seen, planned_end(session))
    if session.status is not SessionStatus.LIVE or now < unseen_since + after_ms:
        return ()
    return end(session)
