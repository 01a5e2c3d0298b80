"""Whether pictures that came back stay: watched on both sides for a while after each reload, gap or move.

    python -m bench.staying [--rounds 20] [--watch 30] [--rtt 40] [--events student tutor gap address]

A student in TEACH and the tutor each see one camera. After each event every frame that is shown is noted. From one
second after the first one on, what was shown is held against what the other side sent meanwhile (framesSent of the
layer that has most, W3C webrtc-stats), and the longest time without a new frame is taken. A picture that is back for
a moment and then stands still, or moves once in three seconds, shows here and nowhere else.
"""

import argparse
import asyncio
import itertools
from collections import defaultdict
from collections.abc import Awaitable, Callable

import structlog

from bench.classroom import JOIN_AT_ONCE, Classroom, Watched, classroom, epoch_ms
from bench.moved import ON_THE_WAY_MS
from bench.report import Circumstances, Comparison, Figure, table, write_section

log = structlog.get_logger(__name__)

STUDENT = "alice"
GAP_SECONDS = 4.0
STEADY_SECONDS = 6.0
GIVEN_UP_MS = 15_000.0
SENT = """
async () => {
  const sent = {};
  for (const [at, pc] of bench.connections.entries()) {
    if (pc.connectionState === "closed") continue;
    (await pc.getStats()).forEach((stats) => {
      if (stats.type === "outbound-rtp" && stats.kind === "video") sent[`${at} ${stats.ssrc}`] = stats.framesSent ?? 0;
    });
  }
  return sent;
}
"""
Found = dict[str, dict[str, list[float]]]
"""By side and figure."""


async def reload_student(room: Classroom, student: Watched) -> float:
    """The student's page is loaded again, and goes back in by itself."""
    began = epoch_ms()
    await student.page.reload(wait_until="commit")
    return began


async def reload_tutor(room: Classroom, student: Watched) -> float:
    """The tutor's page is loaded again."""
    began = epoch_ms()
    await room.tutor.page.reload(wait_until="commit")
    return began


async def gap(room: Classroom, student: Watched) -> float:
    """Nothing passes between student and server, either way; counted from when it does again."""
    await room.lab.cut()
    await asyncio.sleep(GAP_SECONDS)
    return epoch_ms(await room.lab.heal())


async def address(room: Classroom, student: Watched) -> float:
    """The student's device has another address, and nobody gets a word."""
    await room.lab.change_address()
    return epoch_ms()


Event = Callable[[Classroom, Watched], Awaitable[float]]
EVENTS: dict[str, tuple[str, Event]] = {
    "student": ("the student reloads", reload_student),
    "tutor": ("the tutor reloads", reload_tutor),
    "gap": (f"a gap of {GAP_SECONDS:g} s", gap),
    "address": ("another address", address),
}


async def sent(source: Watched) -> dict[str, int]:
    """Frames that each layer of each connection has sent so far."""
    return dict(await source.page.evaluate(SENT))


def most(before: dict[str, int], after: dict[str, int]) -> int:
    """Frames of the layer that sent most, over all connections that sent in between."""
    by_connection: dict[str, int] = defaultdict(int)
    for key, count in after.items():
        connection = key.split()[0]
        by_connection[connection] = max(by_connection[connection], count - before.get(key, 0))
    return sum(by_connection.values())


async def watch(viewer: Watched, source: Watched, since: float, seconds: float) -> dict[str, float]:
    """What the viewer is shown of the source after the event."""
    first = await viewer.frame_after(since + ON_THE_WAY_MS, GIVEN_UP_MS)
    if first is None:
        return {"first picture, ms": GIVEN_UP_MS, "frames not shown, %": 100.0, "longest gap, ms": GIVEN_UP_MS}
    await asyncio.sleep(max(0.0, (first + 1000 - epoch_ms()) / 1000))
    before, start = await sent(source), epoch_ms()
    await asyncio.sleep(seconds)
    after, end = await sent(source), epoch_ms()
    shown = [x for x in await viewer.frames(start) if x <= end]
    missing = 100.0 * (1 - len(shown) / max(1, most(before, after)))
    longest = max(b - a for a, b in itertools.pairwise([start, *shown, end]))
    return {"first picture, ms": first - since, "frames not shown, %": max(0.0, missing), "longest gap, ms": longest}


async def happen(room: Classroom, student: Watched, event: Event, seconds: float, found: Found) -> None:
    """Once, and what both sides see of it."""
    await asyncio.sleep(STEADY_SECONDS)
    since = await event(room, student)
    pairs = {"tutor": (room.tutor, student), "student": (student, room.tutor)}
    told = await asyncio.gather(*(watch(viewer, source, since, seconds) for viewer, source in pairs.values()))
    for side, figures in zip(pairs, told, strict=True):
        for name, value in figures.items():
            found[side][name].append(value)
        log.info(event.__name__, side=side, **{name: round(value) for name, value in figures.items()})


GOALS = {"first picture, ms": "", "frames not shown, %": "≤ 10", "longest gap, ms": "≤ 500"}


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    rows: list[Comparison] = []
    async with classroom(rtt_ms=options.rtt) as room, room.student(STUDENT, JOIN_AT_ONCE) as student:
        await student.connected(2)
        if await student.frame_after(0) is None:
            raise TimeoutError("no picture before the first event")
        await room.tutor.page.locator(".lane").first.get_by_text("Teach", exact=True).click()
        for title, event in (EVENTS[name] for name in options.events):
            found: Found = defaultdict(lambda: defaultdict(list))
            for _ in range(options.rounds):
                await happen(room, student, event, options.watch, found)
            for side, figures in found.items():
                rows += [Comparison(Figure(f"{title}; {side}: {n}", v), None, GOALS[n]) for n, v in figures.items()]
    title = f"Pictures after an event, watched for {options.watch:g} s, round trip {options.rtt:.0f} ms"
    write_section(title, "bench.staying", table(rows), circumstances)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=20, help="of each event")
    parser.add_argument("--watch", type=float, default=30.0, help="seconds after each")
    parser.add_argument("--rtt", type=float, default=40.0, help="round trip of everybody's wire, ms")
    parser.add_argument("--events", nargs="+", choices=EVENTS, default=list(EVENTS))
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
