"""What has to be done after something happened to a session: asked of every event, in the transaction that stores it.
So it does not matter in which way a session ends."""

from collections.abc import Callable

from deskside.domain.jobs import NewJob
from deskside.ports.sessions import Change

FollowUps = Callable[[Change], tuple[NewJob, ...]]


def nothing_follows(change: Change) -> tuple[NewJob, ...]:
    """Where nobody does jobs."""
    return ()


def all_of(*follow_ups: FollowUps) -> FollowUps:
    """Whatever each of these says, in order."""
    return lambda change: tuple(job for each in follow_ups for job in each(change))
