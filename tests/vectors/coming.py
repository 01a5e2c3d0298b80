"""Random acts of the vectors about who comes, goes, proves and shows what; and the people of the vectors."""

import random
from collections.abc import Callable

from deskside.domain import attendance
from deskside.domain import events as ev
from deskside.domain.ids import PageId, UserId
from deskside.domain.modes import LeaveReason, SignFault
from deskside.domain.people import Part
from deskside.domain.session import Session, people
from deskside.domain.signs import audience
from deskside.domain.visibility import Viewer

TUTOR, SUBSTITUTE, ADMIN = UserId("tutor"), UserId("substitute"), UserId("admin")
STUDENTS = tuple(UserId(x) for x in ("alice", "bob", "cleo"))
EVERYBODY = (TUTOR, SUBSTITUTE, *STUDENTS, ADMIN)
VIEWERS = (
    Viewer(TUTOR, Part.TUTOR),
    Viewer(SUBSTITUTE, Part.TUTOR),
    Viewer(STUDENTS[0], Part.STUDENT),
    Viewer(STUDENTS[1], Part.STUDENT),
    Viewer(ADMIN, Part.OBSERVER),
)
Act = Callable[[Session, random.Random], ev.Events]


def _page(session: Session, who: UserId) -> PageId:
    return next((x.page or PageId("none") for x in people(session) if x.user_id == who), PageId("none"))


def arrive(session: Session, chance: random.Random) -> ev.Events:
    who = chance.choice(EVERYBODY)
    part = {TUTOR: Part.TUTOR, SUBSTITUTE: Part.TUTOR, ADMIN: Part.OBSERVER}.get(who, Part.STUDENT)
    return attendance.arrive(session, Viewer(who, part), who.title(), PageId(f"{who}-{chance.choice((1, 1, 1, 2))}"))


def join(session: Session, chance: random.Random) -> ev.Events:
    who = chance.choice(EVERYBODY)
    return attendance.join(session, who, _page(session, who), audience(session, who))


def sign(session: Session, chance: random.Random) -> ev.Events:
    who = chance.choice(STUDENTS)
    shown = tuple(x for x in audience(session, who) if chance.random() < 0.7)
    return attendance.show_sign(session, who, _page(session, who), shown)


def tracks(session: Session, chance: random.Random) -> ev.Events:
    who, on = chance.choice(EVERYBODY), [chance.random() < 0.6 for _ in range(3)]
    return attendance.set_tracks(session, ev.TracksChanged(who, *on), _page(session, who))


def presence(session: Session, chance: random.Random) -> ev.Events:
    who = chance.choice(EVERYBODY)
    page = _page(session, who)
    kind = chance.randrange(12)
    if kind >= 10:
        return attendance.fall_silent(session, who, page)
    if kind >= 8:
        fault = chance.choice((None, None, *SignFault))
        return attendance.prove(session, who, page, audience(session, who), fault)
    if kind <= 2:
        return attendance.drop(session, who, page)
    if kind <= 4:
        return attendance.set_active(session, who, page, active=chance.random() < 0.5)
    if kind <= 6:
        return attendance.set_bars(session, who, chance.choice((None, 1, 4)), chance.randint(0, 4))
    return attendance.leave(session, who, page, chance.choice(list(LeaveReason)))
