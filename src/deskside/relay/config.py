"""What the relay is set to, and the private coturn configuration that is generated from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path

REALM = "deskside"
USER_QUOTA = 60
"""Allocations of one person at once. A browser makes one for each of its networks, each way to the relay and each of
two connections, and those of a page that was just closed stay for up to ten minutes."""
SHORTEST_LIFETIME_SECONDS = 600
"""coturn knows no shorter one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelaySettings:
    """Settings of the embedded relay; `deskside.app` fills them in from `deskside.settings`."""

    binary: Path | None
    """coturn's `turnserver`. None: it is not installed."""
    run_dir: Path
    """Private directory for configuration, secret, log and state; made if missing."""
    port: int
    """UDP and TCP."""
    tls_port: int
    """TCP, by TLS; not used without a certificate."""
    certificate: tuple[Path, Path] | None
    """Certificate with its chain, and its key (PEM). None: no TLS."""
    listen: tuple[str, ...] = ()
    """Addresses to listen on. Empty: all of this machine."""
    media_ports: tuple[int, int]
    """First and last UDP port that it sends to the engine from. Nobody comes to them from outside."""
    public_addresses: tuple[str, ...] = ()
    """Addresses that browsers reach this machine by."""
    user: str = "nobody"
    """Who it runs as when this process is root."""

    @property
    def doors(self) -> tuple[tuple[int, bool], ...]:
        """Ports that it listens on; whether UDP as well as TCP."""
        return ((self.port, True), (self.tls_port, False)) if self.certificate else ((self.port, True),)

    @property
    def knock_at(self) -> tuple[str, int]:
        """Where this machine itself reaches it."""
        return (self.listen[0] if self.listen else "127.0.0.1", self.port)


def config_text(settings: RelaySettings, secret: str, addresses: Sequence[str], *, as_root: bool) -> str:
    """The file for coturn 4.6 and newer. `addresses`: of this machine, to send from and to, see `own_addresses`.

    What is relayed reaches the engine on this machine and nobody else: every address is denied but the one (of each
    version of IP) that it sends from itself, which the engine takes packets on. coturn refuses loopback and multicast
    before it looks at either list.
    """
    first, last = settings.media_ports
    return "\n".join(
        [
            f"listening-port={settings.port}",
            *(f"listening-ip={address}" for address in settings.listen),
            *_tls(settings),
            "no-dtls",
            *(f"relay-ip={address}" for address in addresses),
            f"min-port={first}",
            f"max-port={last}",
            f"realm={REALM}",
            "use-auth-secret",
            f"static-auth-secret={secret}",
            "fingerprint",
            "stale-nonce=600",
            f"max-allocate-lifetime={SHORTEST_LIFETIME_SECONDS}",
            f"user-quota={USER_QUOTA}",
            f"total-quota={last - first + 1}",
            # Media is UDP: no way to anybody's TCP ports (RFC 6062).
            "no-tcp-relay",
            "no-multicast-peers",
            "denied-peer-ip=0.0.0.0-255.255.255.255",
            "denied-peer-ip=::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
            *(f"allowed-peer-ip={ip_address(address)}" for address in addresses),
            # Answers to strangers no longer than their questions.
            "no-rfc5780",
            "no-stun-backward-compatibility",
            "response-origin-only-with-rfc5780",
            # Nothing but this file: no telnet, no database, no folder of the machine.
            "no-cli",
            "no-dynamic-ip-list",
            "no-dynamic-realms",
            "userdb=:memory:",
            f"pidfile={settings.run_dir.absolute() / 'turnserver.pid'}",
            "log-file=stdout",
            "simple-log",
            "new-log-timestamp",
            # As root it reads its files and takes its ports first, then becomes somebody who may do nothing.
            *((f"proc-user={settings.user}", "proc-group=nogroup") if as_root else ()),
            "",
        ]
    )


def _tls(settings: RelaySettings) -> list[str]:
    if settings.certificate is None:
        return ["no-tls"]
    certificate, key = (path.absolute() for path in settings.certificate)
    return [f"tls-listening-port={settings.tls_port}", f"cert={certificate}", f"pkey={key}", "no-tlsv1", "no-tlsv1_1"]
