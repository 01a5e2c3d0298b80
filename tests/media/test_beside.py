"""Pages that move to another way through the network: a new connection beside one that is well, and never a gap."""

import asyncio
import itertools

import pytest

from deskside.domain.tracks import TrackKind
from deskside.media.janus.observation import MEASURE_SECONDS
from deskside.media.janus.rooms import OVERSTAYED
from tests.media.lesson import SESSION, Lesson
from tests.media.peer import Publishing, Receiving
from tests.media.people import Person, edges, until

pytestmark = pytest.mark.engine

FORGOTTEN_SECONDS = (OVERSTAYED + 3) * MEASURE_SECONDS
GAP_SECONDS = 0.2
"""Sound comes every 20 ms; machines that do much else are late by more than one."""


async def test_what_a_page_sends_is_received_from_both_connections_until_the_former_is_closed(lesson: Lesson) -> None:
    await lesson.route(edges(lesson.alice, lesson.tutor))
    await lesson.tutor.receives(lesson.alice, TrackKind.AUDIO)
    before, former = lesson.tutor.offer, lesson.alice.publishing
    assert before is not None
    assert isinstance(former, Publishing)
    fed_before = {each.kind: each.mid for each in before.streams if each.source == lesson.alice.id}

    await lesson.alice.publish(beside=True)
    await lesson.tutor.is_offered(lesson.alice, fresh=False, after=before)
    await lesson.tutor.receives(lesson.alice, TrackKind.AUDIO)
    await lesson.tutor.receives(lesson.alice, TrackKind.VIDEO)
    receiving = lesson.tutor.receiving
    assert isinstance(receiving, Receiving)
    for kind in (TrackKind.AUDIO, TrackKind.VIDEO):
        assert lesson.tutor.mid(lesson.alice, kind) != fed_before[kind], "the page is told of the new one alone"
        count = receiving.count(fed_before[kind])
        await until(lambda kind=kind, count=count: receiving.count(fed_before[kind]) > count + 2)  # type: ignore[misc]

    await lesson.route()
    await asyncio.sleep(0.1)
    await lesson.tutor.gets_nothing()
    await lesson.route(edges(lesson.alice, lesson.tutor))
    former.close()  # without a word, as if that got lost
    await until(lambda: set(fed_before.values()) <= _quiet(lesson.tutor), limit_seconds=FORGOTTEN_SECONDS)
    await lesson.tutor.receives(lesson.alice, TrackKind.VIDEO)


async def test_who_receives_gets_all_by_both_connections_until_the_former_is_closed(lesson: Lesson) -> None:
    await lesson.route(edges(lesson.tutor, lesson.alice))
    await lesson.alice.receives(lesson.tutor, TrackKind.VIDEO)
    former, mid = lesson.alice.receiving, lesson.alice.mid(lesson.tutor, TrackKind.AUDIO)
    assert isinstance(former, Receiving)

    offer = await lesson.engine.subscribe(
        SESSION, lesson.alice.id, lesson.alice.page, frozenset({lesson.tutor.id}), beside=True
    )
    assert offer is not None
    coming = Receiving()
    await lesson.engine.accept(SESSION, lesson.alice.id, lesson.alice.page, coming.answer(offer.sdp))
    await coming.start()
    picture = next(each.mid for each in offer.streams if each.kind is TrackKind.VIDEO)
    await until(lambda: coming.count(picture) > 2)
    count = former.count(mid)
    await until(lambda: former.count(mid) > count + 10)
    times = former.arrivals[mid]
    assert max(later - earlier for earlier, later in itertools.pairwise(times)) < GAP_SECONDS

    count = former.total()
    await lesson.route()
    await asyncio.sleep(0.1)
    both = former.total() + coming.total()
    await asyncio.sleep(0.3)
    assert former.total() + coming.total() == both, "a table that is empty closes both"

    await lesson.route(edges(lesson.tutor, lesson.alice))
    room = lesson.engine._hub.rooms[SESSION]
    await until(
        lambda: len([each for each in room.receivers if each.person == lesson.alice.id]) == 1,
        limit_seconds=FORGOTTEN_SECONDS,
    )
    before = coming.count(picture)
    await until(lambda: coming.count(picture) > before + 2)
    coming.close()


async def test_a_try_that_does_not_come_up_changes_nothing(lesson: Lesson) -> None:
    """Nor does it take the answer to an offer for the connection that is well."""
    await lesson.route(edges(lesson.tutor, lesson.alice))
    await lesson.alice.receives(lesson.tutor, TrackKind.AUDIO)
    before, wanted = lesson.alice.offer, frozenset({lesson.tutor.id})
    offer = await lesson.engine.subscribe(SESSION, lesson.alice.id, lesson.alice.page, wanted, beside=True)
    assert offer is not None
    nobody = Receiving()
    await lesson.engine.accept(SESSION, lesson.alice.id, lesson.alice.page, nobody.answer(offer.sdp))
    trial = Publishing()
    await lesson.engine.publish(SESSION, lesson.alice.id, lesson.alice.page, trial.offer, beside=True)

    await lesson.tutor.publish()  # both connections of Alice's page are offered it
    await lesson.alice.is_offered(lesson.tutor, fresh=False, after=before)
    await lesson.alice.receives(lesson.tutor, TrackKind.AUDIO)
    nobody.close()
    trial.close()


def _quiet(person: Person) -> set[str]:
    sections = [] if person.offer is None else person.offer.sdp.split("\nm=")[1:]
    quiet = [each for each in sections if "a=inactive" in each or each.split(" ", 2)[1] == "0"]
    return {each.split("a=mid:", 1)[1].split()[0] for each in quiet}


async def test_who_is_sent_away_in_the_middle_of_moving_blinds_nobody_to_what_they_receive(lesson: Lesson) -> None:
    """Two connections end at once: of both together, whoever received them is told in one negotiation."""
    await lesson.route(edges(lesson.alice, lesson.tutor), edges(lesson.bob, lesson.tutor))
    await lesson.tutor.receives(lesson.bob, TrackKind.VIDEO)
    before = lesson.tutor.offer
    await lesson.alice.publish(beside=True)
    await lesson.tutor.is_offered(lesson.alice, fresh=False, after=before)
    pages = {each.id: each.page for each in (lesson.tutor, lesson.bob)}
    await lesson.engine.keep(SESSION, pages)
    await lesson.tutor.receives(lesson.bob, TrackKind.VIDEO)
    await lesson.route()
    await asyncio.sleep(0.1)
    await lesson.tutor.gets_nothing()


async def test_a_connection_with_an_offer_that_nobody_knows_of_is_closed_and_forwards_nothing(lesson: Lesson) -> None:
    """The server died between the engine's offer and writing it down."""
    await lesson.route(edges(lesson.alice, lesson.tutor), edges(lesson.bob, lesson.tutor))
    tutor = lesson.events.people.pop(lesson.tutor.id)
    await tutor.receives(lesson.bob, TrackKind.VIDEO)
    room = lesson.engine._hub.rooms[SESSION]
    (receiver,) = [each for each in room.receivers if each.person == tutor.id]
    await lesson.alice.publish()
    await until(lambda: receiver.offer is not None)
    receiver.offer = None
    await until(lambda: receiver not in room.receivers)
    await lesson.route()
    await asyncio.sleep(0.1)
    await tutor.gets_nothing()
