"""What a tutor receives of five students over a line that carries little, and whether it all comes back.

    python -m bench.downlink [--rounds 1] [--seconds 30] [--rtt 40] [--rates 2000 1000 500 200]

A tutor with a screen of two device pixels a CSS pixel is behind a wire; five students with cameras of 360p share a
browser that is not. Each rate is measured in a lesson of its own: from five seconds after the limit on, and for a
while after it heals. Beside it, with `--beside`, the same where nothing is taken from anybody: the server does not
judge lines. Sound counts as concealed where the browser had to make it up (W3C webrtc-stats, concealedSamples less
silentConcealedSamples).
"""

import argparse
import asyncio
import contextlib
import os
import tempfile
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

import structlog
from playwright.async_api import Playwright, ViewportSize, async_playwright

from bench.browsers import FakeDevices, chromium
from bench.classroom import JOIN_AT_ONCE, Watched, begin, served_over_a_wire, watched_page
from bench.media import VideoEncoding
from bench.netlab import Netlab
from bench.report import Circumstances, Comparison, Figure, table, write_section

log = structlog.get_logger(__name__)

NAMES = ("alice", "bob", "carol", "david", "erin")
CAMERA = VideoEncoding(640, 360, 15, 0)
SETTLE_SECONDS = 10.0
"""After the last one has joined: tiles have their layers."""
GRACE_SECONDS = 5.0
HEAL_SECONDS = 60.0
LEAST_FPS = 10
BACK = 0.9
"""Of the pictures a second before the limit: as good as all of them."""
UNJUDGED = """
import deskside.services.downlink
deskside.services.downlink.Downlinks.take = lambda self, sample, at: False
"""
RECEIVED = """
async () => {
  const connections = [];
  for (const pc of bench.connections) {
    const got = { samples: 0, concealed: 0, frames: 0, bytes: 0 };
    if (pc.connectionState === "connected")
      (await pc.getStats()).forEach((stats) => {
        if (stats.type !== "inbound-rtp") return;
        got.samples += stats.totalSamplesReceived ?? 0;
        got.concealed += (stats.concealedSamples ?? 0) - (stats.silentConcealedSamples ?? 0);
        got.frames += stats.framesDecoded ?? 0;
        got.bytes += stats.bytesReceived + stats.headerBytesReceived;
      });
    connections.push(got);
  }
  return { at: performance.now(), connections };
}
"""
LOOK_SECONDS = 1.0
"""A connection that ends takes what came since the last look along."""


@dataclass(frozen=True, slots=True)
class Limited:
    """What came over a line that carries little, and afterwards."""

    concealed_percent: float
    frames_a_second: float
    """Of all five together."""
    kbps: float
    connections_lost: int
    back_seconds: float
    """From healing until nearly as many pictures come as before the limit; `HEAL_SECONDS` if they do not."""


@contextlib.contextmanager
def judging(lines: bool) -> Iterator[None]:
    """Servers that are started meanwhile judge lines, or do not."""
    former = os.environ.get("PYTHONPATH")
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "sitecustomize.py").write_text(UNJUDGED)
        if not lines:
            os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, (folder, former)))
        try:
            yield
        finally:
            os.environ.pop("PYTHONPATH", None)
            if former is not None:
                os.environ["PYTHONPATH"] = former


@contextlib.asynccontextmanager
async def lesson(playwright: Playwright, rtt_ms: float) -> AsyncIterator[tuple[Watched, Netlab]]:
    """The tutor's page and wire, with five students who are seen and heard."""
    async with contextlib.AsyncExitStack() as stack:
        server, lab = await stack.enter_async_context(served_over_a_wire(rtt_ms))
        secure = [server.url]
        desk = await stack.enter_async_context(chromium(playwright, FakeDevices(0, 440), lab, secure=secure))
        home = await stack.enter_async_context(chromium(playwright, FakeDevices(120, 660, CAMERA), secure=secure))
        tutor = await watched_page(desk, server.links["tutor"], ViewportSize(width=1440, height=900), scale=2.0)
        await begin(tutor)
        for name in NAMES:
            student = await watched_page(home, server.links[name], ViewportSize(width=700, height=500), JOIN_AT_ONCE)
            await student.page.get_by_role("button", name="Ask for help", exact=True).wait_for(timeout=60_000)
        await asyncio.sleep(SETTLE_SECONDS)
        yield tutor, lab


@dataclass(slots=True)
class Passed:
    """What came in a while, over all connections."""

    ms: float = 0.0
    samples: int = 0
    concealed: int = 0
    frames: int = 0
    bytes: int = 0
    made_anew: int = 0
    """Connections that began meanwhile: the page, or the server, gave up another one."""

    @property
    def fps(self) -> float:
        """Pictures a second of everybody together."""
        return self.frames * 1000 / self.ms


async def _passed(tutor: Watched, seconds: float) -> Passed:
    passed, until = Passed(), time.monotonic() + seconds
    before = await tutor.page.evaluate(RECEIVED)
    while (left := until - time.monotonic()) > 0:
        await asyncio.sleep(min(LOOK_SECONDS, left))
        now = await tutor.page.evaluate(RECEIVED)
        passed.ms += now["at"] - before["at"]
        passed.made_anew += len(now["connections"]) - len(before["connections"])
        fresh = [dict.fromkeys(("samples", "concealed", "frames", "bytes"), 0)] * len(now["connections"])
        former = (before["connections"] + fresh)[: len(now["connections"])]
        for old, new in zip(former, now["connections"], strict=True):
            for name in old:
                setattr(passed, name, getattr(passed, name) + max(0, new[name] - old[name]))
        before = now
    return passed


async def limited(tutor: Watched, lab: Netlab, kbps: float, seconds: float) -> Limited:
    """The tutor's line carries so much for a while, then everything again."""
    usual = (await _passed(tutor, GRACE_SECONDS)).fps
    await lab.limit(down_kbps=kbps)
    first = await _passed(tutor, GRACE_SECONDS)
    passed = await _passed(tutor, seconds)
    await lab.limit()
    healed = time.monotonic()
    while (back := time.monotonic() - healed) < HEAL_SECONDS:
        if (await _passed(tutor, 1.0)).fps >= BACK * usual:
            break
    return Limited(
        100 * passed.concealed / max(1, passed.samples),
        passed.fps,
        8 * passed.bytes / passed.ms,
        first.made_anew + passed.made_anew,
        min(back, HEAL_SECONDS),
    )


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    found: dict[tuple[float, bool], list[Limited]] = defaultdict(list)
    async with async_playwright() as playwright:
        for _ in range(options.rounds):
            for kbps in options.rates:
                for judged in (True, False) if options.beside else (True,):
                    with judging(judged):
                        async with lesson(playwright, options.rtt) as (tutor, lab):
                            found[kbps, judged].append(await limited(tutor, lab, kbps, options.seconds))
                    log.info("limited", kbps=kbps, judged=judged, found=found[kbps, judged][-1])
    write_section("What a tutor receives", "bench.downlink", body(found, options), circumstances)


def body(found: dict[tuple[float, bool], list[Limited]], options: argparse.Namespace) -> str:
    """The table, and what it was measured with."""
    rows = []
    for kbps in options.rates:
        ours, beside = found[kbps, True], found.get((kbps, False))
        for name, field, goal in (
            ("sound concealed, %", "concealed_percent", "≤ 2"),
            (f"pictures a second of {len(NAMES)} people", "frames_a_second", f"≥ {LEAST_FPS} each where a layer fits"),
            ("received, kbit/s", "kbps", ""),
            ("connections lost", "connections_lost", "0"),
            ("healed, until the pictures are back, s", "back_seconds", "≤ 15"),
        ):
            ours_here = Figure(f"{kbps:.0f} kbit/s down: {name}", [getattr(each, field) for each in ours])
            other = Figure("nobody judges lines", [getattr(each, field) for each in beside]) if beside else None
            rows.append(Comparison(ours_here, other, goal))
    return (
        f"{table(rows)}\n\nRound trip {options.rtt:.0f} ms; each limit for {options.seconds:.0f} s, from"
        f" {GRACE_SECONDS:.0f} s after it began. {HEAL_SECONDS:.0f} s: not back by then."
    )


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=1, help="lessons at each rate")
    parser.add_argument("--seconds", type=float, default=30.0, help="of each limit")
    parser.add_argument("--rtt", type=float, default=40.0, help="round trip of the tutor's wire, ms")
    parser.add_argument("--rates", type=float, nargs="+", default=[2000.0, 1000.0, 500.0, 200.0], help="kbit/s")
    parser.add_argument("--beside", action="store_true", help="the same with a server that does not judge lines")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
