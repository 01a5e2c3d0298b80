"""Whether pages keep their budgets: the student's is usable within a second, the tutor's draws ten lanes in time.

    python -m bench.budget [--rounds 7] [--rtt 40] [--lanes 10] [--seconds 30]

Usable: from navigation until *Join Session* can be pressed, with a four times slower processor (Chrome DevTools
Protocol), at 10 Mbit/s, nothing cached, the person signed in already, the session on. The yardstick is LiveKit's room.
No other page is open, the browser has all cores (a slowed page spins on the one that it is on), and the page is asked
once, by the protocol: Playwright's own waiting brings a script larger than ours into it.
Frames: what each costs the main thread of the tutor's page while lean students send pictures and sound, answer, draw
and call for help (`bench.frames` says what counts). The yardstick is the same page of a session that has no lanes.
"""

import argparse
import asyncio
import contextlib
import tempfile
import time
from collections.abc import AsyncIterator
from pathlib import Path

import structlog
from e2e.server import Server, serving
from e2e.ways_in import sign_in
from playwright.async_api import Browser, Page, async_playwright

from bench.browsers import FakeDevices, chromium
from bench.classroom import PAGES, PERMISSIONS, READY_MS
from bench.frames import Frames, frames_of, traced
from bench.lean.line import Visitor
from bench.lean.pacer import Pacer
from bench.lesson import HOUR_MS, Seat
from bench.livekit import serving_livekit
from bench.load import SETTLE_SECONDS
from bench.netlab import Netlab
from bench.page_weight import RATE_KBPS, STUDENT_PAGE
from bench.report import Circumstances, Comparison, Figure, table, write_section
from bench.trickle import Worker, take_seat, working
from bench.watched_lesson import VIEWPORT
from deskside.demo import FIRST_SESSION
from deskside.domain.ids import SessionId

log = structlog.get_logger(__name__)

SLOWER = 4
JOIN = 'window.wanted = "Join Session";'
USABLE = {"expression": "window.usable", "awaitPromise": True, "returnByValue": True}


async def usable(page: Page, address: str, *scripts: str) -> float:
    """Milliseconds from navigation until a button can be pressed, with a slower processor."""
    for script in scripts:
        await page.add_init_script(script)
    await page.add_init_script(path=PAGES / "usable.js")
    await page.set_viewport_size(VIEWPORT)
    devtools = await page.context.new_cdp_session(page)
    await devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    await page.goto(address, wait_until="commit")
    async with asyncio.timeout(READY_MS / 1000):
        told = await devtools.send("Runtime.evaluate", USABLE)
    return float(told["result"]["value"])


@contextlib.asynccontextmanager
async def behind_a_wire(rtt_ms: float) -> AsyncIterator[tuple[Server, Netlab, Browser]]:
    """The demo's first session is on, without its tutor's page; a browser behind the wire."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        lab = await stack.enter_async_context(Netlab(rtt_ms=rtt_ms, rate_kbps=RATE_KBPS))
        address = lab.server_address
        server = await stack.enter_async_context(
            serving(folder, base_url=f"http://{address}:PORT", public_address=address)
        )
        tutor = await Visitor.come(server.url, server.links["tutor"])
        stack.push_async_callback(tutor.close)
        await tutor.post("/api/academic/sessions/manage", {"session_id": FIRST_SESSION, "action": "start"})
        playwright = await stack.enter_async_context(async_playwright())
        browser = await stack.enter_async_context(chromium(playwright, FakeDevices(120, 660), lab, secure=[server.url]))
        yield server, lab, browser


async def usable_pages(rounds: int, rtt_ms: float) -> tuple[list[float], list[float]]:
    """The student's page and LiveKit's, in turns."""
    ours, theirs = [], []
    async with behind_a_wire(rtt_ms) as (server, lab, browser):
        with serving_livekit(lab.server_address) as address:
            for _ in range(rounds):
                student = await browser.new_context(permissions=PERMISSIONS)
                await sign_in(student.request, server.links["alice"])
                ours.append(await usable(await student.new_page(), f"{server.url}{STUDENT_PAGE}", JOIN))
                await student.close()
                visitor = await browser.new_context(permissions=PERMISSIONS)
                theirs.append(await usable(await visitor.new_page(), address))
                await visitor.close()
                log.info("usable", ours=ours[-1], livekit=theirs[-1])
    return ours, theirs


@contextlib.asynccontextmanager
async def newcomers(server: Server, count: int) -> AsyncIterator[list[Visitor]]:
    """So many students more in the demo's center, signed in."""
    admin = await Visitor.come(server.url, server.links["olga"])
    visitors = [admin]
    try:
        for number in range(count):
            made = await admin.post("/api/users", {"role": "STUDENT", "name": f"Student {number + 1}"})
            user = made["user"]
            assert isinstance(user, dict)
            link = await admin.post(f"/api/users/{user['id']}/link", {})
            visitors.append(await Visitor.come(server.url, str(link["url"])))
        yield visitors[1:]
    finally:
        for visitor in visitors:
            await visitor.close()


async def live_session(tutor: Visitor, students: list[Visitor]) -> SessionId:
    """A session of these people that is on."""
    now = int(time.time() * 1000)
    made = await tutor.post(
        "/api/academic/sessions/create",
        {
            "title": "Budget",
            "scheduled_start": now,
            "scheduled_end": now + HOUR_MS,
            "student_ids": [student.user for student in students],
        },
    )
    summary = made["session"]
    assert isinstance(summary, dict)
    await tutor.post("/api/academic/sessions/manage", {"session_id": summary["id"], "action": "start"})
    return SessionId(summary["id"])


@contextlib.asynccontextmanager
async def tutor_page(browser: Browser, server: Server, session: SessionId) -> AsyncIterator[Page]:
    """The tutor's page of a live session."""
    context = await browser.new_context(permissions=PERMISSIONS[:2], viewport=VIEWPORT)
    try:
        await sign_in(context.request, server.links["tutor"])
        page = await context.new_page()
        await page.goto(f"{server.url}/dashboard/tutor/sessions/{session}/live")
        await page.locator(".video-grid").wait_for(state="attached")  # without lanes it has no height
        yield page
    finally:
        await context.close()


async def lanes_of(tutor: Visitor, students: list[Visitor], pacer: Pacer, session: SessionId) -> list[Seat]:
    """Students enter, their media flow."""
    return [await take_seat(student, session, tutor.user, pacer) for student in students]


async def frames(count: int, seconds: float) -> tuple[Frames, Frames]:
    """Of the tutor's page without lanes, and with so many that live."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = await stack.enter_async_context(serving(folder))
        playwright = await stack.enter_async_context(async_playwright())
        browser = await stack.enter_async_context(chromium(playwright, FakeDevices(0, 440)))
        tutor = await Visitor.come(server.url, server.links["tutor"])
        stack.push_async_callback(tutor.close)
        async with tutor_page(browser, server, await live_session(tutor, [])) as page:
            await asyncio.sleep(SETTLE_SECONDS)
            none = await traced(browser, page, seconds)
        students = await stack.enter_async_context(newcomers(server, count))
        pacer = await stack.enter_async_context(Pacer())
        session = await live_session(tutor, students)
        page = await stack.enter_async_context(tutor_page(browser, server, session))
        seats = await lanes_of(tutor, students, pacer, session)
        for seat in seats:
            stack.push_async_callback(seat.line.close)
            stack.callback(seat.person.close)
        workers = [await Worker.ready(tutor, seat.line) for seat in seats]
        playing = "(count) => [...document.querySelectorAll('.tile video')].filter((v) => v.videoWidth).length >= count"
        await page.wait_for_function(playing, arg=count, timeout=READY_MS)
        async with working(workers):
            await asyncio.sleep(SETTLE_SECONDS)
            full = await traced(browser, page, seconds)
        pacer.clear()
    return frames_of(none), frames_of(full)


def body(ours: list[float], theirs: list[float], none: Frames, full: Frames, lanes: int) -> str:
    """Both budgets."""
    name = f"the tutor's page with {lanes} live lanes"
    rows = [
        Comparison(
            Figure(f"student's page usable, processor {SLOWER}x slower, ms", ours),
            Figure("LiveKit's room, its first button there, ms", theirs),
            "≤ 1000",
        ),
        Comparison(
            Figure(f"{name}: main thread per frame, ms", full.main_thread),
            Figure("without lanes", none.main_thread),
            "p50 ≤ 16",
        ),
        Comparison(
            Figure(f"{name}: from one animation frame to the next, ms", full.apart), Figure("without lanes", none.apart)
        ),
    ]
    return (
        f"{table(rows)}\n\nTasks of more than 50 ms: {full.long_tasks} with lanes, {none.long_tasks} without."
        " Animation frames also wait for the software that puts pictures together, on the cores of students and server."
    )


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    none, full = await frames(options.lanes, options.seconds)
    log.info("frames", main_thread=Figure("", full.main_thread).p50, apart=Figure("", full.apart).p50)
    ours, theirs = await usable_pages(options.rounds, options.rtt)
    title = "Budgets of pages"
    write_section(title, "bench.budget", body(ours, theirs, none, full, options.lanes), circumstances)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=7, help="of each page that is to be usable")
    parser.add_argument("--rtt", type=float, default=40.0, help="round trip of everybody's wire, ms")
    parser.add_argument("--lanes", type=int, default=10, help="with live students; twelve at most")
    parser.add_argument("--seconds", type=float, default=30.0, help="of frames, with and without lanes")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
