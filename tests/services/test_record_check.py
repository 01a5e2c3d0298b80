"""When a server begins, it looks at the heads of the record that it left."""

from dataclasses import dataclass, field

from structlog.typing import EventDict

from deskside.domain.audit import AuditAct
from deskside.domain.chain import FaultKind, Head
from deskside.domain.ids import CenterId, Millis, UserId
from deskside.ports.audit import AuditRow, HeadsUnreadable, KnownHeads, NoHeads
from deskside.services.record_check import RecordCheck
from tests.fakes.elsewhere import here
from tests.fakes.storage import FakeStorage

CENTER = CenterId("c")
ROW = AuditRow(CENTER, Millis(5), UserId("tutor"), AuditAct.LINK_MADE, UserId("alice"))


@dataclass
class HeldHeads:
    """Heads in memory."""

    known: list[Head] = field(default_factory=list)
    unreadable: bool = False
    where: str = "memory"

    def note(self, heads: tuple[Head, ...]) -> None:
        self.known += heads

    def read(self) -> KnownHeads:
        if self.unreadable:
            raise HeadsUnreadable("memory cannot be read")
        return KnownHeads(tuple(self.known))


async def written(count: int) -> FakeStorage:
    storage = FakeStorage()
    for _ in range(count):
        async with storage.transaction() as unit:
            await unit.audit.add(ROW)
    return storage


async def test_what_the_heads_lag_is_made_up_for(logged: list[EventDict]) -> None:
    heads = HeldHeads()
    check = RecordCheck(await written(3), heads, here)
    assert (await check.verify(CENTER, await check.known())).lag is None
    await check.begin()
    assert [x.number for x in heads.known] == [3]
    assert (await check.verify(CENTER, await check.known())).lag == 0
    await check.begin()
    assert len(heads.known) == 1
    later = RecordCheck(await written(5), heads, here)
    assert (await later.verify(CENTER, await later.known())).lag == 2
    await later.begin()
    assert [x.number for x in heads.known] == [3, 5]
    assert logged == []
    assert check.where == "memory"


async def test_rows_that_are_gone_are_told_and_nothing_is_noted_over_them(logged: list[EventDict]) -> None:
    heads = HeldHeads()
    await RecordCheck(await written(3), heads, here).begin()
    check = RecordCheck(await written(2), heads, here)
    await check.begin()
    assert [(x["event"], x["center"]) for x in logged] == [("audit_record_damaged", CENTER)]
    assert [x.number for x in heads.known] == [3]
    verdict = await check.verify(CENTER, await check.known())
    assert [(x.kind, x.number) for x in verdict.faults] == [(FaultKind.REMOVED, 3)]
    assert (verdict.intact, verdict.lag) == (False, 0)


async def test_heads_that_cannot_be_read_keep_no_server_from_beginning(logged: list[EventDict]) -> None:
    await RecordCheck(await written(1), HeldHeads(unreadable=True), here).begin()
    assert [x["event"] for x in logged] == ["audit_heads_unreadable"]


async def test_where_no_heads_are_kept_nothing_is_known() -> None:
    check = RecordCheck(await written(1), NoHeads(), here)
    await check.begin()
    assert await check.known() == KnownHeads()
