"""The line to the database is lost while a change is stored: it is looked up, and everybody is told what is true."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from deskside.domain import events as ev
from deskside.domain.access import Right
from deskside.domain.ids import Millis
from deskside.ports.history import StudentNote
from deskside.ports.storage import CommitUnknown, StorageUnavailable, UnitOfWork
from deskside.services.door import By, Ref
from tests.services.house import HERE, House
from tests.services.lost_line import LostLine


@pytest.fixture
async def lossy() -> AsyncIterator[House]:
    """A live session over a storage that loses its line."""
    house = await House(storage=LostLine()).open()
    await house.sessions.start(house.tutor, house.session_id)
    yield house
    house.check()


def _ends(house: House, *ends: str) -> None:
    assert isinstance(house.storage, LostLine)
    house.storage.ends = list(ends)


async def test_what_was_stored_although_the_line_was_lost_is_acknowledged_and_told(lossy: House) -> None:
    before = (await lossy.session()).seq
    _ends(lossy, "stored")
    assert await lossy.sessions.pause(lossy.tutor, lossy.session_id) == before + 1
    assert lossy.broadcast.told[-1][1].event == ev.SessionPaused()


async def test_what_was_not_stored_when_the_line_was_lost_is_refused_and_can_be_tried_again(lossy: House) -> None:
    before = (await lossy.session()).seq
    _ends(lossy, "lost")
    with pytest.raises(StorageUnavailable) as refused:
        await lossy.sessions.pause(lossy.tutor, lossy.session_id)
    assert not isinstance(refused.value, CommitUnknown), "it is known by now"
    assert await lossy.sessions.pause(lossy.tutor, lossy.session_id) == before + 1


@pytest.mark.parametrize(("ends", "stored"), [(["stored"], True), (["lost"], False)])
async def test_acts_of_several_sessions_that_shared_a_lost_line_are_each_looked_up(
    lossy: House, ends: list[str], *, stored: bool
) -> None:
    other = await lossy.sessions.create(lossy.tutor, lossy.new())
    await lossy.sessions.start(lossy.tutor, other.id)
    ids, turns = (lossy.session_id, other.id), lossy.storage.turns
    _ends(lossy, *ends)
    told = await asyncio.gather(*(lossy.sessions.pause(lossy.tutor, x) for x in ids), return_exceptions=True)
    assert [isinstance(x, StorageUnavailable) for x in told] == [not stored] * 2
    assert not any(isinstance(x, CommitUnknown) for x in told), "it is known by now"
    assert lossy.storage.turns == turns + 3, "one for both acts, and each is looked up"
    assert [(await lossy.door.read(Ref(HERE, x))).paused for x in ids] == [stored] * 2
    for session_id in ids:
        await (lossy.sessions.resume if stored else lossy.sessions.pause)(lossy.tutor, session_id)


@pytest.mark.parametrize("by_sweep", [True, False])
async def test_while_it_is_not_known_nothing_else_happens_and_then_everybody_is_told(
    lossy: House, *, by_sweep: bool
) -> None:
    before = (await lossy.session()).seq
    _ends(lossy, "stored", "away", "away", "away")
    with pytest.raises(CommitUnknown):
        await lossy.sessions.pause(lossy.tutor, lossy.session_id)
    lossy.door.forget(await lossy.session())
    assert lossy.door.known() != (), "what is in doubt is kept"
    await lossy.door.clear_up()
    with pytest.raises(StorageUnavailable):
        await lossy.sessions.resume(lossy.tutor, lossy.session_id)
    assert (await lossy.session()).seq == before
    if by_sweep:
        await lossy.attendance.sweep()
        assert (await lossy.session()).paused
    assert await lossy.sessions.resume(lossy.tutor, lossy.session_id) == before + 2
    assert [x.event for _, x, _ in lossy.broadcast.told[-2:]] == [ev.SessionPaused(), ev.SessionResumed()]


async def test_of_an_act_in_several_sessions_all_are_told_once_the_last_can_be_looked_up(lossy: House) -> None:
    other = await lossy.sessions.create(lossy.tutor, lossy.new())
    await lossy.sessions.start(lossy.tutor, other.id)
    ids = (lossy.session_id, other.id)
    _ends(lossy, "stored", "", "away")
    with pytest.raises(CommitUnknown):
        await lossy.door.act_all(By(lossy.tutor, Right.MANAGE), dict.fromkeys(ids, lambda _: (ev.SessionPaused(),)))
    told = len(lossy.broadcast.told)
    await lossy.door.clear_up()
    assert [(await lossy.door.read(Ref(HERE, x))).paused for x in ids] == [True] * 2
    assert [x.event for _, x, _ in lossy.broadcast.told[told:]] == [ev.SessionPaused()] * 2


async def test_what_is_stored_beside_a_change_is_stored_with_it_or_not_at_all(lossy: House) -> None:
    note = StudentNote(lossy.alice.user_id, lossy.tutor.user_id, "Tutor", "Careful.", Millis(1))

    async def beside(unit: UnitOfWork) -> None:
        await unit.history.put_note(HERE, note)

    async def notes() -> tuple[StudentNote, ...]:
        async with lossy.storage.transaction() as unit:
            return await unit.history.notes(HERE, lossy.alice.user_id)

    ref = Ref(HERE, lossy.session_id)
    _ends(lossy, "lost")
    with pytest.raises(StorageUnavailable):
        await lossy.door.notice(ref, lambda _: (), beside=beside)
    assert await notes() == ()
    await lossy.door.notice(ref, lambda _: (), beside=beside)
    assert await notes() == (note,)


async def test_what_the_server_notices_too_late_is_nothing(live: House) -> None:
    await live.sessions.end(live.tutor, live.session_id)
    before = await live.session()
    assert await live.door.notice(Ref(HERE, live.session_id), lambda _: (ev.EngineFailed(),)) == before
