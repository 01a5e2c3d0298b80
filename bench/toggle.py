"""TEACH → OBSERVE: when the student's last audio packet comes, and that none comes after the acknowledgement.

    python -m bench.toggle [--clicks 40] [--toggles 1000] [--rtt 40]

Clicks: the tutor presses *Observe* in a browser, and the student's browser says when it received the last packet of
audio (`lastPacketReceivedTimestamp`, W3C webrtc-stats); both are behind wires. The limit is the round trip of those
wires, measured in the same run. Toggles: lean peers without a wire count packets, five students of one session at once.
"""

import argparse
import asyncio
import re
import tempfile
from pathlib import Path

import structlog
from e2e.server import serving
from playwright.async_api import Page

from bench.classroom import Classroom, Watched, classroom
from bench.lean.pacer import Pacer
from bench.lesson import Lesson, Seat, Switch, visitors
from bench.report import Circumstances, Comparison, Figure, table, write_section

log = structlog.get_logger(__name__)

HEARD_SECONDS = 0.6
"""Between TEACH and the click: the sound flows, and the act was acknowledged long ago."""
SILENT_SECONDS = 0.5
ALICE = re.compile("Alice", re.IGNORECASE)


async def choose(page: Page, mode: str) -> None:
    """Press a mode of Alice's lane as a person does."""
    lane = page.get_by_role("radiogroup", name=ALICE)
    await lane.get_by_text(mode, exact=True).click()


async def click(room: Classroom, student: Watched) -> float:
    """Milliseconds from the press on *Observe* to the last audio packet at the student's."""
    await choose(room.tutor.page, "Teach")
    await asyncio.sleep(HEARD_SECONDS)
    await choose(room.tutor.page, "Observe")
    await asyncio.sleep(SILENT_SECONDS)
    pressed, last = await asyncio.gather(
        room.tutor.page.evaluate("bench.pressed.at(-1)"), student.page.evaluate("bench.lastAudio()")
    )
    if last is None:
        raise RuntimeError("the student never heard the tutor")
    return float(last) - float(pressed)


async def clicks(count: int, rtt_ms: float) -> tuple[list[float], list[float]]:
    """What `count` clicks came to, and the round trips of the wire."""
    async with classroom(rtt_ms=rtt_ms) as room, room.student("alice") as student:
        await student.warm()
        pressed = await student.press("Join Session")
        if await student.frame_after(pressed) is None:
            raise TimeoutError("no picture")
        round_trips = await room.lab.round_trips(count)
        found = [await click(room, student) for _ in range(count)]
    log.info("clicks", last_packets=[round(each) for each in found])
    return found, round_trips


async def toggles(count: int) -> list[Switch]:
    """So many switches, spread over the five students of a session."""
    found: list[Switch] = []

    async def go_on(lesson: Lesson, student: Seat) -> None:
        while len(found) < count:
            found.append(await lesson.observe(student))
            await lesson.teach(student)
            await asyncio.sleep(HEARD_SECONDS / 2)  # five students in turns stay below twenty acts a second

    with tempfile.TemporaryDirectory() as folder:
        async with serving(Path(folder)) as server, visitors(server.url, server.links) as people, Pacer() as pacer:
            lesson = await Lesson.open(*people, pacer)
            try:
                await asyncio.gather(*(go_on(lesson, student) for student in lesson.students))
            finally:
                await lesson.close()
    return found[:count]


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    last_packets, round_trips = await clicks(options.clicks, options.rtt)
    switches = await toggles(options.toggles)
    rows = [
        Comparison(
            Figure("press on Observe to the student's last audio packet, ms", last_packets),
            Figure("round trip of the wire, ms", round_trips),
            "p95 ≤ round trip + 25 (P4)",
        ),
        Comparison(Figure("the same without a wire, ms", [each.last_packet for each in switches]), goal="p95 ≤ 25"),
        Comparison(Figure("acknowledged without a wire, ms", [each.acknowledged for each in switches])),
        Comparison(
            Figure("audio packets after the acknowledgement, most of all", [max(s.packets_after for s in switches)]),
            goal="0",
        ),
    ]
    late = sum(each.packets_after > 0 for each in switches)
    body = f"{table(rows)}\n\nSwitches after whose acknowledgement a packet came: {late} of {len(switches)}."
    write_section(f"TEACH to OBSERVE, round trip {options.rtt:.0f} ms", "bench.toggle", body, circumstances)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clicks", type=int, default=40, help="in browsers")
    parser.add_argument("--toggles", type=int, default=1000, help="with lean peers")
    parser.add_argument("--rtt", type=float, default=40.0, help="round trip of everybody's wire, ms")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
