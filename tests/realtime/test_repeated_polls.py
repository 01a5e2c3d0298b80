"""Requests of a line by polls that a browser or a proxy makes again by itself, after an answer that never arrived."""

import asyncio

from deskside.domain.ids import PageId, UserId
from deskside.realtime.server import PING_SECONDS
from deskside.serving.http import KEEP_ALIVE_SECONDS
from tests.realtime.house import House, until
from tests.realtime.polls import browser, polling_page, signed_in
from tests.realtime.test_hostile import is_alive
from tests.realtime.test_telling import lesson


async def test_a_poll_that_comes_again_ends_the_line_as_what_it_read_never_arrived(house: House) -> None:
    session, tutor, _, bob = await lesson(house)
    async with browser(house) as client:
        bare = await signed_in(client, await polling_page(house, bob, session, "repeats"))
        for number, act in enumerate(("1", "2"), 1):
            assert await bare.post(f'42{act}["heartbeat",{{"active":true}}]') == 200
            assert f"43{act}[" in (await bare.get(number)).text
        assert (await bare.get(2)).status_code == 400
        await until(lambda: house.connections.find(session, UserId("bob"), PageId("repeats")) is None)
    await is_alive(tutor)


async def test_a_post_that_comes_again_does_nothing_again_and_one_that_is_missing_ends_the_line(house: House) -> None:
    session, tutor, _, bob = await lesson(house)
    async with browser(house) as client:
        bare = await signed_in(client, await polling_page(house, bob, session, "repeats"))
        beat = '["heartbeat",{"active":true}]'
        assert await asyncio.gather(*(bare.post(f"421{beat}", number=1) for _ in range(3))) == [200] * 3
        assert await bare.post(f"422{beat}", number=2) == 200
        heard = ""
        while "432[" not in heard:
            heard += (await bare.get()).text
        assert heard.count("431[") == 1
        assert await bare.post(f"424{beat}", number=4) == 400
        await until(lambda: house.connections.find(session, UserId("bob"), PageId("repeats")) is None)
    await is_alive(tutor)


def test_what_a_page_by_polls_answers_to_a_ping_finds_its_connection_open() -> None:
    assert KEEP_ALIVE_SECONDS > PING_SECONDS + 2
