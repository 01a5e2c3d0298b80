"""Random messages, right, nearly right and wrong, from everybody at once: every one is answered by a known code."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from deskside.domain.access import Actor
from deskside.domain.ids import ExerciseId, SessionId
from deskside.domain.limits import Rate
from deskside.domain.people import Role
from deskside.ports.exercises import Exercise
from deskside.realtime.limits import Limits
from deskside.wire.commands import COMMANDS
from tests.fakes.engine import SDP
from tests.realtime.house import CENTER, House, Page, running
from tests.realtime.test_hostile import FAULTS, is_alive

CODES = {"conflict", "engine_unavailable", "forbidden", "invalid", "media_refused", "not_found", "superseded"}
UNLIMITED = Rate(1e6, 1_000_000)

PEOPLE = st.sampled_from(["alice", "bob", "tutor", "stranger", "nobody", ""])
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS: dict[str, st.SearchStrategy[Any]] = {
    "audience": st.lists(PEOPLE, max_size=3),
    "help_id": st.sampled_from(["h1", "h2", "h3"]),
    "message_id": st.sampled_from(["m1", "m2", "m3"]),
    "item_id": st.sampled_from([None, "1"]),
    "urgency": st.sampled_from(["normal", "high", "urgent", "dire"]),
    "text": st.text(max_size=20),
    "word": st.text(max_size=20),
    "student_id": PEOPLE,
    "mode": st.sampled_from(["TEACH", "OBSERVE", "teach"]),
    "kind": st.sampled_from(["off", "hold", "latch", "on"]),
    "exercise_id": st.sampled_from(["ex", "none"]),
    "exercise_ids": st.lists(st.sampled_from(["ex", "none"]), max_size=3),
    "value": st.sampled_from(["2", "3", ""]),
    "percent": st.integers(-1, 101),
    "seq": st.integers(-1, 400),
    "offer": st.sampled_from([SDP, "no"]),
    "answer": st.sampled_from([SDP, "no"]),
    "tiles": st.dictionaries(PEOPLE, st.integers(0, 3), max_size=3),
}
Message = tuple[str, str, object]
"""Who, which act, with what."""


@st.composite
def messages(draw: st.DrawFn) -> Message:
    """An act of somebody whose fields are right, nearly right, or anything."""
    who, name = draw(st.sampled_from(["tutor", "alice", "bob"])), draw(st.sampled_from(sorted(COMMANDS)))
    if draw(st.integers(0, 9)) == 0:
        return who, draw(st.just(name) | st.text(max_size=12)), draw(JSON)
    wanted = list(COMMANDS[name].command.model_fields)
    fields = {field: draw(FIELDS.get(field, st.booleans())) for field in wanted}
    if wanted and draw(st.integers(0, 5)) == 0:
        fields[draw(st.sampled_from(wanted) | st.text(max_size=6))] = draw(JSON)
    return who, name, fields


class Lesson:
    """One for all examples, with another lesson beside it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self._people: dict[str, Actor] = {}
        self._pages: dict[str, Page] = {}
        self._session = SessionId("")
        self._other: Page | None = None

    async def begin(self) -> None:
        """Once."""
        house = self.house
        tutor, alice, bob = await house.user("tutor", Role.TEACHER), await house.user("alice"), await house.user("bob")
        self._people = {"tutor": tutor, "alice": alice, "bob": bob}
        self._session = await house.session(tutor, alice, bob)
        cleo, teacher = await house.user("cleo"), await house.user("teacher", Role.TEACHER)
        self._other = await house.seated(cleo, await house.session(teacher, cleo))
        async with house.storage.transaction() as unit:
            await unit.exercises.add(Exercise(ExerciseId("ex"), CENTER, "Fractions", "3", "```number\n1 + 1\n= 2\n```"))

    async def page(self, who: str) -> Page:
        """This person's page; a new one in the place of one that left."""
        page = self._pages.get(who)
        if page is None or not page.connected or not (await page.act("heartbeat", active=True))["ok"]:
            page = await self.house.seated(self._people[who], self._session, f"{who}-{len(self.house.pages)}")
            self._pages[who] = page
        return page

    async def is_right(self) -> None:
        """Everybody who is there holds what is true, and the other lesson noticed nothing."""
        for who, actor in self._people.items():
            page = await self.page(who)
            truth = await self.house.sessions.view(actor, self._session)
            await page.knows(truth.seq)
            assert page.view() == await self.house.sessions.view(actor, self._session)
        assert self._other is not None
        await is_alive(self._other)


@pytest.fixture
async def class_room() -> AsyncIterator[Lesson]:
    """A lesson without limits on acts."""
    async with running(
        Limits(acts=UNLIMITED, help=UNLIMITED, talk=UNLIMITED, media=UNLIMITED, refusals=UNLIMITED)
    ) as house:
        made = Lesson(house)
        await made.begin()
        yield made


@given(st.lists(messages(), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_whatever_is_sent_is_answered_and_views_stay_right(class_room: Lesson, sent: list[Message]) -> None:
    pages = {who: await class_room.page(who) for who in ("tutor", "alice", "bob")}
    with capture_logs() as logs:
        answers = await asyncio.gather(*(pages[who].send(act, fields) for who, act, fields in sent))
    for message, answer in zip(sent, answers, strict=True):
        assert answer["ok"] or answer["code"] in CODES, (message, answer)
    assert not [x for x in logs if x["event"] in FAULTS]
    await class_room.is_right()
