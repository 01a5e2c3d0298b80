"""What the real engine forwards, seen from the packets that arrive."""

import asyncio
import random
import time

import pytest

from deskside.domain.ids import PageId
from deskside.domain.tracks import Layer, TrackKind
from deskside.ports.media import LinkMeasured
from tests.media.lesson import SESSION, Lesson
from tests.media.peer import SIZES, Receiving
from tests.media.people import Person, edge, edges, until, until_in_force

pytestmark = pytest.mark.engine

TOGGLES = 200
IN_FLIGHT_SECONDS = 0.005
"""A packet that was sent before `route` returned may still be in our socket; loopback takes far less."""


def requests(person: Person) -> int:
    """Keyframes that the engine has asked this person for."""
    assert person.publishing is not None
    return len(person.publishing.keyframe_requests)


async def quiet(lesson: Lesson, person: Person) -> int:
    """Wait until the engine would ask this person again; returns how often it has.

    It drops what is asked for within a second of the former request, and within the first second of its own life.
    """
    asked = person.publishing.keyframe_requests if person.publishing else []
    await until(lambda: time.monotonic() - max([lesson.started, *asked[-1:]]) > 1.1)
    return len(asked)


async def test_nothing_is_forwarded_before_a_table_says_so(lesson: Lesson) -> None:
    for person in (lesson.tutor, lesson.alice, lesson.bob):
        await person.gets_nothing(seconds=0.3)
        assert person.receiving is not None
        assert person.receiving.total() == 0


async def test_no_packet_of_a_former_page_arrives_nor_reaches_it(lesson: Lesson) -> None:
    table = edges(lesson.alice, lesson.tutor) | edges(lesson.tutor, lesson.alice)
    pages = {each.id: each.page for each in (lesson.tutor, lesson.alice, lesson.bob)}
    await lesson.engine.keep(SESSION, pages)
    await lesson.route(table)
    await lesson.tutor.receives(lesson.alice, TrackKind.AUDIO)

    await lesson.engine.keep(SESSION, {**pages, lesson.alice.id: PageId("newer")})

    assert await lesson.route(table) == frozenset()
    await lesson.tutor.gets_nothing()
    await lesson.alice.gets_nothing()


async def test_what_the_table_says_arrives_and_nothing_else(lesson: Lesson) -> None:
    await lesson.route(edges(lesson.tutor, lesson.alice), {edge(lesson.bob, lesson.tutor, TrackKind.VIDEO)})

    for kind in TrackKind:
        await lesson.alice.receives(lesson.tutor, kind)
    await lesson.tutor.receives(lesson.bob, TrackKind.VIDEO)
    await lesson.bob.gets_nothing()
    assert lesson.tutor.received(lesson.alice, TrackKind.AUDIO) == 0
    assert lesson.tutor.received(lesson.bob, TrackKind.AUDIO) == 0


async def test_no_packet_of_a_closed_edge_arrives_after_route_has_returned(lesson: Lesson) -> None:
    choice = random.Random(1)
    everything = [
        *edges(lesson.tutor, lesson.alice),
        *edges(lesson.tutor, lesson.bob),
        *edges(lesson.alice, lesson.tutor),
    ]
    receivers = (lesson.alice, lesson.bob, lesson.tutor)
    leaked, milliseconds = [], []
    for _ in range(TOGGLES):
        table = frozenset(route for route in everything if choice.random() < 0.5)
        asked = time.monotonic()
        assert await lesson.route(table) == table
        milliseconds.append((time.monotonic() - asked) * 1000)
        closed_at = time.monotonic() + IN_FLIGHT_SECONDS
        await asyncio.sleep(0.05)
        for person in receivers:
            assert person.receiving is not None
            assert person.offer is not None
            open_edges = {(route.source, route.kind) for route in table if route.target == person.id}
            for stream in person.offer.streams:
                if (stream.source, stream.kind) not in open_edges:
                    leaked += [at - closed_at for at in person.receiving.arrivals[stream.mid] if at > closed_at]
    milliseconds.sort()
    print(f"route: p50 {milliseconds[TOGGLES // 2]:.1f} ms, p95 {milliseconds[TOGGLES * 95 // 100]:.1f} ms")
    assert leaked == []


@pytest.mark.parametrize("layer", list(Layer))
async def test_the_layer_of_the_table_arrives(lesson: Lesson, layer: Layer) -> None:
    await lesson.route(edges(lesson.tutor, lesson.alice, Layer.HIGH))
    await lesson.alice.receives(lesson.tutor, TrackKind.VIDEO)

    await lesson.route({edge(lesson.tutor, lesson.alice, TrackKind.VIDEO, layer)})

    receiving, mid = lesson.alice.receiving, lesson.alice.mid(lesson.tutor, TrackKind.VIDEO)
    assert receiving is not None
    await until(lambda: 0 <= receiving.last_size[mid] - SIZES[layer] < 100)


async def test_opening_video_asks_its_source_for_a_keyframe(lesson: Lesson) -> None:
    before = await quiet(lesson, lesson.tutor)

    await lesson.route({edge(lesson.tutor, lesson.alice, TrackKind.VIDEO)})

    await until(lambda: requests(lesson.tutor) > before)


async def test_no_keyframe_is_asked_for_before_it_could_arrive(lesson: Lesson) -> None:
    """Only one a second is asked for: one that comes too early costs the page that second."""
    await lesson.route(edges(lesson.tutor, lesson.alice, Layer.LOW))
    before = await quiet(lesson, lesson.tutor)
    page, wanted, receiving = PageId("again"), frozenset({lesson.tutor.id}), Receiving()
    offer = await lesson.engine.signalling.subscribe(SESSION, lesson.alice.id, page, wanted)
    assert offer is not None

    await lesson.engine.signalling.accept(SESSION, lesson.alice.id, page, receiving.answer(offer.sdp))
    await lesson.route(edges(lesson.tutor, lesson.alice, Layer.LOW))
    await lesson.alice.receives(lesson.tutor, TrackKind.AUDIO)  # a request would have come by now
    assert requests(lesson.tutor) == before

    await receiving.start()
    await until(lambda: requests(lesson.tutor) > before)
    video = next(each.mid for each in offer.streams if each.kind is TrackKind.VIDEO)
    await until(lambda: receiving.count(video) > 0)
    receiving.close()


async def test_refresh_asks_for_keyframes_in_both_directions(lesson: Lesson) -> None:
    await lesson.route(edges(lesson.tutor, lesson.alice), edges(lesson.alice, lesson.tutor))
    tutors, alices = await asyncio.gather(quiet(lesson, lesson.tutor), quiet(lesson, lesson.alice))

    await lesson.engine.refresh(SESSION, lesson.alice.id)

    await until(lambda: requests(lesson.tutor) > tutors and requests(lesson.alice) > alices)


async def test_after_publishing_again_only_what_the_table_says_arrives(lesson: Lesson) -> None:
    await lesson.route({edge(lesson.tutor, lesson.alice, TrackKind.AUDIO)})
    await lesson.alice.receives(lesson.tutor, TrackKind.AUDIO)
    former, bobs = lesson.alice.offer, lesson.bob.offer

    await lesson.tutor.publish()
    await lesson.alice.is_offered(lesson.tutor, fresh=False, after=former)
    await lesson.bob.is_offered(lesson.tutor, fresh=False, after=bobs)

    video = lesson.alice.received(lesson.tutor, TrackKind.VIDEO), lesson.alice.received(lesson.tutor, TrackKind.SCREEN)
    await lesson.alice.receives(lesson.tutor, TrackKind.AUDIO)
    await lesson.bob.gets_nothing()
    assert video == (
        lesson.alice.received(lesson.tutor, TrackKind.VIDEO),
        lesson.alice.received(lesson.tutor, TrackKind.SCREEN),
    )


async def test_when_two_sources_change_at_once_every_edge_is_still_the_tables(lesson: Lesson) -> None:
    await lesson.route(edges(lesson.alice, lesson.tutor))
    await lesson.tutor.receives(lesson.alice, TrackKind.AUDIO)

    for _ in range(5):
        await asyncio.gather(lesson.alice.publish(), lesson.bob.publish())
        await until(lambda: lesson.tutor.answered)

    await until_in_force(lesson.engine, SESSION, edges(lesson.alice, lesson.tutor))
    for kind in TrackKind:
        await lesson.tutor.receives(lesson.alice, kind)
        mid = lesson.tutor.mid(lesson.bob, kind)
        assert lesson.tutor.receiving is not None
        arrived = lesson.tutor.receiving.count(mid)
        await lesson.tutor.receives(lesson.alice, kind)
        assert lesson.tutor.receiving.count(mid) == arrived


async def test_who_subscribes_again_receives_at_once_what_the_table_says(lesson: Lesson) -> None:
    await lesson.route({edge(lesson.tutor, lesson.alice, TrackKind.AUDIO)})

    await lesson.alice.subscribe(lesson.tutor)

    await lesson.alice.receives(lesson.tutor, TrackKind.AUDIO)
    assert lesson.alice.received(lesson.tutor, TrackKind.VIDEO) == 0


async def test_who_is_expelled_gets_nothing_and_sends_nothing(lesson: Lesson) -> None:
    await lesson.route(edges(lesson.tutor, lesson.alice), edges(lesson.alice, lesson.tutor))
    await lesson.alice.receives(lesson.tutor, TrackKind.AUDIO)
    await lesson.tutor.receives(lesson.alice, TrackKind.AUDIO)

    await lesson.engine.expel(SESSION, lesson.alice.id)

    await lesson.alice.gets_nothing()
    await lesson.tutor.gets_nothing()


async def test_links_are_measured_for_everyone_who_is_connected(lesson: Lesson) -> None:
    await lesson.route(edges(lesson.tutor, lesson.alice))

    def measured() -> bool:
        samples = [each for each in lesson.events.seen if isinstance(each, LinkMeasured) and each.loss_percent == 0.0]
        return {each.person for each in samples if (each.bitrate_bps or 0) > 100_000} >= {
            lesson.tutor.id,
            lesson.alice.id,
            lesson.bob.id,
        }

    await until(measured)


async def test_what_is_sent_to_somebody_is_measured(lesson: Lesson) -> None:
    await lesson.route(edges(lesson.tutor, lesson.alice))

    def measured() -> bool:
        samples = [each for each in lesson.events.seen if isinstance(each, LinkMeasured)]
        sent = {each.person: each.delivery.sent_bps for each in samples if each.delivery is not None}
        return sent.get(lesson.alice.id, 0) > 100_000

    await until(measured)
