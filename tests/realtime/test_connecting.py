"""Who gets in, what they start from, and what happens when they come twice or come back."""

import asyncio
from itertools import pairwise

import pytest
from socketio.exceptions import ConnectionError

from deskside.domain.access import Actor
from deskside.domain.ids import CenterId, Millis, SessionId, UserId
from deskside.domain.limits import REMEMBERED, Rate
from deskside.domain.people import Presence, Role
from deskside.domain.session import person_of
from deskside.ports.media import IceServer
from deskside.ports.storage import StorageUnavailable
from deskside.realtime.limits import Budgets, Limits
from tests.realtime.house import House, Page, running, until


async def lesson(house: House) -> tuple[Actor, Actor, Actor, SessionId]:
    """A tutor, Alice and Bob in a live session."""
    tutor, alice, bob = await house.user("tutor", Role.TEACHER), await house.user("alice"), await house.user("bob")
    return tutor, alice, bob, await house.session(tutor, alice, bob)


async def test_a_page_is_welcomed_with_its_own_view(house: House) -> None:
    _, alice, _, session = await lesson(house)
    page = await (await house.page(alice, session)).connect()
    assert page.told[0][0] == "session:welcome"
    welcome = page.welcome
    assert (welcome["user_id"], welcome["part"], welcome["envelopes"]) == ("alice", "student", None)
    assert [lane["person"]["user_id"] for lane in welcome["view"]["lanes"]] == ["alice"]
    assert welcome["seq"] == welcome["view"]["seq"]
    assert welcome["now"] == house.clock.now()


@pytest.mark.parametrize(
    ("auth", "code"),
    [
        ({"token": "guessed", "page": "p", "seq": None}, "unauthorized"),
        ({"token": "guessed"}, "invalid"),
        ({"token": "guessed", "page": "../p"}, "invalid"),
        ({"token": "guessed", "page": "p", "user_id": "tutor"}, "invalid"),
        ({"token": "guessed", "page": "p", "seq": "1"}, "invalid"),
        ({}, "invalid"),
    ],
)
async def test_a_page_without_a_right_is_refused_with_a_code(house: House, auth: dict[str, object], code: str) -> None:
    page = Page(f"http://127.0.0.1:{house.port}", "p", "")
    assert await page.is_refused(auth=auth) == code


async def test_a_token_that_expired_is_refused(house: House) -> None:
    _, alice, _, session = await lesson(house)
    page = await house.page(alice, session)
    house.clock.pass_ms(3_600_001)
    assert await page.is_refused() == "unauthorized"


async def test_a_page_of_another_origin_is_refused(house: House) -> None:
    _, alice, _, session = await lesson(house)
    page = await house.page(alice, session)
    with pytest.raises(ConnectionError):
        await page.socket.connect(
            page.url,
            headers={"Origin": "https://evil.example"},
            auth={"token": page.token, "page": page.page, "seq": None},
            transports=["websocket"],
            socketio_path="/api/socket",
        )


async def test_a_newer_page_wins_and_the_older_one_is_told(house: House) -> None:
    _, alice, _, session = await lesson(house)
    older = await house.seated(alice, session, "older")
    newer = await house.seated(alice, session, "newer")
    await until(lambda: not older.connected)
    assert [x["code"] for x in older.all("session:closed")] == ["superseded"]
    assert newer.connected
    assert person_of(await house.sessions.view(alice, session), alice.user_id).page == "newer"
    assert person_of(await house.sessions.view(alice, session), alice.user_id).connected


async def test_of_two_pages_at_once_exactly_one_stays(house: House) -> None:
    _, alice, _, session = await lesson(house)
    for attempt in range(10):
        pages = [await house.page(alice, session, f"page-{attempt}-{n}") for n in range(2)]
        await asyncio.gather(*(page.connect() for page in pages), return_exceptions=True)
        await until(lambda pages=pages: sum(page.connected for page in pages) == 1)  # type: ignore[misc]
        (stayed,) = [page for page in pages if page.connected]
        person = person_of(await house.sessions.view(alice, session), alice.user_id)
        assert (person.page, person.connected) == (stayed.page, True)
        assert (await stayed.act("heartbeat", active=True))["ok"]


async def test_a_lost_socket_is_told_and_the_same_page_comes_back(house: House) -> None:
    tutor, alice, _, session = await lesson(house)
    watching = await house.seated(tutor, session)
    page = await house.seated(alice, session)
    held = page.seqs[-1]
    await page.leave()
    await until(lambda: any((x["event"] or {}).get("type") == "PersonDropped" for x in watching.envelopes))
    await page.connect(seq=held)
    welcome = page.welcome
    assert welcome["view"] is None
    assert [x["event"]["type"] for x in welcome["envelopes"]] == ["PersonDropped", "PersonReturned"]
    person = person_of(await house.sessions.view(alice, session), alice.user_id)
    assert (person.connected, person.presence) == (True, Presence.JOINED)


async def test_a_page_that_is_back_before_its_old_socket_is_missed_stays(house: House) -> None:
    _, alice, _, session = await lesson(house)
    page = await house.seated(alice, session)
    again = Page(page.url, page.page, page.token)
    house.pages.append(again)
    await again.connect(seq=page.seqs[-1])
    await until(lambda: not page.connected)
    assert page.all("session:closed") == []
    assert again.welcome["envelopes"] == []
    assert person_of(await house.sessions.view(alice, session), alice.user_id).connected
    assert (await again.act("heartbeat", active=True))["ok"]


async def test_many_returns_of_one_page_leave_it_connected(house: House) -> None:
    _, alice, _, session = await lesson(house)
    first = await house.page(alice, session)
    pages = [Page(first.url, first.page, first.token) for _ in range(8)]
    house.pages.extend(pages)
    await asyncio.gather(*(page.connect() for page in pages), return_exceptions=True)
    await until(lambda: sum(page.connected for page in pages) == 1)
    person = person_of(await house.sessions.view(alice, session), alice.user_id)
    assert (person.page, person.connected) == (first.page, True)


async def test_somebody_removed_is_closed_and_cannot_come_back(house: House) -> None:
    tutor, alice, _, session = await lesson(house)
    page = await house.seated(alice, session)
    await house.sessions.remove(tutor, session, alice.user_id)
    await until(lambda: not page.connected)
    assert [x["code"] for x in page.all("session:closed")] == ["removed"]
    again = Page(page.url, page.page, page.token)
    assert await again.is_refused() == "unauthorized"


async def test_somebody_disabled_is_closed_everywhere(house: House) -> None:
    _, alice, bob, session = await lesson(house)
    page, other = await house.seated(alice, session), await house.seated(bob, session)
    await house.broadcast.dismiss(alice.user_id, None, "removed")
    await until(lambda: not page.connected)
    assert other.connected


async def test_the_end_of_a_session_is_told_before_the_sockets_close(house: House) -> None:
    tutor, alice, _, session = await lesson(house)
    pages = [await house.seated(tutor, session), await house.seated(alice, session)]
    await house.sessions.end(tutor, session)
    await until(lambda: not any(page.connected for page in pages))
    for page in pages:
        assert page.told[-1][1]["code"] == "session_over"
        assert page.view().over
    assert await (await house.page(alice, session)).is_refused() == "conflict"


async def test_another_centers_people_do_not_find_the_session(house: House) -> None:
    _, alice, _, session = await lesson(house)
    stranger = await house.user("stranger", Role.TEACHER, CenterId("elsewhere"))
    own = await house.session(stranger, start=False)
    page = await (await house.page(stranger, own)).connect()
    answer = await page.act("lane-mode", student_id=alice.user_id, mode="TEACH")
    assert answer["code"] == "not_found"
    assert session != own


async def test_failed_connections_of_one_address_are_limited_and_keep_nobody_out_who_has_a_right() -> None:
    """Seen: after 70 bad sockets of one pupil a classmate with a valid token was refused."""
    async with running(Limits(failures=Rate(0.001, 60))) as house:
        _, alice, _, session = await lesson(house)
        codes = []
        for _ in range(62):
            page = Page(f"http://127.0.0.1:{house.port}", "p", "guessed")
            codes.append(await page.is_refused())
        assert codes == ["unauthorized"] * 60 + ["rate_limited"] * 2
        assert (await (await house.page(alice, session)).connect()).connected


async def test_a_database_that_is_away_is_nobodys_failure() -> None:
    async with running(Limits(failures=Rate(0.001, 1))) as house:
        _, alice, _, session = await lesson(house)
        page = await house.page(alice, session)
        for _ in range(5):
            house.storage.fail_next(StorageUnavailable("gone"))
            assert await page.is_refused() == "unavailable"
        stranger = Page(f"http://127.0.0.1:{house.port}", "p", "guessed")
        assert [await stranger.is_refused() for _ in range(2)] == ["unauthorized", "rate_limited"]


async def test_connecting_again_gives_no_new_budget() -> None:
    async with running(Limits(acts=Rate(0.001, 10), arrivals=Rate(0.001, 4))) as house:
        _, alice, _, session = await lesson(house)
        codes = []
        for _ in range(4):
            page = await (await house.page(alice, session)).connect()
            codes += [(await page.act("heartbeat", active=True)).get("code") for _ in range(4)]
            await page.leave()
        assert codes == [None] * 10 + ["rate_limited"] * 6
        assert await (await house.page(alice, session)).is_refused() == "rate_limited"


def test_budgets_that_are_full_again_are_forgotten() -> None:
    budgets = Budgets(Limits())
    spent = budgets.of(SessionId("s"), UserId("spent"), Millis(0))
    assert spent.admits(Millis(0))
    other = budgets.of(SessionId("s"), UserId("0"), Millis(0))
    for number in range(REMEMBERED + 1):
        budgets.of(SessionId("s"), UserId(str(number)), Millis(0))
    assert budgets.of(SessionId("s"), UserId("spent"), Millis(0)) is spent
    assert budgets.of(SessionId("s"), UserId("0"), Millis(0)) is not other


async def test_a_page_gets_new_relays_before_the_credentials_of_the_old_ones_expire(house: House) -> None:
    _, alice, _, session = await lesson(house)
    page = await house.seated(alice, session)
    house.clock.pass_ms(10_000)
    assert (await page.act("heartbeat", active=True))["ice_servers"] is None, "there are none"
    house.engine.ice_servers = (IceServer(("turn:t",), "later:alice", "c"),)
    told = []
    for _ in range(60):
        house.clock.pass_ms(10_000)
        told.append((await page.act("heartbeat", active=True))["ice_servers"])
    given = [number for number, each in enumerate(told) if each is not None]
    assert told[given[0]] == [{"urls": ["turn:t"], "username": "later:alice", "credential": "c"}]
    assert all(later - earlier == 24 for earlier, later in pairwise(given))
    assert len(given) == 2
    house.engine.lose()
    house.clock.pass_ms(240_000)
    assert (await page.act("heartbeat", active=True))["ok"]
