"""Where Janus obeys `send: false` and where it does not, on the wire, of the version that is installed.

The isolation of lanes rests on these; if a newer Janus changes one, this is where it shows.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from deskside.domain.ids import PageId, SessionId, UserId
from deskside.media.janus.client import JanusClient
from deskside.media.janus.running import Running, spawn
from deskside.media.janus.videoroom import Described, Setting, Subscription, VideoRoom
from deskside.ports.media import EngineEvent, PublisherConnected
from deskside.ports.recorder import NoRecorder
from tests.media.installed import janus_settings
from tests.media.peer import Publishing, Receiving
from tests.media.people import until

pytestmark = pytest.mark.engine

ROOM = SessionId("algebra")
LOOK_SECONDS = 0.3


@dataclass
class Bench:
    """A tutor who publishes, and the plugin itself to try things on."""

    client: JanusClient
    videoroom: VideoRoom
    publisher: int
    """The tutor's handle; its gates are open."""
    feed: str

    def wants(self, mid: str, *, send: bool) -> Subscription:
        return Subscription(self.feed, mid, send, None)

    async def join(self, *mids: str) -> tuple[int, Described]:
        handle = await self.videoroom.attach()
        return handle, await self.videoroom.join(handle, ROOM, [self.wants(mid, send=False) for mid in mids])

    async def connect(self, handle: int, described: Described) -> Receiving:
        receiving = Receiving()
        assert described.offer is not None
        await self.videoroom.start(handle, receiving.answer(described.offer))
        await receiving.start()
        return receiving


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    events: list[EngineEvent] = []
    settings = janus_settings(tmp_path)
    running: Running = await spawn(settings, events.append, NoRecorder())
    await running.hub.open_room(ROOM)
    publishing, tutor = Publishing(), UserId("tutor")
    await publishing.start(await running.hub.publish(ROOM, tutor, PageId("page"), publishing.offer))
    await until(lambda: PublisherConnected(ROOM, tutor) in events)
    publisher = running.hub.rooms[ROOM].publishers[0]
    await running.videoroom.configure(publisher.handle, [Setting(mid, send=True) for mid in ("0", "1", "2")])
    yield Bench(running.client, running.videoroom, publisher.handle, publisher.feed)
    publishing.close()
    await running.process.end(grace_seconds=0)
    await running.let_go()


async def nothing(receiving: Receiving, mid: str) -> bool:
    """Whether nothing arrives on an m-line for a while."""
    before = receiving.count(mid)
    try:
        await until(lambda: receiving.count(mid) > before, limit_seconds=LOOK_SECONDS)
    except TimeoutError:
        return True
    return False


async def test_joining_opens_everything_but_nothing_flows_before_the_answer(bench: Bench) -> None:
    handle, described = await bench.join("0", "1")

    assert [(each.send, each.ready) for each in described.summaries] == [(True, False), (True, False)]
    await bench.videoroom.configure(handle, [Setting("0", send=False), Setting("1", send=False)])
    receiving = await bench.connect(handle, described)
    assert await nothing(receiving, "0")
    assert receiving.total() == 0
    receiving.close()


async def test_closing_and_opening_by_configure_holds(bench: Bench) -> None:
    handle, described = await bench.join("0")
    receiving = await bench.connect(handle, described)
    await until(lambda: receiving.count("0") > 0)

    await bench.videoroom.configure(handle, [Setting("0", send=False)])
    assert await nothing(receiving, "0")
    await bench.videoroom.configure(handle, [Setting("0", send=True)])
    assert not await nothing(receiving, "0")
    receiving.close()


async def test_an_update_with_feed_and_mid_obeys(bench: Bench) -> None:
    handle, described = await bench.join("0")
    receiving = await bench.connect(handle, described)

    updated = await bench.videoroom.update(handle, [bench.wants("1", send=False)], [])
    assert updated is not None

    assert [each.send for each in updated.summaries] == [True, False]
    assert updated.offer is not None
    await bench.videoroom.start(handle, receiving.answer(updated.offer))
    assert await nothing(receiving, "1")
    receiving.close()


async def test_an_update_with_the_feed_alone_does_not_obey(bench: Bench) -> None:
    handle, described = await bench.join("0")
    receiving = await bench.connect(handle, described)

    body = {"request": "update", "subscribe": [{"feed": bench.feed, "send": False}]}
    reply = await bench.client.request("message", handle_id=handle, body=body)

    assert all(each["send"] for each in reply["plugindata"]["data"]["streams"])
    receiving.close()


async def test_an_m_line_that_is_used_again_obeys_if_told_anew_and_is_open_otherwise(bench: Bench) -> None:
    handle, described = await bench.join("0", "1")
    receiving = await bench.connect(handle, described)
    await bench.videoroom.configure(handle, [Setting("0", send=False), Setting("1", send=False)])

    again = await bench.videoroom.update(handle, [bench.wants("1", send=False)], ["1"])
    assert again is not None
    assert again.offer is not None
    await bench.videoroom.start(handle, receiving.answer(again.offer))
    assert {each.mid: each.send for each in again.summaries} == {"0": False, "1": False}
    assert await nothing(receiving, "1")

    body = {
        "request": "update",
        "unsubscribe": [{"sub_mid": "1"}],
        "subscribe": [{"feed": bench.feed, "mid": "1"}],
    }
    reply = await bench.client.request("message", handle_id=handle, body=body)
    assert {each["mid"]: each["send"] for each in reply["plugindata"]["data"]["streams"]} == {"0": False, "1": True}
    receiving.close()


async def test_switch_opens_what_was_closed_so_it_is_never_used(bench: Bench) -> None:
    handle, described = await bench.join("1")
    await bench.videoroom.configure(handle, [Setting("0", send=False)])
    receiving = await bench.connect(handle, described)
    assert await nothing(receiving, "0")

    body = {"request": "switch", "streams": [{"feed": bench.feed, "mid": "2", "sub_mid": "0"}]}
    await bench.client.request("message", handle_id=handle, body=body)

    assert not await nothing(receiving, "0")
    receiving.close()


async def test_a_closed_gate_of_the_publisher_stops_even_an_open_line(bench: Bench) -> None:
    handle, described = await bench.join("0", "1")
    receiving = await bench.connect(handle, described)
    await until(lambda: receiving.count("0") > 0 and receiving.count("1") > 0)

    await bench.videoroom.configure(bench.publisher, [Setting("0", send=False)])

    assert await nothing(receiving, "0")
    assert not await nothing(receiving, "1")
    await bench.videoroom.configure(bench.publisher, [Setting("0", send=True)])
    assert not await nothing(receiving, "0")
    receiving.close()
