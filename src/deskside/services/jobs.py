"""Work that surely happens later: claimed with a lease, done, and brought to an end that is written down. Admins see
what is not done yet, and say when it is to be tried again.

A lease that is renewed in time keeps everybody else from a job; where a process stood still for longer than that, the
number of the claim does (`Job.fence`): whatever it writes then is refused.
"""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

import structlog

from deskside.domain import jobs as rules
from deskside.domain.access import Actor, require_admin
from deskside.domain.errors import Conflict, DomainError, NotFound
from deskside.domain.ids import Millis
from deskside.domain.jobs import Ended, Fields, Job, JobId, NewJob
from deskside.ports.blobs import BlobsUnavailable
from deskside.ports.doing import Hopeless, Lane, Later, LeaseLost, Work
from deskside.ports.storage import StorageUnavailable, UnitOfWork
from deskside.services.outside import Outside

LEASE_MS, RENEW_MS = Millis(15_000), Millis(4_000)
"""So long after a kill somebody else goes on; how often whoever does it says that it does."""
OUTAGE_SECONDS = 30.0
"""Between two attempts while database or storage are away: such are no attempts, however many they are."""
KEPT_MS = Millis(30 * 86_400_000)
"""What was done is remembered for so long, and not done again meanwhile."""

log = structlog.get_logger(__name__)


class JobService:
    """`works`: how each kind of job is done. What is of another kind waits for a version that knows it."""

    def __init__(self, outside: Outside, works: Mapping[str, Work]) -> None:
        self._outside = outside
        self._works = works
        self._kinds = {lane: tuple(kind for kind, work in works.items() if work.lane is lane) for lane in Lane}

    async def add(self, *jobs: NewJob) -> None:
        """Have these done. Whoever changes something at the same time takes `unit.jobs` of that transaction."""
        async with self._outside.storage.transaction() as unit:
            await unit.jobs.add(jobs, self._outside.clock.now())

    async def unfinished(self, actor: Actor) -> tuple[Job, ...]:
        """What is not done in the actor's center, failed jobs too, newest first (admins)."""
        require_admin(actor)
        async with self._outside.storage.reading() as unit:
            return await unit.jobs.unfinished(actor.center_id)

    async def retry(self, actor: Actor, job_id: JobId) -> None:
        """Try a job of the actor's center now, whether it failed or waits (admins). Raises NotFound, Conflict."""
        require_admin(actor)
        now = self._outside.clock.now()
        async with self._outside.storage.transaction() as unit:
            job = await unit.jobs.job(actor.center_id, job_id)
            if job is None:
                raise NotFound("There is no such job. It may have been done and forgotten.")
            if not await unit.jobs.retry(actor.center_id, job.kind, job.key, now):
                raise Conflict(f"This job is {job.state.lower()}. Only one that failed or waits can be tried again.")

    async def claim(self, lane: Lane, owner: str) -> Job | None:
        """A job to be done now by whoever calls, who then calls `do`. None: there is none. A job that ended its
        process again and again is given up here. Raises StorageUnavailable."""
        now, kinds = self._outside.clock.now(), self._kinds[lane]
        if not kinds:
            return None
        async with self._outside.storage.reading() as unit:  # the usual case: nobody waits for those who write
            if not await unit.jobs.due(kinds, now):
                return None
        async with self._outside.storage.transaction() as unit:
            job = await unit.jobs.claim(kinds, owner, now, Millis(now + LEASE_MS))
        if job is None or not rules.worn_out(job):
            return job
        why = f"It was begun {rules.MOST_ATTEMPTS} times, and the server ended each time before it was done."
        await self._end(job, rules.given_up(job, why, now))
        return None

    async def renew(self, job: Job, until: Millis) -> Millis | None:
        """Keep others from it for longer; `until`: what it is leased until now. The next such instant; None: it is not
        ours any more, or that could not be known before it may be somebody else's. Leave it then."""
        now = self._outside.clock.now()
        renewed = Millis(now + LEASE_MS)
        try:
            async with self._outside.storage.transaction() as unit:
                return renewed if await unit.jobs.renew(job, renewed) else None
        except StorageUnavailable:
            return until if now + RENEW_MS < until else None

    async def do(self, job: Job) -> None:
        """Do it, and write down what became of it. What goes wrong is told in the job and the log; only a lost lease
        and a database that is away leave it as it is, for whoever claims it next."""
        bound = {"kind": job.kind, "key": job.key, "attempt": job.attempts}
        try:
            ended = await self._attempt(job)
            await self._end(job, ended)
        except (LeaseLost, StorageUnavailable) as error:
            log.warning("job_left", why=type(error).__name__, **bound)
            return
        log.info("job_ended", state=ended.state.value, why=ended.reason, **bound)

    async def give_back(self, job: Job) -> None:
        """This process ends before the job does: that was no attempt. Somebody else has it at once, if that can be
        stored."""
        try:
            await self._end(job, rules.postponed(job, "", self._outside.clock.now()))
        except (LeaseLost, StorageUnavailable):
            log.warning("job_left", kind=job.kind, key=job.key, why="the server ends")

    async def sweep(self) -> None:
        """Forget what was done long ago."""
        async with self._outside.storage.transaction() as unit:
            await unit.jobs.forget(Millis(self._outside.clock.now() - KEPT_MS))

    async def _attempt(self, job: Job) -> Ended:
        """Raises LeaseLost."""
        try:
            await self._works[job.kind].do(job, _Held(self._outside, job))
        except LeaseLost:
            raise
        except Later as later:
            return rules.postponed(job, str(later), self._after(later.seconds))
        except (StorageUnavailable, BlobsUnavailable) as away:
            return rules.postponed(job, str(away), self._after(OUTAGE_SECONDS))
        except Hopeless as hopeless:
            return rules.given_up(job, str(hopeless), self._outside.clock.now())
        except DomainError as refused:
            return rules.failed(job, refused.message, self._outside.clock.now())
        except Exception as error:
            log.exception("job_failed", kind=job.kind, key=job.key)
            why = f"It went wrong ({type(error).__name__}); the server's log says more."
            return rules.failed(job, why, self._outside.clock.now())
        return rules.done(job, self._outside.clock.now())

    def _after(self, seconds: float) -> Millis:
        return Millis(self._outside.clock.now() + int(seconds * 1_000))

    async def _end(self, job: Job, ended: Ended) -> None:
        async with self._outside.storage.transaction() as unit:
            if not await unit.jobs.end(job, ended, self._outside.clock.now()):
                raise LeaseLost


class _Held:
    """`Progress` of a job that this process has claimed."""

    def __init__(self, outside: Outside, job: Job) -> None:
        self._outside = outside
        self._job = job

    async def percent(self, percent: int) -> None:
        async with self._outside.storage.transaction() as unit:
            _require(await unit.jobs.note(self._job, percent, None))

    async def keep(self, checkpoint: Fields) -> None:
        async with self._outside.storage.transaction() as unit:
            _require(await unit.jobs.note(self._job, None, checkpoint))

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[UnitOfWork]:
        async with self._outside.storage.transaction() as unit:
            _require(await unit.jobs.hold(self._job))
            yield unit


def _require(ours: bool) -> None:  # noqa: FBT001  what the store answered
    if not ours:
        raise LeaseLost
