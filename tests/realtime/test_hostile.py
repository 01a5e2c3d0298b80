"""Whatever is sent: an error code or a closed socket, never a fault of ours, and nobody else notices."""

import asyncio
import json
from contextlib import suppress

from structlog.testing import capture_logs
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from deskside.domain.ids import PageId, UserId
from deskside.ports.media import Offer
from deskside.realtime.limits import Limits
from tests.fakes.engine import SDP
from tests.realtime.house import House, Page, running, until
from tests.realtime.test_telling import lesson

FAULTS = {"act_failed", "connect_failed", "disconnect_failed"}


async def raw(house: House) -> ClientConnection:
    """A bare Engine.IO connection, after its handshake."""
    made = await connect(f"ws://127.0.0.1:{house.port}/api/socket/?EIO=4&transport=websocket", max_size=None)
    assert str(await made.recv()).startswith("0{")
    return made


async def signed_in(house: House, page: Page) -> ClientConnection:
    """A bare connection of a page that was welcomed."""
    made = await raw(house)
    await made.send("40" + json.dumps({"token": page.token, "page": page.page}))
    assert str(await made.recv()).startswith("40{")
    assert "session:welcome" in str(await made.recv())
    return made


async def is_alive(page: Page) -> None:
    """The page is served, and was told everything."""
    assert (await page.act("heartbeat", active=True))["ok"]
    assert page.seqs == list(range(page.seqs[0], page.seqs[-1] + 1))


FRAMES: tuple[str | bytes, ...] = (
    "",
    "x",
    "9",
    "4",
    "4x",
    "42",
    "42{}",
    "42[]",
    "42[1]",
    "42[[]]",
    '42[{"a":1}]',
    '42"join-session"',
    '42["connect",{"token":"x"}]',
    '42["disconnect"]',
    '42["*",{}]',
    '427["heartbeat"]',
    '427["heartbeat",{"active":true},{"active":true}]',
    '427["help-request",{"help_id":"h","urgency":"high","text":"\\ud800"}]',
    '42/other,7["heartbeat",{"active":true}]',
    '40{"token":"again"}',
    "40/other,{}",
    '44{"message":"no"}',
    '451-["heartbeat",{"_placeholder":true,"num":0}]',
    '4599999999999-["heartbeat"]',
    "43" + "9" * 200 + "[]",
    "42" + "9" * 200 + '["heartbeat",{}]',
    '427["set-progress",{"student_id":"alice","percent":' + "9" * 5_000 + "}]",
    "427" + "[" * 20_000,
    '427["heartbeat",' + "[" * 20_000,
    "4" + "[" * 20_000,
    "5",
    "6",
    "2probe",
    b"\x00\xff\xfe",
    b"",
    "b!!!",
)


async def heard_until_closed(hostile: ClientConnection) -> str:
    """Everything that it is told until the server closes it."""
    heard: list[object] = []
    async with asyncio.timeout(5):
        with suppress(ConnectionClosed):
            while True:
                heard.append(await hostile.recv())
    return str(heard)


async def test_a_strange_frame_is_no_fault_and_disturbs_nobody(house: House) -> None:
    session, tutor, alice, bob = await lesson(house)
    actor, _ = await house.attendance.identify(bob.token, PageId(bob.page))
    for number, frame in enumerate(FRAMES):
        hostile = await signed_in(house, await house.page(actor, session, f"hostile-{number}"))
        with capture_logs() as logs:
            with suppress(ConnectionClosed):
                await hostile.send(frame)
                await hostile.send('428["heartbeat",{"active":true}]')
                async with asyncio.timeout(5):
                    while "438" not in str(answer := await hostile.recv()):
                        assert "internal" not in str(answer), frame
            await is_alive(tutor)
            await is_alive(alice)
        assert not [x for x in logs if x["event"] in FAULTS], frame
        await hostile.close()


async def test_a_message_above_64_kib_closes_its_socket_only(house: House) -> None:
    session, tutor, _, bob = await lesson(house)
    actor, _ = await house.attendance.identify(bob.token, PageId(bob.page))
    hostile = await signed_in(house, await house.page(actor, session, "hostile"))
    await hostile.send('427["media:publish",{"offer":"' + "x" * 66_000 + '"}]')
    await heard_until_closed(hostile)
    await is_alive(tutor)
    await until(lambda: any((x["event"] or {}).get("type") == "PersonDropped" for x in tutor.envelopes))


async def test_frames_before_signing_in_do_nothing(house: House) -> None:
    _, tutor, _, _ = await lesson(house)
    hostile = await raw(house)
    for frame in ('420["lane-mode",{"student_id":"alice","mode":"TEACH"}]', "41", '420["leave-session",{}]', "x"):
        await hostile.send(frame)
    assert "ok" not in await heard_until_closed(hostile)
    await is_alive(tutor)


async def test_a_socket_over_which_nobody_signs_in_is_closed() -> None:
    async with running(Limits(handshake_seconds=1.0)) as house:
        _, tutor, _, _ = await lesson(house)
        idle = await raw(house)
        assert await heard_until_closed(idle) == "[]"
        await is_alive(tutor)


async def test_a_page_that_reads_nothing_is_closed_and_nobody_waits_for_it() -> None:
    async with running(Limits(outbox=50)) as house:
        session, tutor, alice, bob = await lesson(house)
        actor, _ = await house.attendance.identify(bob.token, PageId(bob.page))
        page = await house.page(actor, session, "deaf")
        deaf = await signed_in(house, page)
        deaf.transport.pause_reading()
        offer = Offer("x" * 60_000, (), fresh=True)
        await until(lambda: not bob.connected)
        with capture_logs() as logs:
            for _ in range(400):
                await house.broadcast.offer(session, UserId("bob"), PageId("deaf"), offer)
                await asyncio.sleep(0)
            await until(lambda: house.connections.find(session, UserId("bob"), PageId("deaf")) is None)
        assert "too_slow" in {x["event"] for x in logs}
        await is_alive(tutor)
        await is_alive(alice)
        deaf.transport.abort()


async def test_replayed_and_reordered_messages_are_refused_or_no_event(house: House) -> None:
    _, tutor, alice, _ = await lesson(house)
    asked = {"help_id": "h1", "urgency": "high", "text": "Why?"}
    await alice.act("help-request", **asked)
    call = {"student_id": "alice", "help_id": "h1"}
    done = await tutor.act("help-respond", **call)
    await tutor.knows(done["seq"])
    before = len(tutor.envelopes)
    assert (await tutor.act("help-respond", **call))["code"] == "not_found"
    assert (await tutor.act("help-dismiss", **call, word="no"))["code"] == "not_found"
    assert (await alice.act("help-withdraw", help_id="h1"))["ok"]
    assert (await alice.act("media:answer", answer=SDP))["code"] == "media_refused"
    assert len(tutor.envelopes) == before
