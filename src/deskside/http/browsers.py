"""What a request tells of the browser that sent it, coarsely: so that people know their own sign-ins in a list."""

from ipaddress import ip_address, ip_network

from fastapi import Request

from deskside.http.edge import address_of
from deskside.services.signed_in import Browser

_PREFIX = {4: 24, 6: 48}
"""Bits of an address that are kept: about a town or a provider's district, not a household."""
_PROGRAMS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""Marks in User-Agent, the more special ones first: every browser claims to be the ones after it."""
_SYSTEMS = (
    ("iPad", "iPad"),
    ("iPhone", "iPhone"),
    ("Android", "Android"),
    ("CrOS", "Chromebook"),
    ("Windows", "Windows"),
    ("Mac OS X", "Mac"),
    ("Linux", "Linux"),
)


def browser_of(request: Request) -> Browser:
    """Program, system and network of this request's browser; empty where it does not say."""
    agent = request.headers.get("user-agent", "")
    return Browser(device_of(agent), network_of(address_of(request)))


def device_of(agent: str) -> str:
    """ "Firefox · Windows", or what of it is known."""
    program = next((name for mark, name in _PROGRAMS if mark in agent), "")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return " · ".join(filter(None, (program, system)))


def network_of(address: str) -> str:
    """The network of an address in CIDR notation; empty for what is no address."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((found, _PREFIX[found.version]), strict=False))
