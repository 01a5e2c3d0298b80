"""What a lesson over a line that loses packets at random is like, minute after minute, on both sides.

    python -m bench.lossy [--minutes 10] [--losses 5 10] [--jitter 0] [--rtt 40]

A student in TEACH is behind a wire that loses so much of everything, each way; the tutor is not. Each loss has a lesson
of its own. A stall of sound is a time in which no packet of it came, of a picture one in which no new frame was shown.
Sound counts as concealed where the browser had to make it up (concealedSamples less silentConcealedSamples, W3C
webrtc-stats). `--jitter`: every packet comes later by up to so much, each way, too.
"""

import argparse
import asyncio
import contextlib
import itertools
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import structlog
from e2e.server import serving
from playwright.async_api import Playwright, ViewportSize, async_playwright

from bench.browsers import FakeDevices, chromium
from bench.classroom import JOIN_AT_ONCE, Watched, begin, epoch_ms, watched_page
from bench.downlink import RECEIVED
from bench.media import STUDENT_CAMERA
from bench.netlab import Netlab
from bench.report import Circumstances, Comparison, Figure, table, write_section

log = structlog.get_logger(__name__)

SETTLE_SECONDS = 10.0
LOOK_MS = 100
LISTEN = """
(every) => {
  bench.heard = [];
  const packets = new Map();
  setInterval(async () => {
    for (const pc of bench.connections) {
      if (pc.connectionState === "closed") continue;
      (await pc.getStats()).forEach((stats) => {
        if (stats.type !== "inbound-rtp" || stats.kind !== "audio") return;
        if ((packets.get(stats.ssrc) ?? 0) < stats.packetsReceived) bench.heard.push(Date.now());
        packets.set(stats.ssrc, stats.packetsReceived);
      });
    }
  }, every);
}
"""
"""Notes when packets of sound came."""


@dataclass(frozen=True, slots=True)
class Side:
    """What one side had of the other."""

    concealed_percent: float
    picture_stall_ms: float
    sound_stall_ms: float
    connections_lost: int


@contextlib.asynccontextmanager
async def lesson(playwright: Playwright, lab: Netlab) -> AsyncIterator[tuple[Watched, Watched]]:
    """Tutor and student in TEACH, the student behind the lab's wire."""

    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        address = lab.server_address
        server = await stack.enter_async_context(
            serving(folder, base_url=f"http://{address}:PORT", public_address=address)
        )
        secure = [server.url]
        desk = await stack.enter_async_context(chromium(playwright, FakeDevices(0, 440), secure=secure))
        home = await stack.enter_async_context(
            chromium(playwright, FakeDevices(120, 660, STUDENT_CAMERA[0]), lab, secure=secure)
        )
        tutor = await watched_page(desk, server.links["tutor"], ViewportSize(width=1000, height=600))
        await begin(tutor)
        student = await watched_page(home, server.links["alice"], ViewportSize(width=480, height=360), JOIN_AT_ONCE)
        await student.page.get_by_role("button", name="Ask for help", exact=True).wait_for(timeout=120_000)
        await tutor.page.locator(".lane").first.get_by_text("Teach", exact=True).click()
        await asyncio.sleep(SETTLE_SECONDS)
        yield tutor, student


async def side(viewer: Watched, seconds: float) -> Side:
    """Look at one side for so long."""
    await viewer.page.evaluate(LISTEN, LOOK_MS)
    before, start = await viewer.page.evaluate(RECEIVED), epoch_ms()
    await asyncio.sleep(seconds)
    after, end = await viewer.page.evaluate(RECEIVED), epoch_ms()
    shown, heard = await viewer.frames(start), await viewer.page.evaluate("bench.heard")
    return Side(
        100 * (after["concealed"] - before["concealed"]) / max(1, after["samples"] - before["samples"]),
        _longest([start, *shown, end]),
        _longest([start, *heard, end]),
        int(after["lost"]),
    )


def _longest(instants: list[float]) -> float:
    return max(b - a for a, b in itertools.pairwise(sorted(instants)))


def rows(loss: float, minutes: float, sides: dict[str, Side]) -> list[Comparison]:
    """Of one lesson."""
    concealed = "≤ 3" if loss <= 5 else "≤ 6"
    return [
        Comparison(Figure(f"{loss:g} % lost, {minutes:g} min; {who}: {name}", [value]), None, goal)
        for who, found in sides.items()
        for name, value, goal in (
            ("sound concealed, %", found.concealed_percent, concealed),
            ("longest stall of the picture, ms", found.picture_stall_ms, "≤ 1000"),
            ("longest stall of the sound, ms", found.sound_stall_ms, "≤ 1000"),
            ("connections lost", found.connections_lost, "0"),
        )
    ]


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    found: list[Comparison] = []
    async with async_playwright() as playwright:
        for loss in options.losses:
            async with (
                Netlab(rtt_ms=options.rtt, loss_percent=loss, jitter_ms=options.jitter) as lab,
                lesson(playwright, lab) as (tutor, student),
            ):
                seen = await asyncio.gather(*(side(each, 60 * options.minutes) for each in (tutor, student)))
            sides = dict(zip(("tutor", "student"), seen, strict=True))
            log.info("lossy", loss=loss, **{who: str(each) for who, each in sides.items()})
            found += rows(loss, options.minutes, sides)
    jitter = f", up to {options.jitter:g} ms later each way" if options.jitter else ""
    title = f"A line that loses packets, round trip {options.rtt:.0f} ms{jitter}"
    write_section(title, "bench.lossy", table(found), circumstances)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0, help="of each lesson")
    parser.add_argument("--losses", type=float, nargs="+", default=[5.0, 10.0], help="percent, each way")
    parser.add_argument("--jitter", type=float, default=0.0, help="ms")
    parser.add_argument("--rtt", type=float, default=40.0, help="round trip of the student's wire, ms")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
