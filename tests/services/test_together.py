"""Acts of one session that come while it is stored: each on what the former made, in one commit or not at all."""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Sequence

import pytest

from deskside.domain import events as ev
from deskside.domain.access import Right
from deskside.domain.errors import Conflict
from deskside.domain.ids import ActId, MessageId, Millis, Seq, SessionId
from deskside.domain.session import Session
from deskside.ports.history import StudentNote
from deskside.ports.storage import CommitUnknown, StorageUnavailable, UnitOfWork
from deskside.services.door import By, Ref
from deskside.services.once import Asked, asked
from deskside.services.queues import MOST
from tests.fakes.loop import until
from tests.services.house import HERE, House
from tests.services.lost_line import LostLine


class Fussy(LostLine):
    """Commits only when it may, and never the word "wrong", as a constraint would."""

    async def _committing(self, unit: UnitOfWork) -> None:
        self.waiting += 1
        await self.commits.wait()
        self.waiting -= 1
        if said("wrong") in {x.event for x in await unit.sessions.events_after(SessionId("session"), Seq(0))}:
            raise ValueError("a constraint")


class Busy:
    """A live session of which something is being stored; what else is asked of it waits."""

    def __init__(self, house: House) -> None:
        assert isinstance(house.storage, Fussy)
        self.house, self.storage = house, house.storage
        self.ref = Ref(HERE, house.session_id)

    async def says(self, word: str, name: str = "", needs: str = "") -> Session:
        """The tutor says a word to all, perhaps by an act of this name. Refused unless the needed word was said."""

        def decide(session: Session) -> ev.Events:
            words = [x.text for x in session.announcements]
            if needs and needs not in words:
                raise Conflict(f"{needs} was not said")
            return () if word in words else (said(word),)

        with asked(Asked(ActId(name) if name else None)):
            return await self.house.door.act(By(self.house.tutor, Right.TEACH), self.house.session_id, decide)

    async def wait(self, *acts: Coroutine[None, None, object], ends: tuple[str, ...] = ()) -> list[object]:
        """What these acts come to if they wait while another is stored. `ends`: of the transactions after that one."""
        self.storage.commits.clear()
        self.storage.ends = ["", *ends]
        first = asyncio.create_task(self.says("first"))
        await until(lambda: self.storage.waiting == 1)
        turns, told = self.storage.turns, len(self.house.broadcast.told)
        tasks = [asyncio.create_task(act) for act in acts]
        await asyncio.sleep(1)
        assert not any(task.done() for task in tasks), "they wait"
        assert (self.storage.turns, len(self.house.broadcast.told)) == (turns, told)
        self.storage.commits.set()
        await first
        return list(await asyncio.gather(*tasks, return_exceptions=True))

    async def words(self) -> list[str]:
        """Everything that was said, as it is stored; what is known here and what was told is the same."""
        found = [x.text for x in await self.house.log() if isinstance(x, ev.AnnouncementMade)]
        told = [x.event for of, x, _ in self.house.broadcast.told if of.id == self.ref.session_id]
        assert [x.text for x in told if isinstance(x, ev.AnnouncementMade)] == found
        assert found == [x.text for x in (await self.house.session()).announcements]
        return found


def said(word: str) -> ev.AnnouncementMade:
    """The event of a word to all."""
    return ev.AnnouncementMade(MessageId(word), word)


def seqs(found: Sequence[object]) -> list[object]:
    """The number of each, or why there is none."""
    return [x.seq if isinstance(x, Session) else type(x) for x in found]


@pytest.fixture
async def busy() -> AsyncIterator[Busy]:
    """A live session with everybody's view, over a storage that fails as told."""
    house = await House(storage=Fussy()).open()
    await house.sessions.start(house.tutor, house.session_id)
    for actor in (house.tutor, house.alice, house.bob):
        await house.enter(actor)
    yield Busy(house)
    house.check()


async def test_each_is_judged_on_what_the_former_made_and_all_are_stored_at_once(busy: Busy) -> None:
    before, turns = (await busy.house.session()).seq + 1, busy.storage.turns
    acts = (busy.says("a"), busy.says("b", needs="c"), busy.says("c"), busy.says("c"), busy.says("d", needs="c"))
    found = await busy.wait(*acts)
    assert seqs(found) == [before + 1, Conflict, before + 2, before + 2, before + 3], "as one by one"
    assert busy.storage.turns == turns + 2
    assert await busy.words() == ["first", "a", "c", "d"]


async def test_nobody_is_told_anything_of_any_of_them_before_all_are_stored(busy: Busy) -> None:
    before, turns, told = await busy.house.session(), busy.storage.turns, len(busy.house.broadcast.told)
    busy.storage.commits.clear()
    acts = [asyncio.create_task(x) for x in (busy.says("a"), busy.says("b", needs="a"), busy.says("a"))]
    refused = asyncio.create_task(busy.says("c", needs="c"))
    await until(lambda: busy.storage.waiting == 1)
    await asyncio.sleep(1)
    assert await busy.house.session() is before
    assert len(busy.house.broadcast.told) == told
    assert not any(act.done() for act in (*acts, refused))
    busy.storage.commits.set()
    await asyncio.gather(*acts, refused, return_exceptions=True)
    assert busy.storage.turns == turns + 1
    assert await busy.words() == ["a", "b"]


async def test_if_their_commit_fails_so_do_all_that_stood_on_it_and_no_other(busy: Busy) -> None:
    acts = (
        busy.says("never", needs="nothing"),
        busy.says("a"),
        busy.says("b", needs="nothing"),
        busy.says("a"),
        busy.says("c", needs="a"),
    )
    found = await busy.wait(*acts, ends=("away",))
    assert seqs(found) == [Conflict, *[StorageUnavailable] * 4], "what was refused is not certain if it stood on one"
    assert len({id(x) for x in found}) == len(found), "each is told on its own"
    assert await busy.words() == ["first"]
    assert seqs(await asyncio.gather(busy.says("c", needs="first"), busy.says("d", needs="c")))[0] != Conflict
    assert await busy.words() == ["first", "c", "d"]


async def test_what_the_database_refuses_fails_alone_and_the_others_are_as_if_it_had_not_been(busy: Busy) -> None:
    before = (await busy.house.session()).seq + 1
    acts = (busy.says("a"), busy.says("wrong"), busy.says("b", needs="wrong"), busy.says("c", needs="a"))
    assert seqs(await busy.wait(*acts)) == [before + 1, ValueError, Conflict, before + 2]
    assert await busy.words() == ["first", "a", "c"]


@pytest.mark.parametrize(("end", "told"), [("stored", []), ("lost", [StorageUnavailable] * 3)])
async def test_if_it_is_not_known_whether_they_were_stored_all_are_looked_up(
    busy: Busy, end: str, told: list[object]
) -> None:
    acts = (busy.says("a", "1"), busy.says("b", "2"), busy.says("c", needs="b"))
    found = await busy.wait(*acts, ends=(end,))
    assert [x for x in seqs(found) if not isinstance(x, int)] == told, "it is known by now"
    assert await busy.words() == (["first"] if told else ["first", "a", "b", "c"])


async def test_what_was_in_doubt_is_told_once_it_is_known_and_none_of_it_is_done_again(busy: Busy) -> None:
    acts = (busy.says("a", "1"), busy.says("b", "2"), busy.says("c"))
    found = await busy.wait(*acts, ends=("stored", "away", "away"))
    assert seqs(found) == [CommitUnknown] * 3
    with pytest.raises(StorageUnavailable):
        await busy.says("d")
    await busy.house.attendance.sweep()
    assert await busy.words() == ["first", "a", "b", "c"]
    for name in ("1", "2"):
        await busy.says("again", name)
    assert await busy.words() == ["first", "a", "b", "c"]


async def test_one_that_is_sent_twice_while_it_waits_is_done_once_and_a_refused_one_is_tried_anew(busy: Busy) -> None:
    before = (await busy.house.session()).seq + 1
    acts = (
        busy.says("a", "1"),
        busy.says("b", "2", needs="c"),
        busy.says("again", "1"),
        busy.says("c"),
        busy.says("b", "2", needs="c"),
    )
    assert seqs(await busy.wait(*acts)) == [before + 1, Conflict, before + 1, before + 2, before + 3]
    await busy.says("again", "1")
    assert await busy.words() == ["first", "a", "c", "b"]


async def test_another_process_was_faster_and_all_are_decided_again(busy: Busy) -> None:
    other = busy.house.another()
    await busy.says("first")
    await other.door.act(By(other.tutor, Right.TEACH), other.session_id, lambda _: (said("theirs"),))
    busy.house.broadcast.views.clear()
    before = (await other.session()).seq
    acts = (busy.says("a"), busy.says("b", needs="theirs"), busy.says("theirs"), busy.says("c", needs="b"))
    assert seqs(await asyncio.gather(*acts)) == [before + 1, before + 2, before + 2, before + 3]
    assert (await busy.house.session()).announcements == (await busy.house.another().session()).announcements


async def test_what_is_stored_beside_a_change_and_acts_in_several_sessions_keep_their_place(busy: Busy) -> None:
    house = busy.house
    other = await house.sessions.create(house.tutor, house.new())
    note = StudentNote(house.alice.user_id, house.tutor.user_id, "Tutor", "Careful.", Millis(1))

    async def beside(unit: UnitOfWork) -> None:
        await unit.history.put_note(HERE, note)

    noticed = house.door.notice(busy.ref, lambda s: (said(f"noticed {len(s.announcements)}"),), beside=beside)
    both = house.door.act_all(
        By(house.tutor, Right.MANAGE),
        {x: lambda s: (said(f"both {len(s.announcements)}"),) for x in (house.session_id, other.id)},
    )
    found = await busy.wait(busy.says("a"), noticed, busy.says("b", needs="a"), both, busy.says("c", needs="b"))
    assert not any(isinstance(x, Exception) for x in found)
    assert await busy.words() == ["first", "a", "noticed 2", "b", "c", "both 5"]
    assert [x.text for x in (await house.door.read(Ref(HERE, other.id))).announcements] == ["both 0"]
    async with house.storage.reading() as unit:
        assert await unit.history.notes(HERE, house.alice.user_id) == (note,)


async def test_a_turn_takes_no_more_than_it_may(busy: Busy) -> None:
    turns = busy.storage.turns
    await busy.wait(*(busy.says(f"{at}") for at in range(MOST + 1)))
    assert busy.storage.turns == turns + 3
    assert len(await busy.words()) == MOST + 2


async def test_where_the_server_ends_nobody_waits_for_ever(busy: Busy) -> None:
    other = await busy.house.sessions.create(busy.house.tutor, busy.house.new())
    busy.storage.commits.clear()
    before = asyncio.all_tasks()
    acts: list[asyncio.Task[object]] = [asyncio.create_task(busy.says("a"))]
    await until(lambda: busy.storage.waiting == 1)
    both = dict.fromkeys((busy.house.session_id, other.id), lambda _: (said("both"),))
    by = By(busy.house.tutor, Right.MANAGE)
    acts += [asyncio.create_task(x) for x in (busy.says("b"), busy.house.door.act_all(by, both), busy.says("c"))]
    await asyncio.sleep(1)
    for turns in asyncio.all_tasks() - before:
        if turns.get_name() == "turns":
            turns.cancel()
    assert [type(x) for x in await asyncio.gather(*acts, return_exceptions=True)] == [asyncio.CancelledError] * 4
    busy.storage.commits.set()
    await asyncio.sleep(1)
    busy.house.broadcast.views.clear()
