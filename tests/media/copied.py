"""An engine with a recorder in this process, and who is copied."""

import asyncio
import socket
from pathlib import Path

import pytest

from deskside.domain.tracks import RECORDER, Layer, Route, RoutingTable, TrackKind
from deskside.media.janus.engine import JanusEngine
from tests.fakes.recorder import LOOPBACK, Tape, TapeRecorder
from tests.media.installed import janus_settings
from tests.media.lesson import SESSION
from tests.media.peer import Publishing
from tests.media.people import EventLog, Person, until, until_in_force


def recorded(person: Person, *kinds: TrackKind) -> RoutingTable:
    return frozenset(Route(person.id, RECORDER, kind, Layer.LOW) for kind in kinds or TrackKind)


class Copied:
    """An engine with a recorder, a tutor and Alice, both publishing."""

    def __init__(self, run_dir: Path) -> None:
        self.run_dir, self.recorder = run_dir, TapeRecorder()
        self.people: list[Person] = []

    async def open(self) -> None:
        self.engine = JanusEngine(janus_settings(self.run_dir), self.recorder)
        await self.engine.start()
        await self.engine.open_room(SESSION)
        self.events = EventLog(self.engine)

    async def person(self, name: str, make: type[Publishing] = Publishing) -> Person:
        person = Person(self.engine, SESSION, name, self.events)
        person.make_publishing = make
        self.people.append(person)
        await person.publish()
        return person

    async def in_force(self, table: RoutingTable) -> None:
        await until_in_force(self.engine, SESSION, table)

    def tape(self, person: Person, kind: TrackKind) -> Tape:
        """The one that is open."""
        (found,) = (x for x in self.recorder.of(person.id, kind) if not x.closed)
        return found

    async def comes(self, person: Person, kind: TrackKind) -> None:
        """Wait until packets of it come."""
        before = len(self.tape(person, kind).packets)
        await until(lambda: len(self.tape(person, kind).packets) > before + 2)


async def nothing_is_sent_to(ports: list[int]) -> None:
    """Nobody sends there for a while."""
    sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in ports]
    for each, port in zip(sockets, ports, strict=True):
        each.settimeout(0)
        each.bind((LOOPBACK, port))
    await asyncio.sleep(0.2)
    for each in sockets:
        with pytest.raises(BlockingIOError):
            each.recv(100)
        each.close()


def taped_engine(run_dir: Path) -> JanusEngine:
    """One whose recorder is in this process."""
    return JanusEngine(janus_settings(run_dir), TapeRecorder())
