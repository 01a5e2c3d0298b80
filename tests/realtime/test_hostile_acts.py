"""Thousands of hostile acts from everybody in a room, with former killers among them: each is answered by a known code,
at once, and whoever is beside them holds what is true."""

import json
import time
from random import Random

from structlog.testing import capture_logs

from deskside.domain.boards.elements import element_of
from deskside.realtime.limits import Limits
from deskside.services.boards.packing import weigh
from tests.hostile.acts import Known, act, killers
from tests.realtime.house import running
from tests.realtime.test_fuzz import CODES, UNLIMITED, Lesson
from tests.realtime.test_hostile import FAULTS

COUNT, ROUND = 2_400, 40
SLOW_SECONDS = 2.0
"""Of the processor, for a round of acts."""
LIMITS = Limits(
    acts=UNLIMITED,
    help=UNLIMITED,
    talk=UNLIMITED,
    media=UNLIMITED,
    boards=UNLIMITED,
    refusals=UNLIMITED,
    arrivals=UNLIMITED,
)
WATCH = {"board": "alice", "pace": "live", "epoch": "", "generation": 0, "clock": 0}
LARGEST = 60_000
"""What is larger closes the socket: `test_a_message_above_64_kib_closes_its_socket_only`."""


async def test_hostile_acts_are_answered_and_nobody_is_disturbed() -> None:
    random, known = Random(7), Known(("alice", "bob"))
    async with running(LIMITS) as house:
        lesson = Lesson(house)
        await lesson.begin()
        alice = await lesson.page("alice")
        await (await lesson.page("tutor")).act("board-watch", **WATCH)
        for killer in killers():
            await alice.act("canvas-update", board="alice", generation=0, elements=[killer])
        for _ in range(COUNT // ROUND):
            pages = [await lesson.page(who) for who in ("tutor", "alice", "bob")]
            began = time.process_time()
            await pages[0].act("board-watch", **WATCH)
            for _ in range(ROUND):
                name, fields = act(random, known)
                if len(json.dumps([name, fields])) > LARGEST:
                    continue
                with capture_logs() as logs:
                    answer = await random.choice(pages).send(str(name), fields)
                assert answer["ok"] or answer["code"] in CODES, (name, fields, answer)
                assert not [x for x in logs if x["event"] in FAULTS], (name, fields, logs)
            assert time.process_time() - began < SLOW_SECONDS
            await lesson.is_right()
        told = [
            element for page in house.pages for update in page.all("canvas-update") for element in update["elements"]
        ]
    assert told
    for element in told:
        element_of(element, weigh)  # raises for what could end a page that draws it
