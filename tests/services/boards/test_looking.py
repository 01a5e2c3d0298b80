"""Who is told of a board is asked of the rules at each telling: whoever may look no more is told no more."""

import asyncio
from dataclasses import replace

import pytest

from deskside.domain.boards.scene import TABLE
from deskside.domain.ids import SessionId
from tests.domain.boards.drawings import element
from tests.fakes.loop import until
from tests.services.boards.lesson import Boards, Page
from tests.services.house import House


@pytest.fixture
def boards(live: House) -> Boards:
    return Boards(live)


async def test_an_observer_who_leaves_is_told_no_further_stroke(boards: Boards) -> None:
    house, admin = boards.house, Page(boards.house.admin, "admin")
    page = await house.enter(house.admin)
    await boards.watch(boards.tutor)
    await boards.watch(admin)
    await boards.draw(boards.alice, "a")
    await until(lambda: admin.ids == boards.tutor.ids == ["a"])
    await house.attendance.leave(house.admin, house.session_id, page)
    await boards.draw(boards.alice, "b")
    await until(lambda: boards.tutor.ids == ["a", "b"])
    await boards.service.clear(boards.tutor.actor, boards.place())
    assert len(boards.tutor.told) == 3
    assert [x.id for _, update in admin.told for x in update.elements] == ["a"]
    assert len(admin.told) == 1


async def test_who_watched_the_tables_board_is_told_nothing_once_the_table_is_closed(boards: Boards) -> None:
    house, bob = boards.house, Page(boards.house.bob, "bob")
    await house.lanes.set_open_table(house.tutor, house.session_id, open_table=True)
    await boards.watch(bob, board=TABLE)
    await boards.draw(boards.tutor, "a", board=TABLE)
    await until(lambda: bob.ids == ["a"])
    async with boards.service.opened.at(boards.place(TABLE)) as room:
        await house.lanes.set_open_table(house.tutor, house.session_id, open_table=False)
        room.draw((element("b"),), "")
        await asyncio.sleep(3)
    assert bob.ids == ["a"]


async def test_a_board_of_a_session_that_nobody_is_in_is_told_to_nobody(boards: Boards) -> None:
    await boards.watch(boards.tutor)
    async with boards.service.opened.at(boards.place()) as room:
        assert room.may_look(boards.place(), boards.tutor.actor)
        assert not room.may_look(replace(boards.place(), session_id=SessionId("none")), boards.tutor.actor)
