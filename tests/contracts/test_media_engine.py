"""What every engine that we signal for promises; proved over the fake, and over Janus with real connections."""

from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.domain.tracks import Frames, Layer, Route, TrackKind
from deskside.ports.media import EngineRefused, MediaEngine, PublisherLost, Signalling
from tests.fakes.engine import FakeEngine
from tests.media.copied import taped_engine
from tests.media.people import EventLog, PaperPerson, Person, edge, edges

SESSION = SessionId("algebra")
ELSEWHERE = SessionId("geometry")


@dataclass(frozen=True)
class Stage:
    """An engine with one open room, and people that can be brought into it."""

    engine: MediaEngine
    signalling: Signalling
    events: EventLog
    person: Callable[[str], Person]


@pytest.fixture(params=["fake", pytest.param("janus", marks=pytest.mark.engine)])
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    fake = request.param == "fake"
    engine = FakeEngine() if fake else taped_engine(tmp_path / "engine")
    await engine.start()
    await engine.open_room(SESSION)
    events = EventLog(engine)
    make = PaperPerson if fake else Person
    yield Stage(engine, engine.signalling, events, lambda name: make(engine.signalling, SESSION, name, events))
    events.close()
    for person in events.people.values():
        person.close()
    await engine.stop(keep=False)


async def pair(stage: Stage) -> tuple[Person, Person]:
    """A tutor and Alice, connected in both directions, with nothing forwarded."""
    tutor, alice = stage.person("tutor"), stage.person("alice")
    await tutor.publish()
    await alice.publish()
    await tutor.subscribe(alice)
    await alice.subscribe(tutor)
    return tutor, alice


async def test_a_room_is_opened_once(stage: Stage) -> None:
    first = await stage.engine.open_room(SESSION)

    assert await stage.engine.open_room(SESSION) == first
    assert await stage.engine.open_room(ELSEWHERE) != first


async def test_a_room_can_be_closed_twice_and_opened_again(stage: Stage) -> None:
    await stage.engine.close_room(SESSION)
    await stage.engine.close_room(SESSION)
    await stage.engine.open_room(SESSION)

    assert await stage.engine.route(SESSION, frozenset()) == frozenset()


async def test_a_table_without_a_room_is_refused(stage: Stage) -> None:
    with pytest.raises(EngineRefused):
        await stage.engine.route(ELSEWHERE, frozenset())


async def test_what_is_no_session_description_is_refused(stage: Stage) -> None:
    with pytest.raises(EngineRefused):
        await stage.signalling.publish(SESSION, UserId("mallory"), PageId("p"), "m=audio")


async def test_an_answer_to_nothing_is_refused(stage: Stage) -> None:
    tutor, alice = await pair(stage)

    with pytest.raises(EngineRefused):
        await stage.signalling.accept(SESSION, alice.id, alice.page, "v=0\r\n")
    with pytest.raises(EngineRefused):
        await stage.signalling.accept(SESSION, tutor.id, PageId("another page"), "v=0\r\n")


async def test_nothing_is_in_force_before_a_table(stage: Stage) -> None:
    await pair(stage)

    assert await stage.engine.route(SESSION, frozenset()) == frozenset()


async def test_a_table_between_connected_people_is_in_force_when_route_returns(stage: Stage) -> None:
    tutor, alice = await pair(stage)
    table = edges(tutor, alice) | edges(alice, tutor, Layer.MEDIUM)

    assert await stage.engine.route(SESSION, table) == table
    assert await stage.engine.route(SESSION, table) == table


async def test_the_newest_table_replaces_the_former(stage: Stage) -> None:
    tutor, alice = await pair(stage)
    await stage.engine.route(SESSION, edges(tutor, alice) | edges(alice, tutor))
    narrower = frozenset({edge(alice, tutor, TrackKind.VIDEO, Layer.LOW)})

    assert await stage.engine.route(SESSION, narrower) == narrower
    assert await stage.engine.route(SESSION, frozenset()) == frozenset()


async def test_fewer_frames_of_a_picture_are_in_force_and_all_of_them_again(stage: Stage) -> None:
    tutor, alice = await pair(stage)
    face = edge(alice, tutor, TrackKind.VIDEO, Layer.LOW)
    for frames in (Frames.ALL, Frames.FEW, Frames.HALF, Frames.ALL):
        table = frozenset({replace(face, frames=frames)})
        assert await stage.engine.route(SESSION, table) == table


async def test_an_edge_to_nobody_is_not_in_force(stage: Stage) -> None:
    tutor, alice = await pair(stage)
    absent = Route(tutor.id, UserId("bob"), TrackKind.AUDIO)

    assert await stage.engine.route(SESSION, frozenset({absent, edge(tutor, alice, TrackKind.AUDIO)})) == {
        edge(tutor, alice, TrackKind.AUDIO)
    }


async def test_an_edge_to_someone_who_never_subscribed_to_its_source_is_not_in_force(stage: Stage) -> None:
    _, alice = await pair(stage)
    bob = stage.person("bob")
    await bob.publish()

    assert await stage.engine.route(SESSION, edges(bob, alice)) == frozenset()


async def test_who_waits_for_a_source_gets_an_offer_when_it_publishes(stage: Stage) -> None:
    tutor, alice = stage.person("tutor"), stage.person("alice")
    await alice.subscribe(tutor)
    assert alice.offer is None
    await stage.engine.route(SESSION, edges(tutor, alice))

    await tutor.publish()

    await alice.is_offered(tutor, fresh=True)
    assert await stage.engine.route(SESSION, edges(tutor, alice)) == edges(tutor, alice)


async def test_a_second_source_comes_by_renegotiation(stage: Stage) -> None:
    tutor, alice, bob = (stage.person(name) for name in ("tutor", "alice", "bob"))
    await alice.publish()
    await tutor.subscribe(alice, bob)
    await stage.engine.route(SESSION, edges(alice, tutor) | edges(bob, tutor))

    await bob.publish()

    await tutor.is_offered(bob, fresh=False)
    table = edges(alice, tutor) | edges(bob, tutor)
    assert await stage.engine.route(SESSION, table) == table


async def test_a_source_that_becomes_allowed_comes_by_renegotiation(stage: Stage) -> None:
    tutor, alice, bob = (stage.person(name) for name in ("tutor", "alice", "bob"))
    await alice.publish()
    await bob.publish()
    await tutor.subscribe(alice)

    await stage.signalling.cover(SESSION, tutor.id, frozenset({alice.id, bob.id}))

    await tutor.is_offered(bob, fresh=False)
    table = edges(alice, tutor) | edges(bob, tutor)
    assert await stage.engine.route(SESSION, table) == table


async def test_a_source_that_is_not_allowed_any_more_is_not_negotiated_any_more(stage: Stage) -> None:
    tutor, alice, bob = (stage.person(name) for name in ("tutor", "alice", "bob"))
    await alice.publish()
    await bob.publish()
    await tutor.subscribe(alice, bob)

    await stage.signalling.cover(SESSION, tutor.id, frozenset({alice.id}))

    table = edges(alice, tutor) | edges(bob, tutor)
    assert await stage.engine.route(SESSION, table) == edges(alice, tutor)


async def test_who_publishes_again_is_received_again(stage: Stage) -> None:
    tutor, alice = await pair(stage)
    await stage.engine.route(SESSION, edges(tutor, alice))
    former = alice.offer

    await tutor.publish()

    await alice.is_offered(tutor, fresh=False, after=former)
    assert await stage.engine.route(SESSION, edges(tutor, alice)) == edges(tutor, alice)


async def test_who_subscribes_again_keeps_what_the_table_says(stage: Stage) -> None:
    tutor, alice = await pair(stage)
    await stage.engine.route(SESSION, edges(tutor, alice))

    await alice.subscribe(tutor)

    assert await stage.engine.route(SESSION, edges(tutor, alice)) == edges(tutor, alice)


async def test_nothing_is_forwarded_to_or_from_who_is_expelled(stage: Stage) -> None:
    tutor, alice = await pair(stage)
    await stage.engine.route(SESSION, edges(tutor, alice) | edges(alice, tutor))

    await stage.engine.expel(SESSION, alice.id)
    await stage.engine.expel(SESSION, alice.id)

    await stage.events.wait_for(PublisherLost(SESSION, alice.id))
    assert await stage.engine.route(SESSION, edges(tutor, alice) | edges(alice, tutor)) == frozenset()


async def test_a_newer_page_ends_the_connections_of_the_former_one(stage: Stage) -> None:
    tutor, alice = await pair(stage)
    table = edges(tutor, alice) | edges(alice, tutor)
    await stage.engine.keep(SESSION, {tutor.id: tutor.page, alice.id: alice.page})
    assert await stage.engine.route(SESSION, table) == table

    await stage.engine.keep(SESSION, {tutor.id: tutor.page, alice.id: PageId("newer")})

    await stage.events.wait_for(PublisherLost(SESSION, alice.id))
    assert await stage.engine.route(SESSION, table) == frozenset()


async def test_a_page_that_is_not_kept_gets_no_connection(stage: Stage) -> None:
    tutor, alice = await pair(stage)
    await stage.engine.keep(SESSION, {tutor.id: tutor.page, alice.id: PageId("newer")})

    with pytest.raises(EngineRefused):
        await alice.publish()
    with pytest.raises(EngineRefused):
        await alice.subscribe(tutor)


async def test_who_has_no_page_has_no_connection(stage: Stage) -> None:
    tutor, alice = await pair(stage)

    await stage.engine.keep(SESSION, {tutor.id: tutor.page})

    assert await stage.engine.route(SESSION, edges(alice, tutor) | edges(tutor, alice)) == frozenset()


async def test_a_working_engine_is_healthy(stage: Stage) -> None:
    assert await stage.engine.healthy()
