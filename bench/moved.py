"""How soon sound and pictures are back after a student's device has another address, as when it moves to other Wi-Fi.

    python -m bench.moved [--rounds 20] [--rtt 40]

The old address is gone at once and nobody gets a word. Counted from that instant, both ways: what the student has of
the tutor, and the tutor of the student. Sound is back when five packets came within 200 ms.
"""

import argparse
import asyncio
from collections import defaultdict
from collections.abc import Coroutine

import structlog

from bench.classroom import Classroom, Watched, classroom, epoch_ms
from bench.report import Circumstances, Comparison, Figure, table, write_section

log = structlog.get_logger(__name__)

STUDENT = "alice"
GIVEN_UP_MS = 30_000.0
STEADY_SECONDS = 6.0
"""Between two moves: connections of before are closed, and nothing is being negotiated any more."""
ON_THE_WAY_MS = 250.0
"""What was sent before has come by then."""
GOAL = "p95 ≤ 1000"
SOUND = """
async (limit) => {
  const former = new Map();
  const until = performance.now() + limit;
  while (performance.now() < until) {
    for (const pc of bench.connections) {
      let packets = 0;
      (await pc.getStats()).forEach((stats) => {
        if (stats.type === "inbound-rtp" && stats.kind === "audio") packets += stats.packetsReceived;
      });
      if (former.has(pc) && packets - former.get(pc) >= 5) return performance.timeOrigin + performance.now();
      former.set(pc, packets);
    }
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return null;
}
"""


async def picture(watched: Watched, moved: float) -> float:
    """Milliseconds until there is a picture again, and none of before."""
    frame = await watched.frame_after(moved + ON_THE_WAY_MS, GIVEN_UP_MS)
    return GIVEN_UP_MS if frame is None else frame - moved


async def sound(watched: Watched, moved: float) -> float:
    """Milliseconds until there is sound again."""
    back = await watched.page.evaluate(SOUND, GIVEN_UP_MS)
    return GIVEN_UP_MS if back is None else float(back) - moved


async def move(room: Classroom, student: Watched, found: dict[str, list[float]]) -> None:
    """Once."""
    await asyncio.sleep(STEADY_SECONDS)
    await room.lab.change_address()
    moved = epoch_ms()
    await asyncio.sleep(ON_THE_WAY_MS / 1000)
    await asyncio.gather(
        *(
            _note(found, name, measure(page, at))
            for name, measure, page, at in (
                ("the student sees the tutor, ms", picture, student, moved),
                ("the student hears the tutor, ms", sound, student, moved),
                ("the tutor sees the student, ms", picture, room.tutor, moved),
                ("the tutor hears the student, ms", sound, room.tutor, moved),
            )
        )
    )
    log.info("moved", **{name: round(values[-1]) for name, values in found.items()})


async def _note(found: dict[str, list[float]], name: str, measured: Coroutine[None, None, float]) -> None:
    found[name].append(await measured)


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    found: dict[str, list[float]] = defaultdict(list)
    async with classroom(rtt_ms=options.rtt) as room, room.student(STUDENT) as student:
        await student.warm()
        pressed = await student.press("Join Session")
        if await student.frame_after(pressed) is None:
            raise TimeoutError("no picture before the move")
        await room.tutor.page.locator(".lane").first.get_by_text("Teach", exact=True).click()
        for _ in range(options.rounds):
            await move(room, student, found)
    rows = [Comparison(Figure(name, values), None, GOAL) for name, values in found.items()]
    write_section("Another address in mid-session", "bench.moved", table(rows), circumstances)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--rtt", type=float, default=40.0, help="round trip of everybody's wire, ms")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
