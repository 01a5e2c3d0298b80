"""The header of a sealed file, and what makes each writing of it unlike any other.

    offset  bytes
         0      4  "DSSF"
         4      1  version of the format: 1
         5      1  shape: 0 even, 1 log
         6      2  zero
         8     32  salt of this writing
        40      7  prefix of its nonces
        47      1  zero

The key of the chunks is HKDF-SHA-256 of the file's key, with the salt, over the header and the file's id: a chunk of
another file, of another writing of the same file, or under a header that was changed does not open. (So does Tink's
AES-GCM-HKDF-STREAMING, whose construction this is: developers.google.com/tink/streaming-aead/aes_gcm_hkdf_streaming.)
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from deskside.domain.sealed import HEADER_BYTES
from deskside.ports.sealing import FileKey, Tampered

MAGIC, VERSION = b"DSSF", 1
SALT_BYTES, PREFIX_BYTES, KEY_BYTES = 32, 7, 32
_FIXED = len(MAGIC) + 4
_INFO = b"deskside sealed file 1\0"

Entropy = Callable[[int], bytes]
"""So many random bytes, from the system."""


class Shape(IntEnum):
    """How the chunks follow one another."""

    EVEN = 0
    """Each has 64 KiB but the last: any range is found by its number."""
    LOG = 1
    """Each has up to 64 KiB and its length before it: what was written is sealed at any moment, and read in order."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a sealed file begins with. Not secret."""

    shape: Shape
    salt: bytes
    prefix: bytes

    def encode(self) -> bytes:
        """48 bytes."""
        return MAGIC + bytes((VERSION, self.shape, 0, 0)) + self.salt + self.prefix + b"\0"


def new_header(shape: Shape, entropy: Entropy) -> Header:
    """For one writing."""
    return Header(shape, entropy(SALT_BYTES), entropy(PREFIX_BYTES))


def read_header(encoded: bytes) -> Header:
    """Raises Tampered for what is no header of this version."""
    magic, rest = encoded[: len(MAGIC)], encoded[len(MAGIC) : _FIXED]
    if len(encoded) != HEADER_BYTES or magic != MAGIC or rest[2:] != b"\0\0" or encoded[-1]:
        raise Tampered("this is no sealed file")
    if rest[0] != VERSION:
        raise Tampered(f"a sealed file of version {rest[0]} is not known here")
    if rest[1] not in tuple(Shape):
        raise Tampered("a sealed file of an unknown shape")
    return Header(Shape(rest[1]), encoded[_FIXED : _FIXED + SALT_BYTES], encoded[_FIXED + SALT_BYTES : -1])


def chunk_key(key: FileKey, header: Header) -> bytes:
    """What the chunks of this writing are sealed with."""
    info = _INFO + header.encode() + key.file_id.encode()
    return HKDF(hashes.SHA256(), KEY_BYTES, header.salt, info).derive(key.key)
