"""How much boards take: a person in a minute, a board, a session, a center; what goes, and what never does."""

import asyncio
import random

import pytest

from deskside.domain.boards.keeping import MINUTE_BYTES, NoSpace, Space, TooFast, Used
from deskside.domain.errors import Conflict, Invalid, NotFound
from deskside.ports.boards import Picture
from tests.domain.boards.test_pictures import png
from tests.services.boards.lesson import Boards
from tests.services.boards.test_revisions import ask
from tests.services.house import House

PNG = png(64, 64)


@pytest.fixture
def boards(live: House) -> Boards:
    return Boards(live)


async def used(boards: Boards) -> Used:
    place = boards.place()
    async with boards.house.storage.transaction() as unit:
        return await unit.boards.used(place.center_id, place.session_id)


def noise(dice: random.Random) -> list[list[float]]:
    """Points that no packing makes small: about 20 kB."""
    return [[dice.random() * 1000, dice.random() * 1000] for _ in range(500)]


async def test_an_hour_of_hostile_drawing_stays_within_the_space_of_a_session(live: House) -> None:
    boards, dice = Boards(live, Space(session=400_000)), random.Random(3)
    await boards.watch(boards.alice)
    generation = 0
    for n in range(300):
        await boards.draw(boards.alice, f"e{n % 12}", version=n, points=noise(dice), generation=generation)
        await asyncio.sleep(12)
        if n % 100 == 99:
            await boards.service.clear(boards.tutor.actor, boards.place())
            generation += 1
        assert (await used(boards)).session < 400_000 + 12 * 20_000
    await boards.draw(boards.alice, "last", generation=generation)
    await boards.service.close()
    again = Boards(boards.house)
    await again.watch(again.tutor)
    assert "last" in again.tutor.ids


async def test_a_board_that_stores_much_is_stored_less_often(boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskside.services.boards.rooms.REVISION_BYTES_PER_SECOND", 500)
    dice = random.Random(3)
    await boards.watch(boards.alice)
    for n in range(60):
        await boards.draw(boards.alice, f"e{n}", points=noise(dice))
        await asyncio.sleep(2.5)
    assert len(await boards.revisions()) < 10, "150 s at 10 to 20 kB each"


async def test_what_went_along_with_a_call_stays_when_the_past_becomes_coarser(live: House) -> None:
    boards, dice = Boards(live, Space(session=60_000)), random.Random(3)
    await boards.watch(boards.alice)
    for n in range(3):
        await boards.draw(boards.alice, f"e{n}")
        await asyncio.sleep(3)
    number = await ask(boards)
    assert number == 3
    for n in range(60):
        await boards.draw(boards.alice, "big", version=n + 1, points=noise(dice))
        await asyncio.sleep(3)
    numbers = [x.number for x in await boards.revisions()]
    assert numbers[:3] == [1, 2, 3]
    assert len(numbers) < 20
    assert await boards.revised.revision(boards.house.tutor, boards.place(), number)


async def test_one_person_brings_no_more_than_a_hand_can_draw(boards: Boards, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("deskside.services.boards.space.MINUTE_BYTES", 3_000)
    assert MINUTE_BYTES > 60 * 200_000, "what a page sends of an endless stroke"
    await boards.draw(boards.alice, "a", "b", "c")
    with pytest.raises(TooFast) as caught:
        await boards.draw(boards.alice, *"defghijkl")
    assert caught.value.code == "rate_limited", "pages try it again"
    await boards.draw(boards.tutor, "d")
    boards.house.clock.pass_ms(60_000)
    await boards.draw(boards.alice, "f")


async def test_a_cleared_board_takes_pictures_again_and_one_that_is_there_is_not_refused(
    boards: Boards, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("deskside.services.boards.space.BOARD_FILES", 3)
    alice, place = boards.alice.actor, boards.place()
    for name in "abc":
        await boards.draw(boards.alice, name, kind="image", fileId=name)
        await boards.service.add_picture(alice, place, name, PNG)
    await boards.service.add_picture(alice, place, "c", PNG)
    with pytest.raises(Conflict):
        await boards.service.add_picture(alice, place, "d", PNG)
    await boards.service.clear(boards.tutor.actor, place)
    await boards.service.picture(alice, place, "a")  # it stays as long as nobody needs its room
    for name in "def":
        await boards.draw(boards.alice, name, kind="image", fileId=name, generation=1)
        await boards.service.add_picture(alice, place, name, PNG)
    with pytest.raises(NotFound):
        await boards.service.picture(alice, place, "a")


async def test_a_full_session_or_center_takes_no_picture_but_strokes(live: House) -> None:
    for space in (Space(session=len(PNG) + 10), Space(center=len(PNG) + 10)):
        boards = Boards(live, space)
        await boards.service.add_picture(boards.alice.actor, boards.place(), "a", PNG)
        await boards.draw(boards.alice, "a", kind="image", fileId="a")
        with pytest.raises(NoSpace):
            await boards.service.add_picture(boards.alice.actor, boards.place(), "b", PNG)
        await boards.draw(boards.alice, "stroke")
        await boards.service.close()


async def test_a_small_file_of_a_large_picture_is_refused_and_one_that_is_kept_is_not_shown(boards: Boards) -> None:
    bomb, alice = png(16_000, 16_000), boards.alice.actor
    with pytest.raises(Invalid):
        await boards.service.add_picture(alice, boards.place(), "f", bomb)
    async with boards.house.storage.transaction() as unit:
        await unit.boards.add_picture(boards.place(), Picture("f", "image/png", bomb))
    with pytest.raises(NotFound):
        await boards.service.picture(alice, boards.place(), "f")
