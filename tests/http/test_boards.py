"""A board as it was, over HTTP."""

from deskside.domain.boards.scene import BoardId
from deskside.domain.ids import Millis
from deskside.ports.boards import Place, Revision
from deskside.services.boards.packing import pack
from tests.domain.boards.drawings import element, full
from tests.http.world import HERE, World, session_id, user_id

ALICE = user_id(HERE, "alice")
PATH = f"/api/sessions/{session_id(HERE)}/boards/{ALICE}/revisions"


async def draw(world: World) -> None:
    """Two revisions of Alice's board."""
    place = Place(HERE, session_id(HERE), BoardId(ALICE))
    first, then = (element("a"), element("b")), (element("a", 2, deleted=True), element("c"))
    async with world.storage.transaction() as unit:
        await unit.boards.add_revision(place, Revision(1, 0, Millis(5), whole=True, content=pack(first)))
        await unit.boards.add_revision(place, Revision(2, 0, Millis(7), whole=False, content=pack(then)))


async def test_a_revision_is_all_that_could_be_seen_then(world: World) -> None:
    await draw(world)
    assert (await (await world.browser("admin")).get(f"{PATH}/1")).code == "forbidden", "they are on no sign"
    for who in ("alice", "tutor"):
        browser = await world.browser(who)
        first, then = (await browser.get(f"{PATH}/1")).json, (await browser.get(f"{PATH}/2")).json
        assert first == {"number": 1, "generation": 0, "at": 5, "elements": [full("a"), full("b")]}
        assert then == {"number": 2, "generation": 0, "at": 7, "elements": [full("b"), full("c")]}


async def test_what_is_not_theirs_is_not_there(world: World) -> None:
    await draw(world)
    alice = await world.browser("alice")
    for path in (
        f"{PATH}/3",
        PATH.replace(ALICE, "table") + "/1",
        PATH.replace(ALICE, user_id(HERE, "bob")) + "/1",
    ):
        assert (await alice.get(path)).status == 404
    for who in ("bob", "other-tutor"):
        assert (await (await world.browser(who)).get(f"{PATH}/1")).status == 404
    for number in ("0", "-1", "x", str(2**31)):
        assert (await alice.get(f"{PATH}/{number}")).status == 422
