"""People with a browser each: a face of one colour and a voice of one pitch, so that it can be measured who is who."""

import asyncio
import contextlib
import math
import struct
import time
import wave
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, Self, TypeVar

from bench.netlab import Cut, Netlab
from playwright.async_api import Browser, BrowserContext, Page, Playwright

from e2e import media
from e2e.chromium import browser_path, starter
from e2e.media import Scripted
from e2e.problems import TELL_VIOLATIONS, Problems
from e2e.ways_in import follow

PITCHES = {"olga": 330, "tutor": 440, "alice": 620, "bob": 880, "carol": 1240, "david": 1760, "erin": 2500}
"""Hertz; no two are within a critical band, nor is one another's octave and neighbour."""
COLOURS = {
    "olga": (120, 120, 120),
    "tutor": (200, 40, 40),
    "alice": (40, 170, 60),
    "bob": (50, 70, 210),
    "carol": (210, 180, 40),
    "david": (160, 60, 190),
    "erin": (40, 180, 190),
}
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-background-timer-throttling",
    "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
)
PERMISSIONS = ("camera", "microphone")
WAIT_SECONDS = 30.0
FADE_SECONDS = 2.0
STEADY_SECONDS = 12.0
"""How long a picture is watched: what is right after one second may be wrong after ten."""
STANDSTILL_SECONDS, MOVING_FPS = 1.5, 3.0
"""What a machine that many browsers share can hold; pictures that fail move once in 3 s."""
FACE = (640, 360)
SMALL_FACE = (160, 120)
"""Pixels of a face: the small one, which moves less often, where many browsers share few cores."""
FACE_FPS, SMALL_FACE_FPS = 20, 8

T = TypeVar("T")
P = TypeVar("P", bound=Scripted)


async def until(check: Callable[[], Awaitable[T]], what: str, seconds: float = WAIT_SECONDS) -> T:
    """Wait until `check` is true-ish; say what did not happen if it never is."""
    loop = asyncio.get_running_loop()
    end = loop.time() + seconds
    while True:
        found = await check()
        if found:
            return found
        if loop.time() > end:
            raise AssertionError(f"did not happen within {seconds} s: {what} (last: {found!r})")
        await asyncio.sleep(0.1)


@dataclass(slots=True)
class Senses(Generic[P]):
    """What somebody hears and sees, measured in their browser."""

    name: str
    page: P

    async def hears(self, other: str, seconds: float = WAIT_SECONDS) -> None:
        """The other's pitch is in the sound that arrives here."""

        async def heard() -> bool:
            return await media.level_of(self.page, PITCHES[other]) > media.HEARD_DB

        await until(heard, f"{self.name} hears {other}", seconds)

    async def does_not_hear(self, other: str, seconds: float = 1.0) -> None:
        """For that long, no sound that arrives here contains the other's pitch.

        A browser plays out and fades what it has already received; packets themselves are counted in `bench/toggle.py`.
        """
        pitch, began = PITCHES[other], time.monotonic()

        async def faded() -> bool:
            return await media.level_of(self.page, pitch) < media.SILENT_DB

        await until(faded, f"{self.name} no longer hears {other}", FADE_SECONDS)
        loudest = await media.loudest(self.page, pitch, seconds)
        if loudest >= media.SILENT_DB and time.monotonic() < began + FADE_SECONDS + seconds:
            loudest = await media.loudest(self.page, pitch, seconds)  # that was a gap in what was still on its way
        assert loudest < media.SILENT_DB, f"{self.name} hears {other}: {loudest:.0f} dB"

    async def sees(self, other: str, seconds: float = WAIT_SECONDS) -> None:
        """A moving picture of the other's colour is on the page."""

        async def seen() -> bool:
            return COLOURS[other] in await self._faces(list(COLOURS.values()))

        await until(seen, f"{self.name} sees {other}", seconds)

    async def keeps_seeing(self, other: str, seconds: float = STEADY_SECONDS) -> None:
        """For that long, the other's picture moves all the time."""
        longest, frames = await media.standstill(self.page, COLOURS[other], seconds)
        seen = f"{self.name} saw {other} stand still for {longest:.1f} s, {frames} frames in {seconds} s"
        assert longest < STANDSTILL_SECONDS, seen
        assert frames > MOVING_FPS * seconds, seen

    async def does_not_see(self, other: str) -> None:
        """No moving picture on the page has the other's colour, once frames that were on their way are shown."""

        async def gone() -> bool:
            return COLOURS[other] not in await self._faces(list(COLOURS.values()))

        await until(gone, f"{self.name} no longer sees {other}", FADE_SECONDS)
        assert await gone(), f"{self.name} sees {other}"

    async def _faces(self, known: list[tuple[int, int, int]]) -> set[tuple[int, int, int]]:
        found = await media.colours(self.page)
        return {min(known, key=lambda k: math.dist(k, colour)) for colour in found}


@dataclass(slots=True)
class Person(Senses[Page]):
    """Somebody in front of a Chromium."""

    browser: Browser
    context: BrowserContext
    problems: list[str]
    """Errors that nobody caught, and violations of the Content-Security-Policy."""
    line: Netlab | None = None
    """Their own network, where a test needs to cut it."""

    @classmethod
    def of(cls, person: "Person") -> Self:
        """The same person in this part."""
        return cls(person.name, person.page, person.browser, person.context, person.problems, person.line)

    async def open(self, link: str) -> None:
        """Follow the personal link to one's page."""
        await follow(self.page, link)

    async def click(self, name: str) -> None:
        """Press the button of this accessible name."""
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def goes_offline(self) -> None:
        """Their network is gone, and their browser knows, as where somebody walks away from the Wi-Fi.

        Not Playwright's `set_offline`: with media flowing that keeps a core busy, for as long as it lasts.
        """
        await self._own_line.cut(Cut.LINK)

    async def comes_back(self) -> None:
        """The network is there again, if it was gone; the page does the rest."""
        await self._own_line.heal()

    @property
    def _own_line(self) -> Netlab:
        assert self.line is not None, f'{self.name} has no line of their own: @pytest.mark.lines("{self.name}")'
        return self.line


def make_media(folder: Path, name: str, size: tuple[int, int] = FACE) -> tuple[Path, Path]:
    """A face (one-colour Y4M, `size` in pixels) and a voice (a pure tone, 48 kHz) for one person."""
    voice, face = folder / f"{name}.wav", folder / f"{name}-{size[0]}.y4m"
    if not voice.exists():
        with wave.open(str(voice), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(48_000)
            step = 2 * math.pi * PITCHES[name] / 48_000
            out.writeframes(b"".join(struct.pack("<h", int(12_000 * math.sin(step * i))) for i in range(48_000)))
    if not face.exists():
        face.write_bytes(_one_colour(COLOURS[name], *size, fps=SMALL_FACE_FPS if size == SMALL_FACE else FACE_FPS))
    return face, voice


def _one_colour(rgb: tuple[int, int, int], width: int, height: int, *, fps: int) -> bytes:
    """A second of Y4M (4:2:0, BT.601 full to studio range) of one colour, with a line that moves: frames differ."""
    red, green, blue = rgb
    luma = int(16 + (65.738 * red + 129.057 * green + 25.064 * blue) / 256)
    cb = int(128 + (-37.945 * red - 74.494 * green + 112.439 * blue) / 256)
    cr = int(128 + (112.439 * red - 94.154 * green - 18.285 * blue) / 256)
    out = [f"YUV4MPEG2 W{width} H{height} F{fps}:1 Ip A1:1 C420jpeg\n".encode()]
    chroma = bytes([cb]) * (width * height // 4) + bytes([cr]) * (width * height // 4)
    for frame in range(fps):
        picture = bytearray([luma]) * (width * height)
        row = (frame * 7) % (height - 4)
        picture[row * width : (row + 2) * width] = bytes([min(235, luma + 60)]) * (2 * width)
        out += [b"FRAME\n", bytes(picture), chroma]
    return b"".join(out)


def reaching(url: str) -> tuple[str, ...]:
    """Flags for a server at an address that is not loopback: camera and microphone without HTTPS, no mDNS."""
    return f"--unsafely-treat-insecure-origin-as-secure={url}", "--disable-features=WebRtcHideLocalIpsWithMdns"


@contextlib.asynccontextmanager
async def someone(
    playwright: Playwright,
    name: str,
    folder: Path,
    *flags: str,
    face_size: tuple[int, int] = FACE,
    line: Netlab | None = None,
) -> AsyncIterator[Person]:
    """A person with a browser, a camera and a microphone of their own. `line`: the only network their browser has."""
    face, voice = make_media(folder, name, face_size)
    command = None if line is None else line.command([browser_path()])
    browser = await playwright.chromium.launch(
        executable_path=starter(folder, command),
        args=[
            *FLAGS,
            "--use-fake-ui-for-media-stream",
            f"--use-file-for-fake-video-capture={face}",
            f"--use-file-for-fake-audio-capture={voice}",
            *flags,
        ],
    )
    context = await browser.new_context(permissions=PERMISSIONS, viewport={"width": 1280, "height": 800})
    await context.add_init_script(media.REMEMBER_SHADOWS)
    await context.add_init_script(TELL_VIOLATIONS)
    problems = Problems(name, context)
    page = await context.new_page()
    await problems.watch_workers(page)
    try:
        yield Person(name, page, browser, context, problems.found, line)
    finally:
        await browser.close()
