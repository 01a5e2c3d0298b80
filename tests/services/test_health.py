"""What health says, and what is left undone while the disk is nearly full."""

import asyncio
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from deskside.domain import events as ev
from deskside.domain.boards.scene import BoardId
from deskside.domain.errors import Conflict
from deskside.ports.boards import Place
from deskside.ports.media import LinkMeasured
from deskside.ports.storage import StorageUnavailable
from deskside.services.health import HealthService
from deskside.services.thrift import LOW_BYTES
from tests.fakes.loop import until
from tests.fakes.recorder import TapeRecorder
from tests.services.house import House

PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)


async def found(house: House) -> str:
    house.clock.pass_ms(1_000)
    return " ".join(await house.services.health.ailments())


async def test_all_is_well_and_then_each_thing_is_not(planned: House) -> None:
    assert await found(planned) == ""
    planned.machine.free = LOW_BYTES - 1
    assert "nearly full: 199 MiB" in await found(planned)
    planned.machine.free, planned.machine.late = LOW_BYTES, 1.5
    assert "1.5 s late" in await found(planned)
    planned.machine.late = 0.9
    planned.storage.fail_next(StorageUnavailable())
    assert "Nothing can be written" in await found(planned)
    assert await found(planned) == ""


async def test_a_database_that_is_away_is_told_from_one_that_takes_nothing(planned: House) -> None:
    planned.storage.away = True
    assert "cannot be reached" in await found(planned)
    planned.storage.away = False
    assert await found(planned) == ""


async def test_a_recorder_that_is_away_is_told(planned: House) -> None:
    recorder = TapeRecorder()
    health = HealthService(replace(planned.services.outside, recorder=recorder))
    assert await health.ailments() == ()
    recorder.set_up(up=False)
    planned.clock.pass_ms(1_000)
    assert "Nothing is recorded meanwhile." in " ".join(await health.ailments())


async def test_however_many_ask_the_outside_is_asked_once_a_second(planned: House) -> None:
    planned.storage.commits.clear()
    asking = [asyncio.create_task(planned.services.health.ailments()) for _ in range(50)]
    await until(lambda: planned.storage.waiting == 1)
    asking[0].cancel()
    planned.storage.commits.set()
    assert await asyncio.gather(*asking[1:]) == [()] * 49
    planned.storage.away = True
    assert await planned.services.health.ailments() == (), "a moment ago it was well"
    assert await found(planned) != ""


async def test_what_changes_is_logged_once(planned: House) -> None:
    with capture_logs() as logs:
        for free in (1, 1, LOW_BYTES):
            planned.machine.free = free
            planned.clock.pass_ms(1_000)
            await planned.services.health.watch()
    assert [line["event"] for line in logs] == ["unhealthy", "healthy_again"]
    assert logs[0]["free_bytes"] == 1


async def test_pictures_and_bars_wait_for_room_and_lessons_do_not(live: House) -> None:
    following = asyncio.create_task(live.calls.follow_engine())
    live.machine.free = LOW_BYTES - 1
    place = Place(live.tutor.center_id, live.session_id, BoardId(live.alice.user_id))
    with pytest.raises(Conflict, match="nearly full"):
        await live.services.boards.add_picture(live.alice, place, "picture", PNG)
    before = (await live.session()).seq
    live.fake.measure(LinkMeasured(live.session_id, live.alice.user_id, 20.0, 0.0, None))
    await live.sessions.pause(live.tutor, live.session_id)
    await live.sessions.resume(live.tutor, live.session_id)
    assert (await live.session()).seq > before
    live.machine.free = LOW_BYTES
    live.fake.measure(LinkMeasured(live.session_id, live.alice.user_id, 20.0, 0.0, None))
    await until(
        lambda: any(x.event == ev.QualityChanged(live.alice.user_id, 4, up=4) for _, x, _ in live.broadcast.told)
    )
    told = [x.event for _, x, _ in live.broadcast.told if isinstance(x.event, ev.QualityChanged)]
    assert told == [ev.QualityChanged(live.alice.user_id, 4, up=4)]
    following.cancel()
