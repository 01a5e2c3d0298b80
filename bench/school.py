"""Thirty students of one school, one address for all, open their links, reload, and join within ten seconds.

    python -m bench.school [--rounds 5]

Each in a browser that was never here, at a random moment of the first six seconds: the link and its button, the page
with all its files over up to six connections, its socket; the page again; the room. Six sessions, whose tutors are
there. With every limit as it is served. No media, and nobody draws a page.
"""

import argparse
import asyncio
import random
import time

import aiohttp
import structlog
import uvloop

from bench.crowd import Browser, NotIn, crowd
from bench.report import Circumstances, Comparison, Figure, table, write_section

log = structlog.get_logger(__name__)

SESSIONS, WITHIN_SECONDS, WINDOW_SECONDS = 6, 6.0, 10.0


async def enter(browser: Browser, delay_seconds: float) -> float | None:
    """After a while. Milliseconds from the link to the room; None: not in."""
    await asyncio.sleep(delay_seconds)
    began = time.monotonic()
    try:
        await browser.follow_link()
        await browser.open()
        await browser.connect()
        await browser.open()
        await browser.connect()
        await browser.join()
    except (NotIn, aiohttp.ClientError, TimeoutError) as error:
        log.warning("not_in", why=str(error) or type(error).__name__)
        return None
    return (time.monotonic() - began) * 1000


async def main() -> None:
    """Measure, and write the section."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    circumstances, took, inside, last = Circumstances.now(), list[float](), list[float](), list[float]()
    async with crowd(SESSIONS) as (server, browsers):
        tutors = [each for each in browsers if each.guest.user == each.guest.tutor]
        for tutor in tutors:
            await tutor.follow_link()
            await tutor.open()
            await tutor.start()
            await tutor.connect()
            await tutor.join()
        for _ in range(options.rounds):
            students = [Browser(each.guest, server.url, school=100) for each in browsers if each not in tutors]
            began = time.monotonic()
            found = await asyncio.gather(*(enter(each, random.uniform(0, WITHIN_SECONDS)) for each in students))
            last.append(time.monotonic() - began)
            took += [each for each in found if each is not None]
            inside.append(len([each for each in found if each is not None]))
            log.info("round", inside=inside[-1], seconds=last[-1])
            await asyncio.gather(*(each.close() for each in students))
    rows = [
        Comparison(Figure("of thirty students in the room", inside), None, "30"),
        Comparison(Figure("when the last one was in, s", last), None, f"≤ {WINDOW_SECONDS:.0f}"),
        Comparison(Figure("from the link to the room, the page loaded twice, ms", took)),
    ]
    body = (
        f"{table(rows)}\n\n{options.rounds} rounds one after the other, of the same thirty in browsers without cookies;"
        f" each begins at a random moment of the first {WITHIN_SECONDS:.0f} s. They share the cores with the server;"
        " other work went on on the machine."
    )
    write_section("Thirty students of one school", "bench.school", body, circumstances)


if __name__ == "__main__":
    uvloop.run(main())
