"""What people of a lesson do while nobody measures them: answers, strokes and calls for help, at the pace of a lesson.

Everything stays within the server's limits for one page (`deskside.realtime.limits`).
"""

import asyncio
import contextlib
import random
import secrets
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence

from bench.lean.line import Json, Line, Visitor
from bench.lean.pacer import Pacer
from bench.lean.person import LeanPerson
from bench.lesson import Seat
from bench.media import STUDENT_CAMERA
from deskside.domain.ids import SessionId, UserId
from deskside.domain.tracks import TrackKind

EXERCISE = "demo-fractions"
ANSWER_SECONDS, STROKE_SECONDS, HELP_SECONDS = 8.0, 6.0, 45.0
"""Between two of one student, on the average."""
HELP_OPEN_SECONDS = 5.0
STROKE_MESSAGES, STROKE_GAP_SECONDS = 15, 0.04
"""A stroke of 0.6 s, told as a page tells it: the whole element each time."""
STROKES_KEPT = 12
"""On a board: older ones are drawn anew, so that a board does not grow for as long as it is measured."""


async def take_seat(visitor: Visitor, session: SessionId, tutor: UserId, pacer: Pacer) -> Seat:
    """A lean student enters a live session; their media flow, and what the tutor sends is received."""
    line = await Line.open(visitor, session)
    person = LeanPerson(line, session, visitor.user)
    line.on_offer = person.take
    publisher = await person.publish(STUDENT_CAMERA)
    await line.act("join-session", {"audience": [tutor]})
    await line.act("tracks", {"mic": True, "camera": True, "screen": False})
    await person.receive(frozenset({tutor}), streams=len(TrackKind))
    pacer.add(publisher.tracks())
    return Seat(line, person)


class Worker:
    """A student at an exercise and a board, over their own line."""

    def __init__(self, line: Line, drawing: str) -> None:
        """`drawing`: the exercise's item that is ticked once it is drawn; ticking moves the progress bar."""
        self.line, self._drawing = line, drawing
        self._ticked = False
        self._generation = 0
        self._strokes = 0
        self._version = 0

    @classmethod
    async def ready(cls, tutor: Visitor, line: Line) -> "Worker":
        """Give the lane the exercise and open its board."""
        lane: Json = {"session_id": line.session, "student_id": line.user, "exercise_id": EXERCISE}
        await tutor.post("/api/academic/sessions/manage", {"action": "assign", **lane})
        sheet = await tutor.get(f"/api/sessions/{line.session}/lanes/{line.user}/exercise")
        parts = sheet["parts"]
        assert isinstance(parts, list)
        worker = cls(line, next(part["id"] for part in parts if part["kind"] == "drawing"))
        nothing: Json = {"epoch": "", "generation": 0, "clock": 0}
        ack = await line.act("board-watch", {"board": line.user, "pace": "live", **nothing})
        worker._generation = int(str(ack["generation"]))
        return worker

    async def answer(self) -> None:
        """Tick the drawing, or take that back: progress changes each time."""
        self._ticked = not self._ticked
        value = "drawn" if self._ticked else ""
        await self.line.act("answer", {"exercise_id": EXERCISE, "item_id": self._drawing, "value": value})

    async def stroke(self) -> None:
        """Draw a line, point by point."""
        self._strokes += 1
        name = f"{self.line.user}-{self._strokes % STROKES_KEPT}"
        for count in range(2, STROKE_MESSAGES + 2):
            self._version += 1
            element = _freedraw(name, self._version, count)
            fields: Json = {"board": self.line.user, "generation": self._generation, "elements": [element]}
            await self.line.act("canvas-update", fields)
            await asyncio.sleep(STROKE_GAP_SECONDS)

    async def help(self) -> None:
        """Call for help, and need it no more a while later."""
        called = secrets.token_hex(8)
        await self.line.act("help-request", {"help_id": called, "urgency": "normal", "text": "Is this right?"})
        await asyncio.sleep(HELP_OPEN_SECONDS)
        await self.line.act("help-withdraw", {"help_id": called})


def _freedraw(name: str, version: int, points: int) -> Json:
    """An element as Excalidraw makes it of a pen, so many points long."""
    line = [[6 * x, (x % 3) * 4] for x in range(points)]
    place = sum(name.encode()) * 37 % 400
    look: Json = {"strokeColor": "#1e1e1e", "backgroundColor": "transparent", "fillStyle": "solid", "strokeWidth": 2}
    more: Json = {"strokeStyle": "solid", "roughness": 0, "opacity": 100, "angle": 0, "seed": 1, "groupIds": []}
    rest: Json = {"frameId": None, "roundness": None, "boundElements": [], "link": None, "locked": False}
    return {
        **look,
        **more,
        **rest,
        **{"id": name, "type": "freedraw", "version": version, "versionNonce": 1, "isDeleted": False, "updated": 1},
        **{"x": place, "y": place // 2, "width": 6 * points, "height": 8, "points": line},
        **{"pressures": [], "simulatePressure": True, "index": None, "lastCommittedPoint": None},
    }


async def watch_thumbnails(tutor: Line, students: Sequence[UserId]) -> None:
    """As a tutor's page does."""
    for student in students:
        fields: Json = {"board": student, "pace": "thumbnail", "epoch": "", "generation": 0, "clock": 0}
        await tutor.act("board-watch", fields)


Act = Callable[[Worker], Awaitable[None]]


@contextlib.asynccontextmanager
async def working(workers: Sequence[Worker], *, pace: float = 1.0) -> AsyncIterator[None]:
    """All of them work while the block is open, and answer and draw `pace` times as often. Raises what any of them
    met."""
    async with asyncio.TaskGroup() as group:
        often = ((Worker.answer, ANSWER_SECONDS / pace), (Worker.stroke, STROKE_SECONDS / pace))
        ways = (*often, (Worker.help, HELP_SECONDS))
        tasks = [group.create_task(_again(worker, act, every)) for worker in workers for act, every in ways]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()


async def _again(worker: Worker, act: Act, every_seconds: float) -> None:
    while True:
        await asyncio.sleep(random.uniform(0.5, 1.5) * every_seconds)
        await act(worker)
