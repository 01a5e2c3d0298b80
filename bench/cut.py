"""How soon pictures are back after a network cut, counted from the instant at which the network is whole again.

    python -m bench.cut [--rounds 2] [--usual 1] [--seconds 1 3 8 20 60] [--rtt 40]

The yardstick is the usual client (`pages/naive.html`: Socket.IO and ICE as they come). The two are cut in turns, never
together: a keyframe that one asks for is sent to both. Nothing passes in either direction while a cut lasts, and
neither end gets a word.
"""

import argparse
import asyncio

import structlog

from bench.classroom import Classroom, Watched, classroom, epoch_ms
from bench.report import Circumstances, Comparison, Figure, table, write_section

log = structlog.get_logger(__name__)

STUDENT = "alice"
Found = dict[float, list[float]]
"""By the cut's length in seconds: milliseconds until the picture was back."""
GIVEN_UP_MS = 15_000.0
"""A picture that is not back by then is counted with this, and as one that never came."""
STEADY_SECONDS = 4.0
"""Between the first picture and the cut: by then nothing is being negotiated any more."""


async def joined(student: Watched) -> float:
    """In the room, with a picture; when the button was pressed."""
    pressed = await student.press("Join Session")
    if await student.frame_after(pressed) is None:
        raise TimeoutError("no picture before the cut")
    return pressed


async def back_after(room: Classroom, student: Watched, seconds: float) -> float:
    """Cut, heal; milliseconds until the student has a picture again."""
    await asyncio.sleep(STEADY_SECONDS)
    await room.lab.cut()
    await asyncio.sleep(seconds)
    healed = epoch_ms(await room.lab.heal())
    frame = await student.frame_after(healed, GIVEN_UP_MS)
    return GIVEN_UP_MS if frame is None else frame - healed


async def ours(room: Classroom, lengths: list[float], found: Found) -> None:
    """Every length once, all in one stay."""
    async with room.student(STUDENT) as student:
        await student.warm()
        await joined(student)
        for seconds in lengths:
            found[seconds].append(await back_after(room, student, seconds))
            log.info("cut", seconds=seconds, back=round(found[seconds][-1]))


async def usual(room: Classroom, lengths: list[float], found: Found) -> None:
    """Every length once; this client begins anew each time, because it may not recover."""
    for seconds in lengths:
        async with room.usual_student(STUDENT) as student:
            await joined(student)
            found[seconds].append(await back_after(room, student, seconds))
            log.info("cut, the usual client", seconds=seconds, back=round(found[seconds][-1]))


def rows(found: Found, found_usual: Found) -> list[Comparison]:
    """One for each length, and one for all of them."""
    comparisons = []
    for seconds, times in found.items():
        theirs = found_usual[seconds]
        comparisons.append(
            Comparison(
                Figure(f"picture back after {seconds:g} s, ms{_never(times)}", times),
                Figure(f"the usual client, ms{_never(theirs)}", theirs) if theirs else None,
                "p50 ≤ 400, p95 ≤ 1000, always, ≤ 0.2x (P3)",
            )
        )
    every = [each for times in found.values() for each in times]
    comparisons.append(Comparison(Figure(f"all lengths together, ms{_never(every)}", every)))
    return comparisons


def _never(values: list[float]) -> str:
    count = sum(value >= GIVEN_UP_MS for value in values)
    return f" ({count} of {len(values)} not within {GIVEN_UP_MS / 1000:.0f} s)" if count else ""


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    lengths = options.seconds
    found: Found = {seconds: [] for seconds in lengths}
    found_usual: Found = {seconds: [] for seconds in lengths}
    async with classroom(rtt_ms=options.rtt) as room:
        for number in range(max(options.rounds, options.usual)):
            if number < options.rounds:
                await ours(room, lengths, found)
            if number < options.usual:
                await usual(room, lengths, found_usual)
    title = f"Media back after a cut, round trip {options.rtt:.0f} ms"
    write_section(title, "bench.cut", table(rows(found, found_usual)), circumstances)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=2, help="of our client; each cuts once for every length")
    parser.add_argument("--usual", type=int, default=1, help="rounds of the usual client")
    parser.add_argument("--seconds", type=float, nargs="+", default=[1.0, 3.0, 8.0, 20.0, 60.0], help="of the cuts")
    parser.add_argument("--rtt", type=float, default=40.0, help="round trip of everybody's wire, ms")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
