"""How long it takes to be in: from the click on *Join Session*, from opening the link, after a reload.

    python -m bench.join [--rounds 20] [--rtt 40]

Each ends with the tutor's first picture on the student's screen. The yardstick is the usual client
(`pages/naive.html`): token, socket, devices, publishing, receiving, one after the other once the button is pressed; the
two in turns. Opening and reloading are at 10 Mbit/s, with *Join Session* pressed as soon as it is there.
"""

import argparse
import asyncio
import itertools

import structlog

from bench.classroom import JOIN_AT_ONCE, STUDENTS, Classroom, Watched, classroom
from bench.report import Circumstances, Comparison, Figure, table, write_section

log = structlog.get_logger(__name__)

RATE_KBPS = 10_000.0
MISSED_MS = 20_000.0
"""Counted for a picture that did not come at all."""


async def warm(room: Classroom, name: str) -> float:
    """From the click in a warm lobby."""
    async with room.student(name) as student:
        await student.warm()
        pressed = await student.press("Join Session")
        return (await student.frame_after(pressed) or pressed + MISSED_MS) - pressed


async def sequential(room: Classroom, name: str) -> float:
    """From the click in the usual client."""
    async with room.usual_student(name) as student:
        pressed = await student.press("Join Session")
        return (await student.frame_after(pressed) or pressed + MISSED_MS) - pressed


async def cold_and_again(room: Classroom, name: str) -> tuple[float, float]:
    """From opening the link, then from a reload of that page."""
    async with room.student(name, JOIN_AT_ONCE) as student:
        cold = await since_opening(student)
        await student.page.reload()
        return cold, await since_opening(student)


async def since_opening(student: Watched) -> float:
    """From asking for the page to its first picture."""
    opened = await student.opened()
    return (await student.frame_after(opened) or opened + MISSED_MS) - opened


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    warms, sequentials, colds, reloads = [], [], [], []
    async with classroom(rtt_ms=options.rtt) as room:
        for name in itertools.islice(itertools.cycle(STUDENTS), options.rounds):
            warms.append(await warm(room, name))
            sequentials.append(await sequential(room, name))
            log.info("join", ours=round(warms[-1]), usual=round(sequentials[-1]))
    async with classroom(rtt_ms=options.rtt, rate_kbps=RATE_KBPS, student_core=None) as room:
        for name in itertools.islice(itertools.cycle(STUDENTS), options.rounds):
            cold, reload = await cold_and_again(room, name)
            colds.append(cold)
            reloads.append(reload)
            log.info("open", cold=round(cold), reload=round(reload))
    rows = [
        Comparison(
            Figure("click to first picture, ms", warms),
            Figure("the same, one step after the other, ms", sequentials),
            "p50 ≤ 150, p95 ≤ 250, ≤ 0.25x (P1)",
        ),
        Comparison(Figure("opening the link to first picture, ms", colds), goal="p95 ≤ 1500 (P1)"),
        Comparison(Figure("reload to first picture, ms", reloads), goal="p95 ≤ 2000"),
    ]
    write_section(f"Join, round trip {options.rtt:.0f} ms", "bench.join", table(rows), circumstances)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, help="of each, the two clients in turns")
    parser.add_argument("--rtt", type=float, default=40.0, help="round trip of everybody's wire, ms")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
