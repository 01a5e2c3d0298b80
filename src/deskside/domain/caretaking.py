"""What the server has to know of sessions that it looks after: which it may let go, and what its own absence means."""

from deskside.domain import events as ev
from deskside.domain.attendance import drop
from deskside.domain.lifecycle import set_engine_up
from deskside.domain.session import Session, SessionStatus, people


def idle(session: Session) -> bool:
    """Whether nothing happens in it unless somebody comes: nobody is there, and the engine has nothing to tell it."""
    if any(x.page is not None for x in people(session)):
        return False
    return session.over or (session.status is SessionStatus.SCHEDULED and session.engine_up)


def measured(session: Session) -> bool:
    """Whether somebody's time in it is being measured."""
    return session.flowing or any(x.page is not None for x in people(session))


def all_dropped(session: Session) -> ev.Events:
    """No page is connected any more; people are expected back."""
    dropped: list[ev.Event] = []
    for person in people(session):
        if person.page is not None:
            dropped.extend(drop(session, person.user_id, person.page))
    return tuple(dropped)


def take_up(session: Session) -> ev.Events:
    """What a new server process knows: no page is connected to it, and its engine answered when it was started."""
    return (*all_dropped(session), *set_engine_up(session, up=True))
