"""Ten sessions of 1 + 5 through the real server: what engine and server cost, what is lost, how quick a toggle is.

    python -m bench.lessons [--sessions 10] [--seconds 60] [--toggles 60]

Lean peers do over HTTP and Socket.IO what browsers do; all students are in TEACH, which is the most that private lanes
ever carry. Server, engine and peers share the machine; one session is watched packet by packet, of the others an
eighth. The yardstick of a toggle is the same in the first session alone, before the others come.
"""

import argparse
import asyncio
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import structlog
import uvloop
from e2e.server import Server, serving

from bench.lean.pacer import Pacer
from bench.lean.sequence import Reception
from bench.lesson import Lesson, Switch, visitors
from bench.load import SETTLE_SECONDS, STRIDE, WITNESS_STRIDE
from bench.processes import cpu_seconds, resident_mb
from bench.report import Circumstances, Comparison, Figure, table, write_section

log = structlog.get_logger(__name__)

PAUSE_SECONDS = 0.5
"""Between two toggles."""


@dataclass(frozen=True, slots=True)
class Share:
    """What a while with all sessions cost and lost; CPU in seconds of that while."""

    seconds: float
    engine_cpu: float
    server_cpu: float
    peers_cpu: float
    loss_percent: float
    latest_ms: float


async def toggle(lesson: Lesson, count: int) -> list[Switch]:
    """So many switches to OBSERVE and back, one student after the other."""
    found = []
    for number in range(count):
        student = lesson.students[number % len(lesson.students)]
        found.append(await lesson.observe(student))
        await lesson.teach(student)
        await asyncio.sleep(PAUSE_SECONDS)
    return found


def reception(lessons: list[Lesson]) -> Reception:
    """Everything that came to anybody, or should have."""
    return sum((seat.person.reception for lesson in lessons for seat in lesson.seats), Reception())


async def watch(server: Server, lessons: list[Lesson], pacer: Pacer, seconds: float) -> Share:
    """Nothing but lessons for a while."""

    def look() -> tuple[float, float, float, float]:
        pids = (server.engine_pid, server.pid, os.getpid())
        return (time.monotonic(), *(cpu_seconds(pid) for pid in pids))  # type: ignore[return-value]

    pacer.latest = 0.0
    before, came_before = look(), reception(lessons)
    await asyncio.sleep(seconds)
    after, came = look(), reception(lessons)
    elapsed, engine, own, peers = (later - earlier for earlier, later in zip(before, after, strict=True))
    loss = (came - came_before).loss_percent
    return Share(elapsed, engine, own, peers, loss, pacer.latest * 1000)


async def measure(options: argparse.Namespace, folder: Path) -> str:
    """The section's body."""
    async with serving(folder) as server, visitors(server.url, server.links) as people, Pacer() as pacer:
        lessons = [await Lesson.open(*people, pacer, stride=WITNESS_STRIDE)]
        try:
            alone = await toggle(lessons[0], options.toggles)
            while len(lessons) < options.sessions:
                lessons.append(await Lesson.open(*people, pacer, stride=STRIDE))
                log.info("session", number=len(lessons))
            await asyncio.sleep(SETTLE_SECONDS)
            share = await watch(server, lessons, pacer, options.seconds)
            log.info("cost", share=share)
            together = await toggle(lessons[0], options.toggles)
            memory = (resident_mb(server.engine_pid), resident_mb(server.pid))
        finally:
            pacer.clear()
            await asyncio.gather(*(lesson.close() for lesson in lessons), return_exceptions=True)
    return body(options.sessions, share, alone, together) + (
        f"\n\nMemory: engine {memory[0]:.0f} MiB, server {memory[1]:.0f} MiB."
    )


def body(sessions: int, share: Share, alone: list[Switch], together: list[Switch]) -> str:
    """Costs for one minute of one session, loss, and toggles beside those of a session that is alone."""
    minutes = sessions * share.seconds / 60
    late = sum(each.packets_after > 0 for each in together)
    rows = [
        Comparison(Figure("engine, CPU-s per session-minute", [share.engine_cpu / minutes]), goal="≤ 2.5 (P7)"),
        Comparison(Figure("server, CPU-s per session-minute", [share.server_cpu / minutes])),
        Comparison(Figure("packets lost, %", [share.loss_percent]), goal="≤ 0.5 (P6)"),
        Comparison(
            Figure("TEACH to OBSERVE acknowledged, ms", [each.acknowledged for each in together]),
            Figure("the same in one session alone, ms", [each.acknowledged for each in alone]),
        ),
        Comparison(
            Figure("the student's last audio packet after it, ms", [each.last_packet for each in together]),
            Figure("the same in one session alone, ms", [each.last_packet for each in alone]),
            "p95 ≤ 25 without a wire (P4)",
        ),
    ]
    return (
        f"{table(rows)}\n\nSwitches after whose acknowledgement an audio packet came: {late} of {len(together)}."
        f" The peers used {share.peers_cpu / share.seconds:.2f} cores and were at worst {share.latest_ms:.0f} ms late;"
        f" engine {share.engine_cpu / share.seconds:.2f}, server {share.server_cpu / share.seconds:.2f} cores."
    )


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    with tempfile.TemporaryDirectory() as folder:
        text = await measure(options, Path(folder))
    write_section(f"{options.sessions} sessions of 1 + 5", "bench.lessons", text, circumstances)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=10, help="at once")
    parser.add_argument("--seconds", type=float, default=60.0, help="for which the cost is measured")
    parser.add_argument("--toggles", type=int, default=60, help="alone, and as many with all sessions")
    return parser.parse_args()


if __name__ == "__main__":
    uvloop.run(main(parse_options()))
