"""Hashing of passwords: slow on purpose, so that it is not done where everything else waits."""

from typing import Protocol


class PasswordsBusy(Exception):
    """So many passwords are being compared that one more would wait too long: try again in `retry_seconds`."""

    def __init__(self, retry_seconds: int) -> None:
        super().__init__(f"Too many passwords at once; again in {retry_seconds} s.")
        self.retry_seconds = retry_seconds


class Passwords(Protocol):
    """Makes and checks hashes that can be kept. Either raises PasswordsBusy rather than wait for long."""

    async def hash(self, password: str) -> str:
        """A hash with its own salt and parameters inside."""
        ...

    async def guessable(self, password: str, about: tuple[str, ...]) -> bool:
        """Whether somebody who tries common passwords, patterns, and words `about` the person, soon has it."""
        ...

    async def verify(self, password_hash: str | None, password: str, *, known: bool = False) -> bool:
        """Whether the password belongs to the hash. None (no such account): False, after just as much work.

        `known`: the browser is known to be its owner's. It does not wait behind strangers.
        """
        ...
