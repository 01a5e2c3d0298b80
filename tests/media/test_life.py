"""The real engine dies, hangs, cannot be had, and keeps to itself."""

import asyncio
import errno
import json
import os
import signal
import stat
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from bench.lean.transport import machine_address
from structlog.testing import capture_logs

from deskside.domain.ids import SessionId
from deskside.media.janus.config import JanusSettings
from deskside.media.janus.engine import JanusEngine
from deskside.media.janus.running import Running
from deskside.ports.media import EngineLost, EngineRefused, EngineRestarted, EngineUnavailable
from tests.media.installed import janus_settings, pid_of
from tests.media.people import EventLog, Person, until

pytestmark = pytest.mark.engine

SESSION = SessionId("algebra")


@pytest.fixture
def settings(tmp_path: Path) -> JanusSettings:
    return janus_settings(tmp_path / "engine")


@pytest.fixture
async def engine(settings: JanusSettings) -> AsyncIterator[JanusEngine]:
    engine = JanusEngine(settings)
    await engine.start()
    yield engine
    await engine.stop(keep=False)


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


async def test_a_full_disk_costs_the_engine_only_for_as_long_as_it_is_full(
    engine: JanusEngine, settings: JanusSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    events, tried = EventLog(engine), list[int]()

    async def full(*_: object) -> Running:
        tried.append(1)
        monkeypatch.undo()
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("deskside.media.janus.engine.spawn", full)
    os.kill(pid_of(settings), signal.SIGKILL)
    await until(lambda: EngineRestarted() in events.seen)
    assert tried == [1]
    assert await engine.open_room(SESSION) == SESSION
    events.close()


async def test_a_program_that_cannot_be_looked_after_does_not_run_on(
    settings: JanusSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = list[int]()

    def fails(pid: int, *_: object) -> None:
        started.append(pid)
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("deskside.children.process.watch", fails)
    with pytest.raises(EngineUnavailable, match="No space left"):
        await JanusEngine(settings).start()
    assert [lives(pid) for pid in started] == [False]


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


async def test_a_server_that_was_late_itself_takes_no_engine_for_dead(settings: JanusSettings) -> None:
    """The engine is stopped for longer than two questions wait for: as unheard as if our own loop had stood still."""
    late = 2.0
    engine = JanusEngine(replace(settings, loop_late_seconds=lambda _: late))
    await engine.start()
    events, pid = EventLog(engine), pid_of(settings)
    with capture_logs() as logs:
        os.kill(pid, signal.SIGSTOP)
        unheard = "engine not heard, but this server was late itself"
        await until(lambda: sum(line["event"] == unheard for line in logs) >= 3, limit_seconds=30)
        os.kill(pid, signal.SIGCONT)
    assert lives(pid)
    assert EngineLost() not in events.seen
    await until_healthy(engine)
    late = 0.0
    os.kill(pid, signal.SIGSTOP)
    await until(lambda: EngineRestarted() in events.seen, limit_seconds=30)
    assert not lives(pid)
    events.close()
    await engine.stop(keep=False)


async def until_healthy(engine: JanusEngine) -> None:
    async with asyncio.timeout(30):
        while not await engine.healthy():  # noqa: ASYNC110 - the port has no event for it
            await asyncio.sleep(0.05)


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
