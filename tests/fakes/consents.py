"""Consent in memory: a part of the storage fake."""

from copy import copy
from dataclasses import dataclass, field, fields

from deskside.domain.ids import CenterId
from deskside.domain.recording.texts import TextVersion


@dataclass(slots=True)
class ConsentTables:
    """Everything kept."""

    texts: dict[tuple[CenterId, int], TextVersion] = field(default_factory=dict)

    def snapshot(self) -> "ConsentTables":
        return ConsentTables(**{x.name: copy(getattr(self, x.name)) for x in fields(self)})


class FakeConsents:
    """`ConsentStore` in memory."""

    def __init__(self, tables: ConsentTables) -> None:
        self._t = tables

    async def texts(self, center_id: CenterId) -> tuple[TextVersion, ...]:
        found = (x for (center, _), x in self._t.texts.items() if center == center_id)
        return tuple(sorted(found, key=lambda x: -x.number))

    async def newest_text(self, center_id: CenterId) -> TextVersion | None:
        return next(iter(await self.texts(center_id)), None)

    async def text(self, center_id: CenterId, number: int) -> TextVersion | None:
        return self._t.texts.get((center_id, number))

    async def add_text(self, center_id: CenterId, version: TextVersion) -> bool:
        if (center_id, version.number) in self._t.texts:
            return False
        self._t.texts[center_id, version.number] = version
        return True
