"""Files of a recording play in a browser as they should: picture and sound together over a mute, a camera that was off
and a new connection, in a person's file, in what was cut out of it for somebody else, and in the film of all."""

import base64
from dataclasses import replace
from pathlib import Path
from typing import TypedDict

from playwright.async_api import Playwright
from tests.recorder.filming.test_composite import at_hand, filmed
from tests.recorder.making import LINE, lesson, made
from tests.recorder.senders import SECOND_US

from deskside.recorder.filming.film import Film, Person
from deskside.recorder.playable.cutting import Cut, Span
from e2e.chromium import starter

PAGE = Path(__file__).parent / "playback.html"
SITE = "https://playback.example/"
"""A page of a file may not have a worklet."""
SECONDS, WITHIN_SECONDS = 30, 0.2
"""A player on a machine that does much else shows a frame late; files are held to 50 ms in `tests/recorder`."""
SAID = (Span(0, 4_500_000), Span(14_500_000, 27_500_000))
"""What of it somebody else may see and hear."""
BEGINNING = {second for start, _ in SAID for second in range(start // SECOND_US, start // SECOND_US + 3)}
"""What was cut shows a picture from the first whole one inside of a span on."""
FLASHES, BEEPS = {*range(7), *range(15, 20), *range(25, 30)}, {*range(1, 13), *range(16, 20), *range(25, 30)}


class Played(TypedDict):
    """What the page tells: seconds."""

    duration: float
    dropped: int
    flashes: list[float]
    beeps: list[float]


async def test_sound_and_picture_are_together_in_every_file_of_a_recording(
    playwright: Playwright, tmp_path: Path
) -> None:
    material = lesson(LINE, SECONDS)
    person, _ = made(material, SECONDS * SECOND_US)
    cut, _ = made(replace(material, cut=Cut(SAID, SAID)), SECONDS * SECOND_US)
    film = filmed(Film([Person("Alice", at_hand(person))], [], SECONDS * 1_000))
    browser = await playwright.chromium.launch(
        executable_path=starter(tmp_path), args=["--autoplay-policy=no-user-gesture-required", "--no-sandbox"]
    )
    try:
        page = await browser.new_page()
        await page.route(SITE, lambda route: route.fulfill(body=PAGE.read_text(), content_type="text/html"))
        await page.goto(SITE)
        seen: list[Played] = []
        for content, kind in ((person, "video/webm"), (cut, "video/webm"), (film, "video/mp4")):
            told = [base64.b64encode(content).decode(), kind]
            seen.append(await page.evaluate("([content, type]) => played(content, type)", told))
    finally:
        await browser.close()
    allowed = {second for second in range(SECONDS) if any(a <= second * SECOND_US < b for a, b in SAID)}
    for name, played, some in zip(("person", "cut", "film"), seen, (None, allowed, None), strict=True):
        _together(name, played, some)


def _together(name: str, played: Played, allowed: set[int] | None) -> None:
    assert abs(played["duration"] - SECONDS) < 0.1
    for what, instants, all_of_it in (("flash", played["flashes"], FLASHES), ("beep", played["beeps"], BEEPS)):
        true = all_of_it if allowed is None else all_of_it & allowed
        heard = {round(each) for each in instants}
        assert heard <= true, (name, what, heard - true)
        missed = true - heard - (set() if allowed is None else BEGINNING)
        assert len(missed) <= played["dropped"], (name, what, missed)
    pairs = [(flash, beep) for flash in played["flashes"] for beep in played["beeps"] if abs(flash - beep) < 0.5]
    apart = sorted(flash - beep for flash, beep in pairs)
    assert len(apart) >= 6
    assert abs(apart[len(apart) // 2]) < WITHIN_SECONDS, (name, apart)
