"""The real engine outlives its server, and the next server claims it."""

import asyncio
import json
import os
import signal
import time
from itertools import pairwise
from pathlib import Path

import pytest

from deskside.domain.ids import SessionId
from deskside.domain.tracks import TrackKind
from deskside.media.janus.config import JanusSettings
from deskside.media.janus.engine import JanusEngine
from deskside.ports.media import PublisherConnected
from tests.media.installed import janus_settings, pid_of
from tests.media.peer import Receiving
from tests.media.people import EventLog, Person, edge, edges, until
from tests.media.remote import RemoteEngine

pytestmark = pytest.mark.engine

SESSION = SessionId("algebra")


@pytest.fixture
def settings(tmp_path: Path) -> JanusSettings:
    return janus_settings(tmp_path / "engine")


async def test_media_goes_on_while_the_server_is_dead_and_is_governed_by_the_next(tmp_path: Path) -> None:
    run_dir = tmp_path / "engine"
    first = await RemoteEngine.start(run_dir)
    await first.open_room(SESSION)
    events = EventLog(first)
    tutor, alice = (Person(first, SESSION, name, events) for name in ("tutor", "alice"))
    await tutor.publish()
    await alice.subscribe(tutor)
    table = edges(tutor, alice)
    await first.route(SESSION, table)
    for kind in TrackKind:
        await alice.receives(tutor, kind)
    assert isinstance(alice.receiving, Receiving)
    numbers, died_at = alice.receiving.numbers[alice.mid(tutor, TrackKind.AUDIO)], time.monotonic()
    began = len(numbers) - 1

    await first.die()
    await until(lambda: len(numbers) > began + 10)
    second = JanusEngine(janus_settings(run_dir))
    await second.start()
    print(f"claimed {time.monotonic() - died_at:.2f} s after the kill")
    events_after = EventLog(second)
    await events_after.wait_for(PublisherConnected(SESSION, tutor.id))
    assert await second.open_room(SESSION) == SESSION
    assert await second.route(SESSION, table) == table
    await alice.receives(tutor, TrackKind.AUDIO)
    assert {(later - earlier) & 0xFFFF for earlier, later in pairwise(numbers[began:])} == {1}, "no packet is missing"

    await second.route(SESSION, frozenset({edge(tutor, alice, TrackKind.VIDEO)}))
    heard = alice.received(tutor, TrackKind.AUDIO)
    await alice.receives(tutor, TrackKind.VIDEO)
    assert alice.received(tutor, TrackKind.AUDIO) == heard
    for person in (tutor, alice):
        person.close()
    events.close()
    events_after.close()
    await second.stop(keep=False)


async def test_an_offer_that_waited_while_the_server_was_dead_can_still_be_answered(settings: JanusSettings) -> None:
    first = JanusEngine(settings)
    await first.start()
    await first.open_room(SESSION)
    events = EventLog(first)
    tutor, alice = (Person(first, SESSION, name, events) for name in ("tutor", "alice"))
    await tutor.publish()
    offer = await first.subscribe(SESSION, alice.id, alice.page, frozenset({tutor.id}))
    assert offer is not None
    await first.stop(keep=True)
    events.close()

    second = JanusEngine(settings)
    await second.start()
    alice = Person(second, SESSION, "alice", events)
    await alice.take(offer)
    await second.route(SESSION, edges(tutor, alice))

    await alice.receives(tutor, TrackKind.AUDIO)
    for person in (tutor, alice):
        person.close()
    await second.stop(keep=False)


async def test_what_ended_while_the_server_was_dead_is_told_by_the_next(settings: JanusSettings) -> None:
    first = JanusEngine(settings)
    await first.start()
    await first.open_room(SESSION)
    events = EventLog(first)
    tutor = Person(first, SESSION, "tutor", events)
    await tutor.publish()
    await first.stop(keep=True)
    events.close()
    state = json.loads((settings.run_dir / "janus.json").read_text())
    state["rooms"][0]["publishers"][0]["handle"] += 1
    (settings.run_dir / "janus.json").write_text(json.dumps(state))

    second = JanusEngine(settings)
    await second.start()

    events = EventLog(second)
    await until(lambda: [type(each).__name__ for each in events.seen] == ["PublisherLost"])
    tutor.close()
    events.close()
    await second.stop(keep=False)


async def test_what_a_full_disk_kept_from_the_next_server_is_there_once_there_is_room(settings: JanusSettings) -> None:
    first = JanusEngine(settings)
    await first.start()
    engine, in_the_way = pid_of(settings), settings.run_dir / "janus.new"
    in_the_way.mkdir()  # as far as writing goes, a full disk
    await first.open_room(SESSION)
    in_the_way.rmdir()  # and nothing happens in the lesson from here on
    await until(lambda: SESSION in (settings.run_dir / "janus.json").read_text())
    await first.stop(keep=True)

    second = JanusEngine(settings)
    await second.start()

    assert pid_of(settings) == engine
    await second.route(SESSION, frozenset())  # refused in a room that it does not know
    await second.stop(keep=False)


async def test_another_program_under_the_same_number_is_left_alone(settings: JanusSettings) -> None:
    first = JanusEngine(settings)
    await first.start()
    former = pid_of(settings)
    await first.stop(keep=True)
    state = json.loads((settings.run_dir / "janus.json").read_text())
    bystander = await asyncio.create_subprocess_exec("sleep", "60")
    state["identity"]["pid"] = bystander.pid
    (settings.run_dir / "janus.json").write_text(json.dumps(state))

    second = JanusEngine(settings)
    await second.start()

    assert pid_of(settings) not in (bystander.pid, former)
    assert bystander.returncode is None
    bystander.kill()
    await bystander.wait()
    os.kill(former, signal.SIGKILL)
    await second.stop(keep=False)
