"""The machine under the server: what is left of it."""

from typing import Protocol


class Machine(Protocol):
    """Asked often; answers at once."""

    def free_bytes(self) -> int:
        """What is free on the fullest disk that something is kept on."""
        ...

    def late_seconds(self, within_seconds: float) -> float:
        """How late the event loop was at worst within the last so many seconds; 0: on time."""
        ...


class AmpleMachine:
    """One that always has enough: where nobody measures."""

    def free_bytes(self) -> int:
        return 1 << 40

    def late_seconds(self, within_seconds: float) -> float:
        return 0.0
