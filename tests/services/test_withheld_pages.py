"""Signs, sockets and ways in that end while nothing can be stored: media follow at once, the session later."""

import pytest

from deskside.domain.ids import PageId
from deskside.domain.modes import AddressAll, SignFault
from deskside.domain.people import Presence
from deskside.domain.signs import audience
from deskside.ports.storage import StorageUnavailable
from deskside.services.ways_in import Ended
from tests.services.air import forwarded, of, prove
from tests.services.house import House, between
from tests.services.test_ended_elsewhere import behind, connects

PAGE = PageId("alice-page")


@pytest.mark.parametrize("fault", list(SignFault))
async def test_nothing_of_a_student_flows_whose_page_cannot_vouch_for_its_sign(live: House, fault: SignFault) -> None:
    live.storage.away = True
    with pytest.raises(StorageUnavailable):
        await prove(live, live.alice, fault)
    table = await forwarded(live)
    assert not [x for x in table if x.source == live.alice.user_id]
    assert between(table, live.tutor, live.alice)
    await prove(live, live.alice)
    assert between(await forwarded(live), live.alice, live.tutor)


async def test_a_sign_that_shows_fewer_counts_at_once_and_one_that_shows_more_once_it_is_stored(live: House) -> None:
    await live.enter(live.admin)
    await prove(live, live.alice)
    live.storage.away = True
    for actor, but in ((live.alice, (live.admin.user_id,)), (live.bob, ())):
        with pytest.raises(StorageUnavailable):
            await prove(live, actor, but=but)
    table = await forwarded(live)
    assert not between(table, live.alice, live.admin)
    assert between(table, live.alice, live.tutor)
    assert not between(table, live.bob, live.admin)
    live.storage.away = False
    await prove(live, live.bob)
    assert between(await forwarded(live), live.bob, live.admin)


async def test_students_do_not_meet_without_an_adult_because_the_loss_of_the_adult_cannot_be_stored(
    live: House,
) -> None:
    tutors = PageId("tutor-page")
    await live.lanes.set_open_table(live.tutor, live.session_id, open_table=True)
    for actor in (live.alice, live.bob):
        await prove(live, actor)
    before = await forwarded(live)
    assert between(before, live.alice, live.bob)
    live.storage.away = True
    await live.attendance.drop(live.tutor, live.session_id, tutors)
    table = await forwarded(live)
    assert not between(table, live.alice, live.bob)
    assert between(table, live.tutor, live.alice), "a line that comes back finds its media"
    await live.attendance.arrive(live.tutor, live.session_id, tutors)
    assert await forwarded(live) == before


async def test_a_key_that_a_lost_tutor_held_is_let_go(live: House) -> None:
    await live.lanes.address_all(live.tutor, live.session_id, AddressAll.HOLD)
    live.storage.away = True
    await live.attendance.drop(live.tutor, live.session_id, PageId("tutor-page"))
    assert between(await forwarded(live), live.tutor, live.alice) == {"video"}


async def test_whose_way_in_has_ended_has_no_edge_although_the_disk_is_full(live: House) -> None:
    for actor in (live.tutor, live.alice, live.bob):
        await connects(live, actor)
    await live.services.ways_in.sweep()
    await behind(live, live.alice)
    live.storage.full = True
    await live.services.ways_in.sweep()
    table = await forwarded(live)
    assert not of(table, live.alice)
    assert between(table, live.bob, live.tutor)
    live.storage.full = False
    await live.services.ways_in.sweep()
    assert (await live.person(live.alice)).presence is Presence.OFFLINE
    await live.enter(live.alice, "newer")
    assert between(await forwarded(live), live.alice, live.tutor)


async def test_a_page_that_comes_after_its_person_was_signed_out_is_not_taken_for_the_former_one(live: House) -> None:
    live.storage.full = True
    with pytest.raises(StorageUnavailable):
        await live.services.ways_in.close(Ended(live.alice.user_id, None))
    assert not of(await forwarded(live), live.alice)
    live.storage.full = False
    await live.enter(live.alice, "newer")
    assert between(await forwarded(live), live.alice, live.tutor)


async def test_what_was_stored_is_not_withheld_beside_it(live: House) -> None:
    await prove(live, live.alice, SignFault.HIDDEN)
    assert not between(await forwarded(live), live.alice, live.tutor)
    sign = audience(await live.session(), live.alice.user_id)
    await live.attendance.show_sign(live.alice, live.session_id, PAGE, sign)
    assert between(await forwarded(live), live.alice, live.tutor)


async def test_a_session_whose_tutor_was_disabled_stands_still_although_the_disk_is_full(live: House) -> None:
    for actor in (live.tutor, live.alice, live.bob):
        await connects(live, actor)
    await live.attendance.leave(live.tutor, live.session_id, PageId("tutor-page"))
    await live.enter(live.admin)
    await prove(live, live.alice)
    assert between(await forwarded(live), live.alice, live.admin)
    await behind(live, live.tutor, disabled=True)
    live.storage.full = True
    await live.services.ways_in.sweep()
    assert await forwarded(live) == frozenset()
