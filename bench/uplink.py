"""What a student's page sends: for a small tile, after a wish for more, and over a line that carries little.

    python -m bench.uplink [--rounds 1] [--seconds 40] [--rtt 40] [--rates 300 150 80]

A student with a camera of 720p is behind a wire. Each measurement is made twice in a round: with the page as it is, and
with adaptation switched off: its senders' parameters stay as they were offered. Sound counts as concealed where the
tutor's browser had to make it up (concealedSamples less silentConcealedSamples, W3C webrtc-stats), from five seconds
after the limit on.
"""

import argparse
import asyncio
import contextlib
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import structlog
from playwright.async_api import Playwright, ViewportSize, async_playwright

from bench.browsers import FakeDevices, chromium
from bench.classroom import JOIN_AT_ONCE, Watched, begin, served_over_a_wire, watched_page
from bench.media import VideoEncoding
from bench.netlab import Netlab
from bench.report import Circumstances, Comparison, Figure, table, write_section

log = structlog.get_logger(__name__)

CAMERA = VideoEncoding(1280, 720, 24, 0)
SWITCHED_OFF = "RTCRtpSender.prototype.setParameters = async () => {};"
SETTLE_SECONDS = 8.0
"""After joining: the page knows which layers are needed, and what is not is encoded no more."""
GRACE_SECONDS = 5.0
LEAST_FPS, MOVING_KBPS = 8, 300
"""Pictures a second, from this rate of the uplink on; below it the picture gives way, and may be paused."""
SENT = """
async () => {
  const sent = { at: performance.now(), bytes: 0, frames: 0, encoding: 0 };
  for (const pc of bench.connections.filter((each) => each.connectionState === "connected")) {
    (await pc.getStats()).forEach((stats) => {
      if (stats.type !== "outbound-rtp") return;
      sent.bytes += stats.bytesSent + stats.headerBytesSent;
      sent.encoding += 1000 * (stats.totalEncodeTime ?? 0);
      if (stats.rid === "l") sent.frames += stats.framesEncoded;
    });
  }
  return sent;
}
"""
RECEIVED = """
async () => {
  const got = { at: performance.now(), samples: 0, concealed: 0, frames: 0 };
  for (const pc of bench.connections.filter((each) => each.connectionState === "connected")) {
    (await pc.getStats()).forEach((stats) => {
      if (stats.type !== "inbound-rtp") return;
      got.samples += stats.totalSamplesReceived ?? 0;
      got.concealed += (stats.concealedSamples ?? 0) - (stats.silentConcealedSamples ?? 0);
      got.frames += stats.framesDecoded ?? 0;
    });
  }
  return got;
}
"""
WIDTH = "() => Math.max(0, ...[...document.querySelectorAll('.tile video')].map((video) => video.videoWidth))"
SIGN = "() => document.body.textContent.includes('Picture paused: weak network')"


@dataclass(frozen=True, slots=True)
class Small:
    """A tile of 180p, then the lane enlarged."""

    kbps: float
    encoder_ms_a_second: float
    larger_seconds: float
    """From the press to the first picture that is larger than 180p."""


@dataclass(frozen=True, slots=True)
class Limited:
    """What came over a line that carries little."""

    concealed_percent: float
    frames_a_second: float
    paused: bool
    """The student's page says that its picture is paused, at the end."""


@contextlib.asynccontextmanager
async def lesson(
    playwright: Playwright, rtt_ms: float, *, adapted: bool
) -> AsyncIterator[tuple[Watched, Watched, Netlab]]:
    """The tutor's page, the student's, and the student's wire."""
    async with contextlib.AsyncExitStack() as stack:
        server, lab = await stack.enter_async_context(served_over_a_wire(rtt_ms))
        secure = [server.url]
        desk = await stack.enter_async_context(chromium(playwright, FakeDevices(0, 440), secure=secure))
        home = await stack.enter_async_context(chromium(playwright, FakeDevices(120, 660, CAMERA), lab, secure=secure))
        tutor = await watched_page(desk, server.links["tutor"], ViewportSize(width=1440, height=900))
        await begin(tutor)
        scripts = [JOIN_AT_ONCE] if adapted else [JOIN_AT_ONCE, SWITCHED_OFF]
        student = await watched_page(home, server.links["alice"], ViewportSize(width=1000, height=700), *scripts)
        await student.page.get_by_role("button", name="Ask for help", exact=True).wait_for()
        await asyncio.sleep(SETTLE_SECONDS)
        yield tutor, student, lab


async def small(tutor: Watched, student: Watched, seconds: float) -> Small:
    """A small tile for a while, then the tutor presses on it."""
    before: dict[str, Any] = await student.page.evaluate(SENT)
    await asyncio.sleep(seconds)
    after: dict[str, Any] = await student.page.evaluate(SENT)
    passed = (after["at"] - before["at"]) / 1000
    pressed = time.monotonic()
    await tutor.page.locator(".tile-press").first.click()
    await tutor.page.wait_for_function(f"() => ({WIDTH})() > 320", timeout=60_000, polling=50)
    return Small(
        (after["bytes"] - before["bytes"]) * 8 / 1000 / passed,
        (after["encoding"] - before["encoding"]) / passed,
        time.monotonic() - pressed,
    )


async def limited(tutor: Watched, student: Watched, lab: Netlab, kbps: float, seconds: float) -> Limited:
    """The student's uplink carries so much for a while."""
    await lab.limit(up_kbps=kbps)
    await asyncio.sleep(GRACE_SECONDS)
    before: dict[str, Any] = await tutor.page.evaluate(RECEIVED)
    await asyncio.sleep(seconds)
    after: dict[str, Any] = await tutor.page.evaluate(RECEIVED)
    paused = bool(await student.page.evaluate(SIGN))
    return Limited(
        100 * (after["concealed"] - before["concealed"]) / max(1, after["samples"] - before["samples"]),
        (after["frames"] - before["frames"]) * 1000 / (after["at"] - before["at"]),
        paused,
    )


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    smalls: dict[bool, list[Small]] = defaultdict(list)
    lines: dict[tuple[float, bool], list[Limited]] = defaultdict(list)
    async with async_playwright() as playwright:
        for adapted in (True, False) * options.rounds:
            async with lesson(playwright, options.rtt, adapted=adapted) as (tutor, student, _):
                smalls[adapted].append(await small(tutor, student, options.seconds / 2))
            log.info("small", adapted=adapted, found=smalls[adapted][-1])
            for kbps in options.rates:
                async with lesson(playwright, options.rtt, adapted=adapted) as (tutor, student, lab):
                    lines[kbps, adapted].append(await limited(tutor, student, lab, kbps, options.seconds))
                log.info("limited", kbps=kbps, adapted=adapted, found=lines[kbps, adapted][-1])
    write_section("What a student's page sends", "bench.uplink", body(smalls, lines, options), circumstances)


def body(
    smalls: dict[bool, list[Small]], lines: dict[tuple[float, bool], list[Limited]], options: argparse.Namespace
) -> str:
    """The table, and which pages said that the picture is paused."""

    def row(name: str, field: str, goal: str, found: dict[bool, list[Small]] | dict[bool, list[Limited]]) -> Comparison:
        on, off = ([float(getattr(each, field)) for each in found[adapted]] for adapted in (True, False))
        return Comparison(Figure(name, on), Figure("adaptation off", off), goal)

    rows = [
        row("camera of 720p, tile of 180p: sent, sound included, kbit/s", "kbps", "≤ 250", smalls),
        row("the same: encoder, ms a second", "encoder_ms_a_second", "≤ 0.2x", smalls),
        row("pressed on the tile, until the picture is larger, s", "larger_seconds", "≤ 1.5", smalls),
    ]
    for kbps in options.rates:
        found = {adapted: lines[kbps, adapted] for adapted in (True, False)}
        moving = f"≥ {LEAST_FPS}" if kbps >= MOVING_KBPS else ""
        rows += [
            row(f"{kbps:.0f} kbit/s up: sound concealed, %", "concealed_percent", "≤ 2", found),
            row(f"{kbps:.0f} kbit/s up: pictures a second", "frames_a_second", moving, found),
        ]
    paused = [f"{kbps:.0f} ({sum(x.paused for x in lines[kbps, True])} of {options.rounds})" for kbps in options.rates]
    said = "The student's page says at the end that its picture is paused, at kbit/s"
    return f"{table(rows)}\n\n{said}: {', '.join(paused)}."


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=40.0, help="of each limit")
    parser.add_argument("--rtt", type=float, default=40.0, help="round trip of the student's wire, ms")
    parser.add_argument("--rates", type=float, nargs="+", default=[300.0, 150.0, 80.0], help="of the uplink, kbit/s")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
