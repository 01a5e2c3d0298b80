"""What makes files unreadable without their key, and every change of them noticed."""

from dataclasses import dataclass, field
from typing import Protocol

from deskside.domain.ids import FileId


class Tampered(Exception):
    """These bytes are not what was sealed, or not at this place, or by another key. Nothing of them is given away."""


@dataclass(frozen=True, slots=True)
class FileKey:
    """What one file is sealed with: 256 bits, and the file's id, to which each chunk is bound."""

    file_id: FileId
    key: bytes = field(repr=False)


class Sealer(Protocol):
    """Seals one file from its first byte to its last, in bounded memory. Computes; does no I/O."""

    @property
    def header(self) -> bytes:
        """What the file begins with; it is not in what the others return."""
        ...

    @property
    def plain_bytes(self) -> int:
        """What it was given until now."""
        ...

    def add(self, plain: bytes) -> bytes:
        """The chunks that are complete now, sealed; often nothing."""
        ...

    def finish(self) -> bytes:
        """The last chunk, sealed as the last. Nothing comes after it."""
        ...


class Unsealer(Protocol):
    """Opens chunks of one file, in any order."""

    def open(self, index: int, sealed: bytes, *, last: bool) -> bytes:
        """The plain bytes of the chunk at this place. Raises Tampered."""
        ...


class Sealing(Protocol):
    """Keys and ciphers. Computes some microseconds a chunk; does no I/O."""

    def new_key(self) -> bytes:
        """256 random bits."""
        ...

    def wrap(self, wrapping: bytes, key: bytes) -> bytes:
        """The key, as it may be kept beside what it opens."""
        ...

    def unwrap(self, wrapping: bytes, wrapped: bytes) -> bytes:
        """The key again. Raises Tampered if it was wrapped with another one."""
        ...

    def fingerprint(self, key: bytes) -> str:
        """By which a key is known without being told."""
        ...

    def sealer(self, key: FileKey) -> Sealer:
        """For one writing of the file. Another one of the same file has nothing in common with it."""
        ...

    def unsealer(self, key: FileKey, header: bytes) -> Unsealer:
        """For the writing that begins with this header. Raises Tampered if it is none."""
        ...
