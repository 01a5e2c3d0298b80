"""Who is there: the right to connect, arriving, joining, losing the connection, coming back, leaving."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field

from deskside.domain import attendance, caretaking
from deskside.domain import events as ev
from deskside.domain.access import Actor, Right, require
from deskside.domain.errors import Unauthorized
from deskside.domain.ids import Millis, PageId, Seq, SessionId, UserId
from deskside.domain.modes import LeaveReason
from deskside.domain.session import Session, find_person, people
from deskside.domain.visibility import Viewer, redact
from deskside.ports.logins import JoinGrant
from deskside.ports.media import EngineUnavailable, IceServer
from deskside.ports.sessions import PresenceEntry
from deskside.ports.storage import StorageUnavailable, User
from deskside.services.admissions import Admission, Renewal
from deskside.services.departures import Departures, Lost
from deskside.services.door import By, Decide, Door, Ref
from deskside.services.endings import EndingService
from deskside.services.outside import Outside
from deskside.services.seats import Seats
from deskside.services.sleep import SHORT_OUTAGE_MS, SleepWatch

GRANT_MS = Millis(3600 * 1000)
"""A join grant is valid for one hour (product plan, "Video Access Control"); it is renewed when half of it is over."""
GRACE_MS = Millis(60 * 1000)
"""How long somebody whose connection was lost counts as coming back; the longest cut that a page recovers from."""
MOST_BEATS = 10_000
"""Heartbeats written at once: a thousand pages' of a database that was away for a minute and a half."""


@dataclass(slots=True)
class AttendanceService:
    """Acts of a page name the page: what an older page of the same person says is refused as superseded."""

    outside: Outside
    door: Door
    endings: EndingService
    sleep: SleepWatch
    departures: Departures
    _seats: Seats = field(default_factory=Seats)
    _beats: list[PresenceEntry] = field(default_factory=list)
    _missed: dict[tuple[SessionId, UserId], Millis] = field(default_factory=dict)
    """Since which sweep somebody is expected back."""

    async def admit(self, actor: Actor, session_id: SessionId, login: str) -> Admission:
        """Give one page the right to connect for an hour, with everything to draw it from. `login`: the hash of the
        login that asks; the right ends with it."""
        session = await self.door.read(By(actor, Right.SEE).ref(session_id))
        part = require(actor, Right.ATTEND, session)
        renewal = await self._grant(actor.user_id, session_id, login)
        grant = await self.outside.engine.admit(session_id, actor.user_id)
        view = redact(session, Viewer(actor.user_id, part))
        return Admission(renewal.token, renewal.expires_at, part, view, grant)

    async def identify(self, token: str, page: PageId) -> tuple[Actor, JoinGrant]:
        """Who connects, and to which session. The first page that shows a token is the only one that may show it
        again. Raises Unauthorized for any other, and for a token that is unknown, expired or whose login ended."""
        now, shown = self.outside.clock.now(), hash_of(token)
        async with self.outside.storage.reading() as unit:  # whoever comes back waits for nothing that is being written
            grant = await unit.logins.taken_grant(shown, page, now)
            found = None if grant is None else await unit.accounts.login(grant.login_hash, now)
        if grant is None:
            async with self.outside.storage.transaction() as unit:
                grant = await unit.logins.take_grant(shown, page, now)
                found = None if grant is None else await unit.accounts.login(grant.login_hash, now)
        if grant is None or found is None:
            raise Unauthorized("This join token is not valid any more. Load the page again to get a new one.")
        return actor_of(found[1]), grant

    async def renew(self, actor: Actor, grant: JoinGrant) -> Renewal | None:
        """A new token for the same page once half of the hour is over, for somebody who is still in the session and
        signed in; else None."""
        if grant.expires_at - self.outside.clock.now() > GRANT_MS // 2:
            return None
        require(actor, Right.ATTEND, await self.door.read(By(actor, Right.ATTEND).ref(grant.session_id)))
        with suppress(Unauthorized):
            return await self._grant(actor.user_id, grant.session_id, grant.login_hash, grant.page)
        return None

    async def relays(self, actor: Actor, session_id: SessionId) -> tuple[IceServer, ...]:
        """STUN and TURN for somebody's next connections, if their credentials expire; else none."""
        try:
            found = (await self.outside.engine.admit(session_id, actor.user_id)).ice_servers
        except EngineUnavailable:
            return ()
        return found if any(each.credential is not None for each in found) else ()

    async def arrive(self, actor: Actor, session_id: SessionId, page: PageId) -> Session:
        """A page connects: lobby, or back to where it was. Another page of the same person is sent away, for good."""
        by = By(actor, Right.ATTEND)
        who = Viewer(actor.user_id, require(actor, Right.ATTEND, await self.door.read(by.ref(session_id))))
        former: PageId | None = None

        def come(session: Session) -> ev.Events:
            nonlocal former
            former = self._seats.taken_by(page, session, actor.user_id)
            return attendance.arrive(session, who, actor.name, page)

        await self.sleep.look()  # before they come in: whoever comes now did not sleep
        back = Lost(by.ref(session_id), actor.user_id, page)
        self.departures.back(back)
        session = await self.door.act(by, session_id, come)
        self.departures.taken_in(back)
        if former is not None:
            self._seats.lost(session_id, actor.user_id, former)
            with suppress(EngineUnavailable):  # whatever it still forwards ends before it is given anything new
                await self.door.settled(session)
            await self.outside.broadcast.close(session_id, actor.user_id, former, "superseded")
        return redact(session, who)

    async def join(
        self,
        actor: Actor,
        session_id: SessionId,
        page: PageId,
        sign: tuple[UserId, ...],
        tracks: ev.TracksChanged | None = None,
    ) -> Seq:
        """Enter the room. `sign`: whom the student's page shows as hearing and seeing them; `tracks`: what it sends."""
        return await self._attend(actor, session_id, lambda s: attendance.join(s, actor.user_id, page, sign, tracks))

    async def show_sign(self, actor: Actor, session_id: SessionId, page: PageId, sign: tuple[UserId, ...]) -> Seq:
        """The student's page confirms what its sign shows now."""
        by = By(actor, Right.LEARN)
        return (await self.door.act(by, session_id, lambda s: attendance.show_sign(s, actor.user_id, page, sign))).seq

    async def set_tracks(self, actor: Actor, session_id: SessionId, page: PageId, tracks: ev.TracksChanged) -> Seq:
        """What the person sends now."""
        return await self._attend(actor, session_id, lambda s: attendance.set_tracks(s, tracks, page))

    async def heartbeat(self, actor: Actor, session_id: SessionId, page: PageId, *, active: bool) -> Seq:
        """The page lives; `active`: it saw input lately."""
        session = await self.door.read(By(actor, Right.ATTEND).ref(session_id))
        require(actor, Right.ATTEND, session)
        seq = session.seq
        if attendance.set_active(session, actor.user_id, page, active=active):  # else it waits for nobody's turn
            seq = await self._attend(
                actor, session_id, lambda s: attendance.set_active(s, actor.user_id, page, active=active)
            )
        self._beats.append(PresenceEntry(session_id, actor.user_id, self.outside.clock.now(), "HEARTBEAT"))
        return seq

    async def leave(self, actor: Actor, session_id: SessionId, page: PageId) -> Seq:
        """Leave on one's own account; the person may come back."""
        by, why = By(actor, Right.ATTEND), LeaveReason.LEFT
        session = await self.door.act(by, session_id, lambda s: attendance.leave(s, actor.user_id, page, why))
        await self._expel_absent(session, actor.user_id)
        return session.seq

    async def drop(self, actor: Actor, session_id: SessionId, page: PageId) -> None:
        """The page's socket was lost. Its media goes on for the time of grace. What cannot be stored now is later."""
        lost = Lost(Ref(actor.center_id, session_id), actor.user_id, page)
        self.departures.lost(lost, self.outside.clock.now())
        with suppress(StorageUnavailable):  # then by a sweep
            await self.sleep.look()  # sockets that a sleep has ended are found to be so before anything is swept
            await self.departures.note(lost)

    async def sweep(self) -> None:
        """Every second or so: heartbeats are written, who did not come back in time has left, idle sessions let go."""
        await self.sleep.look()
        await self.door.clear_up()
        await self.departures.sweep()
        await self._write_beats()
        await self._give_up_missed()
        if not any(caretaking.measured(session) for session in self.door.known()):
            self.outside.clock.settle()
        with suppress(EngineUnavailable):  # what is left is let go at a later sweep
            await self._let_go()

    async def recover(self) -> None:
        """After a start of the server: nobody is connected yet; open sessions are taken up where they were."""
        async with self.outside.storage.reading() as unit:
            open_sessions = await unit.sessions.open_sessions()
            alive = {s: await unit.sessions.last_presence(s) for _, s in open_sessions}
        for center_id, session_id in open_sessions:
            await self.door.read(Ref(center_id, session_id))
        self.outside.clock.not_before(*self.door.newest(), *(x for x in alive.values() if x is not None))
        now = self.outside.clock.now()
        for center_id, session_id in open_sessions:
            seen = alive[session_id]
            at = seen if seen is not None and now - seen > SHORT_OUTAGE_MS else now
            session = await self.door.notice(Ref(center_id, session_id), caretaking.take_up, at=at)
            self.door.follow(await self.endings.close_forgotten(session, now if seen is None else seen))

    async def _write_beats(self) -> None:
        """What cannot be written now is kept for the next time: the pages were told that it was noted."""
        beats = tuple(self._beats[:MOST_BEATS])
        if beats:
            async with self.outside.storage.transaction() as unit:
                await unit.sessions.log_presence(beats)
            del self._beats[: len(beats)]

    async def _give_up_missed(self) -> None:
        now = self.outside.clock.now()
        missed: dict[tuple[SessionId, UserId], Millis] = {}
        for session in self.door.known():
            for person in people(session):
                if person.page is None or person.connected:
                    continue
                since = self._missed.get((session.id, person.user_id), now)
                if now - since < GRACE_MS:
                    missed[session.id, person.user_id] = since
                else:
                    await self._give_up(session, person.user_id, person.page)
        self._missed = missed

    async def _give_up(self, session: Session, user_id: UserId, page: PageId) -> None:
        ref = Ref(session.center_id, session.id)
        after = await self.door.notice(ref, lambda s: attendance.give_up(s, user_id, page))
        await self._expel_absent(after, user_id)

    async def _let_go(self) -> None:
        for session in self.door.known():
            if caretaking.idle(session):
                if session.over:  # also a room that was opened while the session ended, or could not be closed then
                    await self.outside.engine.close_room(session.id)
                self.door.forget(session)

    async def _expel_absent(self, session: Session, user_id: UserId) -> None:
        """Close the connections of somebody who is not there any more, with whatever page."""
        person = find_person(session, user_id)
        if person is None or person.page is None:
            with suppress(EngineUnavailable):  # a dead engine forwards nothing, and a new one knows nobody
                await self.outside.engine.expel(session.id, user_id)

    async def _attend(self, actor: Actor, session_id: SessionId, decide: Decide) -> Seq:
        return (await self.door.act(By(actor, Right.ATTEND), session_id, decide)).seq

    async def _grant(self, user_id: UserId, session_id: SessionId, login: str, page: PageId | None = None) -> Renewal:
        token = self.outside.secrets.new_secret()
        expires_at = Millis(self.outside.clock.now() + GRANT_MS)
        async with self.outside.storage.transaction() as unit:
            if await unit.accounts.login(login, self.outside.clock.now()) is None:
                raise Unauthorized("You were signed out here. Sign in again, or open your personal link again.")
            await unit.accounts.add_grant(JoinGrant(hash_of(token), user_id, session_id, expires_at, login, page))
        return Renewal(token, expires_at)


def hash_of(secret: str) -> str:
    """How a secret is kept: SHA-256, in hex. Enough for secrets of 128 random bits or more; never for passwords."""
    return hashlib.sha256(secret.encode()).hexdigest()


def actor_of(user: User) -> Actor:
    """A user as somebody who acts."""
    return Actor(user.id, user.center_id, user.role, user.name)
