"""Exports, erasures, and what an erasure rewrites, in every storage."""

from dataclasses import replace

import pytest

from deskside.domain import events as ev
from deskside.domain import lanes
from deskside.domain.erasing import erased_event, erased_session
from deskside.domain.ids import CenterId, FileId, HelpId, Millis, Seq, SessionId, UserId
from deskside.domain.modes import Urgency
from deskside.domain.session import SessionStatus
from deskside.ports.devices import KnownDevice
from deskside.ports.history import StudentNote
from deskside.ports.logins import JoinGrant, Login, PersonalLink
from deskside.ports.planning import CalendarFeed
from deskside.ports.rights import Erasure, Export, Involved
from deskside.ports.storage import StaleSession, Storage
from tests.contracts.room import ADMIN, ALICE, BOB, CENTER, OTHER_TUTOR, TUTOR, Room, enroll

NOW, LATER = Millis(3_000), Millis(9_000)
SESSION = SessionId("session-123")
OTHER = CenterId("center-2")
HELP = ev.HelpAsked(ALICE, HelpId("h"), Urgency.HIGH, "xyzzy")


async def test_the_sessions_of_a_person_are_those_they_have_or_had_a_part_in(storage: Storage, room: Room) -> None:
    planned = await Room(storage, "session-124").open()
    await planned.happen(2_500, enroll(BOB))
    await planned.happen(2_500, lambda _: (ev.StudentRemoved(BOB),))
    await planned.happen(2_600, lambda _: (ev.TutorChanged(OTHER_TUTOR, "Other"),))
    await room.happen(2_700, lambda _: (ev.ObserverAdmitted(ADMIN, "Admin"),))
    live = Involved(SESSION, SessionStatus.LIVE, is_open=True)
    other = Involved(SessionId("session-124"), SessionStatus.SCHEDULED, is_open=False)
    async with storage.reading() as unit:
        assert await unit.rights.sessions_of(CENTER, ALICE, staff=False) == (live,)
        assert await unit.rights.sessions_of(CENTER, BOB, staff=False) == (live, other)
        assert await unit.rights.sessions_of(CENTER, TUTOR, staff=True) == (live,)
        assert await unit.rights.sessions_of(CENTER, OTHER_TUTOR, staff=True) == (other,)
        assert await unit.rights.sessions_of(CENTER, ADMIN, staff=True) == (live,)
        assert await unit.rights.sessions_of(OTHER, ALICE, staff=True) == ()
        assert await unit.rights.sessions_of(CENTER, UserId("%"), staff=True) == ()


async def test_what_is_rewritten_is_read_again_and_folds_into_the_state(storage: Storage, room: Room) -> None:
    await room.happen(2_500, lambda session: lanes.ask_help(session, HELP))
    async with storage.transaction() as unit:
        log = await unit.sessions.events_after(SESSION, Seq(0))
        session = erased_session(room.session, ALICE)
        told = tuple(replace(x, event=erased_event(x.event, ALICE)) for x in log)
        changed = tuple(new for old, new in zip(log, told, strict=True) if old != new)
        assert len(changed) == 2
        await unit.rights.rewrite(session, changed)
        with pytest.raises(StaleSession):
            await unit.rights.rewrite(replace(session, seq=Seq(1)), ())
    async with storage.reading() as unit:
        assert await unit.sessions.load(CENTER, SESSION) == session
        assert await unit.sessions.events_after(SESSION, Seq(0)) == told
    assert "xyzzy" not in repr(told)


async def test_of_a_person_who_is_forgotten_only_the_id_is_left(storage: Storage, room: Room) -> None:
    async with storage.transaction() as unit:
        accounts = unit.accounts
        for who in (ALICE, BOB):
            await accounts.add_login(Login(f"login-{who}", who, "csrf", NOW, LATER))
            await accounts.add_link(PersonalLink(f"link-{who}", who, "/", LATER, single_use=False))
            await accounts.add_device(KnownDevice(f"device-{who}", who, LATER))
            await accounts.add_grant(JoinGrant(f"grant-{who}", who, SESSION, LATER, f"login-{who}"))
            await unit.calendar.add_feed(CalendarFeed(f"feed-{who}", who, NOW))
            await unit.history.put_note(CENTER, StudentNote(who, TUTOR, "Tutor", "Slow", NOW))
    async with storage.transaction() as unit:
        counts = await unit.rights.forget_person(CENTER, ALICE, "Nobody")
        assert counts == {"links": 1, "browsers": 1, "calendars": 1, "logins": 1, "notes": 1, "consents": 0}
        assert set((await unit.rights.forget_person(CENTER, ALICE, "Nobody")).values()) == {0}
    async with storage.reading() as unit:
        gone = await unit.accounts.user(CENTER, ALICE)
        assert gone is not None
        assert (gone.name, gone.disabled, gone.email, gone.grade_level, gone.course_level) == (
            "Nobody",
            True,
            None,
            "",
            "",
        )
        assert await unit.history.notes(CENTER, ALICE) == ()
        assert len(await unit.history.notes(CENTER, BOB)) == 1
        assert await unit.accounts.login("login-alice", NOW) is None
        assert await unit.accounts.login("login-bob", NOW) is not None


async def test_exports_are_kept_until_they_are_removed(storage: Storage, room: Room) -> None:
    first = Export("x1", CENTER, ALICE, NOW, FileId("f1"))
    second = replace(first, id="x2", asked_at=LATER, person_id=BOB)
    async with storage.transaction() as unit:
        for export in (first, second):
            await unit.rights.add_export(export)
        await unit.rights.end_export("x1", 5, "")
        await unit.rights.end_export("x2", None, "disk full")
        await unit.rights.end_export("none", 5, "")
    first, second = replace(first, size=5), replace(second, failed="disk full")
    async with storage.transaction() as unit:
        assert await unit.rights.exports(CENTER) == (second, first)
        assert await unit.rights.exports(CENTER, ALICE) == (first,)
        assert await unit.rights.exports(OTHER) == ()
        await unit.rights.remove_exports(("x1",))
        assert await unit.rights.exports(CENTER) == (second,)


async def test_an_erasure_is_unfinished_until_it_is_done(storage: Storage, room: Room) -> None:
    begun = Erasure(CENTER, ALICE, ADMIN, NOW)
    async with storage.transaction() as unit:
        assert await unit.rights.erasure(CENTER, ALICE) is None
        await unit.rights.put_erasure(begun)
        assert await unit.rights.unfinished() == (begun,)
        done = replace(begun, done_at=LATER, counts={"sessions": 3})
        await unit.rights.put_erasure(done)
        assert await unit.rights.unfinished() == ()
        assert await unit.rights.erasure(CENTER, ALICE) == done
        assert await unit.rights.erasure(OTHER, ALICE) is None
