"""Lessons through proxies that break WebSockets: refuse them, cut them, or hold them open and carry nothing."""

import contextlib
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Playwright, expect

from e2e.breaking import Breaking, Mood, breaking
from e2e.drawing import open_own, sheet, stroke, take_pen
from e2e.lesson import Student, Tutor, start
from e2e.people import someone, until
from e2e.server import free_port, serving

ACT_SECONDS = 5.0
"""The limit of an act: beyond it the page says that it did not work."""


@contextlib.asynccontextmanager
async def lesson(playwright: Playwright, folder: Path, mood: Mood) -> AsyncIterator[tuple[Tutor, Student, Breaking]]:
    """The tutor and Alice, both behind such a proxy, at their pages."""
    async with contextlib.AsyncExitStack() as stack:
        proxy = await stack.enter_async_context(breaking(mood, free_port()))
        server = await stack.enter_async_context(serving(folder, base_url=f"http://127.0.0.1:{proxy.port}"))
        proxy.behind = server.settings.port
        tutor = Tutor.of(await stack.enter_async_context(someone(playwright, "tutor", folder)))
        alice = Student.of(await stack.enter_async_context(someone(playwright, "alice", folder)))
        await tutor.open(server.links["tutor"])
        await alice.open(server.links["alice"])
        yield tutor, alice, proxy
        assert not [*tutor.problems, *alice.problems]


async def see_and_hear(tutor: Tutor, alice: Student) -> None:
    """Each the other, in TEACH."""
    await alice.sees("tutor")
    await alice.hears("tutor")
    await tutor.sees("alice")
    await tutor.hears("alice")


@pytest.mark.parametrize("mood", ["refuses", "cuts", "cuts now and then", "holds"])
async def test_a_lesson_through_a_proxy_that_breaks_websockets(
    playwright: Playwright, tmp_path: Path, mood: Mood
) -> None:
    async with lesson(playwright, tmp_path, mood) as (tutor, alice, proxy):
        await start(tutor)
        await alice.joins()
        await alice.sees("tutor")
        await tutor.sees("alice")
        await tutor.hears("alice")
        await alice.does_not_hear("tutor")
        if mood == "holds":
            assert proxy.hold() == 2
        began = time.monotonic()
        await tutor.sets_mode(alice, "Teach")
        assert time.monotonic() - began < ACT_SECONDS
        await see_and_hear(tutor, alice)
        if mood == "holds":
            assert proxy.hold() > 0  # whoever said nothing may not have noticed the last one yet
        began = time.monotonic()
        await alice.asks_for_help("urgent", "Where do I begin?")
        await expect(tutor.help_panel).to_contain_text("Where do I begin?")
        assert time.monotonic() - began < 2 * ACT_SECONDS
        await tutor.responds_to(alice)
        await expect(tutor.help_panel).not_to_contain_text("Where do I begin?")
        await open_own(alice)
        await take_pen(tutor)  # the answer to a call opens the board
        if mood == "holds":
            assert proxy.hold() > 0  # whoever said nothing may not have noticed the last one yet
        await stroke(alice, 1)
        await stroke(tutor, 2)

        async def both() -> bool:
            one, other = await sheet(alice.page), await sheet(tutor.page)
            return len(one) == 2 and one == other

        await until(both, "both see both strokes")
        await see_and_hear(tutor, alice)
        await tutor.sets_mode(alice, "Observe")
        await alice.does_not_hear("tutor")
        assert (proxy.polls > 0) == (mood in ("refuses", "cuts")), f"{proxy.upgrades} upgrades, {proxy.polls} polls"
