"""A session seen again over HTTP: its page, what a page is sent, and files by links that are somebody's alone."""

import pytest

from deskside.domain.center import CenterSettings
from deskside.domain.ids import UserId
from deskside.http.portions import wanted
from deskside.ports.replays import Material
from deskside.ports.storage import Center
from deskside.services.attendance import actor_of
from deskside.services.recording.replay_links import LASTS_MS
from tests.fakes.replays import playable, sealed
from tests.http.browser import Browser
from tests.http.world import HERE, World, session_id, user_id

SESSION = session_id(HERE)
REPLAY = f"/api/sessions/{SESSION}/replay"
CONTENT = bytes(range(256)) * 1_000


async def recorded(world: World) -> None:
    """The lesson was held, recorded, and is over; its center lets students see it again."""
    tutor = actor_of(await world.user(HERE, "tutor"))
    await world.services.sessions.start(tutor, SESSION)
    world.clock.pass_ms(60_000)
    await world.services.sessions.end(tutor, SESSION)
    kinds = {"person": "tutor", "to_student": "alice"}
    files = [
        await sealed(world.services.vault, HERE, playable(kind, kind, UserId(user_id(HERE, who))), CONTENT)
        for kind, who in kinds.items()
    ]
    world.materials.kept[HERE, SESSION] = Material(None, tuple(files))
    async with world.storage.transaction() as unit:
        await unit.accounts.update_center(Center(HERE, "Center here", CenterSettings(students_replay=True)))


async def url_of(browser: Browser) -> str:
    answer = await browser.get(REPLAY)
    assert answer.status == 200
    files = answer.json["files"]
    assert isinstance(files, list)
    first = files[0]
    assert isinstance(first, dict)
    return str(first["url"])


async def test_a_page_is_sent_everything_and_a_student_their_own_lane(world: World) -> None:
    await recorded(world)
    tutor, alice = await world.browser("tutor"), await world.browser("alice")
    seen = (await tutor.get(REPLAY)).json
    assert (seen["title"], seen["part"], seen["duration_ms"]) == ("Math <Class>", "tutor", 60_000)
    own = (await alice.get(REPLAY)).json
    assert [x["kind"] for x in own["files"]] == ["to_student"]  # type: ignore[union-attr, index, call-overload]
    assert "here-bob" not in (await alice.get(REPLAY)).text


async def test_a_file_is_had_whole_and_by_ranges(world: World) -> None:
    await recorded(world)
    browser = await world.browser("tutor")
    url = await url_of(browser)
    whole = await browser.get(url)
    assert (whole.status, whole.body) == (200, CONTENT)
    assert whole.headers["accept-ranges"] == "bytes"
    assert whole.headers["content-type"] == "video/webm"
    assert whole.headers["cache-control"] == "no-store"
    for header, start, end in (
        ("bytes=0-", 0, 256_000),
        ("bytes=65530-65545", 65_530, 65_546),
        ("bytes=-5", 255_995, 256_000),
    ):
        part = await browser.get(url, {"range": header})
        assert (part.status, part.body) == (206, CONTENT[start:end])
        assert part.headers["content-range"] == f"bytes {start}-{end - 1}/256000"
        assert part.headers["content-length"] == str(end - start)
    beyond = await browser.get(url, {"range": "bytes=256000-"})
    assert (beyond.status, beyond.headers["content-range"]) == (416, "bytes */256000")


async def test_every_link_that_does_not_work_is_answered_alike(world: World) -> None:
    await recorded(world)
    tutor = await world.browser("tutor")
    url = await url_of(tutor)
    nothing = await tutor.get("/api/replay/nothing")
    again = await world.browser("tutor")
    for browser in (world.stranger(), await world.browser("alice"), await world.browser("admin"), again):
        answer = await browser.get(url)
        assert (answer.status, answer.body) == (404, nothing.body)
    altered = await tutor.get(url[:-1] + ("A" if url[-1] != "A" else "B"))
    assert (altered.status, altered.body) == (404, nothing.body)
    assert (await tutor.get(url)).status == 200
    world.clock.pass_ms(LASTS_MS)
    late = await tutor.get(url)
    assert (late.status, late.body) == (404, nothing.body)
    renewed = (await tutor.get(f"{REPLAY}/files")).json["files"]
    assert (await tutor.get(str(renewed[0]["url"]))).status == 200  # type: ignore[index, call-overload]


async def test_a_link_ends_with_its_login(world: World) -> None:
    await recorded(world)
    browser = await world.browser("tutor")
    url = await url_of(browser)
    cookies = dict(browser.cookies)
    await browser.post("/api/auth/logout")
    browser.cookies = cookies
    assert (await browser.get(url)).status == 404


async def test_whoever_tries_links_is_slowed_down(world: World) -> None:
    browser = await world.browser("tutor")
    answers = [(await browser.get(f"/api/replay/guess{n}")).status for n in range(61)]
    assert answers == [404] * 60 + [429]


async def test_the_page_is_for_who_may_see_it_at_the_address_of_their_side(world: World) -> None:
    await recorded(world)
    tutor, alice = await world.browser("tutor"), await world.browser("alice")
    of_tutor, of_student = (f"/dashboard/{side}/sessions/{SESSION}/replay" for side in ("tutor", "student"))
    assert (await tutor.get(of_tutor)).status == 200
    assert (await alice.get(of_student)).status == 200
    moved = await alice.get(f"{of_tutor}?t=754")
    assert (moved.status, moved.headers["location"]) == (303, f"{of_student}?t=754")
    login = await world.stranger().get(f"{of_tutor}?t=754&x=1")
    assert login.headers["location"] == f"/login?next={of_tutor}%3Ft%3D754"
    assert (await world.stranger().get(f"{of_tutor}?t=no")).headers["location"] == f"/login?next={of_tutor}"
    assert (await (await world.browser("other-tutor")).get(of_tutor)).status == 404
    assert (await tutor.get("/dashboard/tutor/sessions/.../replay")).status == 404
    async with world.storage.transaction() as unit:
        await unit.accounts.update_center(Center(HERE, "Center here"))
    assert (await alice.get(of_student)).status == 404


@pytest.mark.parametrize(
    ("header", "part"),
    [
        (None, (0, 10)),
        ("bytes=0-0", (0, 1)),
        ("bytes=3-", (3, 10)),
        ("bytes=3-99", (3, 10)),
        ("bytes=-3", (7, 10)),
        ("bytes=-30", (0, 10)),
        ("bytes=-0", None),
        ("bytes=10-", None),
        ("bytes=5-4", (0, 10)),
        ("bytes=-", (0, 10)),
        ("bytes=0-1,3-4", (0, 10)),
        ("lines=0-1", (0, 10)),
    ],
)
def test_one_range_is_understood_and_everything_else_asks_for_all(
    header: str | None, part: tuple[int, int] | None
) -> None:
    assert wanted(header, 10) == part
