"""Jobs in memory."""

from dataclasses import replace

from deskside.domain.ids import CenterId, Millis, SessionId
from deskside.domain.jobs import Ended, Fields, Job, JobId, JobState, NewJob
from deskside.ports.jobs import JOBS_SHOWN

Jobs = dict[JobId, Job]


class FakeJobs:
    """`JobStore` in memory."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs

    async def add(self, jobs: tuple[NewJob, ...], now: Millis) -> None:
        for new in jobs:
            if not any((x.kind, x.key) == (new.kind, new.key) for x in self._jobs.values()):
                number = JobId(max(self._jobs, default=0) + 1)
                self._jobs[number] = Job(
                    id=number,
                    kind=new.kind,
                    key=new.key,
                    center_id=new.center_id,
                    session_id=new.session_id,
                    payload=new.payload,
                    state=JobState.QUEUED,
                    checkpoint={},
                    attempts=0,
                    due_at=Millis(now + new.delay_ms),
                    percent=0,
                    reason="",
                    created_at=now,
                    finished_at=None,
                    fence=0,
                )

    def _due(self, kinds: tuple[str, ...], now: Millis) -> list[Job]:
        def is_due(job: Job) -> bool:
            if job.state is JobState.RUNNING:
                return job.leased_until is not None and job.leased_until < now
            return job.state is JobState.QUEUED and job.due_at <= now

        return sorted((x for x in self._jobs.values() if x.kind in kinds and is_due(x)), key=lambda x: (x.due_at, x.id))

    async def due(self, kinds: tuple[str, ...], now: Millis) -> bool:
        return bool(self._due(kinds, now))

    async def claim(self, kinds: tuple[str, ...], owner: str, now: Millis, until: Millis) -> Job | None:
        for job in self._due(kinds, now):
            claimed = replace(job, attempts=job.attempts + 1, fence=job.fence + 1)
            self._jobs[job.id] = replace(claimed, state=JobState.RUNNING, leased_until=until)
            return self._jobs[job.id]
        return None

    async def hold(self, job: Job) -> bool:
        kept = self._jobs.get(job.id)
        return kept is not None and (kept.fence, kept.state) == (job.fence, JobState.RUNNING)

    async def renew(self, job: Job, until: Millis) -> bool:
        return await self._change(job, leased_until=until)

    async def note(self, job: Job, percent: int | None, checkpoint: Fields | None) -> bool:
        changes: dict[str, object] = {"percent": percent, "checkpoint": checkpoint}
        return await self._change(job, **{key: value for key, value in changes.items() if value is not None})

    async def end(self, job: Job, ended: Ended, now: Millis) -> bool:
        over = ended.state in (JobState.DONE, JobState.FAILED)
        changes = {"state": ended.state, "due_at": ended.due_at, "attempts": ended.attempts, "reason": ended.reason}
        percent = {"percent": 100} if ended.state is JobState.DONE else {}
        return await self._change(job, **changes, **percent, leased_until=None, finished_at=now if over else None)

    async def _change(self, job: Job, **changes: object) -> bool:
        held = await self.hold(job)
        if held:
            self._jobs[job.id] = replace(self._jobs[job.id], **changes)  # type: ignore[arg-type]  # named just above
        return held

    async def job(self, center_id: CenterId, job_id: JobId) -> Job | None:
        found = self._jobs.get(job_id)
        return found if found is not None and found.center_id == center_id else None

    async def unfinished(self, center_id: CenterId) -> tuple[Job, ...]:
        mine = [x for x in self._jobs.values() if x.center_id == center_id and x.state is not JobState.DONE]
        return tuple(sorted(mine, key=lambda x: -x.id))[:JOBS_SHOWN]

    async def of_session(self, center_id: CenterId, session_id: SessionId) -> tuple[Job, ...]:
        mine = [x for x in self._jobs.values() if (x.center_id, x.session_id) == (center_id, session_id)]
        return tuple(sorted(mine, key=lambda x: x.id))

    async def retry(self, center_id: CenterId, kind: str, key: str, now: Millis) -> bool:
        for job in list(self._jobs.values()):
            waits = job.state in (JobState.QUEUED, JobState.FAILED)
            if (job.center_id, job.kind, job.key) == (center_id, kind, key) and waits:
                due = replace(job, state=JobState.QUEUED, due_at=now, attempts=0, reason="", finished_at=None)
                self._jobs[job.id] = due
                return True
        return False

    async def drop(self, center_id: CenterId, session_id: SessionId, kinds: tuple[str, ...]) -> None:
        for job in await self.of_session(center_id, session_id):
            if job.kind in kinds:
                del self._jobs[job.id]

    async def forget(self, before: Millis) -> None:
        for job in list(self._jobs.values()):
            if job.state is JobState.DONE and job.finished_at is not None and job.finished_at < before:
                del self._jobs[job.id]
