"""Why the relay cannot be started, each with what to do. Looked for before: coturn itself would only go on without."""

import errno
import socket
import ssl
from collections.abc import Iterator
from pathlib import Path

from deskside.relay.config import RelaySettings

INSTALL = "apt-get install coturn (or: DESKSIDE_TURN=embedded scripts/setup.sh run)"


class RelayRefused(Exception):
    """It cannot run like this. `mend`: what to do about it."""

    def __init__(self, why: str, mend: str) -> None:
        super().__init__(f"{why} -> {mend}")
        self.why = why
        self.mend = mend


def found_program(settings: RelaySettings) -> Path:
    """coturn's program. Raises RelayRefused if there is none."""
    if settings.binary is None:
        raise RelayRefused("the relay (coturn) is not installed", INSTALL)
    return settings.binary.absolute()


def check_certificate(certificate: tuple[Path, Path]) -> None:
    """Raises RelayRefused unless both files can be read, are unencrypted PEM, and belong together."""
    names = " and ".join(map(str, certificate))
    mend = "PEM files that the server may read, the key of that very certificate: DESKSIDE_TURN_CERT, DESKSIDE_TURN_KEY"
    try:
        for path in certificate:
            path.open("rb").close()
        ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(*certificate, password=lambda: "")
    except OSError as why:  # ssl.SSLError is one
        text = f"{why.filename}: {why.strerror}" if why.filename else f"{names} are of no use: {why}"
        raise RelayRefused(f"the relay's certificate cannot be used: {text}", mend) from why


def check_ports(settings: RelaySettings) -> None:
    """Raises RelayRefused if somebody has one of the ports, or it may not be had."""
    for port, with_udp in settings.doors:
        for address in settings.listen or ("0.0.0.0", "::"):
            for kind in (socket.SOCK_STREAM, *((socket.SOCK_DGRAM,) if with_udp else ())):
                _check_port(address, port, kind)


def _check_port(address: str, port: int, kind: socket.SocketKind) -> None:
    for family in _families(address):
        with socket.socket(family, kind) as probe:
            if family is socket.AF_INET6:
                probe.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            if kind is socket.SOCK_STREAM:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((address, port))
                if kind is socket.SOCK_STREAM:
                    probe.listen()
            except OSError as why:
                if address == "::" and why.errno == errno.EADDRNOTAVAIL:  # this machine has no IPv6
                    continue
                by = "TCP" if kind is socket.SOCK_STREAM else "UDP"
                mend = (
                    f"see who has it: ss -lntup 'sport = :{port}' (a coturn of the system: systemctl disable --now "
                    "coturn); or take another: DESKSIDE_TURN_PORT, DESKSIDE_TURN_TLS_PORT, DESKSIDE_TURN_LISTEN"
                )
                raise RelayRefused(
                    f"the relay cannot have {by} port {port} of {address} ({why.strerror or why})", mend
                ) from why


def _families(address: str) -> Iterator[socket.AddressFamily]:
    """That of the address, if this machine knows it at all."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        socket.socket(family, socket.SOCK_DGRAM).close()
    except OSError:
        return
    yield family
