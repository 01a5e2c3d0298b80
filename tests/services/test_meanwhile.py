"""What happens between two steps of an act: somebody else was faster, or has gone."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from deskside.domain.access import Actor, Right
from deskside.domain.errors import Conflict, NotFound, Superseded, Unauthorized
from deskside.domain.ids import Millis, PageId, Seq, SessionId
from deskside.domain.people import Role
from deskside.ports.planning import SessionQuery
from deskside.ports.storage import UnitOfWork
from deskside.services.accounts import AccountService, NewUser
from deskside.services.attendance import hash_of
from deskside.services.door import By
from deskside.services.exercises import SourceFile
from deskside.services.people import PeopleService
from deskside.services.roster import Roster
from deskside.services.routing import Router
from deskside.services.signed_in import SOMEWHERE, Browser, SignedIn
from tests.fakes.engine import SDP
from tests.services.house import HeldStorage, House

WORDS = "a good deal of words"


async def test_a_newer_page_that_came_while_the_engine_connected_the_older_keeps_its_connection(live: House) -> None:
    page = (await live.person(live.alice)).page
    assert page is not None
    original = live.fake.open_room

    async def slow(session: SessionId) -> str:
        await live.attendance.arrive(live.alice, live.session_id, PageId("newer"))
        return await original(session)

    live.fake.open_room = slow  # type: ignore[method-assign]
    with pytest.raises(Superseded):
        await live.calls.publish(live.alice, live.session_id, page, SDP)
    assert live.fake.expelled == []


async def test_who_has_no_place_any_more_once_the_engine_connected_them_has_no_connection(live: House) -> None:
    page = (await live.person(live.alice)).page
    assert page is not None
    original = live.fake.open_room

    async def slow(session: SessionId) -> str:
        await live.sessions.remove(live.tutor, live.session_id, live.alice.user_id)
        return await original(session)

    live.fake.open_room = slow  # type: ignore[method-assign]
    with pytest.raises(NotFound):
        await live.calls.publish(live.alice, live.session_id, page, SDP)
    assert live.fake.expelled[-1] == (live.session_id, live.alice.user_id)


async def test_two_who_ask_for_a_session_that_was_let_go_get_the_same(
    live: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, reading = await live.session(), type(live.storage).reading

    @asynccontextmanager
    async def slow(storage: HeldStorage) -> AsyncIterator[UnitOfWork]:
        async with reading(storage) as unit:
            await asyncio.sleep(1)
            yield unit

    monkeypatch.setattr(type(live.storage), "reading", slow)
    live.door.forget(session)
    ref = By(live.tutor, Right.SEE).ref(live.session_id)
    one, other = await asyncio.gather(live.door.read(ref), live.door.read(ref))
    assert one is other
    assert one == session


async def test_a_page_that_came_by_another_login_while_one_is_ended_stays(
    live: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    link = await live.services.links.make_link(live.admin, live.alice.user_id)
    login = await live.services.accounts.follow_link(link.secret, browser=Browser("Firefox · Linux", "192.0.2.0/24"))
    admission = await live.attendance.admit(live.alice, live.session_id, hash_of(login.secret))
    await live.attendance.identify(admission.token, PageId("alice-page"))
    await live.enter(live.alice, "alice-page")
    settled, arriving = Router.settled, iter([True])

    async def late(self: Router, session_id: SessionId, seq: Seq) -> None:
        for _ in arriving:
            await live.attendance.arrive(live.alice, live.session_id, PageId("newer"))
        await settled(self, session_id, seq)

    monkeypatch.setattr(Router, "settled", late)
    await live.services.accounts.sign_out(login.secret)
    assert (await live.person(live.alice)).page == PageId("newer")
    assert live.fake.expelled.count((live.session_id, live.alice.user_id)) == 1, "as it began, and not again"


async def test_nobody_of_a_table_is_added_if_one_of_its_emails_was_taken_meanwhile(
    live: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = PeopleService.read_roster

    async def slow(self: PeopleService, actor: Actor, text: str) -> Roster:
        found = await read(self, actor, text)
        await live.services.accounts.create_user(live.admin, NewUser(Role.TEACHER, "Tim", "tom@here.test", WORDS))
        return found

    monkeypatch.setattr(PeopleService, "read_roster", slow)
    table = "name,role,email\nEve,student,\nTom,teacher,TOM@here.test\n"
    with pytest.raises(Conflict, match="Nobody was added"):
        await live.services.people.import_roster(live.admin, table)
    assert "Eve" not in {x.name for x in await live.services.accounts.users(live.admin, None)}


async def test_a_password_is_not_changed_by_a_link_whose_login_was_ended_at_that_moment(
    live: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    follow = AccountService.follow_link

    async def ended(
        self: AccountService, secret: str, replacing: str | None = None, *, browser: Browser = SOMEWHERE
    ) -> SignedIn:
        login = await follow(self, secret, replacing, browser=browser)
        await self.sign_out(login.secret)
        return login

    tom = await live.services.accounts.create_user(live.admin, NewUser(Role.TEACHER, "Tom", "tom@here.test", WORDS))
    link = await live.services.records.password_link(live.admin, tom.id)
    monkeypatch.setattr(AccountService, "follow_link", ended)
    with pytest.raises(Unauthorized, match="revoked at this moment"):
        await live.services.records.choose_password(link.secret, "another one, longer")
    assert (await live.services.accounts.sign_in("tom@here.test", WORDS)).actor.user_id == tom.id


async def test_a_library_that_could_not_be_exported_in_one_piece_is_refused(
    live: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskside.services.exercises.LIBRARY_MOST", 1)
    files = tuple(SourceFile(f"{x}.md", f"---\ntitle: {x}\n---\n- [x] a\n- [ ] b\n") for x in ("One", "Two"))
    before = await live.services.exercises.exercises(live.tutor)
    with pytest.raises(Conflict, match="The library would have"):
        await live.services.exercises.import_files(live.tutor, files)
    assert await live.services.exercises.exercises(live.tutor) == before


async def test_of_more_sessions_than_are_listed_those_closest_to_now_are_and_it_is_said(planned: House) -> None:
    query = SessionQuery(Millis(0), limit=1)
    assert not (await planned.sessions.summaries(planned.admin, query)).more
    await planned.sessions.create(planned.tutor, planned.new())
    found = await planned.sessions.summaries(planned.admin, query)
    assert (len(found.sessions), found.more) == (1, True)
