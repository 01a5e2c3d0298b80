"""A real session for a measurement: server, tutor and students in browsers, everybody behind a wire of their own.

Pages record themselves (`pages/watch.js`): when the person pressed, when pictures came. Every instant is in
milliseconds since the Unix epoch; browsers, wires and this process share the machine's clock.
"""

import contextlib
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from e2e.server import Server, free_port, serving
from e2e.ways_in import follow, sign_in
from playwright.async_api import Browser, BrowserContext, Page, Playwright, ViewportSize, async_playwright

from bench.browsers import FakeDevices, chromium
from bench.media import STUDENT_CAMERA, VideoEncoding
from bench.netlab import Netlab
from deskside.app import WEB, system_clock
from deskside.demo import FIRST_SESSION
from deskside.tls import self_signed

PAGES = Path(__file__).parent / "pages"
SOCKET_IO = Path(__file__).parent.parent / "web/node_modules/socket.io-client/dist/socket.io.esm.min.js"
NAIVE = "/bench/naive"
"""Where a student's browser finds the usual client; no server knows this path."""
TUTOR_CAMERA = VideoEncoding(640, 360, 30, 500)
STUDENTS = ("alice", "bob", "carol", "david", "erin")
READY_MS = 20_000.0
LOBBY_MS = 2000.0
"""The engine asks a browser for at most one keyframe a second, and asks when a receiving connection comes up."""
POLL_MS = 100.0
PERMISSIONS = ("camera", "microphone", "local-network-access")
"""The last: a page that the bench itself puts in place counts as one from outside."""
JOIN_AT_ONCE = "window.bench.join_at_once = true;"


def epoch_ms(monotonic: float | None = None) -> float:
    """Now, or an instant of `time.monotonic`."""
    passed = 0.0 if monotonic is None else time.monotonic() - monotonic
    return (time.time() - passed) * 1000


@dataclass(frozen=True, slots=True)
class Watched:
    """A page that records itself."""

    page: Page

    async def press(self, name: str) -> float:
        """Press the button of this name as a person does; returns when."""
        await self.page.get_by_role("button", name=name, exact=True).click()
        return float(await self.page.evaluate("bench.pressed.at(-1)"))

    async def warm(self) -> None:
        """Wait until the page is a warm lobby: both connections are up, and it was looked at for a while."""
        await self.connected(2)
        await self.page.get_by_role("button", name="Join Session").wait_for()
        await self.page.wait_for_timeout(LOBBY_MS)

    async def connected(self, count: int) -> None:
        """Wait until so many WebRTC connections are up."""
        await self._wait("(count) => bench.connected() >= count", READY_MS, count)

    async def frame_after(self, instant: float, limit_ms: float = READY_MS) -> float | None:
        """When the first picture after `instant` was shown. None if none is within `limit_ms` from now."""
        with contextlib.suppress(TimeoutError):
            return await self._wait("(at) => bench.frames.find((frame) => frame > at)", limit_ms, instant)
        return None

    async def frames(self, since: float) -> list[float]:
        """When pictures were shown, from `since` on."""
        return list(await self.page.evaluate("(at) => bench.frames.filter((frame) => frame >= at)", since))

    async def opened(self) -> float:
        """When this page's address was asked for."""
        return float(await self.page.evaluate("bench.opened"))

    async def _wait(self, condition: str, limit_ms: float, given: float | None = None) -> float:
        try:
            found = await self.page.wait_for_function(condition, arg=given, timeout=limit_ms, polling=POLL_MS)
        except Exception as error:
            if type(error).__name__ == "TimeoutError":
                raise TimeoutError(f"not within {limit_ms} ms: {condition}") from None
            raise
        return float(await found.json_value())


@dataclass(frozen=True, slots=True)
class Classroom:
    """A live session with its tutor; students come when they are asked to."""

    server: Server
    lab: Netlab
    """The students' wire."""
    tutor: Watched
    students: Browser
    """Of all of them; each is in a context of their own."""

    @contextlib.asynccontextmanager
    async def student(self, name: str, *scripts: str) -> AsyncIterator[Watched]:
        """Somebody who opens their personal link for the first time: nothing is cached. `scripts` run in each page."""
        async with self._seat(*scripts) as watched:
            await follow(watched.page, self.server.links[name])
            yield watched

    @contextlib.asynccontextmanager
    async def signed_in(self, name: str, *scripts: str) -> AsyncIterator[Watched]:
        """Somebody of the demo with an empty page: signed in, nothing loaded yet."""
        async with self._seat(*scripts) as watched:
            await sign_in(watched.page.context.request, self.server.links[name])
            yield watched

    @contextlib.asynccontextmanager
    async def usual_student(self, name: str) -> AsyncIterator[Watched]:
        """A student with the usual client, loaded and waiting for the click."""
        async with self.signed_in(name) as watched:
            context = watched.page.context
            await context.route(f"**{NAIVE}*", lambda route: route.fulfill(path=PAGES / "naive.html"))
            await context.route("**/socket.io.js", lambda route: route.fulfill(path=SOCKET_IO))
            await watched.page.goto(f"{self.server.url}{NAIVE}?session={FIRST_SESSION}", wait_until="networkidle")
            yield watched

    @contextlib.asynccontextmanager
    async def _seat(self, *scripts: str) -> AsyncIterator[Watched]:
        context = await self.students.new_context(permissions=PERMISSIONS, viewport={"width": 480, "height": 360})
        try:
            await _record(context, *scripts)
            yield Watched(await context.new_page())
        finally:
            await context.close()


async def _record(context: BrowserContext, *scripts: str) -> None:
    await context.add_init_script(path=PAGES / "watch.js")
    for script in scripts:
        await context.add_init_script(script)


async def watched_page(
    browser: Browser, link: str, viewport: ViewportSize, *scripts: str, scale: float = 1.0
) -> Watched:
    """Somebody's page, by their personal link. `scale`: device pixels of a CSS pixel."""
    context = await browser.new_context(permissions=PERMISSIONS, viewport=viewport, device_scale_factor=scale)
    await _record(context, *scripts)
    page = await context.new_page()
    await follow(page, link)
    return Watched(page)


@contextlib.asynccontextmanager
async def served_over_a_wire(rtt_ms: float) -> AsyncIterator[tuple[Server, Netlab]]:
    """A server, and a wire to it that can be limited, for whoever is put behind it."""
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        lab = await stack.enter_async_context(Netlab(rtt_ms=rtt_ms))
        address = lab.server_address
        yield (
            await stack.enter_async_context(serving(folder, base_url=f"http://{address}:PORT", public_address=address)),
            lab,
        )


async def begin(tutor: Watched) -> None:
    """Start the session, and wait until the tutor's page is connected."""
    await tutor.press("Start Session")
    await tutor.page.locator(".video-grid").wait_for()
    await tutor.connected(1)


@contextlib.asynccontextmanager
async def classroom(
    *, rtt_ms: float = 40.0, rate_kbps: float = 0.0, student_core: int | None = 1, relay: bool = False
) -> AsyncIterator[Classroom]:
    """A live session: the tutor's wire has the same round trip as the students', theirs may have a rate.

    `student_core`: the one core that the students' browser has; None: all, where loading a page is what is measured.
    `relay`: one is embedded, over UDP, TCP and TLS. Raises FileNotFoundError if the web client is not built.
    """
    if not (WEB / "manifest.json").exists():
        raise FileNotFoundError("there is no client to measure: npm --prefix web run build")
    async with contextlib.AsyncExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        lab = await stack.enter_async_context(Netlab(rtt_ms=rtt_ms, rate_kbps=rate_kbps))
        desk = await stack.enter_async_context(Netlab(rtt_ms=rtt_ms, beside=lab))
        address = lab.server_address
        server = await stack.enter_async_context(
            serving(
                folder,
                base_url=f"http://{address}:PORT",
                public_address=address,
                relay=_certified_relay(folder, address) if relay else None,
            )
        )
        playwright = await stack.enter_async_context(async_playwright())
        tutor = await stack.enter_async_context(
            _browser(playwright, FakeDevices(0, 440, TUTOR_CAMERA), desk, server, core=0)
        )
        students = await stack.enter_async_context(
            _browser(playwright, FakeDevices(120, 660, STUDENT_CAMERA[0]), lab, server, core=student_core)
        )
        yield Classroom(server, lab, await _begin(tutor, server), students)


@contextlib.asynccontextmanager
async def _browser(
    playwright: Playwright, devices: FakeDevices, lab: Netlab, server: Server, *, core: int | None
) -> AsyncIterator[Browser]:
    uncertified = ["--ignore-certificate-errors"] if server.settings.turn == "embedded" else []
    async with chromium(playwright, devices, lab, secure=[server.url], flags=uncertified, core=core) as browser:
        yield browser


def _certified_relay(folder: Path, address: str) -> dict[str, object]:
    files = self_signed(folder / "tls", (address,), system_clock().now())
    return {"turn_tls_port": free_port(), "turn_cert": files.certificate, "turn_key": files.key}


async def _begin(browser: Browser, server: Server) -> Watched:
    context = await browser.new_context(permissions=PERMISSIONS, viewport={"width": 1000, "height": 600})
    await _record(context)
    tutor = Watched(await context.new_page())
    await follow(tutor.page, server.links["tutor"])
    await begin(tutor)
    return tutor
