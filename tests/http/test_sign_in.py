"""Ways in over HTTP: cookies, tokens against forged requests, links, limits."""

from dataclasses import replace

import pytest

from deskside.domain.ids import Millis
from deskside.http.app import build
from tests.http.browser import Browser
from tests.http.world import HERE, PASSWORD, World, user_id

LOGIN = {"email": "tutor@here.test", "password": PASSWORD}
VIDEO = "/dashboard/student/sessions/here-session/video"
EXERCISE = {"title": "E", "content": "1+1"}


async def test_staff_sign_in_and_are_known(world: World) -> None:
    browser = world.stranger()
    answer = await browser.post("/api/auth/login", LOGIN)
    assert (answer.status, answer.body) == (204, b"")
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("deskside_session=")
    assert "HttpOnly; Max-Age=43200; Path=/; SameSite=lax" in cookie
    user = (await browser.get("/api/me")).json["user"]
    assert user == {
        "id": "here-tutor",
        "name": "Tutor",
        "role": "TEACHER",
        "center_id": "here",
        "center_name": "Center here",
    }


async def test_behind_tls_the_cookie_is_bound_to_the_host(world: World) -> None:
    secure = Browser(build(world.services, replace(world.config, url="https://deskside.test")))
    answer = await secure.post("/api/auth/login", LOGIN)
    cookie = answer.headers["set-cookie"]
    assert cookie.startswith("__Host-deskside=")
    assert cookie.endswith("Path=/; SameSite=lax; Secure")
    assert "Domain" not in cookie
    assert answer.headers["strict-transport-security"].startswith("max-age=31536000")
    assert (await secure.get("/api/me")).status == 200


@pytest.mark.parametrize(
    "asked",
    [
        {"email": "tutor@here.test", "password": "wrong"},
        {"email": "nobody@here.test", "password": PASSWORD},
        {"email": "tutor@here.test", "password": f"hash of {PASSWORD}"},
    ],
)
async def test_a_wrong_sign_in_does_not_tell_what_was_wrong(world: World, asked: dict[str, str]) -> None:
    answer = await world.stranger().post("/api/auth/login", asked)
    assert (answer.status, answer.code) == (401, "unauthorized")
    assert "set-cookie" not in answer.headers
    assert str(answer.json["detail"]).startswith("Email or password is wrong.")


async def test_signing_in_never_keeps_the_cookie_that_the_browser_brought(world: World) -> None:
    planted = world.stranger()
    planted.cookies["deskside_session"] = "planted-by-somebody"
    await planted.post("/api/auth/login", LOGIN)
    assert planted.cookies["deskside_session"] != "planted-by-somebody"
    former = dict(planted.cookies)
    await planted.post("/api/auth/login", LOGIN)
    assert (await planted.get("/api/me")).status == 200
    assert (await Browser(world.app, cookies=former).get("/api/me")).status == 401


async def test_signing_out_ends_the_login_not_only_the_cookie(world: World) -> None:
    browser = await world.browser("alice")
    kept = dict(browser.cookies)
    answer = await browser.post("/api/auth/logout")
    assert (answer.status, answer.headers["clear-site-data"]) == (204, '"cookies", "storage"')
    assert browser.cookies == {}
    assert (await Browser(world.app, cookies=kept).get("/api/me")).status == 401


async def test_logins_expire(world: World) -> None:
    tutor, alice = await world.browser("tutor"), await world.browser("alice")
    world.clock.pass_ms(12 * 3_600_000)
    assert (await tutor.get("/api/me")).status == 401
    assert (await alice.get("/api/me")).status == 200
    world.clock.pass_ms(30 * 24 * 3_600_000)
    assert (await alice.get("/api/me")).status == 401


async def test_an_unsafe_request_needs_the_token_of_this_login(world: World) -> None:
    tutor, other = await world.browser("tutor"), await world.browser("other-tutor")
    for token in ("", other.csrf, tutor.csrf + "x", "\u00e9"):
        forged = Browser(world.app, cookies=dict(tutor.cookies), csrf=token)
        assert (await forged.post("/api/exercises", EXERCISE)).code == "csrf"
        assert (await forged.post("/api/auth/logout")).code == "csrf"
    assert (await tutor.post("/api/exercises", EXERCISE)).status == 201


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 204),
        ({"sec-fetch-site": "none"}, 204),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site"}, 403),
        ({"origin": "http://deskside.test"}, 204),
        ({"origin": "http://deskside.test.evil.test"}, 403),
        ({"origin": "http://deskside.test:81"}, 403),
        ({"origin": "null"}, 403),
    ],
)
async def test_other_sites_cannot_make_a_browser_act(world: World, headers: dict[str, str], status: int) -> None:
    answer = await world.stranger().post("/api/auth/login", LOGIN, headers)
    assert answer.status == status
    assert ("set-cookie" in answer.headers) == (status == 204)


async def test_a_students_link_works_many_times_until_it_is_revoked(world: World) -> None:
    tutor = await world.browser("tutor")
    made = await tutor.post(f"/api/users/{user_id(HERE, 'alice')}/link")
    path = str(made.json["url"]).removeprefix("http://deskside.test")
    assert str(made.json["qr_svg"]).startswith("<svg")
    for _ in range(2):
        answer = await world.stranger().get(path)
        assert (answer.status, answer.headers["location"]) == (303, VIDEO)
        assert "Max-Age=2592000" in answer.headers["set-cookie"]
    assert (await tutor.delete(f"/api/users/{user_id(HERE, 'alice')}/link")).status == 204
    gone = await world.stranger().get(path)
    assert (gone.status, gone.headers["content-type"]) == (410, "text/html; charset=utf-8")
    assert "does not work any more" in gone.text


async def test_a_link_for_staff_works_once_and_a_preview_does_not_use_it_up(world: World) -> None:
    admin = await world.browser("admin")
    made = await admin.post(f"/api/users/{user_id(HERE, 'tutor')}/link")
    path = str(made.json["url"]).removeprefix("http://deskside.test")
    assert (await world.stranger().send("HEAD", path)).status == 405
    assert (await world.stranger().get(path)).status == 303
    assert (await world.stranger().get(path)).status == 410


async def test_a_link_replaces_whoever_was_signed_in(world: World) -> None:
    browser = await world.browser("tutor")
    former = dict(browser.cookies)
    link = await world.services.links.issue_link(await world.user(HERE, "alice"), Millis(1000), single_use=False)
    await browser.sign_in(f"/join/{link.secret}")
    assert '"here-alice"' in (await browser.get("/api/me")).text
    assert (await Browser(world.app, cookies=former).get("/api/me")).status == 401
    world.clock.pass_ms(1000)
    assert (await browser.get(f"/join/{link.secret}")).status == 410


async def test_passwords_can_be_tried_five_times_a_minute_for_each_account(world: World) -> None:
    wrong = {"email": "Tutor@Here.test", "password": "guess"}
    tried = [(await Browser(world.app, address=f"192.0.2.{n}").post("/api/auth/login", wrong)).status for n in range(6)]
    assert tried == [401] * 5 + [429]
    refused = await world.stranger().post("/api/auth/login", LOGIN)
    assert (refused.code, refused.headers["retry-after"]) == ("rate_limited", "12")
    world.clock.pass_ms(12_000)
    assert (await world.stranger().post("/api/auth/login", LOGIN)).status == 204


async def test_passwords_can_be_tried_thirty_times_a_minute_from_each_address(world: World) -> None:
    browser = world.stranger()
    asked = [{"email": f"user{n}@here.test", "password": "guess"} for n in range(31)]
    tried = [(await browser.post("/api/auth/login", each)).status for each in asked]
    assert tried == [401] * 30 + [429]
    assert (await Browser(world.app, address="192.0.2.9").post("/api/auth/login", LOGIN)).status == 204


async def test_links_that_do_not_work_are_limited_and_those_that_work_are_not(world: World) -> None:
    link = await world.services.links.issue_link(await world.user(HERE, "alice"), Millis(1000), single_use=False)
    browser = world.stranger()
    for _ in range(40):
        assert (await browser.get(f"/join/{link.secret}")).status == 303
    guessed = [(await browser.get(f"/join/guess-{n}")).status for n in range(31)]
    assert guessed == [410] * 30 + [429]


async def test_tokens_and_links_are_limited(world: World) -> None:
    alice, tutor = await world.browser("alice"), await world.browser("tutor")
    path = "/api/sessions/here-session/video/token"
    assert [(await alice.get(path)).status for _ in range(11)] == [200] * 10 + [429]
    assert (await tutor.get(path)).status == 200
    link = f"/api/users/{user_id(HERE, 'alice')}/link"
    assert [(await tutor.post(link)).status for _ in range(61)] == [201] * 60 + [429]


async def test_an_admin_adds_people_who_can_come_in(world: World) -> None:
    admin = await world.browser("admin")
    new = {"role": "TEACHER", "name": "  Tom  ", "email": "tom@here.test", "password": "long enough"}
    added = await admin.post("/api/users", new)
    assert added.json["user"] == {
        "id": added.json["user"]["id"],  # type: ignore[index,call-overload]
        "name": "Tom",
        "role": "TEACHER",
        "email": "tom@here.test",
        "grade_level": "",
        "course_level": "",
    }
    assert (await admin.post("/api/users", {**new, "email": "TOM@here.test"})).code == "conflict"
    signed_in = await world.stranger().post("/api/auth/login", {"email": "tom@here.test", "password": "long enough"})
    assert signed_in.status == 204
