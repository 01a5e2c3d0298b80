"""People whose networks have IPv6 only reach the real engine."""

from pathlib import Path

import pytest
from bench.lean import sdp

from deskside.domain.ids import SessionId
from deskside.domain.tracks import Route, TrackKind
from deskside.media.janus.engine import JanusEngine
from deskside.relay.addresses import own_addresses
from tests.media.installed import janus_settings
from tests.media.peer import Publishing, Receiving
from tests.media.people import EventLog, Person

pytestmark = pytest.mark.engine

SESSION = SessionId("algebra")


async def test_sound_goes_by_ipv6_both_ways(tmp_path: Path) -> None:
    address = next((each for each in own_addresses(()) if ":" in each), None)
    if address is None:
        pytest.skip("this machine has no address of IPv6 but loopback")

    by_six: str = address

    class PublishingBySix(Publishing):
        def __init__(self) -> None:
            super().__init__(by_six)

        async def start(self, answer: str) -> None:
            assert sdp.parse(answer, by_six).end.address == by_six, "the engine is told to be there"
            await super().start(answer)

    class ReceivingBySix(Receiving):
        def __init__(self) -> None:
            super().__init__(by_six)

    engine = JanusEngine(janus_settings(tmp_path / "engine"))
    await engine.start()
    await engine.open_room(SESSION)
    events = EventLog(engine)
    tutor, alice = (Person(engine, SESSION, name, events) for name in ("tutor", "alice"))
    for person in (tutor, alice):
        person.make_publishing, person.make_receiving = PublishingBySix, ReceivingBySix
        await person.publish()
    await tutor.subscribe(alice)
    await alice.subscribe(tutor)
    await engine.route(
        SESSION,
        frozenset({Route(tutor.id, alice.id, TrackKind.AUDIO), Route(alice.id, tutor.id, TrackKind.AUDIO)}),
    )
    await alice.receives(tutor, TrackKind.AUDIO)
    await tutor.receives(alice, TrackKind.AUDIO)
    events.close()
    for person in (tutor, alice):
        person.close()
    await engine.stop(keep=False)
