"""The processes that send hostile inputs: `python -m bench.hostile_lines URL DENS SEED REQUESTS ACTS SECONDS`.

Inputs are spread over the time, and a person waits for one answer before the next: the server is not flooded, so what
waits behind an input waits because of what is in it. Prints an `Outcome` as JSON at the end.
"""

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random

import aiohttp
from fastapi import FastAPI
from tests.hostile.acts import Known, frame
from tests.hostile.requests import Api, Asked

from bench.hostile_browser import ANSWER_SECONDS, Gone, Line, Person
from bench.hostile_people import SEATED, Den, Outcome, dens
from deskside.http.app import ROUTERS

OVERTIME = 1.6
PATIENCE_SECONDS = 3.0
"""Between two tries to come back."""
LARGEST = 64 * 1024 - 1


@dataclass(frozen=True, slots=True)
class Work:
    """For each den: so many requests and acts within the time."""

    url: str
    seconds: float
    asked: int
    acted: int


async def spread(count: int, seconds: float, once: Callable[[], Awaitable[int]]) -> None:
    """So many inputs, evenly over the time, never two at once; what is late is not caught up with a burst, and what is
    not sent by then is given up. `once` says how many it sent."""
    due, pause = time.monotonic(), seconds / max(1, count)
    end = due + seconds * OVERTIME
    while count > 0 and time.monotonic() < end:
        count -= await once()
        due = max(due + pause, time.monotonic() - pause)
        await asyncio.sleep(max(0.0, due - time.monotonic()))


async def over_http(person: Person, api: Api, random: Random, work: tuple[int, float], outcome: Outcome) -> None:
    """Requests of one person."""
    await person.sign_in()

    async def once() -> int:
        asked = api.request(random)
        began = time.monotonic()
        status, why = "nothing", ""
        try:
            status = str(await person.ask(asked))
        except (aiohttp.ClientError, TimeoutError) as error:
            why = f"{error!r} at {datetime.now(UTC):%H:%M:%S} "
        took = (time.monotonic() - began) * 1000
        outcome.note(status, took, f"{why}{asked.operation} {asked.path[:100]} {(asked.content or b'')[:200]!r}")
        if status == "401":
            await person.sign_in()
        return 1

    await spread(*work, once)


async def over_socket(
    person: Person, seat: tuple[str, list[str], Known], random: Random, work: tuple[int, float], outcome: Outcome
) -> None:
    """Acts of one person in a room."""
    session, audience, known = seat
    await person.sign_in()
    line: list[Line] = []

    async def once() -> int:
        if not line or line[0].socket.closed:
            line.clear()
            try:
                line.append(await Line.open(person, session, audience))
            except (Gone, TimeoutError, aiohttp.ClientError) as error:
                outcome.refused[f"{error!r}"] = outcome.refused.get(f"{error!r}", 0) + 1
                await asyncio.sleep(PATIENCE_SECONDS)
                return 0
        while len(message := frame(random, known, line[0].next())) > LARGEST:
            pass
        began, answer = time.monotonic(), "nothing"
        try:
            answer = await line[0].ask(message)
        except (Gone, aiohttp.ClientError):
            answer = "closed"
        except TimeoutError:
            await line[0].socket.close()
        outcome.note(answer, (time.monotonic() - began) * 1000, message)
        return 1

    await spread(*work, once)


@cache
def described() -> dict[str, object]:
    """The API's description, as the server would make it."""
    app = FastAPI()
    for router in ROUTERS:
        app.include_router(router)
    return dict(app.openapi())


async def attack(url: str, file: Path, seed: int, counts: tuple[int, int], seconds: float) -> Outcome:
    """So many requests and acts of all dens together."""
    outcome, all_dens, random = Outcome(), dens(file), Random(seed)
    work = Work(url, seconds, *(count // len(all_dens) for count in counts))
    async with asyncio.TaskGroup() as group:
        for den in all_dens:
            group.create_task(_den(work, den, random.randrange(2**32), outcome))
    return outcome


async def _den(work: Work, den: Den, seed: int, outcome: Outcome) -> None:
    browsers: list[aiohttp.ClientSession] = []
    askers: list[str | None] = [*[name for name in ("admin", "tutor", "ada") if name in den.links], None]

    def person(name: str | None) -> Person:
        jar = aiohttp.CookieJar(unsafe=True)
        timeout = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        http = aiohttp.ClientSession(
            work.url, cookie_jar=jar, timeout=timeout, headers={"X-Forwarded-For": den.address}, auto_decompress=False
        )
        browsers.append(http)
        return Person(http, work.url, den.links[name] if name else None)

    try:
        if "tutor" in den.links:
            await _start(person("tutor"), den)
        api = Api(described(), den.ids)
        known = Known(den.ids["student_id"], den.ids["exercise_id"])
        seated = [name for name in SEATED if name in den.links]
        async with asyncio.TaskGroup() as group:
            for number, name in enumerate(askers if work.asked else []):
                rng = Random(f"{seed} http {number}")
                group.create_task(over_http(person(name), api, rng, (work.asked // len(askers), work.seconds), outcome))
            for number, name in enumerate(seated):
                rng = Random(f"{seed} socket {number}")
                seat = (den.session, [] if name == "tutor" else den.ids["tutor"], known)
                group.create_task(
                    over_socket(person(name), seat, rng, (work.acted // len(seated), work.seconds), outcome)
                )
    finally:
        for http in browsers:
            await http.close()


async def _start(tutor: Person, den: Den) -> None:
    await tutor.sign_in()
    for session in (den.session, den.spare):
        body = json.dumps({"session_id": session, "action": "start"}).encode()
        await tutor.ask(Asked("POST", "/api/academic/sessions/manage", "start", body))


if __name__ == "__main__":
    given = sys.argv[1:]
    found = asyncio.run(
        attack(given[0], Path(given[1]), int(given[2]), (int(given[3]), int(given[4])), float(given[5]))
    )
    print(json.dumps(asdict(found)))
