"""Hashing of passwords: slow on purpose, so that it is not done where everything else waits."""

from typing import Protocol


class Passwords(Protocol):
    """Makes and checks hashes that can be kept."""

    async def hash(self, password: str) -> str:
        """A hash with its own salt and parameters inside."""
        ...

    async def guessable(self, password: str, about: tuple[str, ...]) -> bool:
        """Whether somebody who tries common passwords, patterns, and words `about` the person, soon has it."""
        ...

    async def verify(self, password_hash: str | None, password: str) -> bool:
        """Whether the password belongs to the hash. None (no such account): False, after just as much work."""
        ...
