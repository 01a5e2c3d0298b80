"""What every storage keeps of boards: revisions in order, and pictures."""

from dataclasses import replace

import pytest

from deskside.domain.boards.keeping import Stored, Used
from deskside.domain.boards.scene import BoardId
from deskside.domain.ids import CenterId, Millis
from deskside.ports.boards import Picture, Place, Revision
from deskside.ports.storage import Storage
from tests.contracts.room import CENTER, Room


@pytest.fixture
def place(room: Room) -> Place:
    return Place(CENTER, room.session.id, BoardId("alice"))


def revision(number: int, *names: str, whole: bool = False) -> Revision:
    return Revision(number, 2, Millis(number * 1_000), whole, b"\x00\xff" + "".join(names).encode())


async def test_a_board_that_was_never_stored_has_nothing(storage: Storage, place: Place) -> None:
    async with storage.transaction() as unit:
        assert await unit.boards.newest(place) == await unit.boards.revisions(place) == ()
        assert await unit.boards.picture(place, "f") is None
        assert await unit.boards.picture_ids(place) == ()


async def test_the_newest_begin_with_the_last_whole_revision(storage: Storage, place: Place) -> None:
    made = [revision(1, "a", whole=True), revision(2, "b"), revision(3, "a", "b", whole=True), revision(4, "c")]
    for each in made:
        async with storage.transaction() as unit:
            await unit.boards.add_revision(place, each)
    async with storage.transaction() as unit:
        await unit.boards.add_revision(replace(place, board=BoardId("bob")), revision(9, "z", whole=True))
    async with storage.transaction() as unit:
        assert await unit.boards.newest(place) == tuple(made[2:])
        assert await unit.boards.revisions(place) == tuple(made)
        assert await unit.boards.newest(replace(place, center_id=CenterId("other"))) == ()


async def test_a_revision_comes_with_what_it_is_built_on(storage: Storage, place: Place) -> None:
    made = [revision(1, "a", whole=True), revision(2, "b"), revision(3, "a", "b", whole=True), revision(4, "c")]
    async with storage.transaction() as unit:
        for each in made:
            await unit.boards.add_revision(place, each)
    async with storage.transaction() as unit:
        assert await unit.boards.up_to(place, 1) == tuple(made[:1])
        assert await unit.boards.up_to(place, 2) == tuple(made[:2])
        assert await unit.boards.up_to(place, 3) == (made[2],)
        assert await unit.boards.up_to(place, 4) == tuple(made[2:])
        for number in (0, 5, 2**31 - 1):
            assert await unit.boards.up_to(place, number) == ()
        assert await unit.boards.up_to(replace(place, board=BoardId("bob")), 1) == ()
        assert await unit.boards.up_to(replace(place, center_id=CenterId("other")), 1) == ()


async def test_a_picture_is_kept_as_it_was_first(storage: Storage, place: Place) -> None:
    async with storage.transaction() as unit:
        await unit.boards.add_picture(place, Picture("f", "image/png", b"\x00\xff"))
        await unit.boards.add_picture(place, Picture("f", "image/png", b"other"))
        await unit.boards.add_picture(place, Picture("e", "image/webp", b"x"))
    async with storage.transaction() as unit:
        assert await unit.boards.picture(place, "f") == Picture("f", "image/png", b"\x00\xff")
        assert await unit.boards.picture_ids(place) == ("e", "f")
        assert await unit.boards.picture_ids(replace(place, board=BoardId("bob"))) == ()


async def test_what_boards_take_is_added_up(storage: Storage, place: Place) -> None:
    async with storage.transaction() as unit:
        assert await unit.boards.used(place.center_id, place.session_id) == Used(0, 0)
        for number in (1, 2, 2, 3):
            await unit.boards.add_revision(place, revision(number, "a", "b", whole=number == 1))
        await unit.boards.add_picture(place, Picture("f", "image/png", b"12345"))
        await unit.boards.add_picture(place, Picture("f", "image/png", b"12345"))
        await unit.boards.keep(place, 2)
    async with storage.transaction() as unit:
        assert await unit.boards.used(place.center_id, place.session_id) == Used(17, 17)
        assert await unit.boards.used(CenterId("other"), place.session_id) == Used(0, 0)
        assert await unit.boards.stored(place) == tuple(Stored(n, n == 1, n == 2, 4) for n in (1, 2, 3))
        assert await unit.boards.boards(place.center_id, place.session_id) == (place.board,)
        await unit.boards.remove_revisions(place, (3,))
        await unit.boards.remove_pictures(place, ("f", "g"))
        await unit.boards.remove_pictures(place, ())
    async with storage.transaction() as unit:
        assert await unit.boards.used(place.center_id, place.session_id) == Used(8, 8)
        assert [x.number for x in await unit.boards.revisions(place)] == [1, 2]
        assert await unit.boards.picture_ids(place) == ()
