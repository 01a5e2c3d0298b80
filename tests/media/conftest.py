"""What tests of the real engine begin with."""

import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from deskside.media.janus.engine import JanusEngine
from tests.media.copied import Copied
from tests.media.installed import janus_settings
from tests.media.lesson import SESSION, Lesson
from tests.media.people import EventLog, Person


@pytest.fixture
async def lesson(tmp_path: Path) -> AsyncIterator[Lesson]:
    engine = JanusEngine(janus_settings(tmp_path / "engine"))
    await engine.start()
    started = time.monotonic()
    await engine.open_room(SESSION)
    events = EventLog(engine)
    tutor, alice, bob = (Person(engine, SESSION, name, events) for name in ("tutor", "alice", "bob"))
    for person in (tutor, alice, bob):
        await person.publish()
    await tutor.subscribe(alice, bob)
    await alice.subscribe(tutor)
    await bob.subscribe(tutor)
    yield Lesson(engine, events, tutor, alice, bob, started)
    events.close()
    for person in (tutor, alice, bob):
        person.close()
    await engine.stop(keep=False)


@pytest.fixture
async def copied(tmp_path: Path) -> AsyncIterator[Copied]:
    made = Copied(tmp_path / "engine")
    await made.open()
    yield made
    made.events.close()
    for person in made.people:
        person.close()
    await made.engine.stop(keep=False)
    await made.recorder.stop(keep=False)
