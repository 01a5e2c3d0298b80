"""Two people draw for a minute over lines that lose packets and are cut: no stroke is lost, and all ends are equal."""

import asyncio
import contextlib
import os
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from bench.browsers import FakeDevices, chromium
from bench.netlab import Netlab
from playwright.async_api import Playwright, expect

from e2e.drawing import ALICE, open_lane, open_own, sheet, stored, stroke
from e2e.people import PERMISSIONS, Person, until
from e2e.server import Server, serving

LOSS_PERCENT = 5.0
RTT_MS = 40.0
DRAWING_SECONDS = 60.0
CUTS = {"alice": (10.0, 35.0), "tutor": (20.0, 45.0)}
"""Seconds after the first stroke at which a line is cut; it is whole again once the page has noticed and drawn on."""
STROKES_IN_A_CUT = 4

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="network namespaces need root"),
]


@contextlib.asynccontextmanager
async def behind(lab: Netlab, playwright: Playwright, name: str, server: Server) -> AsyncIterator[Person]:
    """Somebody whose browser reaches the server over this line only."""
    devices = FakeDevices(hue_degrees=0 if name == "tutor" else 120, tone_hz=440)
    async with chromium(playwright, devices, lab, secure=[server.url]) as browser:
        context = await browser.new_context(permissions=PERMISSIONS, viewport={"width": 1280, "height": 800})
        person = Person(name, await context.new_page(), browser, context, [])
        await person.open(server.links[name])
        yield person


class Pen:
    """One person's hand and line for that minute."""

    def __init__(self, person: Person, lab: Netlab, first: int) -> None:
        self.person = person
        self.drawn = 0
        self._lab = lab
        self._first = first

    async def draws(self) -> None:
        """One stroke after the other until the time is over; the line is cut twice meanwhile."""
        began = time.monotonic()
        cuts = list(CUTS[self.person.name])
        while (passed := time.monotonic() - began) < DRAWING_SECONDS:
            if cuts and passed >= cuts[0]:
                cuts.pop(0)
                await self._draws_through_a_cut()
            await self._stroke()
        assert cuts == [], "not every cut came to pass"

    async def _draws_through_a_cut(self) -> None:
        await self._lab.cut()
        lost = self.person.page.get_by_text("Reconnecting…").first
        while not await lost.is_visible():
            await self._stroke()
        for _ in range(STROKES_IN_A_CUT):
            await self._stroke()
        await self._lab.heal()

    async def _stroke(self) -> None:
        await stroke(self.person, self._first + self.drawn)
        self.drawn += 1


async def test_two_draw_for_a_minute_with_loss_and_two_reconnects_each(playwright: Playwright, tmp_path: Path) -> None:
    async with contextlib.AsyncExitStack() as stack:
        lab = await stack.enter_async_context(Netlab(rtt_ms=RTT_MS, loss_percent=LOSS_PERCENT))
        desk = await stack.enter_async_context(Netlab(rtt_ms=RTT_MS, loss_percent=LOSS_PERCENT, beside=lab))
        address = lab.server_address
        running = serving(tmp_path, base_url=f"http://{address}:PORT", public_address=address)
        server = await stack.enter_async_context(running)
        tutor = await stack.enter_async_context(behind(desk, playwright, "tutor", server))
        alice = await stack.enter_async_context(behind(lab, playwright, "alice", server))
        await tutor.click("Start Session")
        await alice.click("Join Session")
        await expect(alice.page.get_by_role("button", name="Leave", exact=True)).to_be_visible()
        await open_own(alice)
        await open_lane(tutor, ALICE)
        pens = Pen(alice, lab, 0), Pen(tutor, desk, 1000)
        await asyncio.gather(*(pen.draws() for pen in pens))
        drawn = sum(pen.drawn for pen in pens)

        async def equal() -> bool:
            one, other = await sheet(alice.page), await sheet(tutor.page)
            return len(one) >= drawn and one == other

        await until(equal, f"both boards are equal and have all {drawn} strokes")
        expected = await sheet(alice.page)

        async def kept() -> bool:
            return await stored(server) == expected

        await until(kept, "the server has stored the same")
