"""One act ends a way in with all that hangs on it: sockets, places in sessions, sound and picture in every room."""

import pytest

from deskside.domain import events as ev
from deskside.domain.access import Actor
from deskside.domain.audit import AuditAct
from deskside.domain.errors import Forbidden, NotFound, Superseded, Unauthorized
from deskside.domain.ids import MessageId, PageId, SessionId, UserId
from deskside.domain.modes import LeaveReason
from deskside.domain.people import Presence
from deskside.ports.audit import AuditQuery
from deskside.services.attendance import hash_of
from deskside.services.signed_in import Browser, SignedIn
from deskside.services.talk import Words
from deskside.services.ways_in import Ended
from tests.fakes.engine import SDP
from tests.services.house import House, between

PASSWORD = "a good deal of words"


async def by_link(house: House, actor: Actor) -> SignedIn:
    """This person comes by a link that an admin made."""
    link = await house.services.links.make_link(house.admin, actor.user_id)
    return await house.services.accounts.follow_link(link.secret, browser=Browser("Firefox · Linux", "192.0.2.0/24"))


async def sits(house: House, actor: Actor, login: SignedIn, page: str) -> PageId:
    """They enter the room with a page of this login."""
    admission = await house.attendance.admit(actor, house.session_id, hash_of(login.secret))
    await house.attendance.identify(admission.token, PageId(page))
    return await house.enter(actor, page)


async def record(house: House, act: AuditAct | None = None) -> list[tuple[str, str, str | None]]:
    """Who did what to whom, newest first."""
    lines = await house.services.audit.lines(house.admin, AuditQuery(act))
    return [(x.actor_id, x.act.value, x.target_id) for x in lines]


async def is_out(house: House, actor: Actor) -> None:
    """Nothing flows to or from this person any more, and their place is empty."""
    table = await house.routed()
    assert not any(actor.user_id in (x.source, x.target) for x in table)
    assert (house.session_id, actor.user_id) in house.fake.expelled
    assert (await house.person(actor)).presence is Presence.OFFLINE
    assert (await house.log()).count(ev.PersonLeft(actor.user_id, LeaveReason.REMOVED)) == 1


async def test_who_is_disabled_is_out_of_every_room_before_it_is_acknowledged(live: House) -> None:
    await live.services.diagnosis.open(live.alice)
    assert between(await live.routed(), live.alice, live.tutor)
    await live.services.accounts.disable_user(live.admin, live.alice.user_id)
    assert live.broadcast.dismissed == [(live.alice.user_id, None, "removed")]
    assert not any(x.startswith("test-") for x in live.fake.rooms)
    await is_out(live, live.alice)
    assert await record(live) == [("admin", "person_disabled", "alice")]
    await live.services.accounts.disable_user(live.admin, live.alice.user_id)  # as two admins do, or one twice
    assert len(await record(live)) == 1


async def test_a_session_whose_tutor_is_disabled_pauses(live: House) -> None:
    await live.lanes.set_open_table(live.tutor, live.session_id, open_table=True)
    await live.services.accounts.disable_user(live.admin, live.tutor.user_id)
    assert (await live.session()).paused
    assert await live.routed() == frozenset()
    await is_out(live, live.tutor)


async def test_it_pauses_also_if_the_tutor_is_not_there(live: House) -> None:
    page = (await live.session()).tutor.page
    assert page is not None
    await live.attendance.leave(live.tutor, live.session_id, page)
    await live.services.ways_in.close(Ended(live.tutor.user_id, None, disabled=True))
    assert (await live.log())[-1] == ev.SessionPaused()


async def test_signing_out_ends_what_came_by_this_login_and_nothing_else(live: House) -> None:
    login, other = await by_link(live, live.alice), await by_link(live, live.bob)
    await sits(live, live.alice, login, "a")
    await sits(live, live.bob, other, "b")
    await live.services.accounts.sign_out(login.secret)
    await live.services.accounts.sign_out(login.secret)
    await is_out(live, live.alice)
    assert between(await live.routed(), live.bob, live.tutor)
    assert live.broadcast.dismissed[-1] == (live.alice.user_id, frozenset({hash_of(login.secret)}), "signed_out")


async def test_a_page_of_another_login_stays(live: House) -> None:
    link = await live.services.links.make_link(live.admin, live.alice.user_id)
    old, new = [await live.services.accounts.follow_link(link.secret) for _ in range(2)]
    await sits(live, live.alice, old, "old")
    await sits(live, live.alice, new, "new")
    expelled = list(live.fake.expelled)
    await live.services.accounts.sign_out(old.secret)
    assert (await live.person(live.alice)).page == "new"
    assert live.fake.expelled == expelled


async def test_signing_in_again_in_the_same_browser_ends_its_former_login(live: House) -> None:
    link = await live.services.links.make_link(live.admin, live.alice.user_id)
    old = await live.services.accounts.follow_link(link.secret)
    await sits(live, live.alice, old, "old")
    await live.services.accounts.follow_link(link.secret, old.secret)
    await is_out(live, live.alice)


async def test_a_new_link_and_a_revoked_one_end_what_came_by_the_former(live: House) -> None:
    stranger = await by_link(live, live.alice)
    await sits(live, live.alice, stranger, "a")
    await live.services.calendar.make(live.alice)
    link = await live.services.links.make_link(live.tutor, live.alice.user_id)
    await is_out(live, live.alice)
    assert await live.services.accounts.current(stranger.secret) is None
    assert (await live.services.accounts.follow_link(link.secret)).actor == live.alice
    await live.services.links.revoke_links(live.tutor, live.alice.user_id)
    with pytest.raises(Unauthorized):
        await live.services.accounts.follow_link(link.secret)
    assert await live.services.logins.logins(live.admin, live.alice.user_id) == ()
    assert await live.services.calendar.made_at(live.alice) is None
    assert (await record(live))[0] == ("tutor", "links_revoked", "alice")
    assert await record(live, AuditAct.LINK_MADE) == [("tutor", "link_made", "alice"), ("admin", "link_made", "alice")]


async def test_logins_are_listed_and_ended_by_oneself_and_by_those_who_look_after_one(live: House) -> None:
    login = await by_link(live, live.alice)
    await sits(live, live.alice, login, "a")
    (mine,) = await live.services.logins.logins(live.alice, live.alice.user_id)
    for actor in (live.tutor, live.admin):
        assert await live.services.logins.logins(actor, live.alice.user_id) == (mine,)
    assert (mine.device, mine.address) == ("Firefox · Linux", "192.0.2.0/24")
    for stranger, error in ((live.colleague, Forbidden), (live.bob, Forbidden), (live.foreigners[1], NotFound)):
        with pytest.raises(error):
            await live.services.logins.logins(stranger, live.alice.user_id)
        with pytest.raises(error):
            await live.services.logins.end(stranger, live.alice.user_id, mine.id)
        with pytest.raises(error):
            await live.services.logins.end_all(stranger, live.alice.user_id)
    await live.services.logins.end(live.tutor, live.alice.user_id, mine.id)
    await is_out(live, live.alice)
    with pytest.raises(NotFound, match="ended already"):
        await live.services.logins.end(live.alice, live.alice.user_id, mine.id)
    assert (await record(live))[0] == ("tutor", "login_ended", "alice")


async def test_signed_out_everywhere(live: House) -> None:
    login = await by_link(live, live.alice)
    await live.services.calendar.make(live.alice)
    await sits(live, live.alice, login, "a")
    await live.services.logins.end_all(live.alice, live.alice.user_id)
    await is_out(live, live.alice)
    assert await live.services.calendar.made_at(live.alice) is None
    assert (await record(live))[0] == ("alice", "signed_out_everywhere", "alice")


async def test_a_dead_engine_stops_no_ending(live: House) -> None:
    live.fake.lose()
    await live.services.accounts.disable_user(live.admin, live.alice.user_id)
    assert (await live.person(live.alice)).presence is Presence.OFFLINE


async def test_tutors_make_links_for_students_of_their_own_sessions(live: House) -> None:
    links = live.services.links
    assert (await links.make_link(live.tutor, live.alice.user_id)).secret
    for actor, student in ((live.tutor, live.pupil), (live.colleague, live.alice)):
        for act in (links.make_link, links.revoke_links):
            with pytest.raises(Forbidden, match="student of somebody else"):
                await act(actor, student.user_id)
    made = await links.make_sheet(live.tutor, ())
    assert {x.student.id for x in made} == {x.user_id for x in live.students}
    assert await links.make_sheet(live.colleague, (live.alice.user_id,)) == ()
    assert len(await links.make_sheet(live.admin, (live.pupil.user_id,))) == 1


async def test_only_admins_see_the_record(live: House) -> None:
    with pytest.raises(Forbidden):
        await live.services.audit.lines(live.tutor, AuditQuery())


async def test_reading_a_session_that_is_over_is_recorded_unless_it_is_ones_own(live: House) -> None:
    alice = live.alice.user_id
    await live.talk.message(live.tutor, live.session_id, alice, Words(MessageId("m"), "Well done"))
    assert "Well done" not in repr(await live.sessions.view(live.admin, live.session_id))
    await live.sessions.end(live.tutor, live.session_id)
    for actor in (live.alice, live.tutor, live.admin):
        assert "Well done" in repr(await live.sessions.view(actor, live.session_id))
    await live.services.details.details(live.tutor, live.session_id, alice)
    lines = await live.services.audit.lines(live.admin, AuditQuery(AuditAct.CONTENT_READ))
    assert [(x.actor_id, x.target_id, x.session_id, x.detail) for x in reversed(lines)] == [
        ("tutor", None, "session", "session"),
        ("admin", None, "session", "session"),
        ("tutor", "alice", "session", "details"),
    ]


async def test_whoever_was_sent_away_while_the_engine_connected_them_has_no_connection(live: House) -> None:
    page = (await live.person(live.alice)).page
    assert page is not None
    connecting = live.calls.publish(live.alice, live.session_id, page, SDP)
    original = live.fake.open_room

    async def slow(session: SessionId) -> str:
        await live.services.accounts.disable_user(live.admin, live.alice.user_id)
        return await original(session)

    live.fake.open_room = slow  # type: ignore[method-assign]
    with pytest.raises(Superseded):
        await connecting
    assert live.fake.expelled[-1] == (live.session_id, live.alice.user_id)
    assert UserId("alice") not in live.fake.rooms[live.session_id].publishers
