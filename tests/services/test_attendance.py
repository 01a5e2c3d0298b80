"""Who is there: grants, pages that come, go, come back and supersede one another, and what is kept of it."""

import asyncio

import pytest

from deskside.domain import events as ev
from deskside.domain.errors import Conflict, Superseded, Unauthorized
from deskside.domain.ids import PageId
from deskside.domain.modes import AddressAll, LeaveReason
from deskside.domain.people import Part, Presence
from deskside.domain.visibility import redact
from deskside.services.attendance import GRACE_MS, GRANT_MS
from tests.fakes.loop import until
from tests.services.house import House, between

PAGE, NEWER = PageId("alice-page"), PageId("newer")


async def test_a_grant_is_valid_for_an_hour_and_no_longer(live: House) -> None:
    admission = await live.admit(live.alice)
    assert (admission.part, admission.grant.engine) == (Part.STUDENT, "CUSTOM")
    assert admission.view == redact(await live.session(), live.viewer(live.alice))
    assert admission.expires_at == live.clock.now() + 3_600_000
    live.clock.pass_ms(GRANT_MS - 1)
    actor, grant = await live.attendance.identify(admission.token, PAGE)
    assert (actor, grant.session_id) == (live.alice, live.session_id)
    assert admission.token not in grant.token_hash
    live.clock.pass_ms(1)
    with pytest.raises(Unauthorized, match="Load the page again"):
        await live.attendance.identify(admission.token, PAGE)


async def test_a_token_that_nobody_gave_is_refused(live: House) -> None:
    with pytest.raises(Unauthorized):
        await live.attendance.identify("secret", PAGE)


async def test_a_grant_is_renewed_once_half_of_it_is_over(live: House) -> None:
    _, grant = await live.attendance.identify((await live.admit(live.alice)).token, PAGE)
    live.clock.pass_ms(GRANT_MS // 2 - 1)
    assert await live.attendance.renew(live.alice, grant) is None
    live.clock.pass_ms(1)
    renewal = await live.attendance.renew(live.alice, grant)
    assert renewal is not None
    assert renewal.expires_at == live.clock.now() + GRANT_MS
    live.clock.pass_ms(GRANT_MS // 2)
    with pytest.raises(Unauthorized):
        await live.attendance.identify(renewal.token, NEWER)
    assert (await live.attendance.identify(renewal.token, PAGE))[0] == live.alice


async def test_a_token_is_a_ticket_of_one_page(live: House) -> None:
    token = (await live.admit(live.alice)).token
    for _ in range(2):  # after a cut the same page shows it again
        assert (await live.attendance.identify(token, PAGE))[0] == live.alice
    with pytest.raises(Unauthorized, match="Load the page again"):
        await live.attendance.identify(token, NEWER)


async def test_nobody_who_was_signed_out_gets_a_token_nor_has_one_renewed(live: House) -> None:
    admission = await live.admit(live.alice)
    _, grant = await live.attendance.identify(admission.token, PAGE)
    live.clock.pass_ms(GRANT_MS - 1)
    async with live.storage.transaction() as unit:
        await unit.accounts.remove_login(grant.login_hash)
    assert await live.attendance.renew(live.alice, grant) is None
    with pytest.raises(Unauthorized):
        await live.attendance.identify(admission.token, PAGE)
    with pytest.raises(Unauthorized, match="signed out"):
        await live.attendance.admit(live.alice, live.session_id, grant.login_hash)


async def test_a_newer_page_supersedes_the_older_one(live: House) -> None:
    view = await live.attendance.arrive(live.alice, live.session_id, NEWER)
    assert view == redact(await live.session(), live.viewer(live.alice))
    assert live.closed(live.alice) == [(PAGE, "superseded")]
    assert between(await live.routed(), live.alice, live.tutor) == set(), "the new page has shown no sign yet"
    with pytest.raises(Superseded):
        await live.attendance.heartbeat(live.alice, live.session_id, PAGE, active=False)
    await live.attendance.drop(live.alice, live.session_id, PAGE)
    assert (await live.person(live.alice)).connected
    await live.attendance.leave(live.alice, live.session_id, PAGE)
    assert live.fake.expelled == [], "what the older page says does not cut the newer one off"


async def test_of_pages_that_come_at_once_all_but_the_last_are_sent_away(live: House) -> None:
    pages = [PageId(str(x)) for x in range(4)]
    await asyncio.gather(*(live.attendance.arrive(live.alice, live.session_id, x) for x in pages))
    assert (await live.person(live.alice)).page == pages[-1]
    assert sorted(live.closed(live.alice)) == sorted((page, "superseded") for page in (PAGE, *pages[:-1]))


async def test_the_same_page_comes_back_within_the_time_of_grace(live: House) -> None:
    await live.attendance.drop(live.alice, live.session_id, PAGE)
    await live.attendance.sweep()
    live.clock.pass_ms(GRACE_MS - 1)
    await live.attendance.sweep()
    assert (await live.person(live.alice)).joined
    assert between(await live.routed(), live.alice, live.tutor), "media goes on meanwhile"
    await live.attendance.arrive(live.alice, live.session_id, PAGE)
    for _ in range(2):
        live.clock.pass_ms(GRACE_MS)
        await live.attendance.sweep()
    assert (await live.person(live.alice)).attending
    assert live.closed(live.alice) == []


async def test_who_does_not_come_back_in_time_has_left(live: House) -> None:
    await live.attendance.drop(live.alice, live.session_id, PAGE)
    await live.attendance.sweep()
    live.clock.pass_ms(GRACE_MS)
    await live.attendance.sweep()
    assert (await live.log())[-1] == ev.PersonLeft(live.alice.user_id, LeaveReason.LOST)
    assert live.fake.expelled == [(live.session_id, live.alice.user_id)]
    before = (await live.session()).seq
    live.clock.pass_ms(GRACE_MS)
    await live.attendance.sweep()
    assert (await live.session()).seq == before


async def test_each_loss_of_the_connection_has_a_time_of_grace_of_its_own(live: House) -> None:
    for _ in range(3):
        await live.attendance.drop(live.alice, live.session_id, PAGE)
        await live.attendance.sweep()
        live.clock.pass_ms(GRACE_MS - 1)
        await live.attendance.arrive(live.alice, live.session_id, PAGE)
        await live.attendance.sweep()
    assert (await live.person(live.alice)).attending


async def test_who_comes_back_while_being_given_up_stays(live: House) -> None:
    await live.attendance.drop(live.alice, live.session_id, PAGE)
    await live.attendance.sweep()
    live.clock.pass_ms(GRACE_MS)
    live.storage.commits.clear()
    back = asyncio.create_task(live.attendance.arrive(live.alice, live.session_id, PAGE))
    await until(lambda: live.storage.waiting == 1)
    sweep = asyncio.create_task(live.attendance.sweep())
    await asyncio.sleep(1)
    live.storage.commits.set()
    await asyncio.gather(back, sweep)
    assert (await live.person(live.alice)).attending
    assert live.fake.expelled == []


async def test_a_drop_and_a_return_at_once_end_in_being_there(live: House) -> None:
    await asyncio.gather(
        live.attendance.drop(live.alice, live.session_id, PAGE),
        live.attendance.arrive(live.alice, live.session_id, PAGE),
    )
    for _ in range(3):
        await live.attendance.sweep()
        live.clock.pass_ms(GRACE_MS)
    assert (await live.person(live.alice)).attending


async def test_giving_up_is_tried_again_when_it_could_not_be_stored(live: House) -> None:
    await live.attendance.drop(live.alice, live.session_id, PAGE)
    await live.attendance.sweep()
    live.clock.pass_ms(GRACE_MS)
    live.storage.failures = 1
    with pytest.raises(OSError, match="disk is full"):
        await live.attendance.sweep()
    live.fake.lose()
    await live.attendance.sweep()
    assert (await live.person(live.alice)).presence is Presence.OFFLINE


async def test_who_leaves_is_disconnected_and_may_come_back(live: House) -> None:
    await live.attendance.leave(live.alice, live.session_id, PAGE)
    assert live.fake.expelled == [(live.session_id, live.alice.user_id)]
    assert (await live.log())[-1] == ev.PersonLeft(live.alice.user_id, LeaveReason.LEFT)
    await live.enter(live.alice)
    assert between(await live.routed(), live.alice, live.tutor)


async def test_a_tutor_who_drops_and_returns_finds_the_session_as_it_was(live: House) -> None:
    await live.lanes.address_all(live.tutor, live.session_id, AddressAll.LATCH)
    before = await live.session()
    await live.attendance.drop(live.tutor, live.session_id, PageId("tutor-page"))
    await live.attendance.arrive(live.tutor, live.session_id, PageId("tutor-page"))
    after = await live.session()
    assert (after.lanes, after.address_all, after.tutor) == (before.lanes, before.address_all, before.tutor)


async def test_an_observer_is_disclosed_to_everyone_and_hears_once_the_signs_say_so(live: House) -> None:
    await live.enter(live.admin)
    views = [view for (_, viewer), view in live.broadcast.views.items() if viewer.part is Part.STUDENT]
    assert all([x.user_id for x in view.observers] == [live.admin.user_id] for view in views)
    assert between(await live.routed(), live.alice, live.admin) == set()


async def test_tracks_and_activity_are_told(live: House) -> None:
    tracks = ev.TracksChanged(live.alice.user_id, mic=True, camera=False, screen=False)
    await live.attendance.set_tracks(live.alice, live.session_id, PAGE, tracks)
    await live.attendance.heartbeat(live.alice, live.session_id, PAGE, active=False)
    person = await live.person(live.alice)
    assert (person.mic, person.camera, person.active) == (True, False, False)


async def test_a_heartbeat_is_kept_by_the_next_sweep(live: House) -> None:
    live.clock.pass_ms(5_000)
    await live.attendance.heartbeat(live.alice, live.session_id, PAGE, active=True)
    beaten = live.clock.now()
    live.clock.pass_ms(1_000)
    await live.attendance.sweep()
    async with live.storage.transaction() as unit:
        assert await unit.sessions.last_presence(live.session_id) == beaten


async def test_nobody_arrives_in_a_session_that_is_over(live: House) -> None:
    await live.sessions.end(live.tutor, live.session_id)
    with pytest.raises(Conflict, match="completed"):
        await live.attendance.arrive(live.alice, live.session_id, PAGE)


async def test_sessions_that_nobody_is_in_are_let_go_and_live_ones_kept(live: House) -> None:
    other = await live.sessions.create(live.tutor, live.new())
    await live.sessions.view(live.tutor, other.id)
    assert len(live.door.known()) == 2
    await live.attendance.sweep()
    assert [x.id for x in live.door.known()] == [live.session_id]
    await live.sessions.end(live.tutor, live.session_id)
    await asyncio.sleep(1)
    await live.attendance.sweep()
    assert live.door.known() == ()


async def test_a_lobby_is_not_let_go_while_somebody_waits_in_it_or_the_engine_is_down(planned: House) -> None:
    await planned.attendance.arrive(planned.alice, planned.session_id, PAGE)
    await planned.attendance.sweep()
    assert planned.door.known() != ()
    planned.fake.lose()
    following = asyncio.create_task(planned.calls.follow_engine())
    await until(lambda: not planned.door.known()[0].engine_up)
    following.cancel()
    await planned.attendance.leave(planned.alice, planned.session_id, PAGE)
    planned.fake.restart()
    await asyncio.sleep(5)
    await planned.attendance.sweep()
    assert planned.door.known() != (), "it has to hear that the engine is back"
    following = asyncio.create_task(planned.calls.follow_engine())
    await until(lambda: planned.door.known()[0].engine_up)
    await asyncio.sleep(5)
    following.cancel()
    await planned.attendance.sweep()
    assert planned.door.known() == ()
