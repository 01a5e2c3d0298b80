"""The embedded relay for tests: coturn of this machine, free ports, a certificate of its own."""

import asyncio
import contextlib
import json
import socket
import ssl
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from deskside.domain.ids import Millis
from deskside.relay.config import RelaySettings
from deskside.relay.running import Relay
from deskside.relay.urls import Transport, TurnUrl
from deskside.settings import Settings
from deskside.tls import self_signed
from tests.relay.clients import Visit, visiting

NOW = Millis(int(time.time() * 1000))
"""Of the machine: certificates are looked at by libraries that ask it."""


def free_port() -> int:
    """A port that nobody has now, neither of UDP nor of TCP."""
    while True:
        with socket.socket() as stream, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
            stream.bind(("0.0.0.0", 0))
            port = int(stream.getsockname()[1])
            with contextlib.suppress(OSError):
                datagrams.bind(("0.0.0.0", port))
                return port


def relay_settings(folder: Path) -> RelaySettings:
    """Skips the test where there is no coturn."""
    binary = Settings().find_turnserver()
    if binary is None:
        pytest.skip("needs coturn: apt-get install coturn")
    files = self_signed(folder / "tls", ("127.0.0.1",), NOW)
    first = 40000 + free_port() % 20000
    return RelaySettings(
        binary=binary,
        run_dir=folder / "relay",
        port=free_port(),
        tls_port=free_port(),
        certificate=(files.certificate, files.key),
        media_ports=(first, first + 100),
    )


@dataclass(slots=True)
class Running:
    """A relay that runs."""

    relay: Relay
    settings: RelaySettings

    @property
    def pid(self) -> int:
        return int(json.loads((self.settings.run_dir / "turnserver.json").read_text())["identity"]["pid"])

    def url(self, by: Transport = Transport.UDP, host: str = "127.0.0.1") -> TurnUrl:
        return TurnUrl(host, self.settings.tls_port if by is Transport.TLS else self.settings.port, by)

    def trusting(self) -> ssl.SSLContext:
        """A browser that believes this very certificate, if there is one."""
        certificate = self.settings.certificate
        return ssl.create_default_context(cafile=None if certificate is None else str(certificate[0]))

    def visiting(
        self, by: Transport = Transport.UDP, host: str = "127.0.0.1"
    ) -> contextlib.AbstractContextManager[Visit]:
        return visiting(self.url(by, host), self.relay.secret, self.trusting())


@contextlib.asynccontextmanager
async def running(settings: RelaySettings) -> AsyncIterator[Running]:
    """Started, and ended with its process."""
    relay = Relay(settings)
    await relay.start()
    try:
        yield Running(relay, settings)
    finally:
        await relay.stop(keep=False)


async def until(check: Callable[[], bool], limit_seconds: float = 30.0) -> None:
    """Wait until it is so."""
    async with asyncio.timeout(limit_seconds):
        while not check():  # noqa: ASYNC110 - a process has no event for it
            await asyncio.sleep(0.05)
