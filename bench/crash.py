"""What a student and a tutor see of it when the server, or the engine, is killed (SIGKILL) during a session.

    python -m bench.crash [--rounds 20] [--rtt 40]

The server is started again at once, as a supervisor does; the engine is looked after by the server itself. Server: the
longest time without a picture at the student's, and when the tutor's desk is right again. Engine: when the student's
picture is back. The yardstick is a second student with the usual client (`pages/naive.html`).
"""

import argparse
import asyncio
import itertools
import os
import signal

import structlog

from bench.classroom import Classroom, Watched, classroom, epoch_ms
from bench.lean.waiting import until
from bench.report import Circumstances, Comparison, Figure, table, write_section

log = structlog.get_logger(__name__)

OURS, USUAL = "alice", "bob"
STEADY_SECONDS = 3.0
GIVEN_UP_MS = 10_000.0
LIMIT_MS = 15_000.0
RIGHT = """
() => {
  const tile = document.querySelector('.tile[data-student="demo-alice"]');
  const warned = document.querySelector(".banners .warn") !== null;
  const right = !warned && ["Active", "Idle"].includes(tile?.dataset.status) && !tile.querySelector(".veil");
  return right && performance.timeOrigin + performance.now();
}
"""
"""The tutor's desk: no banner of a lost connection or engine, student there (idle: nobody has a mouse), no veil."""
WRONG = "() => document.querySelector('.banners .warn') !== null"
SOCKET_AFTER = "(at) => bench.sockets.find((opened) => opened > at)"


async def join(student: Watched) -> None:
    """In the room, with a picture."""
    pressed = await student.press("Join Session")
    if await student.frame_after(pressed) is None:
        raise TimeoutError("no picture before the crash")


async def when(student: Watched, condition: str, since: float) -> float:
    """Milliseconds from `since` to the instant that the condition gives."""
    found = await student.page.wait_for_function(condition, arg=since, timeout=LIMIT_MS, polling=10)
    return float(await found.json_value()) - since


def longest_gap(frames: list[float]) -> float:
    """Milliseconds between two pictures, at most."""
    return max(later - earlier for earlier, later in itertools.pairwise(frames))


async def kill_server(room: Classroom, ours: Watched, usual: Watched) -> tuple[float, float, float]:
    """Longest gap in ours, the desk right again, the usual client's socket back; all in milliseconds."""
    await asyncio.sleep(STEADY_SECONDS)
    killed = epoch_ms()
    await room.server.kill()
    noticed = asyncio.create_task(room.tutor.page.wait_for_function(WRONG, timeout=LIMIT_MS, polling=10))
    await room.server.start()
    await noticed
    right = await when(room.tutor, RIGHT, killed)
    again = await when(usual, SOCKET_AFTER, killed)
    await asyncio.sleep(STEADY_SECONDS)
    return longest_gap(await ours.frames(killed - 1000)), right, again


async def kill_engine(room: Classroom, students: list[Watched]) -> list[float]:
    """Milliseconds from the kill to each student's first picture of the new engine."""
    await asyncio.sleep(STEADY_SECONDS)
    former = room.server.engine_pid
    killed = epoch_ms()
    os.kill(former, signal.SIGKILL)
    await until(lambda: _engine_pid(room) not in (None, former), LIMIT_MS / 1000)
    # What was on its way at the kill has been shown long before there is a new engine.
    since = epoch_ms()

    async def back(student: Watched) -> float:
        frame = await student.frame_after(since, GIVEN_UP_MS)
        return GIVEN_UP_MS if frame is None else frame - killed

    return await asyncio.gather(*(back(student) for student in students))


def _engine_pid(room: Classroom) -> int | None:
    """None while the server is writing it down."""
    try:
        return room.server.engine_pid
    except (OSError, ValueError, KeyError):
        return None


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    servers: list[tuple[float, float, float]] = []
    engines: list[float] = []
    usual_engines: list[float] = []
    async with classroom(rtt_ms=options.rtt) as room, room.student(OURS) as ours:
        await ours.warm()
        await join(ours)
        async with room.usual_student(USUAL) as usual:
            await join(usual)
            for _ in range(options.rounds):
                servers.append(await kill_server(room, ours, usual))
                gap, right, again = servers[-1]
                log.info("server killed", gap=round(gap), right=round(right), usual=round(again))
            # Only once: a client that does not recover has nothing more to show.
            usual_engines = (await kill_engine(room, [ours, usual]))[1:]
        for _ in range(options.rounds):
            engines += await kill_engine(room, [ours])
            log.info("engine killed", back=round(engines[-1]))
    title = f"Killed with SIGKILL, round trip {options.rtt:.0f} ms"
    write_section(title, "bench.crash", table(rows(servers, engines, usual_engines)), circumstances)


def rows(
    servers: list[tuple[float, float, float]], engines: list[float], usual_engines: list[float]
) -> list[Comparison]:
    """The figures beside the usual client's."""
    gaps, rights, agains = zip(*servers, strict=True)
    return [
        Comparison(Figure("server killed: longest time without a picture, ms", gaps), goal="every one ≤ 500"),
        Comparison(
            Figure("server killed: the tutor's desk right again, ms", rights),
            Figure("the usual client: only its socket open again, ms", agains),
            "every one ≤ 3000",
        ),
        Comparison(
            Figure(f"engine killed: picture back, ms{_never(engines)}", engines),
            Figure(f"the usual client, ms{_never(usual_engines)}", usual_engines),
            "p95 ≤ 2500, always",
        ),
        Comparison(Figure("engine killed: the longest of them, ms", [max(engines)])),
    ]


def _never(values: list[float]) -> str:
    count = sum(value >= GIVEN_UP_MS for value in values)
    return f" ({count} of {len(values)} not within {GIVEN_UP_MS / 1000:.0f} s)" if count else ""


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, help="of each kill")
    parser.add_argument("--rtt", type=float, default=40.0, help="round trip of everybody's wire, ms")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
