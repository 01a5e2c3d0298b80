"""The doctor on the network: ports, addresses, and whether browsers will trust the page with a camera."""

import socket
import ssl
from collections.abc import Iterator
from datetime import datetime, timedelta
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from ipaddress import ip_address
from urllib.parse import urlsplit

from deskside.doctor.findings import Finding, Level
from deskside.settings import Settings
from deskside.tls import CertificateFiles, read_certificate

PORTS_OF_A_SESSION = 12
"""One tutor and five students, a sending and a receiving connection each."""


def page_port(settings: Settings) -> Finding:
    """Whether the server can listen where it is told to, or does so already."""
    where = f"{settings.host} port {settings.port}"
    taken = port_taken(settings)
    if taken is None:
        return Finding(Level.OK, "page port", f"{where} is free")
    if _answers_as_deskside(settings):
        return Finding(Level.OK, "page port", f"Deskside is running at {where}")
    mend = f"see who has it: ss -ltnp 'sport = :{settings.port}'; or take another: --port"
    return Finding(Level.PROBLEM, "page port", f"{where} cannot be had ({taken})", mend)


def port_taken(settings: Settings) -> str | None:
    """Why the server cannot listen where it is told to; None if it can."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as why:
            return why.strerror or str(why)
    return None


def _answers_as_deskside(settings: Settings) -> bool:
    """Ask whoever has the port for Deskside's health; an ailing Deskside is one too."""
    everywhere = {"0.0.0.0": "127.0.0.1", "::": "::1"}
    address = everywhere.get(settings.host, settings.host)
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    return bool(_answer(address, settings.port, trusting if settings.tls else None))


def _answer(address: str, port: int, trusting: ssl.SSLContext | None) -> bool | None:
    """Whether it is Deskside that answers there, by TLS if there is a context; None if nobody does."""
    connection: HTTPConnection
    if trusting is not None:
        connection = HTTPSConnection(address, port, timeout=2, context=trusting)
    else:
        connection = HTTPConnection(address, port, timeout=2)
    try:
        connection.request("GET", "/api/health")
        answer = connection.getresponse()
        return answer.status in (200, 503) and b'"status"' in answer.read(4096)
    except HTTPException:
        return False
    except OSError:
        return None
    finally:
        connection.close()


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


def certificate(files: CertificateFiles, name: str, moment: datetime, about: str = "tls") -> Finding:
    """Whether the certificate can be read, belongs to its key, is still good, and is for `name`."""
    problem = Level.PROBLEM
    try:
        found = read_certificate(files)
    except (OSError, ValueError) as why:
        return Finding(problem, about, f"cannot read the certificate: {why}", "PEM files, readable by the server")
    until = f"{found.expires:%Y-%m-%d}"
    if not found.matches_key:
        return Finding(problem, about, f"{files.key} is not the key of {files.certificate}", "set the two that match")
    if found.expires <= moment:
        return Finding(problem, about, f"the certificate expired on {until}", "renew it")
    if not {name, "*." + name.partition(".")[2]} & found.names:
        mend = "a certificate for that name, or DESKSIDE_BASE_URL with a name that it has"
        return Finding(problem, about, f"the certificate is for {', '.join(sorted(found.names))}, not for {name}", mend)
    if found.expires <= moment + timedelta(days=14):
        return Finding(Level.NOTE, about, f"the certificate expires on {until}", "renew it")
    return Finding(Level.OK, about, f"certificate good until {until}")


def site(settings: Settings) -> Iterator[Finding]:
    """Whether Deskside really is where the settings say that browsers find it."""
    if not settings.base_url:
        return
    about, url = "site", urlsplit(settings.url)
    trusting = ssl.create_default_context()
    trusting.check_hostname, trusting.verify_mode = False, ssl.CERT_NONE
    port = url.port or (443 if url.scheme == "https" else 80)
    found = _answer(url.hostname or "", port, trusting if url.scheme == "https" else None)
    if found is None:
        mend = (
            "start Deskside and the reverse proxy, or mend DESKSIDE_BASE_URL; some networks cannot see it from inside"
        )
        yield Finding(Level.NOTE, about, f"nothing answers at {settings.url}", mend)
    elif not found:
        mend = "let the reverse proxy pass everything on, or mend DESKSIDE_BASE_URL"
        yield Finding(Level.PROBLEM, about, f"something else than Deskside answers at {settings.url}", mend)
    else:
        yield Finding(Level.OK, about, f"Deskside answers at {settings.url}")
