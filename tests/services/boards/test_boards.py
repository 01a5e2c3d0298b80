"""Boards over fakes: who is told what and when, what is stored, what is refused."""

import asyncio
import itertools
from dataclasses import replace

import pytest

from deskside.domain.boards.scene import TABLE
from deskside.domain.errors import Conflict, DomainError, Forbidden, Invalid, NotFound
from deskside.domain.events import BoardRevised, TableBoardRevised
from deskside.services.boards.packing import unpack
from deskside.services.boards.rooms import Pace
from tests.domain.boards.test_pictures import png
from tests.fakes.loop import until
from tests.services.boards.lesson import Boards, Page
from tests.services.house import House

PNG = png(640, 480)


@pytest.fixture
def boards(live: House) -> Boards:
    return Boards(live)


async def test_a_stroke_is_shown_to_the_other_side_and_not_to_who_drew_it(boards: Boards) -> None:
    await boards.watch(boards.alice)
    await boards.watch(boards.tutor)
    await boards.draw(boards.alice, "a")
    await until(lambda: boards.tutor.ids == ["a"])
    assert boards.alice.ids == []


async def test_strokes_are_gathered_and_a_thumbnail_is_told_once_a_second(boards: Boards) -> None:
    observer = Page(boards.house.admin, "admin")
    await boards.house.enter(boards.house.admin)
    await boards.watch(boards.tutor)
    await boards.watch(observer, Pace.THUMBNAIL)
    for n in range(200):
        await boards.draw(boards.alice, f"e{n}")
        await asyncio.sleep(0.01)
    await until(lambda: len(boards.tutor.ids) == len(observer.ids) == 200)
    live, thumbnail = ([at for at, _ in page.told] for page in (boards.tutor, observer))
    assert all(b - a >= 0.023 for a, b in itertools.pairwise(live))
    assert all(b - a >= 0.99 for a, b in itertools.pairwise(thumbnail))
    assert len(thumbnail) <= 4
    assert len(live) > 40


async def test_a_page_that_returns_is_told_only_what_it_missed(boards: Boards) -> None:
    await boards.watch(boards.tutor)
    clock = await boards.draw(boards.alice, "a", "b")
    known = await boards.watch(boards.alice)
    assert (known.clock, boards.alice.ids) == (clock, ["a", "b"])
    await boards.service.leave(boards.alice)
    await boards.draw(boards.tutor, "c")
    again = Page(boards.house.alice, "alice")
    await boards.watch(again, known=known)
    assert again.ids == ["c"]
    await boards.watch(other := Page(boards.house.alice, "x"), known=replace(known, epoch="another"))
    assert other.ids == ["a", "b", "c"]


async def test_a_page_that_reads_nothing_is_told_all_at_once_later(boards: Boards) -> None:
    await boards.watch(boards.tutor)
    boards.tutor.behind = True
    await boards.draw(boards.alice, "a")
    await asyncio.sleep(1)
    await boards.draw(boards.alice, "b")
    assert boards.tutor.told == []
    boards.tutor.behind = False
    await until(lambda: boards.tutor.ids == ["a", "b"])
    assert len(boards.tutor.told) == 1


async def test_a_board_is_stored_and_had_again_by_another_process(boards: Boards) -> None:
    await boards.watch(boards.alice)
    await boards.draw(boards.alice, "a")
    await until(lambda: boards.house.storage.waiting == 0)
    await asyncio.sleep(3)
    await boards.draw(boards.alice, "b")
    await asyncio.sleep(0.5)
    assert await boards.stored() == [["a"]]
    await boards.service.leave(boards.alice)
    await boards.service.close()
    assert await boards.stored() == [["a"], ["b"]]
    assert [r.whole for r in await boards.revisions()] == [True, False]
    assert [x.revision for x in await boards.house.log() if isinstance(x, BoardRevised)] == [1, 2]
    second = Boards(boards.house)
    await second.watch(second.tutor)
    assert sorted(second.tutor.ids) == ["a", "b"]
    await second.service.close()


async def test_many_strokes_are_one_revision_in_two_seconds(boards: Boards) -> None:
    await boards.watch(boards.alice)
    for n in range(1000):
        await boards.draw(boards.alice, f"e{n}")
        await asyncio.sleep(0.01)
    await boards.service.close()
    assert 4 <= len(await boards.revisions()) <= 7


async def test_every_fiftieth_revision_is_whole_so_that_few_have_to_be_read(boards: Boards) -> None:
    await boards.watch(boards.alice)
    for n in range(60):
        await boards.draw(boards.alice, f"e{n}")
        await asyncio.sleep(2.5)
    async with boards.house.storage.transaction() as unit:
        newest = await unit.boards.newest(boards.place())
    assert newest[0].whole
    assert (newest[0].number, len(unpack(newest[0].content).elements)) == (50, 50)
    assert len(newest) == 11


async def test_what_cannot_be_stored_is_stored_later(boards: Boards) -> None:
    await boards.watch(boards.alice)
    boards.house.storage.failures = 2
    await boards.draw(boards.alice, "a")
    await asyncio.sleep(10)
    assert await boards.stored() == [["a"]]


async def test_a_cleared_board_is_empty_and_takes_no_old_strokes(boards: Boards) -> None:
    await boards.watch(boards.alice)
    await boards.draw(boards.alice, "a")
    await boards.service.clear(boards.tutor.actor, boards.place())
    assert [(u.generation, u.elements) for _, u in boards.alice.told] == [(1, ())]
    with pytest.raises(Conflict):
        await boards.draw(boards.alice, "b")
    await boards.draw(boards.alice, "c", generation=1)
    await boards.service.close()
    second = Boards(boards.house)
    known = await second.watch(second.tutor)
    assert (second.tutor.ids, known.generation) == (["c"], 1)
    with pytest.raises(Forbidden):
        await second.service.clear(second.alice.actor, second.place())


async def test_a_locked_board_takes_strokes_of_the_tutor_alone(boards: Boards) -> None:
    await boards.service.lock(boards.tutor.actor, boards.place(), locked=True)
    with pytest.raises(Forbidden):
        await boards.draw(boards.alice, "a")
    await boards.draw(boards.tutor, "b")
    await boards.service.lock(boards.tutor.actor, boards.place(), locked=False)
    await boards.draw(boards.alice, "c")
    with pytest.raises(Forbidden):
        await boards.service.lock(boards.alice.actor, boards.place(), locked=True)


async def test_only_tutor_and_observers_see_a_students_board(boards: Boards) -> None:
    admin = Page(boards.house.admin, "admin")
    with pytest.raises(Forbidden, match="Look into the session first"):
        await boards.watch(admin)
    await boards.house.enter(boards.house.admin)
    await boards.watch(admin)
    for actor, error in (
        (boards.house.bob, Forbidden),
        (boards.house.pupil, NotFound),
        (boards.house.colleague, NotFound),
        (boards.house.foreigners[0], NotFound),
    ):
        stranger = Page(actor, "stranger")
        for act in (boards.watch(stranger), boards.draw(stranger, "a")):
            with pytest.raises(DomainError) as caught:
                await act
            assert isinstance(caught.value, error)
    with pytest.raises(Forbidden):
        await boards.draw(Page(boards.house.admin, "admin"), "a")


async def test_the_tables_board_is_there_as_long_as_the_table_is_open(boards: Boards) -> None:
    bob = Page(boards.house.bob, "bob")
    with pytest.raises(Conflict):
        await boards.watch(bob, board=TABLE)
    await boards.house.lanes.set_open_table(boards.house.tutor, boards.house.session_id, open_table=True)
    await boards.watch(bob, board=TABLE)
    await boards.draw(boards.alice, "a", board=TABLE)
    await until(lambda: bob.ids == ["a"])
    await asyncio.sleep(3)
    assert TableBoardRevised(1) in await boards.house.log()
    await boards.house.lanes.set_open_table(boards.house.tutor, boards.house.session_id, open_table=False)
    with pytest.raises(Conflict):
        await boards.draw(boards.alice, "b", board=TABLE)


async def test_a_page_is_put_on_several_boards_with_its_pictures(boards: Boards) -> None:
    bob = Page(boards.house.bob, "bob")
    await boards.watch(bob, board="bob")
    await boards.draw(boards.tutor, "a", kind="image", fileId="f")
    await boards.draw(boards.tutor, "not-uploaded", kind="image", fileId="never")
    await boards.service.add_picture(boards.tutor.actor, boards.place(), "f", PNG)
    await boards.service.add_picture(boards.tutor.actor, boards.place(), "unseen", PNG)
    to = (boards.house.alice.user_id, boards.house.bob.user_id)
    for _ in range(2):
        await boards.service.push(boards.tutor.actor, boards.place(), to)
    await until(lambda: len(bob.ids) == 4)
    assert "a" not in bob.ids
    assert (await boards.service.picture(bob.actor, boards.place("bob"), "f")).content == PNG
    with pytest.raises(NotFound):
        await boards.service.picture(bob.actor, boards.place("bob"), "unseen")
    with pytest.raises(NotFound):
        await boards.service.push(boards.tutor.actor, boards.place(), (boards.house.pupil.user_id,))
    with pytest.raises(Forbidden):
        await boards.service.push(bob.actor, boards.place("bob"), to)


async def test_pictures_are_small_few_and_only_for_those_who_see_the_board(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskside.services.boards.space.BOARD_FILES", 1)
    await boards.draw(boards.alice, "a", kind="image", fileId="f")
    alice = boards.alice.actor
    with pytest.raises(Invalid):
        await boards.service.add_picture(alice, boards.place(), "f", PNG + bytes(512 * 1024))
    with pytest.raises(Invalid):
        await boards.service.add_picture(alice, boards.place(), "f", b"<svg/>")
    await boards.service.add_picture(alice, boards.place(), "f", PNG)
    with pytest.raises(Conflict):
        await boards.service.add_picture(alice, boards.place(), "g", PNG)
    with pytest.raises(NotFound):
        await boards.service.picture(alice, boards.place(), "g")
    with pytest.raises(Forbidden):
        await boards.service.picture(boards.house.bob, boards.place(), "f")


async def test_a_page_that_went_while_its_board_was_read_is_not_kept(boards: Boards) -> None:
    boards.alice.gone = True
    await boards.watch(boards.alice)
    await boards.draw(boards.tutor, "a")
    await asyncio.sleep(3)
    assert boards.alice.told == []
