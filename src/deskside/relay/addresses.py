"""Which of this machine's addresses the relay sends from, and to: the engine is beside it and takes packets on all."""

import fcntl
import socket
import struct
from collections.abc import Iterator, Sequence
from ipaddress import ip_address

SIOCGIFADDR = 0x8915
"""ioctl: the IPv4 address of an interface (netdevice(7))."""
FAR = {4: "192.0.2.1", 6: "2001:db8::1"}
"""Addresses of documentation (RFC 5737, RFC 3849): nothing is sent to them, only the way to them is asked for."""


def own_addresses(preferred: Sequence[str]) -> tuple[str, ...]:
    """One address of this machine for each version of IP that it has; IPv4 first. Empty: it has none but loopback.

    `preferred`: taken where they are of this machine (the public ones); else the one that packets to far away leave
    from, else any of an interface.
    """
    found = (_own(version, preferred) for version in (4, 6))
    return tuple(address for address in found if address is not None)


def is_own(address: str) -> bool:
    """Whether this machine has the address now."""
    with socket.socket(_family(address), socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True


def _own(version: int, preferred: Sequence[str]) -> str | None:
    named = [address for address in preferred if ip_address(address).version == version]
    candidates = (*named, *_towards(FAR[version]), *(_of_interfaces() if version == 4 else ()))
    return next((address for address in candidates if _for_others(address) and is_own(address)), None)


def _for_others(address: str) -> bool:
    parsed = ip_address(address)
    return not (parsed.is_loopback or parsed.is_link_local or parsed.is_unspecified)


def _towards(far: str) -> Iterator[str]:
    with socket.socket(_family(far), socket.SOCK_DGRAM) as asking:
        try:
            asking.connect((far, 9))
        except OSError:  # no way there, or this machine knows no such version of IP
            return
        yield str(asking.getsockname()[0])


def _of_interfaces() -> Iterator[str]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
        for _, name in socket.if_nameindex():
            try:
                told = fcntl.ioctl(asking, SIOCGIFADDR, struct.pack("256s", name.encode()))
            except OSError:  # an interface without an IPv4 address
                continue
            yield socket.inet_ntoa(told[20:24])


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in address else socket.AF_INET
