"""nginx in front of a server, by the files of deploy/: one address, one port 443, for pages and for the relay."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

from deskside.tls import CertificateFiles
from e2e.people import until
from e2e.server import free_port

DEPLOY = Path(__file__).parent.parent / "deploy"
SITE, RELAY = "room.example.org", "turn.example.org"

_BESIDE_443 = """listen 127.0.0.1:{inner} ssl proxy_protocol;
    set_real_ip_from 127.0.0.1;
    real_ip_header proxy_protocol;"""
"""What deploy/nginx-443.conf says of the site of deploy/nginx.conf."""
_WHOLE = """daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/nginx-error.log;
include /etc/nginx/modules-enabled/*.conf;
events {{}}
http {{
access_log {folder}/nginx-access.log;
{site}
}}
{stream}
"""


def changed(text: str, *changes: tuple[str, str]) -> str:
    """Each change is made; AssertionError if the file is not any more what it applies to."""
    for old, new in changes:
        assert old in text, f"a file of deploy/ has no {old!r} any more"
        text = text.replace(old, new)
    return text


def configured(folder: Path, address: str, port: int, tls_port: int, files: CertificateFiles) -> str:
    """The shipped files at `address`, before a server at `port` and a relay's TLS at `tls_port`."""
    inner, peeled = free_port(), free_port()
    site = changed(
        (DEPLOY / "nginx.conf").read_text(),
        ("listen 80;", f"listen {address}:80;"),
        ("listen [::]:80;", ""),
        ("listen 443 ssl;", _BESIDE_443.format(inner=inner)),
        ("listen [::]:443 ssl;", ""),
        ("/etc/letsencrypt/live/room.example.org/fullchain.pem", str(files.certificate)),
        ("/etc/letsencrypt/live/room.example.org/privkey.pem", str(files.key)),
        ("127.0.0.1:8000", f"127.0.0.1:{port}"),
    )
    stream = changed(
        (DEPLOY / "nginx-443.conf").read_text(),
        ("listen 443;", f"listen {address}:443;"),
        ("listen [::]:443;", ""),
        ("127.0.0.1:8443", f"127.0.0.1:{inner}"),
        ("127.0.0.1:8349", f"127.0.0.1:{peeled}"),
        ("127.0.0.1:5349", f"127.0.0.1:{tls_port}"),
    )
    return _WHOLE.format(folder=folder, site=site, stream=stream)


@dataclass(slots=True)
class Gateway:
    """A running nginx."""

    config: Path
    address: str
    process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Returns when it listens."""
        self.process = await asyncio.create_subprocess_exec("nginx", "-c", str(self.config))

        async def listens() -> bool:
            assert self.process is not None
            assert self.process.returncode is None, "nginx ended; see nginx-error.log"
            with contextlib.suppress(OSError):
                _, writer = await asyncio.open_connection(self.address, 443)
                writer.close()
                return True
            return False

        await until(listens, "nginx listens")

    async def stop(self) -> None:
        """At once, with every connection through it."""
        if self.process is not None:
            self.process.terminate()
            await self.process.wait()


@contextlib.asynccontextmanager
async def gateway(
    folder: Path, address: str, port: int, tls_port: int, files: CertificateFiles
) -> AsyncIterator[Gateway]:
    """It runs until the block is left."""
    config = folder / "nginx.conf"
    config.write_text(configured(folder, address, port, tls_port, files))
    running = Gateway(config, address)
    await running.start()
    try:
        yield running
    finally:
        await running.stop()
