"""A filmer in memory: what a film says is whom it shows."""

from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable

from deskside.domain.ids import FileId
from deskside.ports.filming import Filmed, FilmOrder, NotFilmed
from deskside.ports.sealing import Sealing


class FakeFilmer:
    """`Filmer`. A test says `why` nothing comes of it, and how often it is `interrupted`."""

    def __init__(self, sealing: Sealing) -> None:
        self._sealing = sealing
        self.there: dict[str, dict[str, bytes]] = {}
        """By film, what was put there, and what was made, as `film`."""
        self.why = ""
        self.interrupted = 0
        self.meanwhile: Callable[[], Awaitable[None]] | None = None
        """Happens once, while a film is made."""

    async def keep(self, name: str, file_id: FileId, sealed: AsyncIterator[bytes]) -> None:
        self.there.setdefault(name, {})[file_id] = b"".join([piece async for piece in sealed])

    async def make(self, order: FilmOrder) -> AsyncGenerator[Filmed, None]:
        yield Filmed(40)
        if (happens := self.meanwhile) is not None:
            self.meanwhile = None
            await happens()
        if self.interrupted:
            self.interrupted -= 1
            raise NotFilmed("interrupted")
        if self.why:
            yield Filmed(0, why=self.why)
            return
        there = self.there[order.name]
        for key in (key for person in order.people for key in (person.file, person.screen) if key is not None):
            self._sealing.unsealer(key, there[key.file_id][:48]).open(0, there[key.file_id][48:], last=True)
        sealer, plain = self._sealing.sealer(order.whole), content(order)
        there["film"] = sealer.header + sealer.add(plain) + sealer.finish()
        yield Filmed(100, len(plain), 1_280, 720)

    async def sealed(self, name: str) -> AsyncIterator[bytes]:
        yield self.there[name]["film"]

    async def drop(self, name: str) -> None:
        self.there.pop(name, None)


def content(order: FilmOrder) -> bytes:
    """What the film of this order says."""
    seen = [(x.name, x.file is not None, x.screen is not None) for x in order.people]
    return f"{seen} for {order.duration_ms} ms".encode()
