"""A student in Firefox, with a tutor in Chromium."""

from pathlib import Path

import pytest

from e2e.conftest import Invite
from e2e.firefox import FirefoxPage, firefox, program
from e2e.lesson import mode, start
from e2e.people import PITCHES, Senses, until
from e2e.server import Server


@pytest.mark.skipif(program() is None, reason="Firefox is not installed: apt-get install firefox-esr")
async def test_a_student_in_firefox_sees_and_hears_the_tutor_and_is_seen_and_heard(
    invite: Invite, server: Server, tmp_path: Path
) -> None:
    tutor = await invite("tutor")
    await start(tutor)
    async with firefox(tmp_path, PITCHES["bob"]) as page:
        bob = Senses("bob", page)
        await page.follow(server.links["bob"])
        await until(lambda: page.click("Join Session"), "Bob joins")
        await bob.sees("tutor")
        await tutor.hears("bob")
        moving = 'video[aria-label="Video of Bob Williams"]'
        await tutor.page.wait_for_function(f"() => document.querySelector('{moving}')?.currentTime > 0.5")
        assert not await page.hears_anything()
        await mode(tutor, "Bob", "Teach")
        await until(page.hears_anything, "Bob hears the tutor")
        await mode(tutor, "Bob", "Observe")
        await until(lambda: _silent(page), "Bob no longer hears the tutor")


async def _silent(page: FirefoxPage) -> bool:
    return not await page.hears_anything()
