"""A process that is killed while acts of a few sessions come at once: every act that was answered is there under the
number that was answered, and the log is whole."""

import os
import signal
import subprocess
import sys
from functools import reduce
from pathlib import Path

from deskside.domain.evolve import evolve
from deskside.domain.ids import Seq, SessionId
from deskside.storage.database import Database
from tests.contracts.room import CENTER, Room

SESSIONS, PAGES, ANSWERED = 3, 8, 300
WRITER = """
import asyncio, sys
from deskside.domain import events as ev
from deskside.domain.access import Actor, Right
from deskside.domain.ids import ActId
from deskside.domain.people import Role
from deskside.services.door import By, Door
from deskside.services.once import Asked, asked
from deskside.services.routing import Router
from deskside.storage.database import Database
from tests.contracts.room import CENTER, TUTOR, Room, populate
from tests.fakes.broadcast import RecordedBroadcast
from tests.fakes.clock import HeldClock
from tests.fakes.engine import FakeEngine

def decide(session):
    return (ev.SessionPaused(), ev.SessionResumed())

async def page(door, session, number):
    by, act = By(Actor(TUTOR, CENTER, Role.TEACHER, "Tutor"), Right.MANAGE), 0
    while True:
        act += 1
        with asked(Asked(ActId(f"page-{number}-{act}"))):
            seq = (await door.act(by, session.id, decide)).seq
        print(session.id, seq, f"page-{number}-{act}", flush=True)

async def main(url, sessions, pages):
    storage, told, clock = Database(url).storage(), RecordedBroadcast(), HeldClock()
    await populate(storage)
    rooms = [await Room(storage, f"session-{at}").open() for at in range(sessions)]
    door = Door(storage, told, Router(FakeEngine(), told, clock), clock)
    await asyncio.gather(*(page(door, room.session, number) for number in range(pages) for room in rooms))

asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
"""


def answered_before_a_kill(url: str) -> list[tuple[SessionId, int, str]]:
    """Session, number and name of each act that was answered."""
    command = [sys.executable, "-c", WRITER, url, str(SESSIONS), str(PAGES)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment, cwd=Path.cwd()) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(ANSWERED)]
        os.kill(writer.pid, signal.SIGKILL)
        said += [line for line in writer.stdout if line.endswith("\n")]
    return [(SessionId(name), int(seq), act) for name, seq, act in (line.split() for line in said)]


async def test_acts_that_were_answered_before_a_kill_are_there_under_their_numbers(database_url: str) -> None:
    answered = answered_before_a_kill(database_url)
    assert {name for name, _, _ in answered} == {SessionId(f"session-{at}") for at in range(SESSIONS)}
    database = Database(database_url)
    async with database.storage().reading() as work:
        for of in {name for name, _, _ in answered}:
            session, log = await work.sessions.load(CENTER, of), await work.sessions.events_after(of, Seq(0))
            assert [x.seq for x in log] == list(range(1, len(log) + 1))
            assert len(log) % 2 == 0, "an act is there as a whole"
            assert session == reduce(evolve, log, Room(database.storage(), of).first)
            by_number = {x.seq: x.act_id for x in log}
            assert all(by_number[Seq(seq)] == act for name, seq, act in answered if name == of)
            assert len({x.act_id for x in log}) == len(log) // 2, "none was done twice"
    await database.close()
