"""Polls as no page sends them, and pages that do not read: bounded, and nobody else notices."""

import asyncio
import json

import pytest
from structlog.testing import capture_logs

from deskside.domain.ids import PageId, UserId
from deskside.ports.media import Offer
from deskside.realtime import polling
from deskside.realtime.limits import Limits
from tests.realtime.house import House, running, until
from tests.realtime.polls import OPEN, SEPARATOR, Bare, browser, polling_page, raw, signed_in
from tests.realtime.test_hostile import FAULTS, is_alive
from tests.realtime.test_telling import lesson

FRAMES = (
    "",
    "x",
    "9",
    "0",
    "1x",
    "2probe",
    "4",
    "42",
    "5",
    "6",
    "b!!!",
    "bAAAA",
    "d=4",
    "40{}",
    "41",
    "4" + "[" * 20_000,
)


async def test_a_page_that_polls_no_more_is_cut_off_and_nobody_waits_for_it() -> None:
    async with running(Limits(outbox=50)) as house:
        session, tutor, alice, bob = await lesson(house)
        async with browser(house) as client:
            bare = await signed_in(client, await polling_page(house, bob, session, "deaf"))
            offer = Offer("x" * 60_000, (), fresh=True)
            with capture_logs() as logs:
                for _ in range(100):
                    await house.broadcast.offer(session, UserId("bob"), PageId("deaf"), offer)
                    await asyncio.sleep(0)
                await until(lambda: house.connections.find(session, UserId("bob"), PageId("deaf")) is None)
            assert "too_slow" in {x["event"] for x in logs}
            await is_alive(tutor)
            await is_alive(alice)
            assert "1" in (await bare.until_closed()).split(SEPARATOR)
            assert await bare.post("3") == 400


async def test_a_strange_packet_is_no_fault_and_disturbs_nobody(house: House) -> None:
    session, tutor, alice, bob = await lesson(house)
    async with browser(house) as client:
        for number, frame in enumerate(FRAMES):
            bare = await signed_in(client, await polling_page(house, bob, session, f"hostile-{number}"))
            with capture_logs() as logs:
                await bare.post(frame, '428["heartbeat",{"active":true}]')
                heard = ""
                async with asyncio.timeout(8):
                    while "438" not in heard and (answer := await bare.get()).status_code == 200:
                        heard += answer.text
                assert "internal" not in heard, frame
            assert not [x for x in logs if x["event"] in FAULTS], frame
            await bare.post("1")
            await is_alive(alice)
    await is_alive(tutor)


async def test_requests_that_no_page_sends_are_refused(house: House) -> None:
    async with browser(house) as client:
        for query in ({}, {"EIO": "3", "transport": "polling"}, {"EIO": "4"}, {**OPEN, "j": "0"}):
            assert (await client.get("", params=query)).status_code == 400
        assert (await client.get("", params={**OPEN, "sid": "guessed"})).status_code == 400
        assert (await client.post("", params=OPEN)).status_code == 400
        for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
            refused = await client.get("", params=OPEN, headers=headers)
            assert refused.status_code == 403
            assert "access-control-allow-origin" not in refused.headers
        own = {"origin": f"http://127.0.0.1:{house.port}", "sec-fetch-site": "same-origin"}
        opened = await client.get("", params=OPEN, headers=own)
        assert opened.headers["cache-control"] == "no-store"
        assert "set-cookie" not in opened.headers
        bare = Bare(client, json.loads(opened.text[1:])["sid"])
        for method in ("OPTIONS", "PUT", "DELETE"):
            assert (await client.request(method, "", params=bare.query)).status_code == 400
        theirs = await client.post("", params=bare.query, content="40{}", headers={"origin": "https://evil.example"})
        assert theirs.status_code == 403


@pytest.mark.parametrize(
    ("packets", "status"), [(("4" + "x" * polling.BODY_BYTES,), 413), (("3",) * 2_000, 429)], ids=["long", "many"]
)
async def test_too_much_in_one_request_ends_the_line(house: House, packets: tuple[str, ...], status: int) -> None:
    session, tutor, _, bob = await lesson(house)
    async with browser(house) as client:
        bare = await signed_in(client, await polling_page(house, bob, session, "hostile"))
        assert await bare.post(*packets) == status
        await until(lambda: house.connections.find(session, UserId("bob"), PageId("hostile")) is None)
        assert await bare.post("3") == 400
    await is_alive(tutor)


async def test_two_polls_at_once_end_the_line(house: House) -> None:
    async with browser(house) as client:
        bare = await raw(client)
        answers = await asyncio.gather(bare.get(), bare.get())
        assert sorted(x.status_code for x in answers) == [200, 400]
        assert next(x.text for x in answers if x.status_code == 200) == "1"


async def test_a_stranger_is_out_in_time_whatever_lies_unread() -> None:
    async with running(Limits(handshake_seconds=1.0)) as house, browser(house) as client:
        bare = await raw(client)
        for _ in range(15):
            assert await bare.post(*('40{"token":"x","page":"p"}',) * 90) == 200
        async with asyncio.timeout(3):
            await until(lambda: not house.realtime._polling._tasks)


async def test_nothing_that_a_stranger_says_is_said_back(house: House) -> None:
    async with browser(house) as client:
        bare = await raw(client)
        assert await bare.post("40/" + "x" * 60_000 + ",") == 200
        assert await bare.post("40{}") == 200
        assert len((await bare.get()).text) < 1_000


async def test_an_address_that_is_longer_than_any_page_has_is_not_read_to_its_end(house: House) -> None:
    async with browser(house) as client:
        assert (await client.get("?" + "a=1&" * 200 + "EIO=4&transport=polling")).status_code == 400


async def test_a_line_over_which_nobody_signs_in_is_closed_and_an_address_has_so_many() -> None:
    async with running(Limits(handshake_seconds=1.0)) as house:
        _, tutor, _, _ = await lesson(house)
        async with browser(house) as client:
            idle = await raw(client)
            assert await idle.post('420["lane-mode",{"student_id":"alice","mode":"TEACH"}]') == 200
            assert "ok" not in await idle.until_closed()
            opened = [
                x for _ in range(20) for x in await asyncio.gather(*(client.get("", params=OPEN) for _ in range(20)))
            ]
            refused = [x for x in opened if x.status_code != 200]
            assert {(x.status_code, x.headers["retry-after"]) for x in refused} == {(503, "2")}
        await is_alive(tutor)


async def test_lines_that_ended_are_forgotten(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(polling, "LAST_WORDS_SECONDS", 0.1)
    polls = house.realtime._polling
    async with browser(house) as client:
        bare = await raw(client)
        assert len(polls) == 1
        await bare.post("1")
        await until(lambda: len(polls) == 0)


class Door:
    """What is told to whoever counts connections."""

    recognised = True
    idles = False

    def __init__(self) -> None:
        self.told: list[str] = []

    def brings(self, cookies: bytes) -> None:
        self.told.append(cookies.decode())

    def signed_in(self) -> None:
        self.told.append("signed in")

    def waits(self) -> None:
        self.told.append(f"waits, idles: {self.idles}")


async def test_whoever_counts_connections_is_told_whose_each_poll_is() -> None:
    recognised: list[bool] = []

    async def serve(scope: polling.Scope, receive: polling.Receive, send: polling.Send) -> None:
        carried = scope["state"]["visitor"]
        recognised.append(carried.recognised)
        await send({"type": "websocket.send", "text": '0{"sid":"s"}'})
        assert (await receive())["type"] == "websocket.connect"
        while (message := await receive())["type"] == "websocket.receive":
            carried.signed_in()
            await send({"type": "websocket.send", "text": message["text"]})

    async def ask(door: Door, method: str, sid: str, body: bytes = b"") -> str:
        query, answered = f"EIO=4&transport=polling{sid}", b""
        scope = {"type": "http", "method": method, "path": "/api/socket/", "query_string": query.encode()}
        given = [{"type": "http.request", "body": body}]

        async def receive() -> polling.Scope:
            if given:
                return given.pop()
            await asyncio.Event().wait()
            return {}

        async def send(message: polling.Scope) -> None:
            nonlocal answered
            answered += message.get("body", b"")

        await polls({**scope, "headers": [(b"cookie", b"c=1")], "state": {"visitor": door}}, receive, send)
        return answered.decode()

    polls = polling.Polling(serve, lambda origin, host: True)
    first, waiting, posting = Door(), Door(), Door()
    assert await ask(first, "GET", "") == '0{"sid":"s"}'
    assert (first.told, recognised) == (["c=1"], [True])
    poll = asyncio.create_task(ask(waiting, "GET", "&sid=s"))
    await until(lambda: waiting.idles)
    assert waiting.told == ["waits, idles: True"], "a stranger's poll may go before others"
    assert await ask(posting, "POST", "&sid=s", b"40{}") == "ok"
    assert await poll == "40{}"
    assert posting.told == []
    assert not waiting.idles
    assert await ask(posting, "POST", "&sid=s", b"3") == "ok"
    assert await ask(posting, "GET", "&sid=s") == "3"
    assert posting.told == ["signed in"] * 2
    polls.stop()
