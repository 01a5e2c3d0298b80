"""A lesson that is watched while others are hostile: who is asked every 100 ms, and what they felt.

The tutor has a page in Chromium, or, where there is no browser, a socket alone; a student's socket beats beside it.
Both sockets keep all that they are told.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from typing import TypeVar

from e2e.chromium import browser_path
from e2e.people import FLAGS
from e2e.server import Server
from e2e.ways_in import follow
from playwright.async_api import Error, Page, async_playwright
from tests.realtime.house import Page as Seat

from bench.lean.line import Visitor
from deskside.demo import FIRST_SESSION, TUTOR
from deskside.wire.views import view_from_json

T = TypeVar("T")
LOOK_SECONDS = 0.1
DRAWS = "new Promise((done) => requestAnimationFrame(() => done(document.querySelectorAll('.video-grid').length)))"
"""How many lessons are on the screen, said once the page has drawn."""
WATCHED = "demo-alice"
"""Whose board the tutor looks at; hers is the hostile student's."""


@dataclass(slots=True)
class Felt:
    """Milliseconds until each was answered, and what went wrong."""

    beats: list[float] = field(default_factory=list)
    tutors: list[float] = field(default_factory=list)
    """The tutor's page, until it drew; without a browser the tutor's heartbeats."""
    disturbed: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Lesson:
    """`page`: None without a browser."""

    server: Server
    student: Seat
    tutor: Seat | None
    page: Page | None

    async def watched(self, work: Awaitable[T], felt: Felt) -> T:
        """Feel while this is going on."""
        watching = [asyncio.create_task(_beat(self.student, felt.beats, felt))]
        if self.page is not None:
            watching.append(asyncio.create_task(_look(self.page, felt)))
        if self.tutor is not None:
            watching.append(asyncio.create_task(_beat(self.tutor, felt.tutors, felt)))
        try:
            return await work
        finally:
            for task in watching:
                task.cancel()
            for outcome in await asyncio.gather(*watching, return_exceptions=True):
                if isinstance(outcome, Exception):
                    felt.disturbed.append(f"{outcome!r}")

    async def compare(self, felt: Felt) -> None:
        """What the sockets hold is what a new page of the same person would be told."""
        for name, seat in (("bob", self.student), ("tutor", self.tutor)):
            if seat is None:
                continue
            visitor = await Visitor.come(self.server.url, self.server.links[name])
            admission = await visitor.get(f"/api/sessions/{FIRST_SESSION}/video/token")
            await visitor.close()
            truth = int(str(admission["seq"]))
            if not seat.connected:
                felt.disturbed.append(f"{name} lost the line")
                continue
            await seat.knows(truth)
            if seat.seqs != list(range(seat.seqs[0], seat.seqs[-1] + 1)):
                felt.disturbed.append(f"{name} missed something")
            if seat.seqs[-1] == truth and seat.view() != view_from_json(admission["view"]):
                felt.disturbed.append(f"{name} holds something else than a new page of theirs")


async def _beat(seat: Seat, took: list[float], felt: Felt) -> None:
    while True:
        began = time.monotonic()
        answer = await seat.act("heartbeat", active=True)
        took.append((time.monotonic() - began) * 1000)
        if not answer["ok"]:
            felt.disturbed.append(f"heartbeat: {answer}")
        await asyncio.sleep(LOOK_SECONDS)


async def _look(page: Page, felt: Felt) -> None:
    while True:
        began = time.monotonic()
        try:
            lessons = await page.evaluate(DRAWS)
        except Error as error:
            felt.disturbed.append(f"page: {error}")
            return
        felt.tutors.append((time.monotonic() - began) * 1000)
        if lessons != 1:
            felt.disturbed.append(f"{lessons} lessons on the tutor's screen")
        await asyncio.sleep(LOOK_SECONDS)


@asynccontextmanager
async def lesson(server: Server, felt: Felt, *, browser: bool) -> AsyncIterator[Lesson]:
    """The demo's session, live: the tutor and Bob are in it."""
    async with AsyncExitStack() as stack:
        page, tutor = None, None
        if browser:
            page = await stack.enter_async_context(_tutors_page(server, felt.disturbed.append))
        else:
            visitor = await Visitor.come(server.url, server.links["tutor"])
            stack.push_async_callback(visitor.close)
            start = {"session_id": FIRST_SESSION, "action": "start"}
            await visitor.post("/api/academic/sessions/manage", {**start})
            tutor = await seated(visitor, "page-of-tutor")
            stack.push_async_callback(tutor.leave)
            await tutor.act("board-watch", board=WATCHED, pace="live", epoch="", generation=0, clock=0)
        visitor = await Visitor.come(server.url, server.links["bob"])
        stack.push_async_callback(visitor.close)
        student = await seated(visitor, "page-of-bob")
        stack.push_async_callback(student.leave)
        yield Lesson(server, student, tutor, page)


@asynccontextmanager
async def _tutors_page(server: Server, tell: Callable[[str], None]) -> AsyncIterator[Page]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=browser_path(), args=list(FLAGS))
        size = {"width": 1440, "height": 900}
        context = await browser.new_context(permissions=["camera", "microphone"], viewport=size)  # type: ignore[arg-type]
        page = await context.new_page()
        page.on("pageerror", lambda error: tell(f"page: {error}"))
        await follow(page, server.links["tutor"])
        await page.get_by_role("button", name="Start Session").click()
        await page.locator(".video-grid").wait_for()
        try:
            yield page
        finally:
            await browser.close()


async def seated(visitor: Visitor, page: str) -> Seat:
    """A page that is in the room."""
    admission = await visitor.get(f"/api/sessions/{FIRST_SESSION}/video/token")
    seat = await Seat(visitor.url, page, str(admission["token"])).connect()
    joined = await seat.act("join-session", audience=[] if visitor.user == TUTOR.id else [TUTOR.id])
    assert joined["ok"], joined
    await seat.knows(joined["seq"])
    return seat
