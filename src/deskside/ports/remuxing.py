"""Making files that play of recorded segments, in processes of low priority, on this machine."""

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from deskside.ports.sealing import FileKey


class NotMade(Exception):
    """Making files ended before its work was done. It can be done again."""


@dataclass(frozen=True, slots=True)
class Source:
    """A segment: its file in the recorder's folder, and what opens it."""

    file: str
    key: FileKey


@dataclass(frozen=True, slots=True)
class Order:
    """One file. `name`: of its own place among what is being made. `sounding`: it has sound from zero to its end.
    `parts`, `whole`: what its parts and the whole file are sealed with. `now_us`: how far the session is after its
    zero; `ends_us`: its end, once nothing more is recorded. None: only parts are made."""

    name: str
    pictures: tuple[Source, ...]
    sounds: tuple[Source, ...]
    sounding: bool
    parts: FileKey
    whole: FileKey
    now_us: int
    ends_us: int | None
    cut: "Spans | None" = None
    """Only what lies there is in the file. None: all."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Of a picture and of a sound: from and until, and without, in microseconds after the session's zero."""

    pictures: tuple[tuple[int, int], ...]
    sounds: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Made:
    """How far a file is. `why`: why nothing can be made of these segments, else empty. `bytes`: of the whole file, not
    sealed; 0: there is none yet."""

    name: str
    bytes: int = 0
    duration_ms: int = 0
    width: int = 0
    height: int = 0
    why: str = ""


class Remuxer(Protocol):
    """Blocks nobody. Every act can be done again."""

    def make(self, orders: tuple[Order, ...]) -> AsyncGenerator[Made, None]:
        """Each as far as it can be by now, in order. Raises NotMade. Close it (`aclosing`) if you leave it early."""
        ...

    def sealed(self, name: str) -> AsyncIterator[bytes]:
        """The whole file that was made, sealed."""
        ...

    async def drop(self, name: str) -> None:
        """Delete what was being made."""
        ...

    async def drop_segments(self, files: tuple[str, ...]) -> None:
        """Delete these of the recorder's folder."""
        ...


class NothingMade:
    """Where nothing records."""

    async def make(self, orders: tuple[Order, ...]) -> AsyncGenerator[Made, None]:
        """Cannot be: nothing was recorded."""
        raise NotMade("Nothing makes files here.")
        yield

    async def sealed(self, name: str) -> AsyncIterator[bytes]:
        """Cannot be."""
        raise NotMade("Nothing makes files here.")
        yield

    async def drop(self, name: str) -> None:
        """There is nothing."""

    async def drop_segments(self, files: tuple[str, ...]) -> None:
        """There is nothing."""
