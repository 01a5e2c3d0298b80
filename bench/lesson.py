"""A session of lean people on a running server: what browsers would say goes over its HTTP and its socket."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass

from bench.lean.line import Line, Visitor
from bench.lean.pacer import Pacer
from bench.lean.person import LeanPerson
from bench.lean.sequence import SequenceTracker
from bench.lean.waiting import until
from bench.media import STUDENT_CAMERA, TUTOR_CAMERA
from deskside.domain.ids import SessionId
from deskside.domain.tracks import TrackKind

HOUR_MS = 3_600_000
HEARD_SECONDS = 5.0
WATCH_SECONDS = 0.25
"""After an acknowledged OBSERVE: twelve packets would have come by then."""


@dataclass(frozen=True, slots=True)
class Switch:
    """One TEACH → OBSERVE, seen from the tutor's click. Milliseconds."""

    acknowledged: float
    last_packet: float
    """When the student's last audio packet came; below 0: before the click."""
    packets_after: int
    """That came after the acknowledgement."""


@dataclass(frozen=True, slots=True)
class Seat:
    """A person and their line."""

    line: Line
    person: LeanPerson


class Lesson:
    """One live session; `open` makes one."""

    def __init__(self, session: SessionId, tutor: Seat, students: tuple[Seat, ...]) -> None:
        self.session, self.tutor, self.students = session, tutor, students

    @property
    def seats(self) -> tuple[Seat, ...]:
        return (self.tutor, *self.students)

    @classmethod
    async def open(cls, tutor: Visitor, students: list[Visitor], pacer: Pacer, *, stride: int = 1) -> "Lesson":
        """Found and start a session, connect everybody, teach all; media flow. `stride`: see `Subscriber`."""
        now = int(time.time() * 1000)
        made = await tutor.post(
            "/api/academic/sessions/create",
            {
                "title": "Measured",
                "scheduled_start": now,
                "scheduled_end": now + HOUR_MS,
                "student_ids": [student.user for student in students],
            },
        )
        summary = made["session"]
        assert isinstance(summary, dict)
        session = SessionId(summary["id"])
        await tutor.post("/api/academic/sessions/manage", {"session_id": session, "action": "start"})
        seats = [await _seat(visitor, session, stride) for visitor in (tutor, *students)]
        lesson = cls(session, seats[0], tuple(seats[1:]))
        await lesson._connect(pacer)
        return lesson

    async def _connect(self, pacer: Pacer) -> None:
        tutor, students = self.tutor, self.students
        await asyncio.gather(
            *(seat.person.publish(TUTOR_CAMERA if seat is tutor else STUDENT_CAMERA) for seat in self.seats)
        )
        for seat in self.seats:
            await seat.line.act("join-session", {"audience": [] if seat is tutor else [tutor.line.user]})
            await seat.line.act("tracks", {"mic": True, "camera": True, "screen": False})
        kinds = len(TrackKind)
        users = frozenset(seat.line.user for seat in students)
        receiving = [tutor.person.receive(users, streams=kinds * len(users))]
        receiving += [seat.person.receive(frozenset({tutor.line.user}), streams=kinds) for seat in students]
        await asyncio.gather(*receiving)
        for seat in self.seats:
            assert seat.person.publisher is not None
            pacer.add(seat.person.publisher.tracks())
        for seat in students:
            await self.teach(seat)

    async def teach(self, student: Seat) -> None:
        """TEACH; returns once the student hears the tutor. Raises TimeoutError."""
        before = _received(self._voice(student))
        await self._mode(student, "TEACH")
        await until(lambda: _received(self._voice(student)) > before, HEARD_SECONDS)

    async def observe(self, student: Seat) -> Switch:
        """OBSERVE, and watch what still comes. The student hears the tutor before."""
        voice = self._voice(student)
        assert voice is not None
        clicked = time.monotonic()
        await self._mode(student, "OBSERVE")
        # Whatever reached this process before the acknowledgement did was read before it.
        acknowledged, received = time.monotonic(), voice.received
        await asyncio.sleep(WATCH_SECONDS)
        return Switch(
            acknowledged=(acknowledged - clicked) * 1000,
            last_packet=(voice.last_at - clicked) * 1000,
            packets_after=voice.received - received,
        )

    async def close(self) -> None:
        for seat in self.seats:
            seat.person.close()
            await seat.line.close()

    async def _mode(self, student: Seat, mode: str) -> None:
        await self.tutor.line.act("lane-mode", {"student_id": student.line.user, "mode": mode})

    def _voice(self, student: Seat) -> SequenceTracker | None:
        return student.person.tracker(self.tutor.line.user, TrackKind.AUDIO)


def _received(tracker: SequenceTracker | None) -> int:
    return tracker.received if tracker else 0


async def _seat(visitor: Visitor, session: SessionId, stride: int) -> Seat:
    line = await Line.open(visitor, session)
    person = LeanPerson(line, session, visitor.user, stride=stride)
    line.on_offer = person.take
    return Seat(line, person)


@contextlib.asynccontextmanager
async def visitors(url: str, links: Mapping[str, str]) -> AsyncIterator[tuple[Visitor, list[Visitor]]]:
    """The demo's tutor and students, signed in."""
    names = ("tutor", "alice", "bob", "carol", "david", "erin")
    everybody = [await Visitor.come(url, links[name]) for name in names]
    try:
        yield everybody[0], everybody[1:]
    finally:
        for visitor in everybody:
            await visitor.close()
