"""The list of sign-ins, what browsers are called there, and what a link for staff leads to, over HTTP."""

import json
from typing import Any

import pytest

from deskside.http.browsers import device_of, network_of
from tests.http.browser import Answer, Browser
from tests.http.world import HERE, PASSWORD, World, user_id

ALICE, TUTOR = user_id(HERE, "alice"), user_id(HERE, "tutor")
IPAD = (
    "Mozilla/5.0 (iPad; CPU OS 17_2 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.2 Safari/604.1"
)


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        (IPAD, "Safari · iPad"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/130.0 Safari/537.36 Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) Chrome/109.0 Safari/537.36", "Chrome · Chromebook"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox · Linux"),
        ("curl/8.5", ""),
        ("", ""),
    ],
)
def test_a_browser_is_called_by_its_program_and_system(agent: str, device: str) -> None:
    assert device_of(agent) == device


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.77", "192.0.2.0/24"), ("2001:db8:1:2:3::4", "2001:db8:1::/48"), ("unix", ""), ("", "")],
)
def test_an_address_is_kept_coarsely(address: str, network: str) -> None:
    assert network_of(address) == network


def rows(answer: Answer, key: str) -> list[dict[str, Any]]:
    """A list of the answer."""
    found: list[dict[str, Any]] = json.loads(answer.body)[key]
    return found


async def _comes_by(world: World, url: str) -> Browser:
    browser = world.stranger()
    await browser.sign_in(url.removeprefix("http://deskside.test"))
    return browser


async def test_a_leaked_link_is_taken_back_with_whoever_came_by_it(world: World) -> None:
    tutor = await world.browser("tutor")
    stranger = await _comes_by(world, str((await tutor.post(f"/api/users/{ALICE}/link")).json["url"]))
    (login,) = rows(await tutor.get(f"/api/users/{ALICE}/logins"), "logins")
    assert (login["by_link"], login["current"], login["address"]) == (True, False, "192.0.2.0/24")
    alice = await _comes_by(world, str((await tutor.post(f"/api/users/{ALICE}/link")).json["url"]))
    assert (await stranger.get("/api/me")).status == 401
    assert (await alice.get("/api/me")).status == 200
    assert (await alice.delete("/api/me/logins")).status == 204
    assert (await alice.get("/api/me")).status == 401


async def test_one_of_ones_own_sign_ins_is_ended(world: World) -> None:
    here, there = await world.browser("tutor"), await world.browser("tutor")
    mine = rows(await here.get("/api/me/logins"), "logins")
    others = [x["id"] for x in mine if not x["current"]]
    assert len(others) == 1
    assert (await here.delete(f"/api/me/logins/{others[0]}")).status == 204
    assert (await there.get("/api/me")).status == 401
    assert (await here.get("/api/me")).status == 200


async def test_an_admin_does_not_become_the_tutor_unseen(world: World) -> None:
    """A link that they make for the tutor leads to choosing a password: the tutor's own stops working."""
    admin, tutor = await world.browser("admin"), await world.browser("tutor")
    impostor = await _comes_by(world, str((await admin.post(f"/api/users/{TUTOR}/link")).json["url"]))
    assert (await impostor.get("/api/me")).json["password_needed"] is True
    for path in ("/api/academic/sessions", f"/api/sessions/{HERE}-session/video/token", "/api/me/logins"):
        assert (await impostor.get(path)).code == "password_needed"
    for path in (f"/dashboard/tutor/sessions/{HERE}-session/live", "/login"):
        assert (await impostor.get(path)).headers["location"] == "/dashboard/tutor"
    assert "Math" not in (await impostor.get("/dashboard/tutor")).text
    chosen = {"password": "three words and more"}
    assert (await impostor.send("PUT", "/api/me/password", body=chosen)).status == 204
    assert (await tutor.get("/api/me")).status == 401
    signing_in = {"email": "tutor@here.test", "password": PASSWORD}
    assert (await world.stranger().post("/api/auth/login", signing_in)).status == 401
    record = rows(await admin.get(f"/api/center/audit?person_id={TUTOR}"), "lines")
    acts = [x["act"] for x in record]
    assert acts[:3] == ["password_changed", "link_followed", "link_made"]
    for odd in (-1, 2**63, "x"):
        assert (await admin.get(f"/api/center/audit?before={odd}")).status == 422
    only = rows(await admin.get("/api/center/audit?act=link_made"), "lines")
    assert [x["actor_name"] for x in only] == ["Admin"]


async def test_an_email_in_other_letters_is_one_account_for_the_limit(world: World) -> None:
    browser = world.stranger()
    codes = set()
    for email in ("tutor@here.test", "TUTOR@here.test", "tutor@here.teſt", "ｔutor@here.test", "tutor@ｈere.test"):
        for _ in range(2):
            codes.add((await browser.post("/api/auth/login", {"email": email, "password": "wrong"})).code)
    assert codes == {"unauthorized", "rate_limited"}


async def test_whoever_is_disabled_is_out_of_everything(world: World) -> None:
    alice, admin = await world.browser("alice"), await world.browser("admin")
    link = (await admin.post(f"/api/users/{ALICE}/link")).json["url"]
    assert (await admin.delete(f"/api/users/{ALICE}")).status == 204
    replaced, disabled = world.broadcast.dismissed
    assert (replaced[0], replaced[2]) == (ALICE, "signed_out"), "her former link was replaced"
    assert disabled == (ALICE, None, "removed")
    assert (await alice.get("/api/me")).status == 401
    assert (await world.stranger().get(str(link).removeprefix("http://deskside.test"))).status == 410
    assert (await admin.delete(f"/api/users/{user_id(HERE, 'admin')}")).code == "conflict"
