"""Claims jobs and does them beside everything else, a few of each lane at once. What is heavy in them goes on in other
processes (`children.lowly`)."""

import asyncio
from contextlib import suppress

from deskside.domain.jobs import Job
from deskside.ports.doing import Lane
from deskside.services.jobs import RENEW_MS, JobService

LOOK_SECONDS = 0.5
"""How long something that is due waits for whoever looks next."""
AT_ONCE = {Lane.SOON: 3, Lane.ALONG: 1, Lane.SLOW: 1}
"""Of each lane. Their processes share what lessons leave of the machine."""


class Worker:
    """`owner`: names this process in the database."""

    def __init__(self, jobs: JobService, owner: str) -> None:
        self._jobs = jobs
        self._owner = owner

    async def work(self, lane: Lane) -> None:
        """One job after the other until none is due."""
        while (job := await self._jobs.claim(lane, self._owner)) is not None:
            await self._do(job)

    async def _do(self, job: Job) -> None:
        """As long as it is ours. When this is cancelled the job goes back at once."""
        doing = asyncio.create_task(self._jobs.do(job), name=f"job {job.kind} {job.key}")
        until = job.leased_until
        try:
            while not doing.done():
                await asyncio.wait({doing}, timeout=RENEW_MS / 1_000)
                if not doing.done() and until is not None:
                    until = await self._jobs.renew(job, until)
                if not doing.done() and until is None:
                    doing.cancel()
                    await asyncio.wait({doing})
        except asyncio.CancelledError:
            if not doing.done():
                doing.cancel()
                await asyncio.wait({doing})
                await self._jobs.give_back(job)
            raise
        with suppress(asyncio.CancelledError):
            doing.result()
