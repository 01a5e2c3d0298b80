"""A number of lean sessions on one engine of its own core, and what they cost and lose over a while."""

import asyncio
import contextlib
import os
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from bench.commands import run
from bench.lean.pacer import Pacer
from bench.lean.person import LeanPerson, answer_offers
from bench.lean.sequence import Reception
from bench.lean.session import LeanSession, Topology
from bench.processes import busy_seconds, children_named, cpu_seconds, dropped_datagrams, pin, resident_mb
from bench.report import Figure
from deskside.domain.ids import SessionId, UserId
from deskside.media.janus.config import JanusSettings
from deskside.media.janus.engine import JanusEngine

ENGINE_CORE, GENERATOR_CORE = 0, 1
WITNESS_STRIDE, STRIDE = 1, 8
"""One session is watched packet by packet, to see gaps; of the others an eighth, so that watching costs little."""
SETTLE_SECONDS = 3.0
INSTALL_LIMIT_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class LoadSample:
    """What a number of sessions did in a while. CPU in seconds of that while, packets per second."""

    sessions: int
    seconds: float
    engine_cpu: float
    generator_cpu: float
    foreign_cpu: float
    """Used on the engine's core by anything else: the sign of a disturbed run."""
    sent_per_second: float
    forwarded_per_second: float
    loss_percent: float
    longest_gap_ms: float
    """95th percentile over the witness session's tracks of each one's longest time without a packet."""
    latest_ms: float
    """How far behind the generator was at worst: above 100 ms the figures are about it and not about the engine."""
    engine_drops: int
    """Datagrams that the engine did not fetch in time."""
    engine_mb: float

    @property
    def cpu_per_session_minute(self) -> float:
        """The engine's CPU-seconds for one minute of one session."""
        return self.engine_cpu / (self.sessions * self.seconds / 60)


@dataclass(frozen=True, slots=True)
class _Look:
    """Counters at one instant."""

    at: float
    engine_cpu: float
    generator_cpu: float
    core_busy: float
    sent: int
    drops: int
    reception: Reception
    forwarded: int


class Load:
    """Sessions on a running engine. Make one with `engine_under_load`."""

    def __init__(self, engine: JanusEngine, pid: int, pacer: Pacer, *, dtx: bool) -> None:
        self._engine, self._pid, self._pacer, self._dtx = engine, pid, pacer, dtx
        self._sessions: list[LeanSession] = []
        self.people: dict[tuple[SessionId, UserId], LeanPerson] = {}

    async def add(self, topology: Topology, count: int) -> None:
        """Open so many more sessions, one after the other."""
        for _ in range(count):
            stride = STRIDE if self._sessions else WITNESS_STRIDE
            session = LeanSession(topology, self.people, stride=stride, dtx=self._dtx)
            self._sessions.append(session)
            await session.open(self._engine, self._engine.signalling, self._pacer)

    async def clear(self) -> None:
        """End all sessions."""
        self._pacer.clear()
        await asyncio.gather(*(session.close(self._engine) for session in self._sessions))
        self._sessions.clear()

    async def sample(self, seconds: float) -> LoadSample:
        """Let the load settle, then watch it."""
        await asyncio.sleep(SETTLE_SECONDS)
        witnesses = [person.subscriber for person in self._sessions[0].people.values() if person.subscriber]
        trackers = [tracker for witness in witnesses for tracker in witness.trackers.values()]
        for tracker in trackers:
            tracker.longest_gap = 0.0
        self._pacer.latest = 0.0
        before = self._look()
        await asyncio.sleep(seconds)
        after = self._look()
        elapsed = after.at - before.at
        engine_cpu = after.engine_cpu - before.engine_cpu
        return LoadSample(
            sessions=len(self._sessions),
            seconds=elapsed,
            engine_cpu=engine_cpu,
            generator_cpu=after.generator_cpu - before.generator_cpu,
            foreign_cpu=max(0.0, after.core_busy - before.core_busy - engine_cpu),
            sent_per_second=(after.sent - before.sent) / elapsed,
            forwarded_per_second=(after.forwarded - before.forwarded) / elapsed,
            loss_percent=(after.reception - before.reception).loss_percent,
            longest_gap_ms=Figure("", [tracker.longest_gap * 1000 for tracker in trackers]).p95,
            latest_ms=self._pacer.latest * 1000,
            engine_drops=after.drops - before.drops,
            engine_mb=resident_mb(self._pid),
        )

    def _look(self) -> _Look:
        people = self.people.values()
        witnesses = [] if not self._sessions else list(self._sessions[0].people.values())
        watched = sum(person.reception.received for person in witnesses) * (1 - STRIDE)
        reception = sum((person.reception for person in people), Reception())
        return _Look(
            at=time.monotonic(),
            engine_cpu=cpu_seconds(self._pid),
            generator_cpu=cpu_seconds(os.getpid()),
            core_busy=busy_seconds(ENGINE_CORE),
            sent=sum(person.publisher.sent_packets for person in people if person.publisher),
            drops=dropped_datagrams(self._pid),
            reception=reception,
            forwarded=reception.received * STRIDE + watched,
        )


def engine_binary() -> Path:
    """The embedded engine, installed first if it is not there yet."""
    installer = Path(__file__).parent.parent / "scripts" / "engine.sh"
    folder = run("sh", str(installer), limit_seconds=INSTALL_LIMIT_SECONDS).splitlines()[-1]
    return Path(folder) / "bin" / "janus"


@contextlib.asynccontextmanager
async def engine_under_load(*, dtx: bool = False) -> AsyncIterator[Load]:
    """An engine with one event loop on a core of its own; this process takes the other. Needs two cores."""
    pin(os.getpid(), GENERATOR_CORE)
    with tempfile.TemporaryDirectory() as folder:
        engine = JanusEngine(JanusSettings(binary=engine_binary(), run_dir=Path(folder), event_loops=1))
        await engine.start()
        try:
            pid = children_named("janus")[0]
            pin(pid, ENGINE_CORE)
            async with Pacer() as pacer:
                load = Load(engine, pid, pacer, dtx=dtx)
                answering = asyncio.create_task(answer_offers(engine.events(), load.people))
                try:
                    yield load
                finally:
                    answering.cancel()
        finally:
            await engine.stop(keep=False)
