"""Messages of STUN (RFC 8489) and TURN (RFC 8656): bytes to values and back, as far as an allocation needs them."""

import hashlib
import hmac
import ipaddress
import secrets
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

MAGIC = 0x2112A442
HEADER_BYTES = 20
INTEGRITY_BYTES = 24
UDP_PROTOCOL = 17
"""REQUESTED-TRANSPORT (RFC 8656, 18.7): what is relayed is UDP, however the client comes."""


class Method(IntEnum):
    """What is asked for. The class of a message is in other bits: 0 for a request."""

    BINDING = 0x001
    ALLOCATE = 0x003
    REFRESH = 0x004
    SEND = 0x016
    CREATE_PERMISSION = 0x008
    CONNECT = 0x00A


class Attribute(IntEnum):
    """Names of what a message carries."""

    USERNAME = 0x0006
    MESSAGE_INTEGRITY = 0x0008
    ERROR_CODE = 0x0009
    LIFETIME = 0x000D
    XOR_PEER_ADDRESS = 0x0012
    DATA = 0x0013
    REALM = 0x0014
    NONCE = 0x0015
    XOR_RELAYED_ADDRESS = 0x0016
    REQUESTED_ADDRESS_FAMILY = 0x0017
    REQUESTED_TRANSPORT = 0x0019


Attributes = Sequence[tuple[Attribute, bytes]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said to a request. `code` 0: granted; else the error's number."""

    transaction: bytes
    attributes: Mapping[int, bytes]

    @property
    def code(self) -> int:
        error = self.attributes.get(Attribute.ERROR_CODE)
        return 0 if error is None or len(error) < 4 else error[2] * 100 + error[3]


def new_transaction() -> bytes:
    """96 random bits (RFC 8489, 5)."""
    return secrets.token_bytes(12)


def request(method: int, transaction: bytes, attributes: Attributes = (), key: bytes | None = None) -> bytes:
    """A message; signed with `key` if there is one (RFC 8489, 14.5)."""
    body = b"".join(struct.pack("!HH", code, len(v)) + v + bytes(-len(v) % 4) for code, v in attributes)
    if key is not None:
        signed = struct.pack("!HHI", method, len(body) + INTEGRITY_BYTES, MAGIC) + transaction + body
        body += struct.pack("!HH", Attribute.MESSAGE_INTEGRITY, 20) + hmac.digest(key, signed, "sha1")
    return struct.pack("!HHI", method, len(body), MAGIC) + transaction + body


def answer(message: bytes) -> Answer | None:
    """Read an answer. None: these bytes are no STUN message."""
    if len(message) < HEADER_BYTES or message[0] > 3 or message[4:8] != struct.pack("!I", MAGIC):
        return None
    found, offset = dict[int, bytes](), HEADER_BYTES
    while offset + 4 <= len(message):
        code, length = struct.unpack_from("!HH", message, offset)
        found.setdefault(code, message[offset + 4 : offset + 4 + length])
        offset += 4 + length + (-length % 4)
    return Answer(message[8:HEADER_BYTES], found)


def body_length(header: bytes) -> int:
    """How much follows a header on a stream (RFC 8489, 6.2.2)."""
    return int(struct.unpack_from("!H", header, 2)[0])


def key_of(username: str, realm: bytes, password: str) -> bytes:
    """Key of a long-term credential (RFC 8489, 9.2.2)."""
    text = b":".join((username.encode(), realm, password.encode()))
    return hashlib.md5(text, usedforsecurity=False).digest()


def masked(address: str, transaction: bytes, port: int = 0) -> bytes:
    """XOR-PEER-ADDRESS and its like (RFC 8489, 14.2)."""
    parsed = ipaddress.ip_address(address)
    mask = struct.pack("!I", MAGIC) + transaction
    hidden = bytes(a ^ b for a, b in zip(parsed.packed, mask, strict=False))
    return struct.pack("!BBH", 0, 1 if parsed.version == 4 else 2, port ^ MAGIC >> 16) + hidden
