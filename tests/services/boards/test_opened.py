"""A board that takes no more, and boards that several acts are at."""

import asyncio
from dataclasses import replace

import pytest
from structlog.typing import EventDict

from deskside.domain.boards.revisions import revise_board
from deskside.domain.errors import BoardFull, Conflict, NotFound
from deskside.domain.events import BoardRevised
from deskside.domain.ids import Millis
from deskside.ports.boards import Revision
from deskside.ports.storage import StorageUnavailable
from deskside.services.boards import packing
from deskside.services.boards.packing import pack
from deskside.services.door import Ref
from tests.domain.boards.drawings import element
from tests.fakes.loop import until
from tests.services.boards.lesson import Boards, Page
from tests.services.house import House


@pytest.fixture
def boards(live: House) -> Boards:
    return Boards(live)


async def test_a_full_board_refuses_strokes_until_it_is_cleared(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskside.domain.boards.scene.BOARD_ELEMENTS", 2)
    await boards.watch(boards.tutor)
    await boards.draw(boards.alice, "a", "b")
    with pytest.raises(BoardFull):
        await boards.draw(boards.alice, "c")
    await until(lambda: boards.tutor.ids == ["a", "b"])
    await boards.service.clear(boards.tutor.actor, boards.place())
    await boards.draw(boards.alice, "c", generation=1)


async def test_a_page_that_does_not_fit_on_one_board_is_put_on_none(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskside.domain.boards.scene.BOARD_ELEMENTS", 3)
    bob = Page(boards.house.bob, "bob")
    await boards.watch(bob, board="bob")
    await boards.draw(boards.tutor, "a", "b")
    await boards.draw(bob, "c", "d", board="bob")
    to = (boards.house.students[2].user_id, boards.house.bob.user_id)
    with pytest.raises(BoardFull) as caught:
        await boards.service.push(boards.tutor.actor, boards.place(), to)
    assert "Bob" in caught.value.message
    assert "Carol" not in caught.value.message
    await boards.service.close()
    assert await boards.revisions("carol") == ()
    assert bob.ids == []


async def test_a_board_that_another_let_go_of_meanwhile_is_opened_again(boards: Boards) -> None:
    refused, known = await asyncio.gather(
        boards.draw(boards.alice, "a", generation=7), boards.watch(boards.tutor), return_exceptions=True
    )
    assert isinstance(refused, Conflict)
    assert not isinstance(known, BaseException)
    await boards.draw(boards.alice, "b")
    await until(lambda: boards.tutor.ids == ["b"])


async def test_a_board_that_could_not_be_read_keeps_nobody_from_leaving(boards: Boards) -> None:
    await boards.watch(boards.tutor, board="bob")
    boards.house.storage.fail_next(StorageUnavailable("the disk is full"))
    looking = asyncio.create_task(boards.watch(boards.alice))
    opening = boards.service.opened._opening
    while boards.place() not in opening or not opening[boards.place()].done():  # noqa: ASYNC110  to the very turn
        await asyncio.sleep(0)
    await boards.service.leave(boards.tutor)  # before whoever waits for it has been told
    with pytest.raises(StorageUnavailable):
        await looking
    boards.tutor.told.clear()
    await boards.draw(Page(boards.house.bob, "bob"), "a", board="bob")
    assert not boards.tutor.told
    assert await boards.draw(boards.alice, "a") == 1


async def test_a_board_that_could_not_be_read_is_read_at_the_next_try(boards: Boards) -> None:
    boards.house.storage.fail_next(OSError("the disk is gone"))
    with pytest.raises(OSError, match="gone"):
        await boards.service.draw(boards.alice, boards.place(), 0, ())
    assert await boards.draw(boards.alice, "a") == 1


async def test_strokes_of_a_lane_that_was_taken_away_and_of_a_session_that_is_over_are_kept(boards: Boards) -> None:
    house = boards.house
    await boards.draw(boards.tutor, "a")
    await house.sessions.remove(house.tutor, house.session_id, house.alice.user_id)
    await boards.service.close()
    await boards.draw(boards.tutor, "b", board="bob")
    await boards.service.unwatch(boards.tutor, boards.place("carol"))
    await house.sessions.end(house.tutor, house.session_id)
    await boards.service.close()
    assert [len(await boards.revisions(x)) for x in ("alice", "bob")] == [1, 1]
    assert not [x for x in await house.log() if isinstance(x, BoardRevised)]


async def test_pages_come_and_go_while_a_board_is_being_read(boards: Boards) -> None:
    storage = boards.house.storage
    storage.reading_on.clear()
    stays = asyncio.create_task(boards.watch(boards.tutor))
    leaves = asyncio.create_task(boards.watch(boards.alice))
    await until(lambda: storage.waiting == 1)
    leaves.cancel()
    await asyncio.wait([leaves])
    await boards.service.leave(boards.alice)
    await boards.service.close()
    storage.reading_on.set()
    await stays
    await boards.draw(boards.alice, "a")
    await until(lambda: boards.tutor.ids == ["a"])


async def test_what_is_drawn_again_as_it_is_stored_is_no_revision(boards: Boards) -> None:
    await boards.watch(boards.tutor)
    await boards.draw(boards.alice, "a")
    await asyncio.sleep(3)
    await boards.draw(boards.alice, "a")
    await asyncio.sleep(3)
    assert len(await boards.revisions()) == 1


async def test_a_fault_between_a_revision_and_its_event_loses_nothing(boards: Boards) -> None:
    """They are one transaction: neither is there, and the next try has the same number."""
    await boards.watch(boards.alice)
    await boards.draw(boards.alice, "a")
    boards.house.storage.failures = 3
    await asyncio.sleep(20)
    await boards.draw(boards.alice, "b")
    await asyncio.sleep(20)
    assert await boards.stored() == [["a"], ["b"]]
    assert [x.revision for x in await boards.house.log() if isinstance(x, BoardRevised)] == [1, 2]
    await boards.service.leave(boards.alice)
    await asyncio.sleep(3)
    assert not boards.service.opened.here(boards.place()), "the room is let go"


@pytest.mark.parametrize("told", [True, False], ids=["and_told", "and_its_end_unknown"])
async def test_a_number_that_is_there_already_does_not_keep_a_board_from_being_stored(
    boards: Boards, *, told: bool
) -> None:
    place = boards.place()
    ref = Ref(place.center_id, place.session_id)
    revision = Revision(1, 0, Millis(0), whole=True, content=pack((element("lost"),)))
    await boards.watch(boards.alice)
    async with boards.house.storage.transaction() as unit:
        await unit.boards.add_revision(place, revision)
    if told:
        await boards.house.door.notice(ref, lambda x: revise_board(x, boards.house.alice.user_id, 1))
    await boards.draw(boards.alice, "a")
    await asyncio.sleep(3)
    await boards.draw(boards.alice, "b")
    await asyncio.sleep(3)
    assert await boards.stored() == [["a"], ["b"]]
    assert [x.revision for x in await boards.house.log() if isinstance(x, BoardRevised)] == [1, 2]


async def test_a_board_whose_session_is_no_more_is_let_go(boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    async def gone(*_: object, **__: object) -> None:
        raise NotFound("There is no such session.")

    await boards.draw(boards.alice, "a")
    monkeypatch.setattr(boards.house.door, "notice", gone)
    await asyncio.sleep(3)
    assert not boards.service.opened.here(boards.place())


async def test_what_is_stored_and_cannot_be_drawn_is_put_right_when_it_is_opened(
    boards: Boards, logged: list[EventDict]
) -> None:
    bad = replace(element("bad"), body={**element("bad").body, "points": [None]})
    thin = replace(element("thin"), body={**element("thin").body, "strokeWidth": 1e-9})
    content = pack((element("good"), bad, thin))
    async with boards.house.storage.transaction() as unit:
        await unit.boards.add_revision(boards.place(), Revision(1, 0, Millis(0), whole=True, content=content))
    await boards.watch(boards.tutor)
    assert boards.tutor.ids == ["good", "thin"]
    assert [(x["mended"], x["dropped"]) for x in logged if x["event"] == "board_mended"] == [(1, 1)]
    await boards.draw(boards.tutor, "more")
    await asyncio.sleep(3)
    assert await boards.stored() == [["good", "thin"], ["good", "thin", "more"]], "the next one is whole"


async def test_no_more_boards_wait_than_can_be_served(boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packing, "WAITING", 0)
    with pytest.raises(StorageUnavailable):
        await boards.watch(boards.alice)
