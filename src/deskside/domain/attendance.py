"""Decisions about who is there: arriving, joining, losing the connection, leaving, what they send and show."""

from deskside.domain import events as ev
from deskside.domain.errors import Conflict, Superseded
from deskside.domain.ids import PageId, UserId
from deskside.domain.modes import AddressAll, LeaveReason, SignFault
from deskside.domain.people import Part, Person, Presence
from deskside.domain.session import Session, find_person, lane_of, person_of
from deskside.domain.signs import audience
from deskside.domain.visibility import Viewer


def arrive(session: Session, who: Viewer, name: str, page: PageId) -> ev.Events:
    """A page of this person connects. The same page comes back; another one supersedes the former."""
    if session.over:
        raise Conflict(f"This session is {session.status.lower()}.")
    person = find_person(session, who.user_id)
    if person is None and who.part is Part.OBSERVER:
        return (ev.ObserverAdmitted(who.user_id, name), ev.PersonArrived(who.user_id, page))
    person = person_of(session, who.user_id)
    if person.page != page:
        return (ev.PersonArrived(who.user_id, page), *_release(session, who.user_id))
    return () if person.connected else (ev.PersonReturned(who.user_id),)


def join(
    session: Session, who: UserId, page: PageId, sign: tuple[UserId, ...], tracks: ev.TracksChanged | None = None
) -> ev.Events:
    """Enter the room from the lobby. `sign`: whom the student's page shows as able to hear and see them.

    `tracks`: what the person sends from now on; None: as before. One act, because a picture waits for it.
    """
    person = on_page(session, who, page)
    if session.over:
        raise Conflict(f"This session is {session.status.lower()}.")
    sent = set_tracks(session, tracks, page) if tracks else ()
    shown = show_sign(session, who, page, sign) if person.part is Part.STUDENT else ()
    return (*sent, *shown, *(_drawn(person) if person.attending else (ev.PersonJoined(who),)))


def show_sign(session: Session, who: UserId, page: PageId, sign: tuple[UserId, ...]) -> ev.Events:
    """The student's page confirms its sign. Somebody on it whom the rules do not allow counts for nothing: an observer
    who left, or a table that closed, while the page was confirming."""
    on_page(session, who, page)
    lane = lane_of(session, who)
    shown = tuple(sorted({*sign} & {*audience(session, who)}))
    return () if lane.sign == shown and lane.sign_fault is None else (ev.SignShown(who, shown),)


def take_sign_back(session: Session, who: UserId, page: PageId, why: SignFault) -> ev.Events:
    """The student's page cannot vouch for its sign."""
    on_page(session, who, page)
    lane = lane_of(session, who)
    return () if not lane.sign and lane.sign_fault is why else (ev.SignTakenBack(who, why),)


def prove(
    session: Session, who: UserId, page: PageId, sign: tuple[UserId, ...], fault: SignFault | None = None
) -> ev.Events:
    """The screen that governs the page's media is drawn now. A student's page says what its sign shows, or why not."""
    person = on_page(session, who, page)
    return (*vouch(session, who, page, sign, fault), *_drawn(person))


def vouch(
    session: Session, who: UserId, page: PageId, sign: tuple[UserId, ...], fault: SignFault | None = None
) -> ev.Events:
    """What a proof says of a student's sign. Nobody else has one, and that of a former page does not matter."""
    person = find_person(session, who)
    if person is None or person.page != page or person.part is not Part.STUDENT:
        return ()
    return take_sign_back(session, who, page, fault) if fault else show_sign(session, who, page, sign)


def _drawn(person: Person) -> ev.Events:
    return () if person.drawn else (ev.PageDrawn(person.user_id),)


def fall_silent(session: Session, who: UserId, page: PageId) -> ev.Events:
    """The page has not proved for too long that it draws. In the lobby it need not; a former page does not matter."""
    person = find_person(session, who)
    if person is None or person.page != page or not person.on_air:
        return ()
    return (ev.PageSilent(who), *_release(session, who))


def drop(session: Session, who: UserId, page: PageId) -> ev.Events:
    """The socket of this page was lost. A page that is not the current one does not matter."""
    person = find_person(session, who)
    if person is None or person.page != page or not person.connected:
        return ()
    return (ev.PersonDropped(who), *_release(session, who))


def leave(session: Session, who: UserId, page: PageId, reason: LeaveReason) -> ev.Events:
    """Leave for good: on one's own, or because the time for coming back is over. An observer is none from then on."""
    person = find_person(session, who)
    if person is None or person.page != page or person.presence is Presence.OFFLINE:
        return ()
    return (ev.PersonLeft(who, reason), *_release(session, who))


def give_up(session: Session, who: UserId, page: PageId) -> ev.Events:
    """The time for coming back is over. Somebody who is back by now, or with another page, has not left."""
    person = find_person(session, who)
    if person is None or person.connected:
        return ()
    return leave(session, who, page, LeaveReason.LOST)


def set_tracks(session: Session, tracks: ev.TracksChanged, page: PageId) -> ev.Events:
    """Say what the person sends."""
    person = on_page(session, tracks.person_id, page)
    now = (person.mic, person.camera, person.screen, person.camera_paused)
    told = (tracks.mic, tracks.camera, tracks.screen, tracks.camera_paused)
    return () if now == told else (tracks,)


def set_active(session: Session, who: UserId, page: PageId, *, active: bool) -> ev.Events:
    """Active or idle, as the person's page observes."""
    person = on_page(session, who, page)
    return () if person.active == active else (ev.ActivityChanged(who, active),)


def set_bars(session: Session, who: UserId, up: int | None, down: int | None) -> ev.Events:
    """The measured quality of the person's network, 0–4 bars from them and to them; None: not measured."""
    person = find_person(session, who)
    if person is None or person.presence is Presence.OFFLINE or (person.up, person.down) == (up, down):
        return ()
    measured = [each for each in (up, down) if each is not None]
    return (ev.QualityChanged(who, min(measured), up, down),) if measured else ()


def _release(session: Session, who: UserId) -> ev.Events:
    """A key that was held to address all is no longer held by a tutor whose page is gone."""
    if who == session.tutor.user_id and session.address_all is AddressAll.HOLD:
        return (ev.AddressAllChanged(AddressAll.OFF),)
    return ()


def on_page(session: Session, who: UserId, page: PageId) -> Person:
    """The person, if this is their current page; raises Superseded, also for somebody who left and is nobody here now,
    as an observer is: who may know of the session was asked before."""
    person = find_person(session, who)
    if person is None or person.page is None:
        raise Superseded("This page has left the session. Reload it to come back.")
    if person.page != page:
        raise Superseded("This session is open in another tab or device. Use that one, or reload here to move it.")
    return person
