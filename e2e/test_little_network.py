"""Networks that let little through: a lesson by way of the embedded relay, with all UDP of the student really lost."""

import asyncio
import contextlib
import os
import shutil
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
from bench.netlab import Cut, Netlab
from playwright.async_api import Playwright, expect

from deskside.app import system_clock
from deskside.relay.addresses import own_addresses
from deskside.relay.urls import Transport, TurnUrl
from deskside.tls import self_signed
from e2e.lesson import mode, start
from e2e.people import SMALL_FACE, STEADY_SECONDS, Person, reaching, someone, until
from e2e.server import Server, free_port, serving
from e2e.vigil import vigil
from e2e.ways import REMEMBER_CONNECTIONS, ways_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="network namespaces need root"),
    pytest.mark.skipif(shutil.which("turnserver") is None, reason="needs coturn: apt-get install coturn"),
]

TRIED_SECONDS = 90.0
"""A page tries a better way after 15 s of calm, and again after 30 more."""
MISSED_SECONDS = 1.0
"""A small face has a frame each eighth of a second, on a machine that two browsers and an engine share."""

_TOLD = """
() => window.__connections.flatMap((each) => each.getConfiguration().iceServers.flatMap(({ urls }) => urls))
"""


@dataclass(slots=True)
class School:
    """A server with a relay, a tutor on a good network, and Alice on one that loses all UDP."""

    server: Server
    lab: Netlab
    tutor: Person
    alice: Person

    async def ways(self) -> list[str]:
        """How Alice's connections go."""
        return await ways_of(self.alice)


@contextlib.asynccontextmanager
async def school(playwright: Playwright, folder: Path, by: Transport) -> AsyncIterator[School]:
    """`by`: the only way to the relay that browsers are told of, if it is TLS; else the plain ones."""
    async with contextlib.AsyncExitStack() as stack:
        lab = await stack.enter_async_context(Netlab(rtt_ms=20))
        address = lab.server_address
        relay: Mapping[str, object] = {}
        if by is Transport.TLS:
            files, port = self_signed(folder / "tls", (address,), system_clock().now()), free_port()
            relay = {
                "turn_tls_port": port,
                "turn_cert": files.certificate,
                "turn_key": files.key,
                "turn_urls": (str(TurnUrl(address, port, by)),),
            }
        server = await stack.enter_async_context(
            serving(folder, base_url=f"http://{address}:PORT", public_address=address, relay=relay)
        )
        flags = [*reaching(server.url), "--ignore-certificate-errors"]  # of a relay that nobody has certified
        tutor = await stack.enter_async_context(someone(playwright, "tutor", folder, *flags, face_size=SMALL_FACE))
        alice = await stack.enter_async_context(
            someone(playwright, "alice", folder, *flags, face_size=SMALL_FACE, line=lab)
        )
        await alice.context.add_init_script(REMEMBER_CONNECTIONS)
        await lab.cut(Cut.UDP)
        yield School(server, lab, tutor, alice)
        assert not [*tutor.problems, *alice.problems]


@pytest.mark.parametrize(("by", "way"), [(Transport.TCP, "relay tcp"), (Transport.TLS, "relay tls")])
async def test_a_lesson_works_where_all_udp_is_lost(
    playwright: Playwright, tmp_path: Path, by: Transport, way: str
) -> None:
    async with school(playwright, tmp_path, by) as there:
        tutor, alice = there.tutor, there.alice
        await tutor.open(there.server.links["tutor"])
        await start(tutor)
        await alice.open(there.server.links["alice"])
        await alice.click("Join Session")
        await alice.sees("tutor")
        await tutor.sees("alice")
        await tutor.hears("alice")
        await alice.does_not_hear("tutor")
        await mode(tutor, "Alice", "Teach")
        await alice.hears("tutor")
        await alice.keeps_seeing("tutor")
        await tutor.keeps_seeing("alice")
        await tutor.hears("alice")

        async def both_ways() -> bool:
            return await there.ways() == [way, way]

        await until(both_ways, f"both of Alice's connections go by {way}")


async def test_a_page_returns_to_udp_when_it_can_and_nobody_misses_anything(
    playwright: Playwright, tmp_path: Path
) -> None:
    """What fails is tried beside what is well; what carries is moved to by new connections beside the former ones."""
    async with school(playwright, tmp_path, Transport.TCP) as there:
        tutor, alice = there.tutor, there.alice
        await tutor.open(there.server.links["tutor"])
        await start(tutor)
        await alice.open(there.server.links["alice"])
        await alice.click("Join Session")
        await mode(tutor, "Alice", "Teach")
        await alice.hears("tutor")
        await tutor.hears("alice")
        await alice.sees("tutor")
        await tutor.sees("alice")
        assert set(await there.ways()) == {"relay tcp"}

        async def tried() -> bool:
            return bool(await alice.page.evaluate("() => window.__connections.length > 2"))

        async def straight() -> bool:
            ways = await there.ways()
            return len(ways) == 2 and all(way.endswith(" udp") and not way.startswith("relay") for way in ways)

        async with vigil((tutor, alice), (alice, tutor)) as missed:
            await until(tried, "a better way is tried", TRIED_SECONDS)
            await asyncio.sleep(STEADY_SECONDS)
            assert set(await there.ways()) == {"relay tcp"}
            await there.lab.heal()
            await until(straight, "both of Alice's connections go straight to the engine", TRIED_SECONDS)
            print("moved", flush=True)
            await asyncio.sleep(STEADY_SECONDS)
        print(missed, flush=True)
        for each in missed:
            assert max(each.picture, each.sound) < each.late + MISSED_SECONDS, each
        await tutor.keeps_seeing("alice")
        await alice.keeps_seeing("tutor")

        await there.lab.cut(Cut.UDP)  # as it was before
        await alice.sees("tutor")
        await tutor.sees("alice")
        await tutor.hears("alice")
        await alice.keeps_seeing("tutor")


async def test_the_connection_test_says_which_ways_there_are(playwright: Playwright, tmp_path: Path) -> None:
    async with school(playwright, tmp_path, Transport.TCP) as there:
        alice = there.alice
        await alice.open(there.server.links["alice"])
        await alice.page.goto(f"{there.server.url}/connection-test")
        await alice.click("Start the test")
        await expect(alice.page.get_by_role("button", name="Test again")).to_be_visible(timeout=90_000)
        told = (await alice.page.locator("pre.report").inner_text()).splitlines()
        lines = {words[0]: words[1:] for words in map(str.split, told) if words}
        assert lines["engine"][:3] == ["ok", "way=TURN", "TCP"]
        assert (lines["audio"][0], lines["video"][0]) == ("ok", "ok")
        assert lines["relay"] == ["ok", "by=TCP", "not_by=UDP"]
        await expect(alice.page.get_by_text("It answers by: TCP. Not by: UDP.")).to_be_visible()


async def test_a_lesson_at_an_address_of_ipv6(playwright: Playwright, tmp_path: Path) -> None:
    address = next((each for each in own_addresses(()) if ":" in each), None)
    if address is None:
        pytest.skip("this machine has no address of IPv6 but loopback")
    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(serving(tmp_path, public_address=address, relay={}))
        assert server.url.startswith(f"http://[{address}]:")
        tutor, alice = [
            await stack.enter_async_context(
                someone(playwright, name, tmp_path, *reaching(server.url), face_size=SMALL_FACE)
            )
            for name in ("tutor", "alice")
        ]
        await alice.context.add_init_script(REMEMBER_CONNECTIONS)
        await tutor.open(server.links["tutor"])
        await start(tutor)
        await alice.open(server.links["alice"])
        await alice.click("Join Session")
        await alice.sees("tutor")
        await tutor.sees("alice")
        await tutor.hears("alice")
        told = await alice.page.evaluate(_TOLD)
        relays = [f"turn:[{address}]:{server.settings.turn_port}?transport={by}" for by in ("udp", "tcp")]
        assert set(relays) <= set(told), "also to the relay"
        assert not [*tutor.problems, *alice.problems]
