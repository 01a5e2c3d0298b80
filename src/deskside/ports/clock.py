"""Time and chance from outside, so that rules and tests can hold them still."""

from typing import Protocol

from deskside.domain.ids import Millis


class Clock(Protocol):
    """The only thing that knows what time it is."""

    def now(self) -> Millis:
        """Milliseconds since the Unix epoch, UTC. Between two calls passes as much as really passed: it follows a wall
        clock that is set only slowly."""
        ...

    def settle(self) -> None:
        """Follow the wall clock at once, backwards too: nobody's time is being measured now."""
        ...

    def not_before(self, *recorded: Millis) -> None:
        """Something is recorded as of these instants: go on from the newest that a right clock can have recorded."""
        ...


class Secrets(Protocol):
    """Where identifiers and secrets come from."""

    def new_id(self) -> str:
        """A new identifier: a UUID."""
        ...

    def new_secret(self) -> str:
        """A secret of at least 128 random bits that can stand in a URL."""
        ...
