"""Work that surely happens later: what a job is, when it is tried again, and when that has an end."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType, TypeAlias

from deskside.domain.ids import CenterId, Millis, SessionId

JobId = NewType("JobId", int)
Json: TypeAlias = "bool | int | float | str | list[Json] | dict[str, Json] | None"
Fields: TypeAlias = dict[str, Json]
"""Written by one version and read by another: whoever reads takes what it knows and leaves the rest alone."""

MOST_ATTEMPTS = 8
"""Then somebody has to look: with the pauses below that is after ten minutes."""
FIRST_PAUSE_MS, LONGEST_PAUSE_MS = 5_000, 600_000


class JobState(StrEnum):
    """How far a job is. Values are stored."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"


@dataclass(frozen=True, slots=True)
class NewJob:
    """Something to be done. There is one job of a kind and key, whoever asks for it again."""

    kind: str
    key: str
    center_id: CenterId
    session_id: SessionId | None = None
    payload: Fields = field(default_factory=dict)
    delay_ms: Millis = Millis(0)
    """Not before so long after it was asked for."""


@dataclass(frozen=True, slots=True)
class Job:
    """A job as it is kept. `checkpoint`: what its own former attempts noted. `fence`: which claim of it this is; what
    an earlier claim still wants to write is refused. `reason`: why it waits or failed, for people."""

    id: JobId
    kind: str
    key: str
    center_id: CenterId
    session_id: SessionId | None
    payload: Fields
    state: JobState
    checkpoint: Fields
    attempts: int
    due_at: Millis
    percent: int
    reason: str
    created_at: Millis
    finished_at: Millis | None
    fence: int
    leased_until: Millis | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """What becomes of a job whose attempt is over."""

    state: JobState
    due_at: Millis
    attempts: int
    reason: str = ""


def pause_ms(attempts: int) -> Millis:
    """How long to wait after so many attempts that failed, from 1 on."""
    return Millis(min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << min(attempts - 1, 20)))


def done(job: Job, now: Millis) -> Ended:
    """It is done."""
    return Ended(JobState.DONE, now, job.attempts)


def failed(job: Job, reason: str, now: Millis) -> Ended:
    """It went wrong: tried again after a pause, until that has been done often enough."""
    if job.attempts >= MOST_ATTEMPTS:
        return given_up(job, reason, now)
    return Ended(JobState.QUEUED, Millis(now + pause_ms(job.attempts)), job.attempts, reason)


def given_up(job: Job, reason: str, now: Millis) -> Ended:
    """It is not tried again until somebody says so."""
    return Ended(JobState.FAILED, now, job.attempts, reason)


def postponed(job: Job, reason: str, due_at: Millis) -> Ended:
    """Something else has to happen first: this was no attempt."""
    return Ended(JobState.QUEUED, due_at, max(0, job.attempts - 1), reason)


def worn_out(job: Job) -> bool:
    """Whether it was begun often enough and never came to an end: whoever does it is killed, perhaps by it."""
    return job.attempts > MOST_ATTEMPTS
