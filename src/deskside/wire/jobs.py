"""Shapes of work that is done later, for whoever looks after it."""

from deskside.domain.jobs import JobState
from deskside.wire.http import Instant
from deskside.wire.shapes import Outgoing


class JobView(Outgoing):
    """A job that is not done. `reason`: why it waits or failed; `due_at`: when it is tried, unless it failed."""

    id: int
    kind: str
    session_id: str | None
    state: JobState
    attempts: int
    percent: int
    reason: str
    created_at: Instant
    due_at: Instant


class JobsView(Outgoing):
    """Newest first."""

    now: Instant
    jobs: tuple[JobView, ...]
