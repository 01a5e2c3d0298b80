"""Six hundred pages that lose their server at the same moment: how soon after its return each is back.

    python -m bench.returning [--sessions 100] [--away 0 30]

A hundred sessions of 1 + 5; everybody is in the room when the server is killed. Pages search as in `web/src/realtime`:
they ask a quarter of a second or a sixteenth of the time that the server was away after they last did, a little more or
less; with the first answer they open their socket, with the number that they hold. The server's return is its first
answer to somebody who asks every 20 ms. The yardstick is pages that ask every quarter of a second however long it is.
"""

import argparse
import asyncio
import contextlib
import random
import time
from dataclasses import dataclass, field

import aiohttp
import structlog
import uvloop
from e2e.server import Server

from bench.crowd import Browser, NotIn, crowd
from bench.processes import cpu_seconds
from bench.report import Circumstances, Comparison, Figure, table, write_section

log = structlog.get_logger(__name__)

EVERY_SECONDS, MOST_SECONDS, SHARE = 0.25, 30.0, 16
"""As `reachability.ts` has them."""
GIVEN_UP_SECONDS = 60.0
AT_ONCE = 20
"""That come in at the same time before it begins; the measurement has no such limit."""


@dataclass(slots=True)
class Return:
    """Of all pages after one outage."""

    server: float = 0.0
    """When it answered again, by the monotonic clock."""
    pages: list[float] = field(default_factory=list)
    """When each page was welcomed."""
    asked: int = 0
    """How often, all together."""
    server_cpu: float = 0.0
    """Of the server from its first answer until everybody was back, in seconds."""

    @property
    def late_ms(self) -> list[float]:
        return [(at - self.server) * 1000 for at in self.pages]


async def search(browser: Browser, told: Return, *, patient: bool) -> None:
    """As a page does whose socket is gone."""
    since = time.monotonic()
    while time.monotonic() - since < GIVEN_UP_SECONDS:
        away = time.monotonic() - since
        wait = min(max(EVERY_SECONDS, away / SHARE), MOST_SECONDS) if patient else EVERY_SECONDS
        await asyncio.sleep(wait * random.uniform(0.8, 1.2))
        told.asked += 1
        if not await browser.answers():
            continue
        with contextlib.suppress(NotIn, aiohttp.ClientError, TimeoutError):
            await browser.connect()
            told.pages.append(time.monotonic())
            return


async def first_answer(url: str) -> float:
    """When the server answers."""
    async with aiohttp.ClientSession(url) as http:
        while True:
            with contextlib.suppress(aiohttp.ClientError):
                async with http.get("/api/health"):
                    return time.monotonic()
            await asyncio.sleep(0.02)


async def outage(server: Server, browsers: list[Browser], away_seconds: float, *, patient: bool) -> Return:
    """Kill the server, start it after a while, and wait until everybody is back, or gave up."""
    told = Return()

    async def page(browser: Browser) -> None:
        await browser.lost()
        await search(browser, told, patient=patient)

    pages = [asyncio.create_task(page(each)) for each in browsers]
    await server.kill()
    died = time.monotonic()
    await asyncio.sleep(away_seconds)
    answer = asyncio.create_task(first_answer(server.url))
    await server.start()
    told.server, began_cpu = await answer, cpu_seconds(server.pid)
    await asyncio.gather(*pages)
    told.server_cpu = cpu_seconds(server.pid) - began_cpu
    last = max(told.late_ms)
    log.info(
        "back", pages=len(told.pages), away=told.server - died, last_ms=last, asked=told.asked, cpu=told.server_cpu
    )
    return told


async def enter(browsers: list[Browser]) -> None:
    """Everybody goes into their room, tutors first."""
    gate = asyncio.Semaphore(AT_ONCE)

    async def one(browser: Browser) -> None:
        async with gate:
            await browser.follow_link()
            await browser.open(files=False)
            if browser.guest.user == browser.guest.tutor:
                await browser.start()
            await browser.connect()
            await browser.join()

    tutors = [each for each in browsers if each.guest.user == each.guest.tutor]
    await asyncio.gather(*map(one, tutors))
    log.info("tutors", count=len(tutors))
    await asyncio.gather(*(one(each) for each in browsers if each not in tutors))


async def main() -> None:
    """Measure, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sessions", type=int, default=100)
    parser.add_argument("--away", type=float, nargs="*", default=[0.0, 30.0], help="seconds until it is started again")
    options = parser.parse_args()
    circumstances, rows = Circumstances.now(), []
    async with crowd(options.sessions) as (server, browsers):
        await enter(browsers)
        log.info("in", pages=len(browsers))
        for away in options.away:
            ours = await outage(server, browsers, away, patient=True)
            busy = await outage(server, browsers, away, patient=False)
            name = f"a restart after {away:.0f} s" if away else "a restart at once"
            kinds = (
                ("back after the server's first answer, ms", ours.late_ms, busy.late_ms),
                ("pages back", [len(ours.pages)], [len(busy.pages)]),
                ("requests of all meanwhile", [ours.asked], [busy.asked]),
                ("the server's CPU until all were back, s", [ours.server_cpu], [busy.server_cpu]),
            )
            for kind, of_ours, of_busy in kinds:
                goal = "≤ 5000" if kind.endswith("ms") else ""
                yardstick = Figure("pages that ask four times a second", of_busy)
                rows.append(Comparison(Figure(f"{name}: {kind}", of_ours), yardstick, goal))
            rows.append(Comparison(Figure(f"{name}: the last page, ms", [max(ours.late_ms)]), None, "≤ 5000"))
    body = (
        f"{table(rows)}\n\n{len(browsers)} pages of {options.sessions} sessions in one process beside the server,"
        " thirty behind one address; two outages of each length, ours first. The server takes seconds to start; whoever"
        f" is not back after {GIVEN_UP_SECONDS:.0f} s gave up. Other work went on on the machine."
    )
    write_section("Six hundred pages whose server was away", "bench.returning", body, circumstances)


if __name__ == "__main__":
    uvloop.run(main())
