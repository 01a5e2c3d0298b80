"""The page of a guardian's link: no account, no script, three boxes and a name; and nothing but that comes of it."""

from urllib.parse import urlencode

import pytest

from tests.http.browser import Answer, Browser
from tests.http.world import HERE, World, user_id

ALICE = user_id(HERE, "alice")
FORM = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}


async def link_for_alice(world: World) -> str:
    made = await (await world.browser("tutor")).post(f"/api/users/{ALICE}/guardian-link")
    assert made.status == 201
    assert "<svg" in str(made.json["qr_svg"])
    return str(made.json["url"]).removeprefix("http://deskside.test")


async def send(browser: Browser, path: str, **fields: object) -> Answer:
    """Press a button of the page."""
    body = urlencode({"version": 1, "name": "Ada Chen", **fields}, doseq=True).encode()
    return await browser.send("POST", path, body=body, headers=FORM)


async def agreed(world: World) -> object:
    return (await (await world.browser("alice")).get("/api/consent")).json["consent"]


async def test_it_asks_with_nothing_ticked_and_tells_no_more_than_a_first_name(world: World) -> None:
    page = await world.stranger().visit(await link_for_alice(world))
    assert page.status == 200
    assert page.text.count('type="checkbox"') == 3
    for not_there in (" checked", "<script", "noticed", "Taken back"):
        assert not_there not in page.text
    assert "About Alice, at Center here" in page.text
    assert "deleted after 90 days" in page.text
    assert f'href="/privacy/{HERE}?lang=en"' in page.text
    assert "<title>May sessions be recorded? · Deskside</title>" in page.text
    assert page.headers["referrer-policy"] == "strict-origin"


async def test_it_speaks_both_languages(world: World) -> None:
    path = await link_for_alice(world)
    german = (await world.stranger().visit(f"{path}?lang=de")).text
    assert "Dürfen Stunden aufgezeichnet werden?" in german
    assert f'action="{path}?lang=de"' in german
    by_browser = (await world.stranger().visit(path, {"accept-language": "de-AT,en;q=0.5"})).text
    assert '<html lang="de">' in by_browser


async def test_what_is_ticked_holds_and_is_shown_when_one_comes_back(world: World) -> None:
    path, guardian = await link_for_alice(world), world.stranger()
    answer = await send(guardian, path, give=1, kinds=["sound", "board"])
    assert (answer.status, answer.headers["location"]) == (303, f"{path}?lang=en&saved=1")
    assert "set-cookie" not in answer.headers
    assert await agreed(world) == ["board", "sound"]
    page = (await guardian.visit(str(answer.headers["location"]))).text
    assert "Saved." in page
    assert "Of Alice is recorded when a session is recorded: Sound, Board. Nothing else." in page
    assert page.count(" checked") == 2
    assert 'value="Ada Chen"' in page


async def test_everything_is_taken_back_whatever_is_still_ticked(world: World) -> None:
    path, guardian = await link_for_alice(world), world.stranger()
    await send(guardian, path, give=1, kinds=["sound", "picture", "board"])
    await send(guardian, path, withdraw=1, kinds=["sound", "picture", "board"])
    assert await agreed(world) == []
    assert "Nothing of Alice is recorded." in (await guardian.visit(path)).text
    said = (await (await world.browser("admin")).get(f"/api/users/{ALICE}/consents")).json["said"]
    assert isinstance(said, list)
    assert [x["kinds"] for x in said if isinstance(x, dict)] == [[], ["board", "picture", "sound"]]


@pytest.mark.parametrize("name", ["", "   ", "\u200b", "x" * 300, "a\x00b"])
async def test_without_a_name_nothing_is_said_and_what_was_ticked_stays(world: World, name: str) -> None:
    path = await link_for_alice(world)
    answer = await send(world.stranger(), path, give=1, kinds=["board"], name=name)
    assert answer.status == 422
    assert "Please write your name" in answer.text
    assert answer.text.count(" checked") == 1
    assert await agreed(world) is None


async def test_a_text_that_changed_meanwhile_is_read_again_first(world: World) -> None:
    path, admin = await link_for_alice(world), await world.browser("admin")
    await send(world.stranger(), path, give=1, kinds=["sound"])
    texts = {x: {"asked": "Now this", "privacy": "# What"} for x in ("en", "de")}
    await admin.post("/api/center/consent/texts", {**texts, "after": 1})
    assert "The text has changed since you decided." in (await world.stranger().visit(path)).text
    for version in (1, 3, "x", "", "9" * 40):
        answer = await send(world.stranger(), path, give=1, kinds=["sound"], version=version)
        assert answer.status == 422
        assert "read it again" in answer.text
        assert "Now this" in answer.text
    assert await agreed(world) is None
    assert (await send(world.stranger(), path, give=1, kinds=["sound"], version=2)).status == 303


async def test_what_is_written_by_whomever_is_no_html(world: World) -> None:
    path = await link_for_alice(world)
    await send(world.stranger(), path, give=1, kinds=["sound"], name='"><script>alert(1)</script>')
    page = (await world.stranger().visit(path)).text
    assert "<script" not in page
    assert "&quot;&gt;&lt;script&gt;" in page


async def test_it_signs_nobody_in_and_a_way_in_is_no_guardians(world: World) -> None:
    path = await link_for_alice(world)
    secret = path.rpartition("/")[2]
    for other in (f"/join/{secret}", f"/calendar/{secret}.ics"):
        assert (await world.stranger().visit(other)).status in (404, 410)
    made = await (await world.browser("tutor")).post(f"/api/users/{ALICE}/link")
    sign_in = str(made.json["url"]).rpartition("/")[2]
    gone = await world.stranger().visit(f"/guardian/{sign_in}")
    assert (gone.status, "does not work any more" in gone.text) == (410, True)


async def test_whoever_looks_or_comes_from_elsewhere_changes_nothing(world: World) -> None:
    path = await link_for_alice(world)
    before = world.storage.kept()
    for method in ("GET", "HEAD"):
        assert (await world.stranger().send(method, f"{path}?saved=1")).status == 200
    assert world.storage.kept() == before
    forged = await world.stranger().post(path, b"give=1&kinds=sound&version=1&name=x", {"sec-fetch-site": "cross-site"})
    assert forged.status == 403
    assert world.storage.kept() == before


async def test_it_ends_when_it_is_revoked_or_replaced(world: World) -> None:
    first = await link_for_alice(world)
    second = await link_for_alice(world)
    assert (await world.stranger().visit(first)).status == 410
    tutor = await world.browser("tutor")
    assert (await tutor.get(f"/api/users/{ALICE}/consents")).json["link_expires_at"] is not None
    assert (await tutor.delete(f"/api/users/{ALICE}/guardian-link")).status == 204
    assert (await send(world.stranger(), second, give=1, kinds=["sound"])).status == 410
    assert (await tutor.get(f"/api/users/{ALICE}/consents")).json["link_expires_at"] is None


async def test_guesses_are_counted_and_a_link_that_works_says_only_so_much(world: World) -> None:
    path, browser = await link_for_alice(world), world.stranger()
    assert [(await browser.visit(f"/guardian/guess-{n}")).status for n in range(601)] == [410] * 600 + [429]
    assert (await browser.visit(path)).status == 200
    statuses = [(await send(browser, path, give=1, kinds=["sound"])).status for _ in range(31)]
    assert statuses == [303] * 30 + [429]


async def test_forms_that_are_none_are_refused_in_words(world: World) -> None:
    path = await link_for_alice(world)
    for body in (b"", b"&".join(b"a%d=1" % n for n in range(50)), b"\xff\xfe", b"name=x" * 5_000):
        assert (await world.stranger().send("POST", path, body=body, headers=FORM)).status == 422


async def test_the_page_of_a_way_in_leads_to_what_the_center_tells(world: World) -> None:
    made = await (await world.browser("tutor")).post(f"/api/users/{ALICE}/link")
    page = (await world.stranger().visit(str(made.json["url"]).removeprefix("http://deskside.test"))).text
    assert f'<a href="/privacy/{HERE}">' in page
