"""Long work, done here and now: a loop that skips waiting cannot wait for a thread."""

from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def here(work: Callable[[], T], /) -> T:
    """At once."""
    return work()
