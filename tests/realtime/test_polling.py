"""Pages whose network breaks WebSockets: all that holds over one holds over long polls."""

import asyncio
from itertools import pairwise

from deskside.domain.access import Actor
from deskside.domain.ids import PageId, SessionId, UserId
from tests.realtime.house import House, Page, until
from tests.realtime.polls import browser, polling_page, seated, signed_in
from tests.realtime.test_hostile import is_alive
from tests.realtime.test_telling import lesson


async def test_a_page_by_polls_acts_and_is_told_everything_in_order(house: House) -> None:
    session, tutor, alice, _ = await lesson(house)
    page = await seated(house, alice, session, "polls")
    for number in range(30):
        mode = "OBSERVE" if number % 2 else "TEACH"
        assert (await tutor.act("lane-mode", student_id="alice", mode=mode))["ok"]
    done = await page.act("help-request", help_id="h1", urgency="high", text="Why?")
    assert done["ok"]
    await tutor.knows(done["seq"])
    await page.knows(done["seq"])
    assert all(later == earlier + 1 for earlier, later in pairwise(page.seqs))
    assert page.view() == await house.sessions.view(*_seat(house, session, "alice", "polls"))


def _seat(house: House, session: SessionId, user: str, page: str) -> tuple[Actor, SessionId]:
    connection = house.connections.find(session, UserId(user), PageId(page))
    assert connection is not None
    return connection.seat.actor, session


async def test_a_page_by_polls_that_leaves_or_goes_without_a_word_is_missed_at_once(house: House) -> None:
    session, tutor, alice, bob = await lesson(house)
    page = await seated(house, alice, session, "polls")
    await page.leave()

    def dropped(user: str) -> bool:
        events = [x["event"] or {} for x in tutor.envelopes]
        return any(x.get("type") == "PersonDropped" and x.get("person_id") == user for x in events)

    async with asyncio.timeout(2):
        await until(lambda: dropped("alice"))
    async with browser(house) as client:
        bare = await signed_in(client, await polling_page(house, bob, session, "gone"))
        hanging = asyncio.create_task(bare.until_closed())
        await until(lambda: house.connections.find(session, UserId("bob"), PageId("gone")) is not None)
        await asyncio.sleep(0.2)  # the poll is under way: what is tested is that it breaks off
        hanging.cancel()
        async with asyncio.timeout(2):
            await until(lambda: dropped("bob"))


async def test_whoever_is_sent_away_is_told_why_and_is_out(house: House) -> None:
    session, _, alice, _ = await lesson(house)
    page = await seated(house, alice, session, "polls")
    newer = await seated(house, alice, session, "newer")
    async with asyncio.timeout(2):
        await until(lambda: not page.connected)
    assert [x["code"] for x in page.all("session:closed")] == ["superseded"]
    async with house.storage.transaction() as unit:
        await unit.logins.remove(UserId("alice"), None)
    await house.services.ways_in.sweep()
    async with asyncio.timeout(2):
        await until(lambda: not newer.connected)
    assert newer.told[-1][1]["code"] == "signed_out"


async def test_whoever_is_sent_away_and_reads_nothing_is_out_within_two_seconds(house: House) -> None:
    session, _, _, bob = await lesson(house)
    async with browser(house) as client:
        bare = await signed_in(client, await polling_page(house, bob, session, "deaf"))
        connection = house.connections.find(session, UserId("bob"), PageId("deaf"))
        assert connection is not None
        connection.close("removed")
        assert await bare.post('420["help-request",{"help_id":"h","urgency":"high","text":""}]') in (200, 400)
        async with asyncio.timeout(2.5):
            await until(lambda: connection.gone)
        heard = await bare.until_closed()
        assert "removed" in heard
        assert '"ok":true' not in heard
        assert await bare.post("3") == 400


async def test_the_same_page_moves_to_a_websocket_beside_and_its_act_is_done_once(house: House) -> None:
    session, tutor, alice, _ = await lesson(house)
    page = await seated(house, alice, session, "polls")
    asked = {"help_id": "h1", "urgency": "high", "text": "Why?"}
    first = await page.act_as("page-1", "help-request", **asked)
    beside = await Page(page.url, page.page, page.token).connect(seq=page.seqs[-1])
    house.pages.append(beside)
    assert await beside.act_as("page-1", "help-request", **asked) == first
    await until(lambda: not page.connected)
    assert not page.all("session:closed")
    assert beside.connected
    await is_alive(tutor)
    assert not any((x["event"] or {}).get("type") == "PersonDropped" for x in tutor.envelopes[-2:])
