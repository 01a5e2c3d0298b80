"""Making one film of the finished files of a session, on this machine, when nothing else is to be done."""

from collections.abc import AsyncGenerator, AsyncIterator
from dataclasses import dataclass
from typing import Protocol

from deskside.domain.ids import FileId
from deskside.ports.sealing import FileKey


class NotFilmed(Exception):
    """Making the film ended before its work was done. It can be begun again."""


@dataclass(frozen=True, slots=True)
class FilmPerson:
    """Somebody in the film. `file`: what opens their picture and voice; `screen`: what they shared. None: nothing."""

    name: str
    file: FileKey | None
    screen: FileKey | None


@dataclass(frozen=True, slots=True)
class FilmOrder:
    """One film. `name`: of its own place. `whole`: what it is sealed with."""

    name: str
    people: tuple[FilmPerson, ...]
    duration_ms: int
    whole: FileKey


@dataclass(frozen=True, slots=True)
class Filmed:
    """How far it is. The last one says how many bytes it has, not sealed, or why there is none."""

    percent: int
    bytes: int = 0
    width: int = 0
    height: int = 0
    why: str = ""


class Filmer(Protocol):
    """Blocks nobody. Every act can be done again."""

    async def keep(self, name: str, file_id: FileId, sealed: AsyncIterator[bytes]) -> None:
        """Put a whole sealed file, as it lies in the storage, where the film of this name is made."""
        ...

    def make(self, order: FilmOrder) -> AsyncGenerator[Filmed, None]:
        """Of files that were put there. Raises NotFilmed. Close it (`aclosing`) if you leave it early."""
        ...

    def sealed(self, name: str) -> AsyncIterator[bytes]:
        """The film that was made, sealed."""
        ...

    async def drop(self, name: str) -> None:
        """Delete all that is there of this name."""
        ...


class NothingFilms:
    """Where nothing records."""

    async def keep(self, name: str, file_id: FileId, sealed: AsyncIterator[bytes]) -> None:
        """Cannot be."""
        raise NotFilmed("Nothing makes films here.")

    async def make(self, order: FilmOrder) -> AsyncGenerator[Filmed, None]:
        """Cannot be."""
        raise NotFilmed("Nothing makes films here.")
        yield

    async def sealed(self, name: str) -> AsyncIterator[bytes]:
        """Cannot be."""
        raise NotFilmed("Nothing makes films here.")
        yield

    async def drop(self, name: str) -> None:
        """There is nothing."""
