"""The real engine dies, hangs, outlives its server and is claimed again."""

import asyncio
import json
import os
import signal
import stat
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from bench.lean.transport import machine_address

from deskside.domain.ids import SessionId
from deskside.domain.tracks import TrackKind
from deskside.media.janus.config import JanusSettings
from deskside.media.janus.engine import JanusEngine
from deskside.ports.media import EngineLost, EngineRefused, EngineRestarted, EngineUnavailable, PublisherConnected
from tests.media.installed import janus_settings
from tests.media.people import EventLog, Person, edge, edges, until
from tests.media.remote import RemoteEngine

pytestmark = pytest.mark.engine

SESSION = SessionId("algebra")
LONGEST_GAP_SECONDS = 0.1


@pytest.fixture
def settings(tmp_path: Path) -> JanusSettings:
    return janus_settings(tmp_path / "engine")


@pytest.fixture
async def engine(settings: JanusSettings) -> AsyncIterator[JanusEngine]:
    engine = JanusEngine(settings)
    await engine.start()
    yield engine
    await engine.stop(keep=False)


def pid_of(settings: JanusSettings) -> int:
    """Process number of the running engine."""
    state = json.loads((settings.run_dir / "janus.json").read_text())
    return int(state["identity"]["pid"])


def lives(pid: int) -> bool:
    """False also for a zombie."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def owner_of(pid: int) -> int:
    return Path(f"/proc/{pid}").stat().st_uid


def command_line_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_text()


async def test_a_killed_engine_is_replaced_by_an_empty_one(engine: JanusEngine, settings: JanusSettings) -> None:
    events = EventLog(engine)
    await engine.open_room(SESSION)
    tutor = Person(engine, SESSION, "tutor", events)
    await tutor.publish()
    killed_at = time.monotonic()

    os.kill(pid_of(settings), signal.SIGKILL)

    await until(lambda: EngineLost() in events.seen)
    await until(lambda: EngineRestarted() in events.seen)
    print(f"engine back after {(time.monotonic() - killed_at) * 1000:.0f} ms")
    with pytest.raises(EngineRefused):
        await engine.route(SESSION, frozenset())
    await engine.open_room(SESSION)
    await tutor.publish()
    assert await engine.healthy()
    tutor.close()
    events.close()


async def test_calls_while_the_engine_is_away_say_try_again(engine: JanusEngine, settings: JanusSettings) -> None:
    await engine.open_room(SESSION)
    os.kill(pid_of(settings), signal.SIGSTOP)

    with pytest.raises(EngineUnavailable):
        await engine.open_room(SessionId("geometry"))

    assert not await engine.healthy()


async def test_an_engine_that_hangs_is_killed_and_replaced(engine: JanusEngine, settings: JanusSettings) -> None:
    events = EventLog(engine)
    hanging = pid_of(settings)
    hung_at = time.monotonic()

    os.kill(hanging, signal.SIGSTOP)

    await until(lambda: EngineRestarted() in events.seen)
    print(f"hang noticed and engine back after {time.monotonic() - hung_at:.1f} s")
    assert not lives(hanging)
    assert await engine.healthy()
    events.close()


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
    arrivals = alice.receiving.arrivals if alice.receiving else {}
    died_at = time.monotonic()

    await first.die()
    second = JanusEngine(janus_settings(run_dir))
    await second.start()
    claimed_at = time.monotonic()
    events_after = EventLog(second)
    await events_after.wait_for(PublisherConnected(SESSION, tutor.id))
    assert await second.open_room(SESSION) == SESSION
    assert await second.route(SESSION, table) == table
    await alice.receives(tutor, TrackKind.AUDIO)

    audio = [at for at in arrivals[alice.mid(tutor, TrackKind.AUDIO)] if at > died_at - 0.5]
    longest = max(later - earlier for earlier, later in pairwise(audio))
    print(f"claimed {claimed_at - died_at:.2f} s after the kill, longest gap {longest * 1000:.0f} ms")
    assert longest < LONGEST_GAP_SECONDS

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


async def test_an_unreadable_state_means_a_fresh_engine(settings: JanusSettings) -> None:
    settings.run_dir.mkdir(parents=True)
    (settings.run_dir / "janus.json").write_text('{"identity": 1}')
    engine = JanusEngine(settings)

    await engine.start()

    assert await engine.healthy()
    await engine.stop(keep=False)


async def test_an_engine_that_is_not_there_is_unavailable(settings: JanusSettings) -> None:
    engine = JanusEngine(replace(settings, binary=settings.run_dir / "bin" / "janus"))

    with pytest.raises(EngineUnavailable):
        await engine.start()


async def test_the_engine_is_not_root_and_its_secrets_are_private(engine: JanusEngine, settings: JanusSettings) -> None:
    pid = pid_of(settings)

    assert owner_of(pid) != 0
    configuration = (settings.run_dir / "config").iterdir()
    for path in [settings.run_dir / "janus.json", settings.run_dir / "janus.log", *configuration]:
        assert stat.S_IMODE(path.stat().st_mode) == 0o600, path
    access = json.loads((settings.run_dir / "janus.json").read_text())["access"]
    assert not any(str(value) in command_line_of(pid) for value in access.values())
    for port in (access["api_port"], access["admin_port"]):
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(machine_address(), port)


async def test_a_stopped_engine_leaves_no_process(settings: JanusSettings) -> None:
    engine = JanusEngine(settings)
    await engine.start()
    pid = pid_of(settings)

    await engine.stop(keep=False)

    assert not lives(pid)
    assert not (settings.run_dir / "janus.json").exists()
