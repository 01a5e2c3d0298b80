"""Ways in that another process ended (the command line, beside a running server) are closed at the next sweep."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from deskside.domain import events as ev
from deskside.domain.access import Actor
from deskside.domain.ids import PageId
from deskside.domain.modes import LeaveReason
from deskside.domain.people import Presence
from deskside.ports.storage import UnitOfWork
from deskside.services.attendance import hash_of
from deskside.services.ways_in import Place
from tests.services.house import House, between

LOGIN_MS = 10**10
"""For as long as a login of the house lasts."""


async def connects(house: House, actor: Actor) -> Place:
    """Their page that is in the room has a socket, by a login of theirs."""
    page = (await house.person(actor)).page
    assert page is not None
    place = (house.session_id, actor.user_id, page)
    house.services.ways_in.came(await house.login(actor), place)
    return place


@pytest.fixture
async def lesson(live: House) -> House:
    """The tutor, Alice and Bob are connected, and a sweep has seen them."""
    for actor in (live.tutor, live.alice, live.bob):
        await connects(live, actor)
    await live.services.ways_in.sweep()
    assert live.broadcast.dismissed == []
    return live


async def behind(house: House, actor: Actor, *, disabled: bool = False) -> None:
    """Another process ends the logins of this person, or disables them."""
    other = house.another().services
    if disabled:
        await other.accounts.disable_user(house.admin, actor.user_id)
        return
    async with other.outside.storage.transaction() as unit:
        await unit.logins.remove(actor.user_id, None)


async def is_out(house: House, actor: Actor, other: Actor) -> None:
    """The one is out and the other is not disturbed."""
    assert (house.session_id, actor.user_id) in house.fake.expelled
    assert (await house.person(actor)).presence is Presence.OFFLINE
    assert (await house.log()).count(ev.PersonLeft(actor.user_id, LeaveReason.REMOVED)) == 1
    assert (await house.person(other)).presence is Presence.JOINED
    assert (house.session_id, other.user_id) not in house.fake.expelled


async def test_who_was_disabled_is_out_at_the_next_sweep(lesson: House) -> None:
    await behind(lesson, lesson.alice, disabled=True)
    assert between(await lesson.routed(), lesson.alice, lesson.tutor)
    for _ in range(2):
        await lesson.services.ways_in.sweep()
    assert lesson.broadcast.dismissed == [(lesson.alice.user_id, None, "removed")]
    await is_out(lesson, lesson.alice, lesson.bob)
    assert not between(await lesson.routed(), lesson.alice, lesson.tutor)
    assert between(await lesson.routed(), lesson.bob, lesson.tutor)


async def test_whose_login_was_ended_is_out_though_the_socket_was_lost(lesson: House) -> None:
    page = (await lesson.person(lesson.alice)).page
    assert page is not None
    lesson.services.ways_in.went((lesson.session_id, lesson.alice.user_id, page))
    lesson.services.ways_in.went((lesson.session_id, lesson.alice.user_id, PageId("unknown")))
    await lesson.attendance.drop(lesson.alice, lesson.session_id, page)
    await behind(lesson, lesson.alice)
    for _ in range(2):
        await lesson.services.ways_in.sweep()
    login = frozenset({"login of alice"})
    assert lesson.broadcast.dismissed == [(lesson.alice.user_id, login, "signed_out")]
    await is_out(lesson, lesson.alice, lesson.bob)


async def test_a_login_that_ended_before_any_sweep_saw_it(live: House) -> None:
    await connects(live, live.alice)
    await behind(live, live.alice)
    await live.services.ways_in.sweep()
    await is_out(live, live.alice, live.bob)


async def test_a_socket_of_somebody_without_a_place_is_closed_too(lesson: House) -> None:
    page = (await lesson.person(lesson.alice)).page
    assert page is not None
    await lesson.attendance.leave(lesson.alice, lesson.session_id, page)
    await behind(lesson, lesson.alice)
    await lesson.services.ways_in.sweep()
    assert [x[0] for x in lesson.broadcast.dismissed] == [lesson.alice.user_id]


async def test_a_new_link_from_the_command_line_ends_what_came_by_the_former_one(live: House) -> None:
    links, accounts = live.services.links, live.services.accounts
    link = await links.make_link(live.admin, live.alice.user_id)
    login = await accounts.follow_link(link.secret)
    page = (await live.person(live.alice)).page
    assert page is not None
    live.services.ways_in.came(hash_of(login.secret), (live.session_id, live.alice.user_id, page))
    await live.services.ways_in.sweep()
    async with live.storage.reading() as unit:
        alice = await unit.accounts.user(live.alice.center_id, live.alice.user_id)
    assert alice is not None
    await live.another().services.links.replace_links(alice)
    assert await accounts.current(login.secret) is None
    await live.services.ways_in.sweep()
    await is_out(live, live.alice, live.bob)


async def test_a_login_that_expired_by_itself_ends_no_lesson(lesson: House) -> None:
    await lesson.services.ways_in.sweep()
    lesson.clock.pass_ms(LOGIN_MS)
    async with lesson.storage.transaction() as unit:
        await unit.accounts.sweep(lesson.clock.now())
    await behind(lesson, lesson.alice)
    await lesson.services.ways_in.sweep()
    assert lesson.broadcast.dismissed == []
    assert (await lesson.person(lesson.alice)).presence is Presence.JOINED


async def test_a_lesson_whose_tutor_was_disabled_while_away_pauses(lesson: House) -> None:
    page = (await lesson.session()).tutor.page
    assert page is not None
    lesson.services.ways_in.went((lesson.session_id, lesson.tutor.user_id, page))
    await lesson.attendance.leave(lesson.tutor, lesson.session_id, page)
    await behind(lesson, lesson.tutor, disabled=True)
    for _ in range(2):
        await lesson.services.ways_in.sweep()
    assert (await lesson.log()).count(ev.SessionPaused()) == 1
    assert lesson.broadcast.dismissed == [(lesson.tutor.user_id, None, "removed")]


async def test_a_connection_test_ends_with_the_last_login(planned: House) -> None:
    await planned.login(planned.pupil)
    await planned.services.diagnosis.open(planned.pupil)
    await planned.services.ways_in.sweep()
    assert planned.services.diagnosis.owners == {planned.pupil.user_id}
    await behind(planned, planned.pupil)
    await planned.services.ways_in.sweep()
    assert planned.services.diagnosis.owners == frozenset()
    await planned.services.diagnosis.open(planned.pupil)
    await behind(planned, planned.pupil, disabled=True)
    await planned.services.ways_in.sweep()
    assert planned.services.diagnosis.owners == frozenset()


async def test_a_database_that_is_away_is_asked_again(lesson: House) -> None:
    await behind(lesson, lesson.alice)
    lesson.storage.away = True
    await lesson.services.ways_in.sweep()
    assert lesson.broadcast.dismissed == []
    lesson.storage.away = False
    await lesson.services.ways_in.sweep()
    await is_out(lesson, lesson.alice, lesson.bob)


async def test_one_query_while_somebody_is_here_and_none_else(live: House, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0
    reading = live.storage.reading

    @asynccontextmanager
    async def counted() -> AsyncIterator[UnitOfWork]:
        nonlocal asked
        asked += 1
        async with reading() as unit:
            yield unit

    monkeypatch.setattr(live.storage, "reading", counted)
    await live.services.ways_in.sweep()
    assert asked == 1
    await live.sessions.end(live.tutor, live.session_id)
    asked = 0
    await live.services.ways_in.sweep()
    assert asked == 0
