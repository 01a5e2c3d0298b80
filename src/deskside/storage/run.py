"""How SQL is run: as a plain function of a connection, wherever the database wants it to run."""

from collections.abc import Callable
from typing import Protocol, TypeVar

from sqlalchemy import Connection

T = TypeVar("T")


class Run(Protocol):
    """Runs a function within the open transaction, away from the event loop. One at a time."""

    async def __call__(self, act: Callable[[Connection], T], /) -> T:
        """What the function returns; what it raises."""
        ...
