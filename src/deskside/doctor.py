"""What is missing or wrong on this machine, one line each, with how to mend it. Looks only; changes nothing."""

import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from ipaddress import ip_address
from pathlib import Path
from typing import assert_never
from urllib.parse import urlsplit

import deskside
from deskside.domain.ids import Millis
from deskside.settings import Settings
from deskside.storage.condition import State, condition
from deskside.tls import CertificateFiles, read_certificate

ENGINE_MINIMUM = (1, 4, 1)
"""Vulnerabilities are fixed in it; older ones also lock up and never hang up a dead peer."""
DISK_MINIMUM_BYTES = 1_000_000_000
PORTS_OF_A_SESSION = 12
"""One tutor and five students, a sending and a receiving connection each."""
PACKAGE = Path(deskside.__file__).parent


class Level(StrEnum):
    """How bad it is: a note is worth knowing, a problem keeps a session from being held."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "PROBLEM"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report. `mend` is empty where nothing has to be done."""

    level: Level
    about: str
    detail: str
    mend: str = ""

    def __str__(self) -> str:
        return f"{self.level:<8} {self.about:<12} {self.detail}" + (f" -> {self.mend}" if self.mend else "")


def examine(settings: Settings, now: Millis) -> Iterator[Finding]:
    """Look at everything, cheapest first. Blocks, some seconds if the database does not answer."""
    moment = datetime.fromtimestamp(now / 1000, UTC)
    yield python(sys.version_info[:3])
    yield time_of_day(moment)
    yield web_client(PACKAGE / "web")
    yield page_port(settings)
    yield disk(settings.var_dir)
    yield database(settings.database)
    if settings.engine == "embedded":
        yield engine(settings.find_janus())
        yield media_ports(settings)
    yield from addresses(settings)
    yield tls(settings, moment)


def python(version: tuple[int, int, int]) -> Finding:
    """Whether the interpreter is new enough."""
    shown = ".".join(map(str, version))
    if version < (3, 11):
        return Finding(Level.PROBLEM, "python", f"{shown} is older than 3.11", "install python3.11 and run: make run")
    return Finding(Level.OK, "python", shown)


def time_of_day(moment: datetime) -> Finding:
    """Whether the clock is plausible: links, logins and certificates expire by it."""
    installed = datetime.fromtimestamp((PACKAGE / "__init__.py").stat().st_mtime, UTC)
    shown = f"{moment:%Y-%m-%d %H:%M} UTC"
    if moment < installed - timedelta(days=1):
        return Finding(Level.PROBLEM, "time", f"{shown} is before this was installed", "timedatectl set-ntp true")
    return Finding(Level.OK, "time", shown)


def web_client(folder: Path) -> Finding:
    """Whether the pages have been built."""
    if not (folder / "manifest.json").is_file():
        return Finding(Level.PROBLEM, "web client", "not built", "make run (or: npm --prefix web run build)")
    return Finding(Level.OK, "web client", "built")


def page_port(settings: Settings) -> Finding:
    """Whether the server can listen where it is told to."""
    where = f"{settings.host} port {settings.port}"
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as why:
            mend = f"fine if that is Deskside itself; else: ss -ltnp 'sport = :{settings.port}', or --port"
            return Finding(Level.NOTE, "page port", f"{where} cannot be had now ({why.strerror})", mend)
    return Finding(Level.OK, "page port", f"{where} is free")


def disk(folder: Path) -> Finding:
    """Whether there is room in the folder, or in the nearest one above it that exists."""
    there = folder.absolute()
    while not there.exists():
        there = there.parent
    free = shutil.disk_usage(there).free
    shown = f"{free / 1e9:.1f} GB free in {folder}"
    if free < DISK_MINIMUM_BYTES:
        return Finding(Level.PROBLEM, "disk", shown, "free some, or put DESKSIDE_VAR_DIR elsewhere")
    return Finding(Level.OK, "disk", shown)


def database(url: str) -> Finding:
    """Whether the database answers and has the tables of this version."""
    found = condition(url)
    match found.state:
        case State.CURRENT:
            return Finding(Level.OK, "database", f"{found.where} is up to date")
        case State.EMPTY | State.BEHIND:
            return Finding(
                Level.NOTE, "database", f"{found.where} is {found.state}", "happens at start: deskside migrate"
            )
        case State.FOREIGN:
            mend = "run that one, or set DESKSIDE_DATABASE_URL"
            return Finding(Level.PROBLEM, "database", f"{found.where} is of a newer Deskside", mend)
        case State.UNREACHABLE:
            mend = "start it, or mend DESKSIDE_DATABASE_URL"
            return Finding(Level.PROBLEM, "database", f"{found.where} cannot be used: {found.why}", mend)
        case unknown:
            assert_never(unknown)


def engine(program: Path | None) -> Finding:
    """Whether the media engine is there, starts, and is a version without known holes."""
    mend = "scripts/engine.sh"
    if program is None:
        return Finding(Level.PROBLEM, "engine", "not installed", mend)
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=10, check=False)
    except (OSError, subprocess.TimeoutExpired) as why:
        return Finding(Level.PROBLEM, "engine", f"{program} does not start: {why}", mend)
    found = re.search(r"\b(\d+)\.(\d+)\.(\d+)\b", answer.stdout + answer.stderr)
    if found is None:
        return Finding(Level.PROBLEM, "engine", f"{program} does not tell its version", mend)
    shown = f"Janus {found[0]} at {program}"
    if tuple(map(int, found.groups())) < ENGINE_MINIMUM:
        return Finding(Level.NOTE, "engine", f"{shown} is old, with known vulnerabilities and deadlocks", mend)
    return Finding(Level.OK, "engine", shown)


def media_ports(settings: Settings) -> Finding:
    """Whether enough UDP ports of the range are free."""
    ports = settings.rtp_port_range
    free = sum(_is_free_udp(port) for port in range(ports.first, ports.last + 1))
    shown = f"UDP {ports}: {free} of {len(ports)} free"
    if free < PORTS_OF_A_SESSION:
        return Finding(Level.PROBLEM, "media ports", shown, "set DESKSIDE_RTP_PORT_RANGE to a free range")
    return Finding(Level.OK, "media ports", shown)


def _is_free_udp(port: int) -> bool:
    return _binds("0.0.0.0", port)


def _binds(address: str, port: int) -> bool:
    """Whether a UDP socket can be had there. Port 0 asks only whether the address is of this machine."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, port))
        except OSError:
            return False
    return True


def addresses(settings: Settings) -> Iterator[Finding]:
    """Whether browsers elsewhere can reach this machine, if they are meant to."""
    about = "address"
    if not settings.public_address:
        if settings.host in ("127.0.0.1", "::1", "localhost"):
            yield Finding(
                Level.OK, about, f"this machine only, at {settings.url}; for others: --public-address ADDRESS"
            )
        else:
            mend = "--public-address ADDRESS (see: hostname -I)"
            yield Finding(Level.PROBLEM, about, f"listens on {settings.host}, but no public address is set", mend)
    ports = f"TCP {settings.port} and UDP {settings.rtp_port_range}"
    for address in settings.public_address:
        if ip_address(address).is_loopback:
            yield Finding(Level.PROBLEM, about, f"{address} is no address for others", "see: hostname -I")
        elif _binds(address, 0):
            yield Finding(Level.OK, about, f"{address} is of this machine; a firewall must let in {ports}")
        else:
            detail = f"{address} is not of this machine: right behind 1:1 NAT, if {ports} come through"
            yield Finding(Level.NOTE, about, detail, "else set the address that 'hostname -I' tells")


def tls(settings: Settings, moment: datetime) -> Finding:
    """Whether browsers will give their camera and microphone to the page."""
    if settings.tls_cert and settings.tls_key:
        name = urlsplit(settings.url).hostname or ""
        return certificate(CertificateFiles(settings.tls_cert, settings.tls_key), name, moment)
    if settings.tls_self_signed:
        return Finding(
            Level.NOTE, "tls", "self-signed: each browser warns once", "for good: DESKSIDE_TLS_CERT and _KEY"
        )
    if settings.secure_cookies:
        return Finding(Level.OK, "tls", f"by the reverse proxy at {settings.url}")
    if urlsplit(settings.url).hostname in ("localhost", "127.0.0.1", "::1"):
        return Finding(Level.OK, "tls", "not needed on localhost")
    mend = "DESKSIDE_TLS_CERT and _KEY, a proxy and DESKSIDE_BASE_URL=https://…, or for a trial --tls-self-signed"
    return Finding(Level.PROBLEM, "tls", f"browsers give no camera or microphone to {settings.url}", mend)


def certificate(files: CertificateFiles, name: str, moment: datetime) -> Finding:
    """Whether the certificate can be read, belongs to its key, is still good, and is for `name`."""
    problem = Level.PROBLEM
    try:
        found = read_certificate(files)
    except (OSError, ValueError) as why:
        return Finding(problem, "tls", f"cannot read the certificate: {why}", "PEM files, readable by the server")
    until = f"{found.expires:%Y-%m-%d}"
    if not found.matches_key:
        return Finding(problem, "tls", f"{files.key} is not the key of {files.certificate}", "set the two that match")
    if found.expires <= moment:
        return Finding(problem, "tls", f"the certificate expired on {until}", "renew it")
    if not {name, "*." + name.partition(".")[2]} & found.names:
        mend = "a certificate for that name, or DESKSIDE_BASE_URL with a name that it has"
        return Finding(problem, "tls", f"the certificate is for {', '.join(sorted(found.names))}, not for {name}", mend)
    if found.expires <= moment + timedelta(days=14):
        return Finding(Level.NOTE, "tls", f"the certificate expires on {until}", "renew it")
    return Finding(Level.OK, "tls", f"certificate good until {until}")
