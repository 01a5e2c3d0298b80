"""Doing what was put off, as those see it who know how (`ports.jobs` keeps it)."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from deskside.domain.jobs import Fields, Job
from deskside.ports.storage import UnitOfWork


class LeaseLost(Exception):
    """Somebody else does this job by now, or nobody needs it any more: leave it, and write nothing."""


class Later(Exception):
    """Something else has to happen first, or the outside cannot be used now: this was no attempt. The text says what,
    for people."""

    def __init__(self, seconds: float, why: str) -> None:
        super().__init__(why)
        self.seconds = seconds


class Hopeless(Exception):
    """Trying again would change nothing. The text says why, for people, and what can be done."""


class Lane(StrEnum):
    """What a job may hold up: each lane has its own few at once, so that nobody waits for a film behind a file."""

    SOON = "soon"
    """Somebody waits for it."""
    ALONG = "along"
    """Goes on while a session runs."""
    SLOW = "slow"
    """Takes minutes of a processor: one at a time."""


class Progress(Protocol):
    """A job that is being done, for whoever does it. Each act raises LeaseLost if it is not ours any more."""

    async def percent(self, percent: int) -> None:
        """So far it is."""
        ...

    async def keep(self, checkpoint: Fields) -> None:
        """From here it can go on, also by another version: it is in `Job.checkpoint` of the next attempt."""
        ...

    def transaction(self) -> AbstractAsyncContextManager[UnitOfWork]:
        """A transaction whose effect is there only if the job was still ours."""
        ...


Handler = Callable[[Job, Progress], Awaitable[None]]
"""Does a job; its end is the job's end. Every step may have happened already: it is done again, or found done. Raises
Later or Hopeless; anything else is tried again after a pause."""


@dataclass(frozen=True, slots=True)
class Work:
    """How a kind of job is done."""

    do: Handler
    lane: Lane
