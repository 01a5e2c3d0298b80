"""What a server does without while its disk is nearly full, so that what matters can go on being stored."""

from deskside.ports.machine import Machine

LOW_BYTES = 200 * 1024 * 1024
"""A busy center's acts of some weeks, and of some minutes if everybody pastes pictures."""


def is_scarce(machine: Machine) -> bool:
    """Whether pictures on boards and bars of networks are not stored now; lessons, answers and strokes are."""
    return machine.free_bytes() < LOW_BYTES
