"""What it costs to come by the embedded relay: joining, and a cut, by each way to it and straight to the engine.

    python -m bench.relay [--rounds 20] [--rtt 40]

The student's page is made to take one way (`iceTransportPolicy: relay`, and only that way's address); the ways follow
one another in turns in one session. The yardstick is the same page straight to the engine. That a lesson works where
UDP is really lost is a story of `e2e/test_little_network.py`.
"""

import argparse
import asyncio
from collections import defaultdict
from dataclasses import dataclass, field

import structlog

from bench.classroom import JOIN_AT_ONCE, Classroom, Watched, classroom
from bench.cut import back_after, joined
from bench.join import since_opening
from bench.report import Circumstances, Comparison, Figure, table, write_section

log = structlog.get_logger(__name__)

STUDENT = "alice"
CUT_SECONDS = 4.0
DIRECT = "straight"
WAYS = {DIRECT: "", "TURN/UDP": "^turn:.*udp$", "TURN/TCP": "^turn:.*tcp$", "TURN/TLS": "^turns:"}
"""What the addresses of each way look like."""
RATE_KBPS = 10_000.0

_ONLY = """
(() => {
  const way = new RegExp("%s");
  const only = (given) => ({
    ...given,
    iceTransportPolicy: "relay",
    iceServers: (given.iceServers ?? [])
      .map((each) => ({ ...each, urls: [each.urls].flat().filter((url) => way.test(url)) }))
      .filter((each) => each.urls.length > 0),
  });
  // The page knocks at the server's own door with such a connection, and with no other login than this.
  const knocks = (given) => (given?.iceServers ?? []).some((each) => each.username === "knock");
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(given) { super(knocks(given) ? given : only(given)); }
    setConfiguration(given) { super.setConfiguration(only(given)); }
  };
})();
"""


@dataclass
class Found:
    """Milliseconds, by way."""

    cold: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    warm: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    back: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))


def only_by(way: str) -> tuple[str, ...]:
    """What a page has to run to take this way."""
    return (_ONLY % WAYS[way],) if WAYS[way] else ()


async def once(room: Classroom, way: str, found: Found) -> None:
    """Open the link; then anew from a warm lobby, with a cut."""
    async with room.student(STUDENT, JOIN_AT_ONCE, *only_by(way)) as student:
        found.cold[way].append(await since_opening(student))
    async with room.student(STUDENT, *only_by(way)) as student:
        await student.warm()
        found.warm[way].append(await _from_the_lobby(student))
        found.back[way].append(await back_after(room, student, CUT_SECONDS))
    log.info("came", way=way, cold=found.cold[way][-1], warm=found.warm[way][-1], back=found.back[way][-1])


async def _from_the_lobby(student: Watched) -> float:
    pressed = await joined(student)
    return (await student.frame_after(pressed) or pressed) - pressed


def rows(found: Found) -> list[Comparison]:
    """One for each way and figure, beside the same straight to the engine."""
    compared = []
    for what, values, goal in (
        ("opening the link to first picture", found.cold, "p95 ≤ 2000"),
        ("click in the lobby to first picture", found.warm, "≤ 2x"),
        (f"back after a cut of {CUT_SECONDS:g} s", found.back, "≤ 1000"),
    ):
        straight = Figure("straight to the engine, ms", values[DIRECT])
        compared += [
            Comparison(Figure(f"{what} by {way}, ms", values[way]), straight, goal) for way in WAYS if way != DIRECT
        ]
    return compared


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances, found = Circumstances.now(), Found()
    async with classroom(rtt_ms=options.rtt, rate_kbps=RATE_KBPS, student_core=None, relay=True) as room:
        for _ in range(options.rounds):
            for way in WAYS:
                await once(room, way, found)
    write_section(
        f"By the relay, round trip {options.rtt:.0f} ms, 10 Mbit/s", "bench.relay", table(rows(found)), circumstances
    )


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, help="of each way")
    parser.add_argument("--rtt", type=float, default=40.0, help="round trip of everybody's wire, ms")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
