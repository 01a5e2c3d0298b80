"""What each frame cost a page's main thread, from a trace of Chromium (the Trace Event Format).

A frame is what lies between two animation frames of a page that asks for each of them. Its cost are the main thread's
tasks: scripts, style, layout, paint. Decoding and putting pictures together happen on other threads and do not count.
"""

import asyncio
import bisect
import itertools
import json
from dataclasses import dataclass

from playwright.async_api import Browser, Page

CATEGORIES = ["toplevel", "devtools.timeline", "disabled-by-default-devtools.timeline"]
TASKS = frozenset({"RunTask", "ThreadControllerImpl::RunTask"})
"""Chromium's names for one turn of a thread's loop; a trace may have both for the same turn."""
FRAME = "FireAnimationFrame"
LONG_TASK_MS = 50.0
"""W3C Long Tasks."""
ASK_FOR_EACH_FRAME = "() => { const next = () => requestAnimationFrame(next); next(); }"


@dataclass(frozen=True, slots=True)
class Frames:
    """Of a while. Milliseconds."""

    main_thread: list[float]
    """Tasks of the main thread in each frame; a task counts where it begins."""
    apart: list[float]
    """From one animation frame to the next."""
    long_tasks: int


async def traced(browser: Browser, page: Page, seconds: float) -> bytes:
    """A trace of the page over a while. To read it takes seconds, in which nobody else here should have to act."""
    await page.evaluate(ASK_FOR_EACH_FRAME)
    await browser.start_tracing(page=page, categories=CATEGORIES)
    await asyncio.sleep(seconds)
    return await browser.stop_tracing()


def frames_of(trace: bytes) -> Frames:
    """What a trace says of the one page that asked for each frame. Raises ValueError if none did."""
    events = json.loads(trace)["traceEvents"]
    frames = [event for event in events if event.get("name") == FRAME]
    threads = [(event["pid"], event["tid"]) for event in frames]
    if not threads:
        raise ValueError(f"no {FRAME} in the trace")
    main = max(set(threads), key=threads.count)
    at = sorted(event["ts"] for event in frames if (event["pid"], event["tid"]) == main)
    tasks = {
        event["ts"]: event["dur"] / 1000
        for event in events
        if event.get("name") in TASKS and event.get("ph") == "X" and (event["pid"], event["tid"]) == main
    }
    costs = [0.0] * (len(at) - 1)
    for begun, cost in tasks.items():
        place = bisect.bisect_right(at, begun) - 1
        if 0 <= place < len(costs):
            costs[place] += cost
    apart = [(later - earlier) / 1000 for earlier, later in itertools.pairwise(at)]
    return Frames(costs, apart, sum(cost > LONG_TASK_MS for cost in tasks.values()))
