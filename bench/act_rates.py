"""The server's part of a call for help while it serves many acts: sockets only, no media, nobody draws a page."""

import asyncio
import contextlib
import secrets
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from bench.lean.line import Json, Line, Visitor
from bench.lesson import HOUR_MS
from bench.trickle import Worker
from deskside.domain.ids import SessionId

PROBE_SECONDS = 0.25
PROBE_LIMIT_SECONDS = 5.0


@dataclass(slots=True)
class Sample:
    """What was measured at one rate. Milliseconds."""

    asked_per_second: float
    acts_per_second: float = 0.0
    """That were acknowledged."""
    told: list[float] = field(default_factory=list)
    """From a student's call to its message at the tutor's socket."""
    acknowledged: list[float] = field(default_factory=list)
    """The same call's acknowledgement at the student's."""
    round_trips: list[float] = field(default_factory=list)
    """A heartbeat and its acknowledgement: it stores nothing, and tells nobody."""


@dataclass(frozen=True, slots=True)
class Table:
    """A session's tutor and students, over sockets alone."""

    tutor: Line
    students: tuple[Worker, ...]

    @classmethod
    async def open(cls, tutor: Visitor, students: list[Visitor]) -> "Table":
        """Found and start a session, everybody enters, everybody gets the exercise."""
        now = int(time.time() * 1000)
        when: Json = {"title": "Rates", "scheduled_start": now, "scheduled_end": now + HOUR_MS}
        made = await tutor.post(
            "/api/academic/sessions/create", {**when, "student_ids": [student.user for student in students]}
        )
        summary = made["session"]
        assert isinstance(summary, dict)
        session = SessionId(summary["id"])
        await tutor.post("/api/academic/sessions/manage", {"session_id": session, "action": "start"})
        lines = [await Line.open(visitor, session) for visitor in (tutor, *students)]
        for line in lines:
            await line.act("join-session", {"audience": [] if line is lines[0] else [tutor.user]})
        return cls(lines[0], tuple([await Worker.ready(tutor, line) for line in lines[1:]]))

    async def close(self) -> None:
        for line in (self.tutor, *(worker.line for worker in self.students)):
            await line.close()


class Calls:
    """Calls for help, by id, and when the tutors' sockets told them."""

    def __init__(self, tables: list[Table]) -> None:
        self._told: dict[str, asyncio.Future[float]] = {}
        for table in tables:
            table.tutor.hear("help-request", self._take)

    async def probe(self, line: Line, sample: Sample) -> None:
        """One call and its withdrawal, and one bare round trip of the same socket."""
        called = secrets.token_hex(8)
        told = self._told[called] = asyncio.get_running_loop().create_future()
        began = time.monotonic()
        await line.act("help-request", {"help_id": called, "urgency": "high", "text": "Is this right?"})
        sample.acknowledged.append((time.monotonic() - began) * 1000)
        sample.told.append((await asyncio.wait_for(told, PROBE_LIMIT_SECONDS) - began) * 1000)
        await line.act("help-withdraw", {"help_id": called})
        began = time.monotonic()
        await line.act("heartbeat", {"active": True})
        sample.round_trips.append((time.monotonic() - began) * 1000)

    def _take(self, envelope: Json) -> None:
        event = envelope["event"]
        if isinstance(event, dict) and (told := self._told.pop(event["help_id"], None)):
            told.set_result(time.monotonic())


@contextlib.asynccontextmanager
async def tables(tutor: Visitor, students: list[Visitor], count: int) -> AsyncIterator[list[Table]]:
    """So many sessions of the same people."""
    found: list[Table] = []
    try:
        for _ in range(count):
            found.append(await Table.open(tutor, students))
        yield found
    finally:
        await asyncio.gather(*(table.close() for table in found), return_exceptions=True)


async def at_rate(found: list[Table], calls: Calls, rate: float, seconds: float) -> Sample:
    """Calls for help while all students together give `rate` answers a second, or as many as are acknowledged."""
    workers = [worker for table in found for worker in table.students]
    sample, end, answered = Sample(rate), time.monotonic() + seconds, [0]

    async def answers(worker: Worker, due: float) -> None:
        period = len(workers) / rate
        while (due := max(due + period, time.monotonic() - period)) < end:
            await asyncio.sleep(max(0.0, due - time.monotonic()))
            await worker.answer()
            answered[0] += 1

    async def probes() -> None:
        for turn in range(int(seconds / PROBE_SECONDS)):
            began = time.monotonic()
            await calls.probe(workers[turn % len(workers)].line, sample)
            await asyncio.sleep(max(0.0, PROBE_SECONDS - (time.monotonic() - began)))

    began = time.monotonic()
    async with asyncio.TaskGroup() as group:
        group.create_task(probes())
        for place, worker in enumerate(workers if rate else []):
            group.create_task(answers(worker, began + place / rate - len(workers) / rate))
    sample.acts_per_second = answered[0] / (time.monotonic() - began) + 3 * len(sample.told) / seconds
    return sample
