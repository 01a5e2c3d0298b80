"""STUN binding requests and responses as ICE needs them (RFC 8489, RFC 8445). Pure.

Integrity of what arrives is not checked: peers of a load test trust their machine.
"""

import hashlib
import hmac
import ipaddress
import struct
import zlib

MAGIC = 0x2112A442
REQUEST, SUCCESS = 0x0001, 0x0101
USERNAME, MESSAGE_INTEGRITY, XOR_MAPPED_ADDRESS, PRIORITY, USE_CANDIDATE = 0x0006, 0x0008, 0x0020, 0x0024, 0x0025
FINGERPRINT, ICE_CONTROLLED, ICE_CONTROLLING = 0x8028, 0x8029, 0x802A
FINGERPRINT_XOR = 0x5354554E
PEER_REFLEXIVE_PRIORITY = (110 << 24) | (0xFFFF << 8) | 255
"""RFC 8445, 5.1.2.1: type preference 110, one component."""

Attribute = tuple[int, bytes]


def _message(kind: int, transaction: bytes, attributes: list[Attribute], password: str) -> bytes:
    body = b"".join(struct.pack("!HH", code, len(v)) + v + bytes(-len(v) % 4) for code, v in attributes)

    def header(length: int) -> bytes:
        return struct.pack("!HHI", kind, length, MAGIC) + transaction

    digest = hmac.digest(password.encode(), header(len(body) + 24) + body, hashlib.sha1)
    body += struct.pack("!HH", MESSAGE_INTEGRITY, 20) + digest
    checksum = zlib.crc32(header(len(body) + 8) + body) ^ FINGERPRINT_XOR
    return header(len(body) + 8) + body + struct.pack("!HHI", FINGERPRINT, 4, checksum)


def check(transaction: bytes, username: str, password: str, *, controlling: bool) -> bytes:
    """A connectivity check. The controlling side nominates at once (RFC 8445, 7.2.2): there is one pair."""
    role = ICE_CONTROLLING if controlling else ICE_CONTROLLED
    attributes = [
        (USERNAME, username.encode()),
        (PRIORITY, struct.pack("!I", PEER_REFLEXIVE_PRIORITY)),
        (role, transaction[:8]),
    ]
    return _message(REQUEST, transaction, attributes + [(USE_CANDIDATE, b"")] * controlling, password)


def success(request: bytes, sender: tuple[str, int], password: str) -> bytes:
    """The response to a check that came from `sender`."""
    parsed = ipaddress.ip_address(sender[0])
    mask = struct.pack("!I", MAGIC) + request[8:20]
    hidden = bytes(a ^ b for a, b in zip(parsed.packed, mask, strict=False))
    mapped = struct.pack("!BBH", 0, 1 if parsed.version == 4 else 2, sender[1] ^ (MAGIC >> 16)) + hidden
    return _message(SUCCESS, request[8:20], [(XOR_MAPPED_ADDRESS, mapped)], password)


def kind_of(message: bytes) -> int:
    """REQUEST, SUCCESS or another message type."""
    return int.from_bytes(message[:2], "big")


def nominates(request: bytes) -> bool:
    """Whether the check carries USE-CANDIDATE."""
    offset = 20
    while offset + 4 <= len(request):
        code, length = struct.unpack_from("!HH", request, offset)
        if code == USE_CANDIDATE:
            return True
        offset += 4 + length + (-length % 4)
    return False
