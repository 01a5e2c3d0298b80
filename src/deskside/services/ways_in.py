"""One act ends ways in, with all that hangs on them: logins, join grants, sockets, sound and picture in every room.

Whoever ends a login, revokes a link, changes a password or disables a person comes here. First the storage (in the
caller's transaction, so that nobody comes in again), then `close`, and only after it the act is acknowledged. What
another process ended (the command line) is found by `sweep`.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass

from deskside.domain import attendance, lifecycle
from deskside.domain import events as ev
from deskside.domain.ids import Millis, PageId, SessionId, UserId
from deskside.domain.modes import LeaveReason
from deskside.domain.session import Session, SessionStatus, find_person, people
from deskside.ports.broadcast import SIGNED_OUT
from deskside.ports.media import EngineError
from deskside.ports.storage import StorageUnavailable, UnitOfWork
from deskside.services.diagnosis import DiagnosisService
from deskside.services.door import Door, Ref
from deskside.services.outside import Outside
from deskside.services.routing import Router
from deskside.services.withheld import Why


@dataclass(frozen=True, slots=True)
class Ended:
    """Ways in that are gone from the storage. `logins` None: every one of the person; `pages`: what they had opened.

    `disabled`: the person is out for good; nobody teaches their sessions from here on.
    """

    user_id: UserId
    logins: frozenset[str] | None
    pages: frozenset[tuple[SessionId, PageId]] = frozenset()
    disabled: bool = False

    @property
    def nothing(self) -> bool:
        """Whether there was nothing to end."""
        return self.logins == frozenset() and not self.disabled


Place = tuple[SessionId, UserId, PageId]
"""One page of one person in one session."""


@dataclass(slots=True, eq=False)
class _Came:
    login: str
    connected: bool = True
    expires_at: Millis | None = None
    """Of the login; None: no sweep has seen it yet."""


async def end_logins(unit: UnitOfWork, user_id: UserId, logins: frozenset[str] | None) -> Ended:
    """Take these logins of somebody (None: all) out of the storage, with their grants."""
    grants = await unit.logins.remove(user_id, logins)
    return Ended(user_id, logins, frozenset((x.session_id, x.page) for x in grants if x.page is not None))


class WaysInService:
    """Closes what is still open of ways in that are gone."""

    def __init__(self, outside: Outside, door: Door, router: Router, diagnosis: DiagnosisService) -> None:
        self._outside = outside
        self._door = door
        self._router = router
        self._diagnosis = diagnosis
        self._came: dict[Place, _Came] = {}
        """By which login each page came that is connected or still has its place in a room."""

    def came(self, login: str, place: Place) -> None:
        """A page is connected by this login."""
        self._came[place] = _Came(login)

    def went(self, place: Place) -> None:
        """The page has no socket any more; its place it may keep for a while."""
        if place in self._came:
            self._came[place].connected = False

    async def sweep(self) -> None:
        """Every second or so: close what is open by ways in that another process ended in the storage. One query, and
        none while nobody is here. A login that expired by itself puts nobody out of a lesson."""
        here = {
            (session.id, person.user_id, person.page)
            for session in self._door.known()
            if not session.over
            for person in people(session)
            if person.page is not None
        }
        self._came = {place: x for place, x in self._came.items() if x.connected or place in here}
        asked = {user_id for _, user_id, _ in here | self._came.keys()} | self._diagnosis.owners
        if not asked:
            return
        asked |= {x.tutor.user_id for x in self._door.known() if x.status is SessionStatus.LIVE and not x.paused}
        with suppress(StorageUnavailable):  # then at the next sweep
            came = dict(self._came)  # as it was before the query: each of these logins was there
            async with self._outside.storage.reading() as unit:
                standing = await unit.logins.standing(frozenset(asked))
            out = [Ended(user_id, None, disabled=True) for user_id in asked - standing.keys()]
            out += _ended(came, standing, self._outside.clock.now())
            for user_id in self._diagnosis.owners & standing.keys():
                if not standing[user_id]:
                    await self._diagnosis.end_of(user_id)
            await asyncio.gather(*map(self.close, out))

    async def close(self, ended: Ended) -> None:
        """Sockets, places in sessions and media of these ways in. When it returns no packet flows to or from them."""
        if ended.nothing:
            return
        gone = {place: x for place, x in self._came.items() if _came_by(place, x, ended)}
        code = "removed" if ended.disabled else SIGNED_OUT
        await self._outside.broadcast.dismiss(ended.user_id, ended.logins, code)
        await self._diagnosis.end_of(ended.user_id)
        await asyncio.gather(*(self._leave(x, ended) for x in self._door.known() if _concerns(x, ended)))
        self._came = {place: x for place, x in self._came.items() if gone.get(place) is not x}

    async def _leave(self, session: Session, ended: Ended) -> None:
        """First table and engine: whatever the storage does, nothing flows. Then it is told, and what follows is
        settled."""
        page = _page_of(session, ended)
        self._router.withhold(
            session.id,
            (ended.user_id, page, Why.ENDED),
            lambda x: _left(x, ended) if _page_of(x, ended) == page else (),  # a page that comes later is another's
        )
        await self._expel(session.id, ended.user_id)
        ref = Ref(session.center_id, session.id)
        after = await self._door.notice(ref, lambda x: _left(x, ended))
        with suppress(EngineError):  # a dead engine forwards nothing
            await self._router.settled(after.id, after.seq)
        person = find_person(await self._door.read(ref), ended.user_id)
        if person is None or person.page is None:  # else another page of theirs is there by now
            await self._expel(session.id, ended.user_id)

    async def _expel(self, session_id: SessionId, user_id: UserId) -> None:
        with suppress(EngineError):  # a dead engine forwards nothing, and a new one knows nobody
            await self._outside.engine.expel(session_id, user_id)


def _came_by(place: Place, came: _Came, ended: Ended) -> bool:
    return place[1] == ended.user_id and (ended.logins is None or came.login in ended.logins)


def _ended(came: dict[Place, _Came], standing: dict[UserId, dict[str, Millis]], now: Millis) -> list[Ended]:
    """What is open of logins that are gone before their time, of people who may come in."""
    gone: dict[UserId, dict[Place, str]] = {}
    for place, each in came.items():
        logins = standing.get(place[1])
        if logins is None:
            continue
        each.expires_at = logins.get(each.login, each.expires_at)
        if each.login not in logins and (each.expires_at is None or each.expires_at > now):
            gone.setdefault(place[1], {})[place] = each.login
    return [
        Ended(user_id, frozenset(places.values()), frozenset((session_id, page) for session_id, _, page in places))
        for user_id, places in gone.items()
    ]


def _is_theirs(session: Session, page: PageId | None, ended: Ended) -> bool:
    return page is not None and (ended.logins is None or (session.id, page) in ended.pages)


def _page_of(session: Session, ended: Ended) -> PageId | None:
    person = find_person(session, ended.user_id)
    return None if person is None else person.page


def _concerns(session: Session, ended: Ended) -> bool:
    if ended.disabled and session.tutor.user_id == ended.user_id and session.status is SessionStatus.LIVE:
        return True
    person = find_person(session, ended.user_id)
    return person is not None and _is_theirs(session, person.page, ended)


def _left(session: Session, ended: Ended) -> ev.Events:
    """They have left, if one of these pages is still theirs. A session without its tutor pauses: no child is alone."""
    person = find_person(session, ended.user_id)
    left: ev.Events = ()
    if person is not None and person.page is not None and _is_theirs(session, person.page, ended):
        left = attendance.leave(session, ended.user_id, person.page, LeaveReason.REMOVED)
    teaches = ended.disabled and session.tutor.user_id == ended.user_id
    if teaches and session.status is SessionStatus.LIVE:
        return (*left, *lifecycle.pause(session))
    return left
