"""Storage that loses its line to the database when a test says so."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from deskside.ports.storage import CommitUnknown, StorageUnavailable, UnitOfWork
from tests.fakes.storage import FakeStorage
from tests.services.house import HeldStorage


class LostLine(HeldStorage):
    """Its next transactions end as told: `stored` or `lost` (the line cut at the commit), or `away` from the start."""

    def __init__(self) -> None:
        super().__init__()
        self.ends: list[str] = []

    async def _committing(self, unit: UnitOfWork) -> None:
        """What happens before what this transaction did is stored."""

    @asynccontextmanager
    async def _held(self) -> AsyncIterator[UnitOfWork]:
        end = self.ends.pop(0) if self.ends else ""
        if end == "away":
            raise StorageUnavailable
        async with FakeStorage.transaction(self) as unit:
            yield unit
            await self._committing(unit)
            if end == "lost":
                raise CommitUnknown
        if end == "stored":
            raise CommitUnknown
