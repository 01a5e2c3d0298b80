"""The doctor on the relay (TURN): an address of it is really asked for, by each way that browsers are told."""

import asyncio
import ssl
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path

from deskside.children.process import started_ticks
from deskside.doctor.findings import Finding, Level
from deskside.doctor.network import certificate
from deskside.domain.ids import Millis, UserId
from deskside.ice import IceConfig
from deskside.ports.media import IceServer
from deskside.relay import state
from deskside.relay.addresses import own_addresses
from deskside.relay.allocation import NotAllocated, try_allocation
from deskside.relay.config import RelaySettings
from deskside.relay.refusals import RelayRefused
from deskside.relay.running import Relay
from deskside.relay.urls import Transport, TurnUrl, read
from deskside.relay_settings import relay_certified, relay_settings
from deskside.settings import Settings

ABOUT = "relay"
DOCTOR = UserId("doctor")
FIRST_EPHEMERAL_PORT = 32768
"""Linux gives ports from here on to whoever asks for any; nobody serves there."""


def relay(settings: Settings, now: Millis) -> Iterator[Finding]:
    """Whether people whose networks block UDP can take part. Nothing to say of a server for this machine only."""
    if settings.turn == "embedded":
        yield from _embedded(settings, now)
    elif settings.turn_urls:
        yield from _told(settings, settings.ice, now, Level.PROBLEM)
    elif settings.public_address:
        detail = "none: people whose networks block UDP hear and see nothing"
        yield Finding(Level.NOTE, ABOUT, detail, "DESKSIDE_TURN=embedded (see docs/operations.md)")


def _embedded(settings: Settings, now: Millis) -> Iterator[Finding]:
    about_it = relay_settings(settings)
    try:
        saved, secret = state.load(about_it.run_dir), state.known_secret(about_it.run_dir)
    except PermissionError as why:
        mend = "run the doctor as the user whose server it is"
        yield Finding(Level.PROBLEM, ABOUT, f"{why.filename} cannot be read", mend)
        return
    yield from _certified(settings, now)
    if saved is not None and secret is not None and about_it.binary is not None and _lives(saved, about_it.binary):
        yield from _here(about_it, IceConfig(turn_urls=("turn:",), turn_secret=secret).servers(DOCTOR, now)[0])
        yield from _told(settings, replace(settings.ice, turn_secret=secret), now, Level.NOTE)
    else:
        unmade = settings.tls_self_signed and not all(path.exists() for path in about_it.certificate or ())
        yield from asyncio.run(_trial(replace(about_it, certificate=None) if unmade else about_it, now))
    yield from _neighbours(settings)


def _lives(saved: state.Saved, program: Path) -> bool:
    return started_ticks(saved.identity.pid, program.name) == saved.identity.started_ticks


async def _trial(settings: RelaySettings, now: Millis) -> list[Finding]:
    """Run it for a moment, on its ports and with its certificate, and try it."""
    with tempfile.TemporaryDirectory() as folder:
        tried = Relay(replace(settings, run_dir=Path(folder)))
        try:
            await tried.start()
        except RelayRefused as refused:
            return [Finding(Level.PROBLEM, ABOUT, refused.why, refused.mend)]
        try:
            server = IceConfig(turn_urls=("turn:",), turn_secret=tried.secret).servers(DOCTOR, now)[0]
            found = await asyncio.to_thread(lambda: list(_here(settings, server)))
        finally:
            await tried.stop(keep=False)
    return found


def _here(settings: RelaySettings, server: IceServer) -> Iterator[Finding]:
    """Whether it relays to the engine for whoever reaches it: asked on this machine, by each way."""
    host, port = settings.knock_at
    ways = [TurnUrl(host, port, Transport.UDP), TurnUrl(host, port, Transport.TCP)]
    if settings.certificate is not None:
        ways.append(TurnUrl(host, settings.tls_port, Transport.TLS))
    peers = tuple(peer for peer in own_addresses(settings.public_addresses) if ip_address(peer).version == 4)
    wrong = [Finding(Level.PROBLEM, ABOUT, why, "see its log: var/relay") for why in _refused(ways, server, peers)]
    yield from wrong
    if not wrong:
        shown = ", ".join(f"{way.transport} {way.port}" for way in ways)
        yield Finding(Level.OK, ABOUT, f"relays to the engine by {shown}; a firewall must let these in")


def _refused(ways: list[TurnUrl], server: IceServer, peers: tuple[str, ...]) -> Iterator[str]:
    anybody = ssl.create_default_context()
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE  # the certificate has a finding of its own
    for way in ways:
        try:
            try_allocation(way, server, trusting=anybody, peers=peers)
        except NotAllocated as why:
            yield f"{way.transport} port {way.port}: {why}"


def _told(settings: Settings, ice: IceConfig, now: Millis, level: Level) -> Iterator[Finding]:
    """By each address that browsers are told, as they would. `level`: how bad it is if one fails from here."""
    server = next(each for each in ice.servers(DOCTOR, now) if each.credential is not None)
    for url in settings.told_turn_urls:
        try:
            try_allocation(read(url), server)
        except NotAllocated as why:
            mend = "open its port in the firewall, or mend what is said; some networks cannot see it from inside"
            yield Finding(level, ABOUT, f"{url}: {why}", mend)
        else:
            yield Finding(Level.OK, ABOUT, f"{url} relays")


def _certified(settings: Settings, now: Millis) -> Iterator[Finding]:
    """Whether browsers will believe it by TLS: unlike pages, a relay is not asked about."""
    files, about = relay_certified(settings), "relay tls"
    told = [url for url in map(read, settings.told_turn_urls) if url.transport is Transport.TLS]
    if settings.tls_self_signed and settings.turn_cert is None:
        detail = "browsers refuse a self-signed certificate of a relay"
        yield Finding(Level.NOTE, about, detail, "DESKSIDE_TURN_CERT and _KEY, for networks that let only TLS through")
    elif files is None or not told:
        detail = "none: networks that let only TLS through are not served"
        yield Finding(Level.NOTE, about, detail, "DESKSIDE_TURN_CERT and DESKSIDE_TURN_KEY")
    else:
        yield certificate(files, told[0].host, datetime.fromtimestamp(now / 1000, UTC), about)


def _neighbours(settings: Settings) -> Iterator[Finding]:
    """Other UDP services of this machine that the relay reaches, as it cannot be told ports."""
    ours = range(settings.rtp_port_range.first, settings.rtp_port_range.last + 1)
    theirs = range(settings.turn_media_port_range.first, settings.turn_media_port_range.last + 1)
    others = {
        port for port in served_ports(Path("/proc/net/udp").read_text()) if port not in ours and port not in theirs
    }
    others -= {settings.turn_port, settings.turn_tls_port}
    if others:
        detail = f"people who are signed in reach UDP {', '.join(map(str, sorted(others)))} of this machine through it"
        yield Finding(Level.NOTE, ABOUT, detail, "let these services listen on 127.0.0.1, if that matters")


def served_ports(table: str) -> Iterator[int]:
    """Ports of /proc/net/udp on which somebody waits for anybody, not on loopback (proc(5): hexadecimal, the address
    in the machine's order of bytes)."""
    for line in table.splitlines()[1:]:
        local, remote = line.split()[1:3]
        address, _, port = local.partition(":")
        loopback = address.endswith("7F")
        if not loopback and remote == "00000000:0000" and int(port, 16) < FIRST_EPHEMERAL_PORT:
            yield int(port, 16)
