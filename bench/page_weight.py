"""How much JavaScript a page loads until there is a picture, and how soon something is on the screen.

    python -m bench.page_weight [--rounds 9] [--rtt 40]

At 10 Mbit/s, nothing cached, the person signed in already. JavaScript is what came over the network (Chrome DevTools
Protocol, `encodedDataLength`: compressed, with headers). The yardstick is LiveKit's room, made of its own React
components and bundled by the bundler that makes our client (`pages/livekit`; npm fetches it on the first run).
"""

import argparse
import asyncio
from collections import Counter
from dataclasses import dataclass
from urllib.parse import urlsplit

import structlog
from playwright.async_api import Browser, CDPSession, Page

from bench.classroom import JOIN_AT_ONCE, PERMISSIONS, READY_MS, Classroom, Watched, classroom, epoch_ms
from bench.livekit import serving_livekit
from bench.report import Circumstances, Comparison, Figure, table, write_section
from deskside.app import WEB
from deskside.demo import FIRST_SESSION
from deskside.http.client import BuiltClient

log = structlog.get_logger(__name__)

RATE_KBPS = 10_000.0
STUDENT_PAGE = f"/dashboard/student/sessions/{FIRST_SESSION}/video"
TUTOR_PAGE = f"/dashboard/tutor/sessions/{FIRST_SESSION}/live"
PAINTED = """
() => performance.getEntriesByName("first-contentful-paint")[0]?.startTime
"""


@dataclass(frozen=True, slots=True)
class Load:
    """One loading of a page."""

    script_kb: float
    painted_ms: float
    encodings: frozenset[str]
    scripts: frozenset[str]
    """Paths of what came."""


class Scripts:
    """Notes the JavaScript that a page loads, and when. Instants are milliseconds since the Unix epoch."""

    def __init__(self, devtools: CDPSession) -> None:
        self._clock_ms = 0.0
        """What the protocol's own seconds, which begin anywhere, lack to the epoch."""
        self._asked: set[str] = set()
        self._begun: list[tuple[float, str, str]] = []
        self._came: list[tuple[float, int]] = []
        devtools.on("Network.requestWillBeSent", self._on_request)
        devtools.on("Network.responseReceived", self._on_response)
        devtools.on("Network.dataReceived", self._on_data)

    def until(self, instant: float, painted_ms: float) -> Load:
        """What had come by then: what comes after a picture did not hold it up."""
        begun = [each for each in self._begun if each[0] <= instant]
        return Load(
            sum(count for at, count in self._came if at <= instant) / 1000,
            painted_ms,
            frozenset(encoding for _, encoding, _ in begun),
            frozenset(path for _, _, path in begun),
        )

    def _on_request(self, told: dict[str, float]) -> None:
        self._clock_ms = (told["wallTime"] - told["timestamp"]) * 1000

    def _on_response(self, told: dict[str, dict[str, dict[str, str]]]) -> None:
        if str(told["type"]) == "Script":
            self._asked.add(str(told["requestId"]))
            headers = {name.lower(): value for name, value in told["response"]["headers"].items()}
            path = urlsplit(str(told["response"]["url"])).path
            self._begun.append((self._instant(told["timestamp"]), headers.get("content-encoding", "none"), path))

    def _on_data(self, told: dict[str, object]) -> None:
        """Of the script alone, as it was on the line: what headers take is no JavaScript."""
        if told["requestId"] in self._asked:
            self._came.append((self._instant(told["timestamp"]), int(str(told["encodedDataLength"]))))

    def _instant(self, timestamp: object) -> float:
        return float(str(timestamp)) * 1000 + self._clock_ms


async def load(page: Page, address: str, *, picture: bool) -> Load:
    """Open the address; `picture`: until the first one, else until the network is quiet."""
    devtools = await page.context.new_cdp_session(page)
    scripts = Scripts(devtools)
    await devtools.send("Network.enable")
    await page.goto(address, wait_until="load" if picture else "networkidle")
    painted = await page.wait_for_function(PAINTED, timeout=READY_MS)
    until = await Watched(page).frame_after(0.0) if picture else epoch_ms()
    if until is None:
        raise TimeoutError("no picture")
    return scripts.until(until, float(await painted.json_value()))


def unweighed(entry: str, loads: list[Load]) -> str:
    """What pages loaded before their picture although the build does not weigh it: how often which."""
    files = BuiltClient(WEB).entry(f"src/app/{entry}.tsx")
    weighed = set() if files is None else {files.script, *files.modules}
    counted = Counter(path for each in loads for path in each.scripts - weighed)
    return ", ".join(f"{path.rsplit('/', 1)[-1]} ({count})" for path, count in sorted(counted.items())) or "nothing"


async def student(room: Classroom) -> Load:
    """A student whose session is on, into it at once."""
    async with room.signed_in("alice", JOIN_AT_ONCE) as watched:
        return await load(watched.page, f"{room.server.url}{STUDENT_PAGE}", picture=True)


async def tutor(room: Classroom) -> Load:
    """The tutor's page, opened anew while a student is there: until the student's picture."""
    async with room.student("bob", JOIN_AT_ONCE) as watched:
        await watched.connected(1)
        async with room.signed_in("tutor") as second:
            return await load(second.page, f"{room.server.url}{TUTOR_PAGE}", picture=True)


async def livekit(browser: Browser, address: str) -> Load:
    """LiveKit's page, up to its controls."""
    context = await browser.new_context(permissions=PERMISSIONS)
    try:
        return await load(await context.new_page(), address, picture=False)
    finally:
        await context.close()


def rows(students: list[Load], tutors: list[Load], livekits: list[Load]) -> list[Comparison]:
    """Weights and paints; the student's beside LiveKit's."""

    def weights(name: str, loads: list[Load]) -> Figure:
        return Figure(f"{name}, kB", [each.script_kb for each in loads])

    def paints(name: str, loads: list[Load]) -> Figure:
        return Figure(f"{name}, ms", [each.painted_ms for each in loads])

    return [
        Comparison(
            weights("JavaScript of the student's page, to the picture", students),
            weights("LiveKit's room", livekits),
            "≤ 90 and ≤ 0.4x (P10)",
        ),
        Comparison(weights("JavaScript of the tutor's page, to the picture", tutors), goal="≤ 120 (P10)"),
        Comparison(
            paints("first contentful paint, student's page", students),
            paints("LiveKit's room", livekits),
            "≤ 250 and ≤ 0.45x (P11)",
        ),
        Comparison(paints("first contentful paint, tutor's page", tutors), goal="≤ 250"),
    ]


async def main(options: argparse.Namespace) -> None:
    """Measure and write the section."""
    circumstances = Circumstances.now()
    students, tutors, livekits = [], [], []
    async with classroom(rtt_ms=options.rtt, rate_kbps=RATE_KBPS, student_core=None) as room:
        with serving_livekit(room.lab.server_address) as address:
            for _ in range(options.rounds):
                students.append(await student(room))
                livekits.append(await livekit(room.students, address))
                log.info("load", student=students[-1], livekit=livekits[-1])
        for _ in range(options.rounds):
            tutors.append(await tutor(room))
            log.info("load", tutor=tutors[-1])
    encodings = ", ".join(sorted(frozenset().union(*(each.encodings for each in students + tutors))))
    beside = " ".join(
        f"Beside what the build weighs the {who}'s page loaded before its picture: {unweighed(who, loads)}."
        for who, loads in (("student", students), ("tutor", tutors))
    )
    body = f"{table(rows(students, tutors, livekits))}\n\nContent-Encoding of our scripts: {encodings}. {beside}"
    title = f"Page weight, round trip {options.rtt:.0f} ms, 10 Mbit/s"
    write_section(title, "bench.page_weight", body, circumstances)


def parse_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=9, help="of each page")
    parser.add_argument("--rtt", type=float, default=40.0, help="round trip of everybody's wire, ms")
    return parser.parse_args()


if __name__ == "__main__":
    asyncio.run(main(parse_options()))
