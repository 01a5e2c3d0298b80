"""Guessing passwords is limited; keeping somebody out of their own account by guessing is not possible."""

import asyncio

import pytest

from deskside.ports.storage import StorageUnavailable
from tests.http.browser import Browser
from tests.http.world import PASSWORD, World

LOGIN = {"email": "tutor@here.test", "password": PASSWORD}
WRONG = {"email": "Tutor@Here.test ", "password": "guess"}


async def statuses(browser: Browser, count: int, asked: dict[str, str] | None = None) -> list[int]:
    """What that many tries are answered, one after the other."""
    return [(await browser.post("/api/auth/login", asked or WRONG)).status for _ in range(count)]


async def test_five_wrong_passwords_a_minute_from_one_address(world: World) -> None:
    assert await statuses(world.stranger(), 6) == [401] * 5 + [429]
    refused = await world.stranger().post("/api/auth/login", LOGIN)
    assert (refused.code, refused.headers["retry-after"]) == ("rate_limited", "12")
    world.clock.pass_ms(12_000)
    assert (await world.stranger().post("/api/auth/login", LOGIN)).status == 204


@pytest.mark.parametrize("email", ["tutor@here.test", "TUTOR@here.test", " tutor@here.test", "tutor@here.te\u017ft"])
async def test_another_way_of_writing_an_email_gives_no_more_guesses(world: World, email: str) -> None:
    """Seen: 100 guesses at one account in 48 s with U+017F for "s", which signs in as well."""
    await statuses(world.stranger(), 5)
    assert await statuses(world.stranger(), 1, {"email": email, "password": "guess"}) == [429]


async def test_right_passwords_are_not_counted(world: World) -> None:
    assert await statuses(world.stranger(), 20, LOGIN) == [204] * 20
    assert await statuses(world.stranger(), 4) == [401] * 4
    assert await statuses(world.stranger(), 1, LOGIN) == [204]
    assert await statuses(world.stranger(), 2) == [401, 429]


async def test_guesses_at_the_same_time_count_as_well(world: World) -> None:
    """They are counted before they are compared."""
    answers = await asyncio.gather(*(world.stranger().post("/api/auth/login", WRONG) for _ in range(20)))
    assert sorted(answer.status for answer in answers) == [401] * 5 + [429] * 15


async def test_guesses_from_everywhere_keep_the_owner_out_of_nothing(world: World) -> None:
    own = world.stranger()
    assert (await own.post("/api/auth/login", LOGIN)).status == 204
    cookie = own.cookies["deskside_device"]
    own.csrf = str((await own.get("/api/me")).json["csrf"])
    await own.post("/api/auth/logout")
    assert own.cookies == {"deskside_device": cookie}
    own.csrf = ""
    tried = [await statuses(Browser(world.app, address=f"198.51.100.{n}"), 1) for n in range(62)]
    assert tried == [[401]] * 60 + [[429]] * 2
    assert await statuses(Browser(world.app, address="203.0.113.7"), 1, LOGIN) == [429]
    assert await statuses(own, 1, LOGIN) == [204]
    assert await statuses(own, 11) == [401] * 10 + [429]


async def test_a_classmate_who_guesses_keeps_no_colleague_out(world: World) -> None:
    """Both stand behind the school's one address."""
    for n in range(61):
        await world.stranger().post("/api/auth/login", {"email": f"user{n}@here.test", "password": "guess"})
    assert await statuses(world.stranger(), 1, LOGIN) == [429]
    own = Browser(world.app, address="198.51.100.7")
    await own.post("/api/auth/login", LOGIN)
    own.address, own.cookies = "192.0.2.1", {"deskside_device": own.cookies["deskside_device"]}
    assert await statuses(own, 1, LOGIN) == [204]


async def test_known_browsers_are_known_for_their_own_accounts(world: World) -> None:
    shared = world.stranger()
    other = {"email": "other-tutor@here.test", "password": PASSWORD}
    for asked in (LOGIN, other, LOGIN, other):
        await shared.post("/api/auth/login", asked)
    assert shared.cookies["deskside_device"].count(".") == 1
    assert await statuses(shared, 11, {**other, "password": "guess"}) == [401] * 10 + [429]
    admin = {"email": "admin@here.test", "password": "guess"}
    assert await statuses(shared, 6, admin) == [401] * 5 + [429]
    assert await statuses(shared, 1, LOGIN) == [204]
    for garbage in (".", "x" * 5000, ".".join("abcdefghij"), "\u00e9"):
        shared.cookies["deskside_device"] = garbage.encode().decode("latin-1")
        assert await statuses(shared, 1, LOGIN) == [204]


async def test_a_network_of_ipv6_is_one_place(world: World) -> None:
    hosts = [Browser(world.app, address=f"2001:db8:1:2::{n:x}") for n in range(1, 7)]
    assert [(await statuses(host, 1))[0] for host in hosts] == [401] * 5 + [429]
    assert await statuses(Browser(world.app, address="2001:db8:1:3::1"), 1) == [401]


async def test_a_database_that_is_away_is_no_guess(world: World) -> None:
    for _ in range(30):
        world.storage.fail_next(StorageUnavailable("gone"))
        assert await statuses(world.stranger(), 1) == [503]
    assert await statuses(world.stranger(), 6) == [401] * 5 + [429]


async def test_too_many_sign_ins_at_once_are_told_when_to_come_again(world: World) -> None:
    own = world.stranger()
    await own.post("/api/auth/login", LOGIN)
    world.passwords.busy = True
    for _ in range(10):
        refused = await world.stranger().post("/api/auth/login", LOGIN)
        assert (refused.status, refused.code, refused.headers["retry-after"]) == (503, "busy", "2")
    assert await statuses(own, 1, LOGIN) == [204]
    world.passwords.busy = False
    assert await statuses(world.stranger(), 1, LOGIN) == [204]
