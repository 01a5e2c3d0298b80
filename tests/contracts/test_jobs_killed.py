"""Workers that are killed before and after each effect of a job: another one goes on, what was done in the database is
done once, and what lies outside of it at most once more than it was killed. Two workers never do one job at once."""

import asyncio
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

from deskside.domain.ids import Millis
from deskside.domain.jobs import JobState, NewJob
from deskside.ports.audit import AuditQuery
from deskside.storage.database import Database
from tests.contracts.room import CENTER, populate

STEPS, POINTS = 3, 10
"""Each step has one before its effect outside, one behind it, and one behind what is stored; and there is the end."""
WORKER = """
import asyncio, os, signal, sys
from deskside.domain.audit import AuditAct
from deskside.domain.ids import Millis
from deskside.domain.jobs import NewJob
from deskside.jobs.worker import Worker
from deskside.ports.audit import AuditRow
from deskside.ports.doing import Lane, Work
from deskside.services.jobs import LEASE_MS, JobService
from deskside.storage.database import Database
from tests.contracts.room import CENTER, TUTOR
from tests.fakes.broadcast import RecordedBroadcast
from tests.fakes.clock import HeldClock
from tests.fakes.engine import FakeEngine
from tests.fakes.outside import around

async def work(url, outside_file, now, dies_at):
    points = iter(range(1, 1000))

    def point():
        if next(points) == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)

    async def steps(job, progress):
        for step in range(int(job.checkpoint.get("step", 0)), STEPS):
            point()
            with open(outside_file, "a") as file:
                file.write(f"{job.key} {step}\\n")
            point()
            async with progress.transaction() as unit:
                read = AuditAct.CONTENT_READ
                await unit.audit.add(AuditRow(CENTER, Millis(now), TUTOR, read, detail=f"{job.key} {step}"))
                await unit.jobs.note(job, None, {"step": step + 1, "of": "whatever newer code notes"})
            point()
        point()

    database, clock = Database(url), HeldClock(now)
    outside = around(database.storage(), FakeEngine(), RecordedBroadcast(), clock)
    jobs = JobService(outside, {"steps": Work(steps, Lane.SOON)})
    await jobs.add(NewJob("steps", f"dies at {dies_at}", CENTER)) if dies_at else None
    await Worker(jobs, f"pid {os.getpid()}").work(Lane.SOON)
    await database.close()

def forked(*given):
    pid = os.fork()
    if not pid:
        asyncio.run(work(*given))
        os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])

url, outside_file, STEPS, points = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
now = 1_760_000_000_000
for dies_at in range(1, points + 1):
    killed, later = forked(url, outside_file, now, dies_at), now + LEASE_MS + 1
    print("ended", killed, forked(url, outside_file, later, 0), flush=True)
    now += 2 * LEASE_MS
"""


async def test_a_worker_that_is_killed_anywhere_leaves_nothing_undone_and_nothing_done_twice(
    database_url: str, tmp_path: Path
) -> None:
    database = Database(database_url)
    await populate(database.storage())
    said = await asyncio.to_thread(_run, database_url, tmp_path / "outside")
    assert said == ["ended -9 0"] * POINTS, "each was killed, and the next one came to the end"
    async with database.storage().reading() as work:
        keys = [f"dies at {number}" for number in range(1, POINTS + 1)]
        assert await work.jobs.unfinished(CENTER) == ()
        stored = Counter(line.detail for line in await work.audit.search(CENTER, AuditQuery()))
    assert stored == {f"{key} {step}": 1 for key in keys for step in range(STEPS)}
    outside = Counter((tmp_path / "outside").read_text().splitlines())
    assert set(outside) == set(stored)
    twice = [line for line, times in outside.items() if times > 1]
    assert twice == ["dies at 2 0", "dies at 5 1", "dies at 8 2"], "killed between the effect and its note"
    await database.close()


async def test_many_who_claim_at_once_get_each_job_once(database_url: str) -> None:
    ones, others = Database(database_url), Database(database_url)
    await populate(ones.storage())
    async with ones.storage().transaction() as work:
        await work.jobs.add(tuple(NewJob("steps", str(number), CENTER) for number in range(40)), Millis(1))

    async def claim_all(database: Database, owner: str) -> list[str]:
        mine: list[str] = []
        while True:
            async with database.storage().transaction() as work:
                job = await work.jobs.claim(("steps",), owner, Millis(10), Millis(99))
            if job is None:
                return mine
            assert job.state is JobState.RUNNING
            mine.append(job.key)

    servers = [(database, f"{name} {number}") for name, database in enumerate((ones, others)) for number in range(3)]
    found = await asyncio.gather(*(claim_all(*server) for server in servers))
    assert sorted(key for mine in found for key in mine) == sorted(str(number) for number in range(40))
    await ones.close()
    await others.close()


def _run(url: str, outside: Path) -> list[str]:
    command = [sys.executable, "-c", WORKER, url, str(outside), str(STEPS), str(POINTS)]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, env=environment, check=True)
    return [line for line in done.stdout.splitlines() if line.startswith("ended")]
