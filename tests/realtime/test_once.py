"""An act happens once, however often its page sends it, and acts of one page keep their order."""

import asyncio
from typing import Any

import pytest

from deskside.domain.ids import ExerciseId
from deskside.domain.session import Session
from deskside.ports.exercises import Exercise
from deskside.ports.storage import StorageUnavailable
from deskside.realtime.acts import ACTS
from deskside.services.outside import Outside
from deskside.services.suite import assemble
from tests.fakes.engine import SDP
from tests.fakes.passwords import PlainPasswords
from tests.fakes.vault import kept_in_memory
from tests.realtime.house import CENTER, House, Json
from tests.realtime.test_telling import lesson

SUM = "```number\n1 + 1\n= 2\n```"
CALL = {"urgency": "high", "text": "?"}
TRACKS: dict[str, object] = {"mic": True, "camera": True, "screen": False}
Step = tuple[str, str, dict[str, object]]

LESSON: tuple[Step, ...] = (
    ("tutor", "assign-exercise", {"student_id": "alice", "exercise_id": "ex"}),
    ("alice", "answer", {"exercise_id": "ex", "item_id": "1", "value": "2"}),
    ("tutor", "hint", {"student_id": "alice", "item_id": "1", "text": "Count on."}),
    ("tutor", "queue-exercises", {"student_id": "alice", "exercise_ids": ["ex", "other", "ex"]}),
    ("tutor", "next-exercise", {"student_id": "alice"}),
    ("tutor", "set-progress", {"student_id": "alice", "percent": 50}),
    ("tutor", "lane-mode", {"student_id": "alice", "mode": "TEACH"}),
    ("tutor", "deafen", {"student_id": "alice", "deafened": True}),
    ("tutor", "address-all", {"kind": "latch"}),
    ("tutor", "screen-audience", {"to_all": True}),
    ("alice", "sign-shown", {"audience": []}),
    ("alice", "tracks", TRACKS),
    ("alice", "help-request", {"help_id": "h1", **CALL}),
    ("tutor", "help-later", {"student_id": "alice", "help_id": "h1"}),
    ("tutor", "help-respond", {"student_id": "alice", "help_id": "h1"}),
    ("alice", "help-request", {"help_id": "h2", **CALL}),
    ("tutor", "help-dismiss", {"student_id": "alice", "help_id": "h2", "word": "Soon."}),
    ("alice", "help-request", {"help_id": "h3", **CALL}),
    ("alice", "help-withdraw", {"help_id": "h3"}),
    ("tutor", "message", {"student_id": "alice", "message_id": "m1", "text": "Try it."}),
    ("alice", "messages-read", {}),
    ("tutor", "announce", {"message_id": "m2", "text": "Five minutes."}),
    ("alice", "join-session", {"audience": ["tutor"]}),
    ("tutor", "board-lock", {"student_id": "alice", "locked": True}),
    ("tutor", "board-watch", {"board": "alice", "pace": "live", "epoch": "", "generation": 0, "clock": 0}),
    ("tutor", "canvas-update", {"board": "alice", "generation": 0, "elements": []}),
    ("tutor", "board-push", {"board": "alice", "to": ["bob"]}),
    ("tutor", "board-clear", {"board": "alice"}),
    ("tutor", "board-unwatch", {"board": "alice"}),
    ("alice", "consent", {"kinds": ["sound"], "text_version": 1, "language": "en"}),
    ("alice", "media:publish", {"offer": SDP}),
    ("alice", "heartbeat", {"active": False}),
    ("alice", "leave-session", {}),
)
NOT_REPEATED = {"catch-up", "board-picture", "board-picture-get", "media:subscribe", "media:answer", "media:refresh"}
NOT_REPEATED |= {"media:tiles", "media:decodes", "page-drawn"}
"""They only ask, negotiate, prove that a page draws now, or are parts of something whose parts have numbers."""


def test_every_act_is_tried_twice() -> None:
    assert {name for _, name, _ in LESSON} | NOT_REPEATED >= ACTS.keys()


async def _room(house: House) -> tuple[Any, dict[str, Any]]:
    session, tutor, alice, _ = await lesson(house)
    async with house.storage.transaction() as unit:
        for key in ("ex", "other"):
            await unit.exercises.add(Exercise(ExerciseId(key), CENTER, key, "3", SUM))
    return session, {"tutor": tutor, "alice": alice}


def _truth(house: House, session: Any) -> Session:
    return next(x for x in house.services.door.known() if x.id == session)


def _seq(house: House, session: Any) -> int:
    return _truth(house, session).seq


@pytest.mark.parametrize("last", range(len(LESSON)), ids=[f"{n}-{name}" for n, (_, name, _) in enumerate(LESSON)])
async def test_an_act_that_is_sent_twice_happens_once(house: House, last: int) -> None:
    session, pages = await _room(house)
    for n, (who, name, fields) in enumerate(LESSON[:last]):
        await pages[who].act_as(f"act-{n}", name, **fields)
    who, name, fields = LESSON[last]
    answer: Json = await pages[who].act_as("the-act", name, **fields)
    before = _seq(house, session)
    assert await pages[who].act_as("the-act", name, **fields) == answer
    await asyncio.sleep(0.01)
    assert _seq(house, session) == before


async def test_it_is_known_again_after_a_reconnect_and_while_it_is_still_being_done(house: House) -> None:
    session, pages = await _room(house)
    tutor = pages["tutor"]
    await tutor.act("queue-exercises", student_id="alice", exercise_ids=["ex", "other"])
    first, again = await asyncio.gather(*(tutor.act_as("n", "next-exercise", student_id="alice") for _ in range(2)))
    assert first == again
    await tutor.leave()
    await tutor.connect(seq=first["seq"])
    assert await tutor.act_as("n", "next-exercise", student_id="alice") == first
    assert [x.exercise_id for x in _truth(house, session).lanes[0].queue] == ["other"]


async def test_it_is_known_again_after_a_restart_of_the_server(house: House) -> None:
    session, pages = await _room(house)
    tutor = pages["tutor"]
    await tutor.act("queue-exercises", student_id="alice", exercise_ids=["ex", "other"])
    await tutor.act_as("n", "next-exercise", student_id="alice")
    old = house.services.outside
    outside = Outside(old.storage, old.engine, old.broadcast, old.clock, old.secrets, keeping=kept_in_memory())
    house.realtime._services = assemble(outside, PlainPasswords())
    house.connections._acts.clear()
    for connection in house.connections.of_session(session):
        connection.acts = type(connection.acts)()
    before = _seq(house, session)
    answer = await tutor.act_as("n", "next-exercise", student_id="alice")
    assert (answer["ok"], answer["seq"]) == (True, before)
    assert (await tutor.act_as("m", "next-exercise", student_id="alice"))["seq"] == before + 2, "another act"


async def test_what_was_refused_is_tried_anew_when_it_is_sent_again(house: House) -> None:
    _, pages = await _room(house)
    fields = {"student_id": "alice", "mode": "TEACH"}
    house.storage.fault = StorageUnavailable()
    assert (await pages["tutor"].act_as("x", "lane-mode", **fields))["code"] == "unavailable"
    assert (await pages["tutor"].act_as("x", "lane-mode", **fields))["ok"]


@pytest.mark.parametrize("act_id", ["", "a b", 7, ["x"], "x" * 65])
async def test_an_id_that_is_none_is_refused(house: House, act_id: object) -> None:
    _, pages = await _room(house)
    assert (await pages["tutor"].act_as(act_id, "address-all", kind="off"))["code"] == "invalid"


async def test_acts_that_are_sent_at_once_take_effect_in_their_order(house: House) -> None:
    session, pages = await _room(house)
    tutor = pages["tutor"]
    for percent in range(1, 21):
        assigned, progressed, _ = await asyncio.gather(
            tutor.act("assign-exercise", student_id="alice", exercise_id="ex"),
            tutor.act("set-progress", student_id="alice", percent=percent),
            tutor.act("heartbeat", active=True),
        )
        assert assigned["seq"] < progressed["seq"], "the progress is that of the new exercise"
    exercise = _truth(house, session).lanes[0].exercise
    assert exercise is not None
    assert exercise.percent == 20


async def test_an_act_that_waits_for_the_engine_keeps_no_other_waiting(house: House) -> None:
    _, pages = await _room(house)
    tutor = pages["tutor"]
    house.engine.routing.clear()
    slow = asyncio.create_task(tutor.act("lane-mode", student_id="alice", mode="TEACH"))
    assert (await tutor.act("announce", message_id="m", text="Go on"))["ok"]
    assert not slow.done()
    house.engine.routing.set()
    assert (await slow)["ok"]
