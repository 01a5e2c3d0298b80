"""What a film is made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import BinaryIO

Opened = Callable[[], BinaryIO]
"""Opens a file for reading from any byte on; it is closed when it has been read."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in the film. `file`: their picture and voice, `screen`: what they shared; None: nothing."""

    name: str
    file: Opened | None
    screen: Opened | None = None


@dataclass(frozen=True, slots=True)
class Board:
    """From this instant on, milliseconds, this picture stands where a screen would: PNG, JPEG or WebP. None: none."""

    at_ms: int
    file: Opened | None


@dataclass(frozen=True, slots=True)
class Film:
    """What is to be made. `boards` in the order of time; a screen that is shared stands before them."""

    people: Sequence[Person]
    boards: Sequence[Board]
    duration_ms: int
