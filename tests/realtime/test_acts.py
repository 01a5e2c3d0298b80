"""What pages may do, and what they are told where they may not."""

import asyncio
from typing import Any

import pytest
from structlog.testing import capture_logs

from deskside.domain.ids import ExerciseId, PageId
from deskside.ports.exercises import Exercise
from deskside.ports.media import EngineRefused, EngineUnavailable
from deskside.ports.storage import StorageUnavailable
from deskside.realtime.acts import ACTS
from deskside.wire.commands import COMMANDS
from tests.fakes.engine import SDP
from tests.realtime.house import CENTER, House, running, until
from tests.realtime.test_telling import lesson

SUM = "```number\n1 + 1\n= 2\n```"


def test_every_act_of_the_protocol_is_there() -> None:
    assert ACTS.keys() == COMMANDS.keys()


async def test_a_lesson_with_every_act(house: House) -> None:
    session, tutor, alice, _ = await lesson(house)
    async with house.storage.transaction() as unit:
        await unit.exercises.add(Exercise(ExerciseId("ex"), CENTER, "Fractions", "3", SUM))
    acts: list[tuple[Any, str, dict[str, object]]] = [
        (tutor, "assign-exercise", {"student_id": "alice", "exercise_id": "ex"}),
        (alice, "answer", {"exercise_id": "ex", "item_id": "1", "value": "3"}),
        (tutor, "hint", {"student_id": "alice", "item_id": "1", "text": "Count on."}),
        (tutor, "queue-exercises", {"student_id": "alice", "exercise_ids": ["ex", "ex"]}),
        (tutor, "next-exercise", {"student_id": "alice"}),
        (alice, "answer", {"exercise_id": "ex", "item_id": "1", "value": "2"}),
        (tutor, "set-progress", {"student_id": "alice", "percent": 50}),
        (tutor, "lane-mode", {"student_id": "alice", "mode": "TEACH"}),
        (tutor, "deafen", {"student_id": "alice", "deafened": True}),
        (tutor, "address-all", {"kind": "hold"}),
        (tutor, "screen-audience", {"to_all": True}),
        (alice, "sign-shown", {"audience": []}),
        (alice, "sign-shown", {"audience": ["tutor"]}),
        (alice, "tracks", {"mic": True, "camera": True, "screen": False}),
        (alice, "help-request", {"help_id": "h1", "urgency": "urgent", "text": "?"}),
        (tutor, "help-later", {"student_id": "alice", "help_id": "h1"}),
        (tutor, "help-respond", {"student_id": "alice", "help_id": "h1"}),
        (tutor, "message", {"student_id": "alice", "message_id": "m1", "text": "Try the second line."}),
        (alice, "message", {"message_id": "m2", "text": "Thanks"}),
        (tutor, "announce", {"message_id": "m3", "text": "Five more minutes."}),
        (tutor, "messages-read", {"student_id": "alice"}),
        (alice, "messages-read", {}),
        (alice, "help-request", {"help_id": "h2", "urgency": "normal", "text": "?"}),
        (tutor, "help-dismiss", {"student_id": "alice", "help_id": "h2", "word": "Soon."}),
        (alice, "help-request", {"help_id": "h3", "urgency": "normal", "text": "?"}),
        (alice, "help-withdraw", {"help_id": "h3"}),
        (alice, "heartbeat", {"active": False}),
        (alice, "join-session", {"audience": ["tutor"], "tracks": {"mic": False, "camera": True, "screen": False}}),
        (alice, "media:publish", {"offer": SDP}),
        (tutor, "media:tiles", {"tiles": {"alice": 1}}),
        (tutor, "media:decodes", {"pixels": 7_000_000}),
        (tutor, "media:refresh", {}),
        (alice, "leave-session", {}),
    ]
    for page, act, fields in acts:
        answer = await page.act(act, **fields)
        assert answer["ok"], (act, answer)
    actor, _ = await house.attendance.identify(tutor.token, PageId(tutor.page))
    truth = await house.sessions.view(actor, session)
    await tutor.knows(truth.seq)
    assert tutor.view() == truth
    assert truth.lanes[0].exercise is not None
    assert truth.lanes[0].exercise.percent == 50


async def test_a_sign_counts_for_those_whom_the_rules_allow(house: House) -> None:
    session, tutor, alice, _ = await lesson(house)
    for act in ("sign-shown", "join-session"):
        answer = await alice.act(act, audience=["tutor", "bob", "stranger"])
        assert answer["ok"]
    actor, _ = await house.attendance.identify(tutor.token, PageId(tutor.page))
    assert (await house.sessions.view(actor, session)).lanes[0].sign == ("tutor",)


async def test_receiving_is_negotiated_over_the_socket(house: House) -> None:
    _, tutor, alice, _ = await lesson(house)
    assert (await tutor.act("media:subscribe"))["offer"] is None
    assert (await alice.act("media:publish", offer=SDP))["answer"]
    offered = (await tutor.act("media:subscribe"))["offer"]
    assert offered["fresh"]
    assert {x["source"] for x in offered["streams"]} == {"alice"}
    assert (await tutor.act("media:answer", answer=SDP))["ok"]


@pytest.mark.parametrize(
    ("who", "act", "fields", "code"),
    [
        ("alice", "lane-mode", {"student_id": "alice", "mode": "TEACH"}, "forbidden"),
        ("alice", "deafen", {"student_id": "alice", "deafened": False}, "forbidden"),
        ("alice", "address-all", {"kind": "latch"}, "forbidden"),
        ("alice", "help-respond", {"student_id": "bob", "help_id": "h"}, "forbidden"),
        ("alice", "set-progress", {"student_id": "alice", "percent": 100}, "forbidden"),
        ("tutor", "help-request", {"help_id": "h", "urgency": "high", "text": ""}, "forbidden"),
        ("tutor", "lane-mode", {"student_id": "nobody", "mode": "TEACH"}, "not_found"),
        ("tutor", "help-respond", {"student_id": "alice", "help_id": "never"}, "not_found"),
        ("tutor", "assign-exercise", {"student_id": "alice", "exercise_id": "foreign"}, "not_found"),
        ("tutor", "set-progress", {"student_id": "alice", "percent": 5}, "conflict"),
        ("tutor", "next-exercise", {"student_id": "alice"}, "conflict"),
        ("tutor", "answer", {"exercise_id": "ex", "item_id": "1", "value": "2"}, "not_found"),
        ("alice", "hint", {"student_id": "alice", "item_id": "1", "text": "?"}, "forbidden"),
        ("tutor", "lane-mode", {"student_id": "alice"}, "invalid"),
        ("tutor", "lane-mode", {"student_id": "alice", "mode": "TEACH", "actor": "bob"}, "invalid"),
        ("tutor", "start", {}, "invalid"),
        ("tutor", "connect", {"token": "x"}, "invalid"),
        ("tutor", "disconnect", {}, "invalid"),
        ("tutor", "media:publish", {"offer": "nonsense"}, "media_refused"),
        ("tutor", "media:answer", {"answer": SDP}, "media_refused"),
    ],
)
async def test_what_is_not_allowed_is_refused_with_a_code(
    house: House, who: str, act: str, fields: dict[str, object], code: str
) -> None:
    _, tutor, alice, _ = await lesson(house)
    page = {"tutor": tutor, "alice": alice}[who]
    before = len(tutor.envelopes)
    answer = await page.send(act, fields)
    assert (answer["ok"], answer["code"]) == (False, code)
    assert answer["message"]
    assert (await page.act("heartbeat", active=True))["ok"]
    assert len(tutor.envelopes) == before


async def test_a_dead_engine_is_said_and_the_log_goes_on(house: House) -> None:
    _, tutor, alice, _ = await lesson(house)
    house.engine.fail_next(EngineUnavailable("down"))
    assert (await alice.act("media:publish", offer=SDP))["code"] == "engine_unavailable"
    house.engine.fail_next(EngineRefused("Three m-lines are accepted."))
    refused = await alice.act("media:publish", offer=SDP)
    assert (refused["code"], refused["message"]) == ("media_refused", "Three m-lines are accepted.")
    assert (await tutor.act("heartbeat", active=True))["ok"]


async def test_a_database_that_is_away_is_said_and_the_page_goes_on(house: House) -> None:
    _, tutor, _, _ = await lesson(house)
    house.storage.fault = StorageUnavailable("gone")
    refused = await tutor.act("address-all", kind="latch")
    assert refused["code"] == "unavailable"
    assert (await tutor.act("address-all", kind="latch"))["ok"]


async def test_a_retry_is_acknowledged_with_the_same_number_and_told_once(house: House) -> None:
    _, tutor, alice, _ = await lesson(house)
    asked = {"help_id": "h1", "urgency": "high", "text": "Why?"}
    first, again = await alice.act("help-request", **asked), await alice.act("help-request", **asked)
    assert first == again
    await tutor.knows(first["seq"])
    assert len(tutor.all("help-request")) == 1


async def test_a_grant_is_renewed_unseen_at_half_its_time(house: House) -> None:
    _, _, alice, _ = await lesson(house)
    assert (await alice.act("heartbeat", active=True))["token"] is None
    house.clock.pass_ms(31 * 60 * 1000)
    beat = await alice.act("heartbeat", active=True)
    assert beat["expires_at"] == house.clock.now() + 3_600_000
    assert beat["now"] == house.clock.now()
    assert (await house.attendance.identify(beat["token"], PageId("page-alice")))[0].user_id == "alice"
    assert (await alice.act("heartbeat", active=True))["token"] is None


async def test_a_flood_is_refused_then_closed_and_others_are_undisturbed(house: House) -> None:
    _, tutor, alice, bob = await lesson(house)
    acts = [asyncio.create_task(alice.act("tracks", mic=n % 2 == 0, camera=False, screen=False)) for n in range(400)]
    await until(lambda: not alice.connected)
    answers = [x.result() for x in acts if x.done() and x.exception() is None]
    for act in acts:
        act.cancel()
    codes = [x.get("code", "ok") for x in answers]
    assert codes.count("ok") >= 50
    assert codes.count("rate_limited") >= 100
    assert alice.all("session:closed")[-1]["code"] == "rate_limited"
    for page in (tutor, bob):
        assert (await page.act("heartbeat", active=True))["ok"]
        assert page.seqs == list(range(page.seqs[0], page.seqs[-1] + 1))
    await until(lambda: any((x["event"] or {}).get("type") == "PersonDropped" for x in tutor.envelopes))


async def test_calls_for_help_are_limited_more_tightly(house: House) -> None:
    _, _, alice, _ = await lesson(house)
    asked = {"help_id": "h1", "urgency": "high", "text": "Why?"}
    codes = [(await alice.act("help-request", **asked)).get("code") for _ in range(7)]
    assert codes == [None] * 6 + ["rate_limited"]
    house.clock.pass_ms(10_000)
    assert (await alice.act("help-request", **asked))["ok"]


async def test_a_fault_of_ours_is_internal_and_stays_with_its_page(house: House) -> None:
    _, tutor, alice, _ = await lesson(house)
    house.storage.fault = RuntimeError("disk")
    with capture_logs() as logs:
        answer = await alice.act("tracks", mic=True, camera=False, screen=False)
    assert (answer["ok"], answer["code"]) == (False, "internal")
    assert [x["act"] for x in logs if x["event"] == "act_failed" and x["exc_info"]] == ["tracks"]
    assert "disk" not in answer["message"]
    assert (await tutor.act("address-all", kind="latch"))["ok"]
    assert (await alice.act("tracks", mic=True, camera=False, screen=False))["ok"]


async def test_acts_of_an_older_page_are_refused(house: House) -> None:
    session, _, alice, _ = await lesson(house)
    actor, _ = await house.attendance.identify(alice.token, PageId(alice.page))
    connection = house.connections.of_person(actor.user_id)[0]
    await house.seated(actor, session, "newer")
    await until(lambda: not alice.connected)
    assert connection.closed_code == "superseded"


async def test_limits_are_of_one_socket_only() -> None:
    async with running() as house:
        _, tutor, alice, bob = await lesson(house)
        await asyncio.gather(*(alice.act("heartbeat", active=n % 2 == 0) for n in range(80)))
        assert (await alice.act("heartbeat", active=True))["code"] == "rate_limited"
        assert (await bob.act("heartbeat", active=True))["ok"]
        assert (await tutor.act("heartbeat", active=True))["ok"]
        house.clock.pass_ms(1_000)
        assert (await alice.act("heartbeat", active=True))["ok"]
