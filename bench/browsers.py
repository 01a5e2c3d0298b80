"""Chromium behind a lab's wire, driven by Playwright from outside, with a fake camera and microphone of its person.

async with async_playwright() as playwright, Netlab(rtt_ms=40) as lab:
    async with chromium(playwright, FakeDevices(hue_degrees=120, tone_hz=660), lab, secure=[origin]) as browser:
        page = await (await browser.new_context()).new_page()
"""

import tempfile
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from e2e.chromium import browser_path, starter
from playwright.async_api import Browser, Playwright

from bench.media import STUDENT_CAMERA, VideoEncoding, camera_file, tone_file
from bench.netlab import Netlab


@dataclass(frozen=True, slots=True)
class FakeDevices:
    """What a person's camera and microphone give; small by default, so that encoding does not spoil a measurement."""

    hue_degrees: int
    tone_hz: int
    """To be told apart by ear, or by an analyser's bins."""
    picture: VideoEncoding = STUDENT_CAMERA[0]


FLAGS = (
    "--no-sandbox",  # the benches need root for namespaces, and Chromium refuses its sandbox to root
    "--use-fake-ui-for-media-stream",  # permission is given
    "--use-fake-device-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
    "--disable-features=WebRtcHideLocalIpsWithMdns",  # there is no mDNS in a namespace
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    "--disable-renderer-backgrounding",
    "--mute-audio",  # nobody listens; WebRTC measures before this
)


@asynccontextmanager
async def chromium(
    playwright: Playwright,
    devices: FakeDevices,
    lab: Netlab | None = None,
    *,
    secure: Sequence[str] = (),
    flags: Iterable[str] = (),
    core: int | None = None,
) -> AsyncIterator[Browser]:
    """A browser of one person, in the lab's namespace if one is given.

    `secure`: plain-HTTP origins that get camera and microphone as if they were https. `flags` are added to FLAGS.
    `core`: the only one it may use, so that two people's machines do not take each other's time either.
    """
    arguments = [
        *FLAGS,
        f"--use-file-for-fake-video-capture={camera_file(devices.hue_degrees, devices.picture)}",
        f"--use-file-for-fake-audio-capture={tone_file(devices.tone_hz)}",
        *([f"--unsafely-treat-insecure-origin-as-secure={','.join(secure)}"] if secure else []),
        *flags,
    ]
    with tempfile.TemporaryDirectory() as folder:
        start = starter(Path(folder), lab.command([browser_path()]) if lab else None, core)
        browser = await playwright.chromium.launch(executable_path=start, args=arguments)
        try:
            yield browser
        finally:
            await browser.close()
