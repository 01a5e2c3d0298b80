"""Pages that prove that they draw, and what becomes of those that do not."""

import pytest

from deskside.domain import events as ev
from deskside.domain.access import Actor
from deskside.domain.errors import Superseded
from deskside.domain.ids import Millis, PageId
from deskside.domain.modes import SignFault
from deskside.domain.signs import audience
from deskside.services.attendance import GRACE_MS
from deskside.services.proofs import ASK_MS, SILENCE_MS
from tests.services.house import House, between

PAGE = PageId("alice-page")


async def prove(house: House, actor: Actor, fault: SignFault | None = None) -> None:
    page, sign = PageId(f"{actor.user_id}-page"), audience(await house.session(), actor.user_id)
    await house.services.proofs.prove(actor, house.session_id, page, sign, fault)


async def look(house: House) -> None:
    """As the server does every second."""
    await house.services.proofs.watch()
    await house.services.proofs.sweep()


async def everyone_but(house: House, *silent: Actor) -> None:
    for actor in (house.tutor, *house.students):
        if actor not in silent and (await house.person(actor)).joined:
            await prove(house, actor)


async def after(house: House, ms: int, *silent: Actor) -> None:
    """Time passes, with a proof of everybody else's page every second."""
    for _ in range(ms // 1_000):
        house.clock.pass_ms(1_000)
        await everyone_but(house, *silent)
        await look(house)


async def test_a_page_that_says_nothing_is_off_the_air_within_seconds_and_on_again_with_its_next_proof(
    live: House,
) -> None:
    await look(live)
    await after(live, SILENCE_MS - 1_000, live.alice)
    assert between(await live.routed(), live.alice, live.tutor)
    assert live.broadcast.asked[0] == (live.session_id, live.alice.user_id, PAGE)
    assert len(live.broadcast.asked) == (SILENCE_MS - ASK_MS) // 1_000
    await after(live, 1_000, live.alice)
    assert not [x for x in await live.routed() if live.alice.user_id in (x.source, x.target)]
    assert between(await live.routed(), live.bob, live.tutor), "nobody else's page is touched"
    assert (await live.log())[-1] == ev.PageSilent(live.alice.user_id)
    before = (await live.session()).seq
    await after(live, 5_000, live.alice)
    assert (await live.session()).seq == before
    await prove(live, live.alice)
    assert between(await live.routed(), live.alice, live.tutor)
    assert between(await live.routed(), live.tutor, live.alice)


async def test_a_proof_of_what_is_known_already_is_no_transaction(live: House) -> None:
    await everyone_but(live)
    before, turns, reads = (await live.session()).seq, live.storage.turns, live.storage.reads
    await after(live, 2_000)
    assert ((await live.session()).seq, live.storage.turns, live.storage.reads) == (before, turns, reads)


async def test_a_dead_page_of_the_tutor_neither_sends_nor_receives(live: House) -> None:
    await look(live)
    await after(live, SILENCE_MS, live.tutor)
    assert not [x for x in await live.routed() if live.tutor.user_id in (x.source, x.target)]


async def test_a_page_that_nothing_is_heard_of_is_silent_whether_its_socket_is_up_or_not(live: House) -> None:
    await look(live)
    await live.attendance.drop(live.alice, live.session_id, PAGE)
    await after(live, SILENCE_MS, live.alice)
    assert not between(await live.routed(), live.alice, live.tutor)
    assert (await live.person(live.alice)).joined, "it may come back for much longer"
    assert SILENCE_MS < GRACE_MS
    await live.attendance.arrive(live.alice, live.session_id, PAGE)
    await prove(live, live.alice)
    assert between(await live.routed(), live.alice, live.tutor)


async def test_an_observer_whose_page_is_dead_receives_nothing(live: House) -> None:
    await live.enter(live.admin)
    await everyone_but(live)
    assert between(await live.routed(), live.alice, live.admin)
    await look(live)
    await after(live, SILENCE_MS)
    assert not between(await live.routed(), live.alice, live.admin)


async def test_a_page_in_the_lobby_owes_no_proof(live: House) -> None:
    await live.attendance.arrive(live.admin, live.session_id, PageId("admin-page"))
    await after(live, 2 * SILENCE_MS)
    assert not [x for x in await live.log() if isinstance(x, ev.PageSilent)]
    assert live.broadcast.asked == []


async def test_whoever_joins_after_a_silence_of_another_page_begins_anew(live: House) -> None:
    await look(live)
    await after(live, SILENCE_MS - 1_000, live.alice)
    await live.enter(live.alice, "newer")
    live.clock.pass_ms(Millis(1_000))
    await look(live)
    assert between(await live.routed(), live.alice, live.tutor)
    with pytest.raises(Superseded):
        await prove(live, live.alice)


@pytest.mark.parametrize("fault", list(SignFault))
async def test_nothing_of_a_student_flows_while_their_page_cannot_vouch_for_its_sign(
    live: House, fault: SignFault
) -> None:
    await prove(live, live.alice, fault)
    assert not [x for x in await live.routed() if x.source == live.alice.user_id]
    assert (await live.lane(live.alice)).sign_fault is fault, "the tutor sees why"
    await prove(live, live.alice)
    assert between(await live.routed(), live.alice, live.tutor)


async def test_an_observer_receives_a_student_only_once_a_proof_shows_them(live: House) -> None:
    before = audience(await live.session(), live.alice.user_id)
    await live.enter(live.admin)
    await live.services.proofs.prove(live.alice, live.session_id, PAGE, before, None)
    assert not between(await live.routed(), live.alice, live.admin)
    await prove(live, live.alice)
    assert between(await live.routed(), live.alice, live.admin)
    await live.services.proofs.prove(live.alice, live.session_id, PAGE, before, None)
    assert not between(await live.routed(), live.alice, live.admin), "the sign stopped showing them"
