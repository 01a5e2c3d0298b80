"""Ways in over HTTP: cookies, tokens against forged requests, links, limits."""

from dataclasses import replace

import pytest

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
    assert (answer.status, answer.headers["clear-site-data"]) == (204, '"storage"')
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
        ({"origin": "http://deskside.test:80"}, 204),
        ({"origin": "https://deskside.test"}, 403),
        ({"origin": "http://deskside.test", "host": "127.0.0.1:8000"}, 204),
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
        answer = await world.stranger().follow(path)
        assert (answer.status, answer.headers["location"]) == (303, VIDEO)
        assert "Max-Age=2592000" in answer.headers["set-cookie"]
    assert (await tutor.delete(f"/api/users/{user_id(HERE, 'alice')}/link")).status == 204
    gone = await world.stranger().visit(path)
    assert (gone.status, gone.headers["content-type"]) == (410, "text/html; charset=utf-8")
    assert "does not work any more" in gone.text


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
    tom = world.stranger()
    assert (await tom.post("/api/auth/login", {"email": "tom@here.test", "password": "long enough"})).status == 204
    assert (await tom.get("/api/me")).json["password_needed"] is True
    assert (await tom.get("/api/users")).code == "password_needed"
    assert "Choose a password" in (await tom.get("/dashboard/tutor")).text
    tom.csrf = str((await tom.get("/api/me")).json["csrf"])
    assert (await tom.send("PUT", "/api/me/password", body={"password": "long enough"})).code == "weak_password"
    assert (await tom.send("PUT", "/api/me/password", body={"password": "three words and more"})).status == 204
    assert (await tom.get("/api/users")).status == 200
