"""A network that lets nothing through but TCP 443, and a proxy that breaks every connection in mid-lesson."""

import contextlib
import os
import shutil
from pathlib import Path

import pytest
from bench.netlab import Cut, Netlab
from playwright.async_api import Playwright

from deskside.app import system_clock
from deskside.relay.urls import Transport, TurnUrl
from deskside.tls import self_signed
from e2e.gateway import RELAY, SITE, gateway
from e2e.lesson import mode, start
from e2e.people import SMALL_FACE, Person, reaching, someone, until
from e2e.server import free_port, serving
from e2e.ways import REMEMBER_CONNECTIONS, ways_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.geteuid() != 0, reason="network namespaces need root"),
    pytest.mark.skipif(shutil.which("turnserver") is None, reason="needs coturn: apt-get install coturn"),
    pytest.mark.skipif(shutil.which("nginx") is None, reason="needs nginx: apt-get install nginx libnginx-mod-stream"),
]


async def _taught(tutor: Person, alice: Person) -> None:
    await alice.sees("tutor")
    await tutor.sees("alice")
    await alice.hears("tutor")
    await alice.keeps_seeing("tutor")
    await tutor.keeps_seeing("alice")
    await tutor.hears("alice")


async def test_a_lesson_by_port_443_alone_also_when_the_proxy_breaks_everything(
    playwright: Playwright, tmp_path: Path
) -> None:
    async with contextlib.AsyncExitStack() as stack:
        lab = await stack.enter_async_context(Netlab(rtt_ms=20))
        files = self_signed(tmp_path / "tls", (SITE, RELAY), system_clock().now())
        relay = {
            "turn_tls_port": free_port(),
            "turn_cert": files.certificate,
            "turn_key": files.key,
            "turn_urls": (str(TurnUrl(RELAY, 443, Transport.TLS)),),
        }
        server = await stack.enter_async_context(
            serving(tmp_path, base_url=f"https://{SITE}", public_address=lab.server_address, relay=relay)
        )
        nginx = await stack.enter_async_context(
            gateway(tmp_path, lab.server_address, server.settings.port, server.settings.turn_tls_port, files)
        )
        lab.know(SITE, RELAY)
        flags = (*reaching(server.url), "--ignore-certificate-errors")  # nobody has certified these names
        elsewhere = f"--host-resolver-rules=MAP {SITE} {lab.server_address}"
        tutor = await stack.enter_async_context(
            someone(playwright, "tutor", tmp_path, *flags, elsewhere, face_size=SMALL_FACE)
        )
        alice = await stack.enter_async_context(
            someone(playwright, "alice", tmp_path, *flags, face_size=SMALL_FACE, line=lab)
        )
        await alice.context.add_init_script(REMEMBER_CONNECTIONS)
        await lab.cut(Cut.BUT_443)
        await tutor.open(server.links["tutor"])
        await start(tutor)
        await alice.open(server.links["alice"])
        await alice.click("Join Session")
        await mode(tutor, "Alice", "Teach")
        await _taught(tutor, alice)
        assert await ways_of(alice) == ["relay tls", "relay tls"]
        assert lab.client_address in (tmp_path / "nginx-access.log").read_text(), "people come from their own address"

        await nginx.stop()
        await nginx.start()
        await _taught(tutor, alice)

        async def both_again() -> bool:
            return await ways_of(alice) == ["relay tls", "relay tls"]

        await until(both_again, "both of Alice's connections go by the relay again")
        await mode(tutor, "Alice", "Observe")
        await alice.does_not_hear("tutor")
        assert not [*tutor.problems, *alice.problems]
