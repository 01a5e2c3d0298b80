"""Work that surely happens later, as it is kept."""

from typing import Protocol

from deskside.domain.ids import CenterId, Millis, SessionId
from deskside.domain.jobs import Ended, Fields, Job, JobId
from deskside.domain.jobs import NewJob as NewJob

JOBS_SHOWN = 200
"""Lines of one answer."""


class JobStore(Protocol):
    """Jobs of all centers. The acts of whoever does one name its claim (`Job.fence`) and are refused to former ones."""

    async def add(self, jobs: tuple[NewJob, ...], now: Millis) -> None:
        """Each to be done from now on, or later as it says. Nothing happens to one whose kind and key are there."""
        ...

    async def due(self, kinds: tuple[str, ...], now: Millis) -> bool:
        """Whether `claim` would find something."""
        ...

    async def claim(self, kinds: tuple[str, ...], owner: str, now: Millis, until: Millis) -> Job | None:
        """The job of these kinds that is due for longest, leased; one more attempt. One that runs is due when its
        lease is over."""
        ...

    async def hold(self, job: Job) -> bool:
        """Whether this claim still stands; it stands until the end of the transaction."""
        ...

    async def renew(self, job: Job, until: Millis) -> bool:
        """Lease it for longer. False: this claim does not stand any more."""
        ...

    async def note(self, job: Job, percent: int | None, checkpoint: Fields | None) -> bool:
        """Note how far it is. None: as before. False: this claim does not stand any more."""
        ...

    async def end(self, job: Job, ended: Ended, now: Millis) -> bool:
        """The attempt is over. False: this claim does not stand any more."""
        ...

    async def job(self, center_id: CenterId, job_id: JobId) -> Job | None:
        """One of this center."""
        ...

    async def unfinished(self, center_id: CenterId) -> tuple[Job, ...]:
        """What is not done, failed ones too, newest first; `JOBS_SHOWN` at most."""
        ...

    async def of_session(self, center_id: CenterId, session_id: SessionId) -> tuple[Job, ...]:
        """All of one session, oldest first."""
        ...

    async def retry(self, center_id: CenterId, kind: str, key: str, now: Millis) -> bool:
        """One that failed or waits is due now, with all its attempts before it. False: there is none such."""
        ...

    async def drop(self, center_id: CenterId, session_id: SessionId, kinds: tuple[str, ...]) -> None:
        """Nobody needs these of the session any more; whoever does one has lost it."""
        ...

    async def forget(self, before: Millis) -> None:
        """What was done before this instant."""
        ...
