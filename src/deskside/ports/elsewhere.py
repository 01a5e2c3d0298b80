"""Where long work is done, so that the event loop goes on meanwhile."""

from collections.abc import Callable
from typing import Protocol, TypeVar

T = TypeVar("T")


class Elsewhere(Protocol):
    """Runs a function away from the loop."""

    async def __call__(self, work: Callable[[], T], /) -> T:
        """What it returns; what it raises."""
        ...
