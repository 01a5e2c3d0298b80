"""Boards as they were: read by number by those who may, and going along with a call for help."""

import asyncio
import json

import pytest

from deskside.domain.access import Actor
from deskside.domain.boards.scene import TABLE
from deskside.domain.errors import Forbidden, NotFound
from deskside.domain.events import HelpBoardAttached
from deskside.domain.ids import ActId, HelpId
from deskside.domain.modes import Urgency
from deskside.services.lanes import HelpCall
from deskside.services.once import Asked, asked
from tests.domain.boards.drawings import element
from tests.services.boards.lesson import Boards
from tests.services.house import House

CALL = HelpCall(HelpId("h"), Urgency.NORMAL, "How?")


@pytest.fixture
def boards(live: House) -> Boards:
    return Boards(live)


async def ask(boards: Boards, actor: Actor | None = None) -> int | None:
    """Call for help; the revision that went along."""
    student = actor or boards.house.alice
    await boards.lanes.ask_help(student, boards.house.session_id, CALL)
    called = (await boards.house.lane(student)).help
    assert called is not None
    await boards.revised.settle()
    boards.house.check()
    called = (await boards.house.lane(student)).help
    return called.board_revision if called else None


async def names(boards: Boards, actor: Actor, number: int, board: str = "alice") -> list[str]:
    """What was on the board, as this person may read it."""
    content = await boards.revised.revision(actor, boards.place(board), number)
    return sorted(x["id"] for x in json.loads(content)["elements"])


async def test_the_board_goes_along_with_a_call_as_it_is_then(boards: Boards) -> None:
    await boards.watch(boards.alice)
    await boards.draw(boards.alice, "a")
    await asyncio.sleep(3)
    await boards.draw(boards.alice, "b")
    number = await ask(boards)
    assert number == 2
    await boards.draw(boards.alice, "c")
    await boards.service.close()
    assert await names(boards, boards.house.tutor, number) == ["a", "b"]
    assert await names(boards, boards.house.alice, 3) == ["a", "b", "c"]


async def test_a_board_that_is_stored_already_is_not_stored_again(boards: Boards) -> None:
    await boards.draw(boards.alice, "a")
    await asyncio.sleep(3)
    assert not boards.service.opened.here(boards.place()), "nobody looks at it"
    assert await ask(boards) == 1
    assert len(await boards.revisions()) == 1
    assert not boards.service.opened.here(boards.place())


async def test_an_empty_board_and_one_that_was_never_opened_do_not_go_along(boards: Boards) -> None:
    assert await ask(boards, boards.house.bob) is None
    assert await boards.revisions("bob") == ()
    await boards.watch(boards.alice)
    await boards.draw(boards.alice, "a")
    await boards.service.clear(boards.tutor.actor, boards.place())
    assert await ask(boards) is None
    assert HelpBoardAttached not in map(type, await boards.house.log())


async def test_a_board_that_cannot_be_stored_stops_no_call(boards: Boards) -> None:
    await boards.draw(boards.alice, "a")
    house = boards.house
    await boards.lanes.ask_help(house.alice, house.session_id, CALL)
    house.storage.failures = 1
    await boards.revised.settle()
    called = (await house.lane(house.alice)).help
    assert called is not None
    assert called.board_revision is None
    assert await ask(boards) == 1, "a repeated call is another chance"
    assert await ask(boards) == 1
    assert [type(x) for x in await house.log()].count(HelpBoardAttached) == 1


async def test_a_board_that_cannot_be_read_stops_no_call(boards: Boards) -> None:
    await boards.draw(boards.alice, "a")
    await asyncio.sleep(3)
    house = boards.house
    await boards.lanes.ask_help(house.alice, house.session_id, CALL)
    house.storage.fail_next(OSError("the disk is gone"))
    await boards.revised.settle()
    assert (called := (await house.lane(house.alice)).help) is not None
    assert called.board_revision is None


async def test_a_call_that_was_closed_meanwhile_gets_no_board(boards: Boards) -> None:
    await boards.draw(boards.alice, "a")
    house = boards.house
    await boards.lanes.ask_help(house.alice, house.session_id, CALL)
    await boards.lanes.withdraw_help(house.alice, house.session_id, CALL.help_id)
    await boards.revised.settle()
    assert (await house.lane(house.alice)).help is None
    assert HelpBoardAttached not in map(type, await house.log())


async def test_a_repeated_act_of_somebody_without_a_lane_is_answered_and_nothing_goes_along(boards: Boards) -> None:
    house = boards.house
    with asked(Asked(ActId("once"))):
        await house.sessions.pause(house.tutor, house.session_id)
    with asked(Asked(ActId("once"))):
        await boards.lanes.ask_help(house.tutor, house.session_id, CALL)
    await boards.revised.settle()
    assert HelpBoardAttached not in map(type, await house.log())


async def test_what_was_deleted_is_not_in_a_revision_and_another_number_is_not_found(boards: Boards) -> None:
    await boards.draw(boards.alice, "a", "b")
    await boards.service.draw(boards.alice, boards.place(), 0, (element("a", 2, deleted=True),))
    await boards.service.close()
    assert await names(boards, boards.house.alice, 1) == ["b"]
    for number in (0, 2):
        with pytest.raises(NotFound):
            await names(boards, boards.house.alice, number)


async def test_a_student_reads_their_own_board_staff_every_one_and_strangers_none(boards: Boards) -> None:
    house = boards.house
    await boards.draw(boards.alice, "a")
    await house.lanes.set_open_table(house.tutor, house.session_id, open_table=True)
    await boards.draw(boards.alice, "t", board=TABLE)
    await boards.service.close()
    assert await names(boards, house.bob, 1, TABLE) == ["t"]
    await house.lanes.set_open_table(house.tutor, house.session_id, open_table=False)
    with pytest.raises(Forbidden):
        await names(boards, house.admin, 1)
    for actor in (house.alice, house.tutor):
        assert await names(boards, actor, 1) == ["a"]
    for actor in (house.bob, house.pupil, house.colleague, *house.foreigners):
        for board in ("alice", TABLE):
            with pytest.raises(NotFound):
                await names(boards, actor, 1, board)
    assert await names(boards, house.tutor, 1, TABLE) == ["t"]
    page = await house.enter(house.admin)
    assert await names(boards, house.admin, 1) == ["a"]
    await house.attendance.leave(house.admin, house.session_id, page)
    with pytest.raises(Forbidden):
        await names(boards, house.admin, 1)
    await house.sessions.end(house.tutor, house.session_id)
    for actor in (house.alice, house.admin):
        assert await names(boards, actor, 1) == ["a"]
