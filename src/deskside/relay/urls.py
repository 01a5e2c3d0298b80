"""Addresses of TURN servers, as browsers are told them (RFC 7065)."""

from dataclasses import dataclass
from enum import StrEnum
from ipaddress import ip_address


class Transport(StrEnum):
    """How a browser comes to the relay. What it relays is UDP in any case."""

    UDP = "UDP"
    TCP = "TCP"
    TLS = "TLS"


USUAL_PORT = {Transport.UDP: 3478, Transport.TCP: 3478, Transport.TLS: 5349}


@dataclass(frozen=True, slots=True)
class TurnUrl:
    """Where a TURN server is. `host`: a name, or an address without brackets."""

    host: str
    port: int
    transport: Transport

    def __str__(self) -> str:
        scheme = "turns" if self.transport is Transport.TLS else "turn"
        by = "udp" if self.transport is Transport.UDP else "tcp"
        return f"{scheme}:{in_brackets(self.host)}:{self.port}?transport={by}"


def ways(host: str, port: int, tls_port: int | None) -> tuple[str, ...]:
    """The addresses of one relay by each transport; without `tls_port` none by TLS."""
    plain = [TurnUrl(host, port, Transport.UDP), TurnUrl(host, port, Transport.TCP)]
    by_tls = [] if tls_port is None else [TurnUrl(host, tls_port, Transport.TLS)]
    return tuple(map(str, [*plain, *by_tls]))


def in_brackets(host: str) -> str:
    """As it is written in a URL: IPv6 in brackets (RFC 3986, 3.2.2)."""
    return f"[{host}]" if ":" in host else host


def read(url: str) -> TurnUrl:
    """Raises ValueError for what is not such an address, or is DTLS, which no browser speaks to a relay."""
    scheme, _, rest = url.partition(":")
    place, _, query = rest.partition("?")
    if scheme not in ("turn", "turns") or query not in ("", "transport=udp", "transport=tcp"):
        raise ValueError(f"{url} is not like turn:turn.example.org:3478?transport=udp")
    if scheme == "turns" and query == "transport=udp":
        raise ValueError(f"{url}: browsers speak TLS to a relay over TCP only (transport=tcp)")
    plain = Transport.TCP if query == "transport=tcp" else Transport.UDP
    transport = Transport.TLS if scheme == "turns" else plain
    host, port = _split(place)
    if not host or not (port or "1").isdecimal() or not 0 < int(port or "1") < 65536:
        raise ValueError(f"{url} names no host, or no port")
    return TurnUrl(host, int(port) if port else USUAL_PORT[transport], transport)


def _split(place: str) -> tuple[str, str]:
    """Host and port ("" if none is named)."""
    if place.startswith("["):
        host, _, rest = place[1:].partition("]")
        ip_address(host)
        return host, rest.removeprefix(":")
    host, _, port = place.partition(":")
    return host, port
