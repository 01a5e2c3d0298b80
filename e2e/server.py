"""A Deskside server of its own for a test: free ports, a folder that is thrown away, the demo center inside."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from deskside import demo
from deskside.app import migrate
from deskside.settings import Settings

START_SECONDS = 90.0
END_SECONDS = 30.0
"""Limits for a machine that is very busy; calm ones take a second."""

RELAY = tuple(f"DESKSIDE_TURN{name}" for name in ("", "_PORT", "_TLS_PORT", "_CERT", "_KEY", "_MEDIA_PORT_RANGE"))
"""What a server with an embedded relay is told of it."""


def free_port() -> int:
    """A TCP port that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


@dataclass(slots=True)
class Server:
    """A running server; `links` lead its people in."""

    settings: Settings
    log: Path
    links: dict[str, str] = field(default_factory=dict)
    process: asyncio.subprocess.Process | None = None
    source: Path | None = None
    """Where the server's code is, if it is another version's: the folder `src` of its checkout."""

    @property
    def url(self) -> str:
        return self.settings.url

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def engine_pid(self) -> int:
        """The engine's process, as the server wrote it down."""
        state = json.loads((self.settings.var_dir / "engine" / "janus.json").read_text())
        return int(state["identity"]["pid"])

    async def start(self) -> None:
        """Run it and wait until it answers."""
        await self._run()
        await self._answers()

    async def update(self) -> None:
        """Run the next one beside it, which waits; end this one as an update does; wait until the next one answers."""
        former = self.process
        assert former is not None
        await self._run()
        former.send_signal(signal.SIGTERM)
        await asyncio.wait_for(former.wait(), END_SECONDS)
        await self._answers()

    async def _run(self) -> None:
        environment = os.environ | {
            "DESKSIDE_VAR_DIR": str(self.settings.var_dir),
            "DESKSIDE_HOST": self.settings.host,
            "DESKSIDE_PORT": str(self.settings.port),
            "DESKSIDE_RTP_PORT_RANGE": str(self.settings.rtp_port_range),
        }
        if self.settings.database_url:
            environment["DESKSIDE_DATABASE_URL"] = self.settings.database_url
        if self.settings.base_url:
            environment["DESKSIDE_BASE_URL"] = self.settings.base_url
        if self.settings.public_address:
            environment["DESKSIDE_PUBLIC_ADDRESS"] = ",".join(self.settings.public_address)
        if self.settings.turn == "embedded":
            values = {name: getattr(self.settings, name.removeprefix("DESKSIDE_").lower()) for name in RELAY}
            environment |= {name: str(value) for name, value in values.items() if value is not None}
            environment["DESKSIDE_TURN_URLS"] = " ".join(self.settings.turn_urls)
        if self.source is not None:
            environment["PYTHONPATH"] = str(self.source)
        with self.log.open("ab") as out:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "deskside", "serve", env=environment, stdout=out, stderr=out
            )

    async def _answers(self) -> None:
        assert self.process is not None
        async with httpx.AsyncClient() as client, asyncio.timeout(START_SECONDS):
            while True:
                if self.process.returncode is not None:
                    raise AssertionError(f"the server ended:\n{self.log.read_text()[-3000:]}")
                with contextlib.suppress(httpx.TransportError):
                    health = f"http://127.0.0.1:{self.settings.port}/api/health"
                    if (await client.get(health)).status_code == 200:
                        return
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """End it without a chance to tidy up, as a crash would."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> None:
        """End it as a person does who presses Ctrl+C."""
        await self._end(signal.SIGINT)
        self._end_orphan()

    def _end_orphan(self) -> None:
        """A server that was killed and not started again has left its engine and its relay behind."""
        for state, name in (("engine/janus.json", "janus"), ("relay/turnserver.json", "turnserver")):
            with contextlib.suppress(FileNotFoundError, ProcessLookupError):
                pid = int(json.loads((self.settings.var_dir / state).read_text())["identity"]["pid"])
                if Path(f"/proc/{pid}/comm").read_text().strip() == name:
                    os.kill(pid, signal.SIGKILL)

    async def _end(self, how: signal.Signals) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(how)
            try:
                await asyncio.wait_for(self.process.wait(), END_SECONDS)
            except TimeoutError:
                self.process.kill()
                await self.process.wait()
                raise


_FURNISH = """
import json, sys
from deskside import demo
from deskside.app import migrate
from deskside.settings import Settings
settings = Settings.model_validate(json.loads(sys.argv[1]))
migrate(settings)
print(json.dumps([(link.name, link.url) for link in demo.ensure(settings)]))
"""


def _furnish(given: dict[str, object], source: Path | None) -> list[tuple[str, str]]:
    """Make the demo center, with the tables of the version that will serve; names and links of its people. Blocks."""
    if source is None:
        settings = Settings.model_validate(given)
        migrate(settings)
        return [(link.name, link.url) for link in demo.ensure(settings)]
    asked = [sys.executable, "-c", _FURNISH, json.dumps(given, default=str)]
    made = subprocess.run(asked, env=os.environ | {"PYTHONPATH": str(source)}, capture_output=True, check=True)
    return [(name, url) for name, url in json.loads(made.stdout.splitlines()[-1])]


@contextlib.asynccontextmanager
async def serving(
    folder: Path,
    *,
    base_url: str = "",
    public_address: str = "",
    prepare: Callable[[Settings], object] | None = None,
    source: Path | None = None,
    relay: Mapping[str, object] | None = None,
    database_url: str = "",
) -> AsyncIterator[Server]:
    """A server with the demo center, stopped at the end. `prepare`: puts more into the database; it blocks. `relay`:
    one is embedded, with these settings. `database_url`: an empty database, in place of a file of its own."""
    port, first = free_port(), 20000 + (free_port() % 30000)
    given: dict[str, object] = {
        "var_dir": folder / "var",
        "port": port,
        "rtp_port_range": f"{first}-{first + 400}",
        "base_url": base_url.replace("PORT", str(port)),
    }
    if database_url:
        given["database_url"] = database_url
    if public_address:
        given["public_address"] = public_address
    if relay is not None:
        given |= {"turn": "embedded", "turn_port": free_port(), "turn_media_port_range": f"{first + 401}-{first + 800}"}
        given |= relay
    settings = Settings.model_validate(given)
    server = Server(settings, folder / "server.log", source=source)
    links = await asyncio.to_thread(_furnish, given, source)
    server.links = {name.split()[0].lower() if name != "Ms Rivera" else "tutor": url for name, url in links}
    if prepare is not None:
        await asyncio.to_thread(prepare, settings)
    await server.start()
    try:
        yield server
    finally:
        await server.stop()
