"""The connection test over HTTP: its page, its room, its limit."""

from tests.fakes.engine import SDP
from tests.http.world import World


async def test_the_page_is_open_to_all_and_knows_who_may_try_the_engine(world: World) -> None:
    page = await world.stranger().get("/connection-test")
    assert page.status == 200
    assert '{"csrf":null}' in page.text
    alice = await world.browser("alice")
    assert f'{{"csrf":"{alice.csrf}"}}' in (await alice.get("/connection-test")).text


async def test_a_whole_test_from_the_room_to_its_end(world: World) -> None:
    alice = await world.browser("alice")
    begun = await alice.post("/api/diagnosis")
    assert begun.status == 201
    assert begun.json["grant"] == {"engine": "CUSTOM", "ice_servers": [], "provider_url": None, "provider_token": None}
    path = f"/api/diagnosis/{begun.json['test_id']}"
    assert (await alice.post(f"{path}/publish", {"offer": SDP})).json == {"answer": SDP}
    offered = (await alice.post(f"{path}/subscribe")).json["offer"]
    assert isinstance(offered, dict)
    assert offered["sdp"] == SDP
    assert (await alice.post(f"{path}/answer", {"answer": SDP})).status == 204
    assert (await alice.delete(path)).status == 204
    assert (await alice.post(f"{path}/subscribe")).code == "not_found"


async def test_nonsense_is_refused_and_tests_are_counted(world: World) -> None:
    alice = await world.browser("alice")
    path = f"/api/diagnosis/{(await alice.post('/api/diagnosis')).json['test_id']}"
    assert (await alice.post(f"{path}/publish", {"offer": "nonsense"})).code == "engine_refused"
    for _ in range(world.config.limits.tests_of_user.burst - 1):
        assert (await alice.post("/api/diagnosis")).status == 201
    assert (await alice.post("/api/diagnosis")).code == "rate_limited"


async def test_what_a_test_asks_of_the_engine_is_counted_and_whoever_tests_too_gets_theirs(world: World) -> None:
    """Seen: a hundred offers at once, and the engine busy with nothing else for 1.4 s."""
    alice, bob = await world.browser("alice"), await world.browser("bob")
    path = f"/api/diagnosis/{(await alice.post('/api/diagnosis')).json['test_id']}"
    for _ in range(world.config.limits.calls_of_test.burst):
        assert (await alice.post(f"{path}/publish", {"offer": SDP})).status == 200
    for call, body in (("publish", {"offer": SDP}), ("subscribe", None), ("answer", {"answer": SDP})):
        assert (await alice.post(f"{path}/{call}", body)).code == "rate_limited"
    theirs = f"/api/diagnosis/{(await bob.post('/api/diagnosis')).json['test_id']}"
    assert (await bob.post(f"{theirs}/publish", {"offer": SDP})).status == 200
