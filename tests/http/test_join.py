"""Personal links: a GET shows a button, and only what the button sends has an effect."""

from dataclasses import replace

import pytest

from deskside.domain.ids import Millis
from deskside.ports.storage import StorageUnavailable
from tests.http.browser import Browser
from tests.http.world import HERE, PASSWORD, World, user_id

VIDEO = "/dashboard/student/sessions/here-session/video"


async def link_for(world: World, name: str, *, single_use: bool = False) -> str:
    """The path of a personal link."""
    person = await world.user(HERE, name)
    return f"/join/{(await world.services.links.issue_link(person, Millis(60_000), single_use=single_use)).secret}"


@pytest.mark.parametrize(
    "headers",
    [
        {"accept": "*/*", "user-agent": "Slackbot-LinkExpanding 1.0"},
        {"accept": "text/html", "sec-fetch-mode": "navigate", "sec-purpose": "prefetch;prerender"},
        {"accept": "image/*", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image", "sec-fetch-site": "cross-site"},
        {"accept": "text/html", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
    ],
)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_whoever_only_looks_at_a_link_changes_nothing(world: World, method: str, headers: dict[str, str]) -> None:
    path, scanner = await link_for(world, "tutor", single_use=True), world.stranger()
    for _ in range(3):
        answer = await scanner.send(method, path, headers=headers)
        assert (answer.status, "set-cookie" in answer.headers) == (200, False)
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]
    owner = world.stranger()
    assert (await owner.follow(path)).headers["location"] == "/dashboard/tutor"
    again = await world.stranger().follow(path)
    assert (again.status, again.code) == (410, "link_gone")


async def test_the_page_of_a_link_has_one_button_and_needs_no_script(world: World) -> None:
    path = await link_for(world, "alice")
    page = (await world.stranger().visit(path)).text
    assert f'<form method="post" action="{path}">' in page
    assert page.count("<button") == 1
    assert "<script" not in page
    assert "<title>Open your place in Deskside · Deskside</title>" in page


async def test_of_a_child_a_link_tells_no_more_than_the_first_name(world: World) -> None:
    alice = await world.user(HERE, "alice")
    async with world.storage.transaction() as unit:
        await unit.accounts.add_user(replace(alice, name="Alice <Kim>"))
    page = (await world.stranger().visit(await link_for(world, "alice"))).text
    assert "Open as Alice</button>" in page
    assert "Kim" not in page


async def test_the_form_is_not_sent_as_if_from_another_site(world: World) -> None:
    """With "no-referrer" browsers send `Origin: null` (Fetch standard, "append a request Origin header")."""
    path = await link_for(world, "alice")
    assert (await world.stranger().visit(path)).headers["referrer-policy"] == "strict-origin"
    forged = await world.stranger().post(path, b"", {"sec-fetch-site": "cross-site"})
    assert (forged.status, "set-cookie" in forged.headers) == (403, False)
    old = {"origin": "http://deskside.test", "content-type": "application/x-www-form-urlencoded"}
    assert (await world.stranger().post(path, b"instead_of=", old)).status == 303


async def test_a_link_never_replaces_silently_who_is_signed_in(world: World) -> None:
    browser, path = await world.browser("tutor"), await link_for(world, "alice")
    former = dict(browser.cookies)
    page = await browser.visit(path)
    assert "Tutor is signed in here. Opening this link signs Tutor out in this browser." in page.text
    assert f'name="instead_of" value="{user_id(HERE, "tutor")}"' in page.text
    asked = await browser.follow(path)
    assert (asked.status, "set-cookie" in asked.headers) == (409, False)
    assert (await browser.get("/api/me")).json["user"]["id"] == user_id(HERE, "tutor")  # type: ignore[index,call-overload]
    assert (await browser.follow(path, instead_of=user_id(HERE, "tutor"))).status == 303
    assert (await browser.get("/api/me")).json["user"]["id"] == user_id(HERE, "alice")  # type: ignore[index,call-overload]
    assert (await Browser(world.app, cookies=former).get("/api/me")).status == 401


async def test_who_signed_in_since_the_page_was_shown_is_not_replaced_either(world: World) -> None:
    browser, path = await world.browser("other-tutor"), await link_for(world, "alice")
    assert (await browser.follow(path, instead_of=user_id(HERE, "tutor"))).status == 409
    assert (await browser.follow(path, instead_of="x" * 10_000)).status == 409


async def test_whoever_is_signed_in_already_is_led_on_at_once(world: World) -> None:
    path, alice = await link_for(world, "alice"), await world.browser("alice")
    answer = await alice.visit(path)
    assert (answer.status, answer.headers["location"], "set-cookie" in answer.headers) == (303, VIDEO, False)
    once = await link_for(world, "tutor", single_use=True)
    assert (await (await world.browser("tutor")).visit(once)).status == 200


@pytest.mark.parametrize("after", ["/", ".", ")", ").", "%20", " ", "%E2%80%8B", "\u200b", "/>", "%22", ",", "*"])
async def test_what_is_pasted_after_a_link_does_no_harm_and_costs_nothing(world: World, after: str) -> None:
    path = await link_for(world, "alice")
    shown = await world.stranger().visit(path + after)
    assert (shown.status, f'action="{path}"' in shown.text) == (200, True)
    assert (await world.stranger().follow(path + after)).status == 303


async def test_a_link_that_works_always_does_however_many_others_do_not(world: World) -> None:
    path, browser = await link_for(world, "alice"), world.stranger()
    statuses = [(await browser.visit(f"/join/guess-{n}")).status for n in range(601)]
    assert statuses == [410] * 600 + [429]
    assert (await browser.visit(path)).status == 200
    assert (await browser.follow(path)).status == 303
    calendar = await browser.get("/calendar/guess.ics")
    assert (calendar.status, calendar.code) == (404, "calendar_gone")


async def test_thirty_five_devices_behind_one_address_get_in_and_reload(world: World) -> None:
    links = [await link_for(world, "alice") for _ in range(30)]
    links += [f"/join/expired-{n}" for n in range(5)]
    devices = [world.stranger() for _ in links]
    for _ in range(4):
        for device, path in zip(devices, links, strict=True):
            good = "expired" not in path
            assert (await device.visit(path)).status == ((303 if device.cookies else 200) if good else 410)
            if good and not device.cookies:
                assert (await device.follow(path)).status == 303
            if good:
                assert (await device.visit(VIDEO)).status == 200
    wrong = {"email": "other-tutor@here.test", "password": "guess"}
    for _ in range(10):
        await world.stranger().post("/api/auth/login", wrong)
    right = {"email": "tutor@here.test", "password": PASSWORD}
    assert (await world.stranger().post("/api/auth/login", right)).status == 204


async def test_a_database_that_is_away_is_not_counted_as_a_link_that_does_not_work(world: World) -> None:
    for _ in range(700):
        world.storage.fail_next(StorageUnavailable("gone"))
        away = await world.stranger().visit("/join/whatever")
        assert (away.status, away.headers["retry-after"]) == (503, "2")
    assert (await world.stranger().visit("/join/whatever")).status == 410


async def test_a_forgotten_password_is_chosen_anew_on_the_links_own_page(world: World) -> None:
    admin = await world.browser("admin")
    made = await admin.post(f"/api/users/{user_id(HERE, 'tutor')}/password-link")
    path = str(made.json["url"]).removeprefix("http://deskside.test")
    page = (await world.stranger().visit(path)).text
    assert 'type="password" name="password"' in page
    assert "<script" not in page
    browser = world.stranger()
    headers = {"content-type": "application/x-www-form-urlencoded", "sec-fetch-site": "same-origin"}
    short = await browser.send("POST", path, body=b"instead_of=&password=short", headers=headers)
    assert (short.status, "This password cannot be used." in short.text, short.set_cookies) == (422, True, ())
    assert (await browser.follow(path)).status == 422
    done = await browser.send("POST", path, body=b"instead_of=&password=another+longer+one", headers=headers)
    assert (done.status, done.headers["location"]) == (303, "/dashboard/tutor")
    assert (await browser.get("/api/me")).status == 200
    asked = {"email": "tutor@here.test", "password": "another longer one"}
    assert (await world.stranger().post("/api/auth/login", asked)).status == 204
    assert (await world.stranger().visit(path)).status == 410


async def test_admins_correct_people_and_bring_them_back(world: World) -> None:
    admin, tutor = await world.browser("admin"), await world.browser("tutor")
    alice = f"/api/users/{user_id(HERE, 'alice')}"
    record = {"role": "STUDENT", "name": "Alicia", "grade_level": "9", "course_level": "Algebra"}
    assert (await admin.send("PUT", alice, body=record)).json["user"] == {
        "id": user_id(HERE, "alice"),
        "email": None,
        **record,
    }
    assert (await tutor.send("PUT", alice, body=record)).code == "forbidden"
    assert (await admin.delete(alice)).status == 204
    assert '"Alicia"' in (await admin.get("/api/users/disabled")).text
    assert (await tutor.get("/api/users/disabled")).code == "forbidden"
    assert (await admin.post(f"{alice}/enable")).status == 200
    assert (await admin.get("/api/users/disabled")).json == {"users": []}
    assert '"Alicia"' in (await admin.get("/api/users")).text
