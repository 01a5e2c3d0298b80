"""A process that is killed while many sessions append: what it acknowledged is there, and nothing is there by half."""

import os
import signal
import subprocess
import sys
from functools import reduce
from pathlib import Path

from tests.contracts.room import CENTER, Room

from deskside.domain.evolve import evolve
from deskside.domain.ids import Seq, SessionId
from deskside.storage.database import Database, migrate

SESSIONS, ACKNOWLEDGED = 8, 300
WRITER = """
import asyncio, sys
from deskside.domain import events as ev
from deskside.storage.database import Database
from tests.contracts.room import Room, change, populate

async def go_on(storage, session):
    while True:
        made = [change(session, ev.SessionPaused(), session.seq)]
        made.append(change(made[0][2], ev.SessionResumed(), session.seq))
        await storage.append((tuple(made),))
        session = made[-1][2]
        print(session.id, session.seq, flush=True)

async def main(url, number):
    storage = Database(url).storage()
    await populate(storage)
    rooms = [await Room(storage, f"session-{at}").open() for at in range(number)]
    await asyncio.gather(*(go_on(storage, room.session) for room in rooms))

asyncio.run(main(sys.argv[1], int(sys.argv[2])))
"""


def said_before_a_kill(url: str) -> dict[SessionId, int]:
    """The last number that each session's writer was told."""
    command = [sys.executable, "-c", WRITER, url, str(SESSIONS)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        said = [writer.stdout.readline() for _ in range(ACKNOWLEDGED)]
        os.kill(writer.pid, signal.SIGKILL)
        said += [line for line in writer.stdout if line.endswith("\n")]
    return {SessionId(name): int(seq) for name, seq in (line.split() for line in said)}


async def test_what_was_acknowledged_before_a_kill_is_there_and_whole(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'deskside.db'}"
    await migrate(url)
    acknowledged = said_before_a_kill(url)
    assert len(acknowledged) == SESSIONS
    database = Database(url)
    async with database.storage().reading() as work:
        for session_id, seq in acknowledged.items():
            session = await work.sessions.load(CENTER, session_id)
            log = await work.sessions.events_after(session_id, Seq(0))
            assert session is not None
            assert seq <= session.seq == len(log) == log[-1].seq
            assert session.seq % 2 == 0, "an act is there as a whole"
            assert session == reduce(evolve, log, Room(database.storage(), session_id).first)
    await database.close()
