"""Whether the record of a center is as it was written: all of it walked along, beside what is known of it outside of
the database (ADR 7)."""

from dataclasses import dataclass
from functools import partial

import structlog

from deskside.domain.chain import Fault, Head, Walk, began
from deskside.domain.ids import CenterId
from deskside.ports.audit import Heads, HeadsUnreadable, KnownHeads
from deskside.ports.elsewhere import Elsewhere
from deskside.ports.storage import Storage, UnitOfWork

PAGE = 2_000
"""Rows walked along at a time: some milliseconds of work, and a few hundred kilobytes."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found of one center's record."""

    center_id: CenterId
    rows: int
    faults: tuple[Fault, ...]
    lag: int | None
    """How many of the newest rows are not vouched for outside (a server was killed before it could say so, or its disk
    was full); None: nothing is known of this center there."""

    @property
    def intact(self) -> bool:
        """Nothing was altered, taken out, exchanged or put in."""
        return not self.faults


class RecordCheck:
    """Looks at the chains; changes nothing but that heads which lag are made up for."""

    def __init__(self, storage: Storage, heads: Heads, elsewhere: Elsewhere) -> None:
        self._storage = storage
        self._heads = heads
        self._elsewhere = elsewhere

    @property
    def where(self) -> str:
        """Where the heads are kept."""
        return self._heads.where

    async def known(self) -> KnownHeads:
        """What is known outside of the database. Raises HeadsUnreadable."""
        return await self._elsewhere(self._heads.read)

    async def centers(self, known: KnownHeads) -> tuple[CenterId, ...]:
        """Every center that has a record, or is known to have had one."""
        async with self._storage.reading() as unit:
            there = {x.id for x in await unit.accounts.centers()}
            rows = {CenterId(x.center_id) for x in await unit.audit.heads()}
        return tuple(sorted(there | rows | {CenterId(x.center_id) for x in known.heads}))

    async def verify(self, center_id: CenterId, known: KnownHeads) -> Verdict:
        """Walk along all rows of the center."""
        async with self._storage.reading() as unit:
            walk = await self.walked(unit, center_id, known)
        last = max((x.number for x in known.heads if x.center_id == center_id), default=None)
        lag = None if last is None else max(0, walk.number - last)
        return Verdict(center_id, walk.rows, walk.ended(), lag)

    async def walked(self, unit: UnitOfWork, center_id: CenterId, known: KnownHeads) -> Walk:
        """Along all rows, as this transaction sees them."""
        walk, after = began(center_id, known.heads), None
        while rows := await unit.audit.kept(center_id, after, PAGE):
            after = rows[-1].entry.number
            walk = await self._elsewhere(partial(walk.over, rows))
        return walk

    async def begin(self) -> None:
        """When a server begins: what outside is known of each center still stands there, and what it lags is made up
        for. Only the ends are looked at; `verify` walks. What is wrong is told in the log, and the server begins."""
        try:
            known = await self.known()
        except HeadsUnreadable as why:
            log.error("audit_heads_unreadable", why=str(why))
            return
        outside = {x.center_id: x for x in sorted(known.heads, key=lambda x: x.number)}
        async with self._storage.reading() as unit:
            inside = {x.center_id: x for x in await unit.audit.heads()}
            stands = {x.center_id: await _stands(unit, x) for x in outside.values()}
        for center_id, there in stands.items():
            if not there:
                log.error("audit_record_damaged", center=center_id, mend="deskside audit verify")
        late = tuple(x for x in inside.values() if outside.get(x.center_id) != x and stands.get(x.center_id, True))
        if late:
            await self._elsewhere(partial(self._heads.note, late))


async def _stands(unit: UnitOfWork, head: Head) -> bool:
    """Whether the row is there that was the newest once."""
    found = await unit.audit.kept(CenterId(head.center_id), head.number - 1, 1)
    return bool(found) and (found[0].entry.number, found[0].hash) == (head.number, head.hash)
