"""Chunks of a sealed file: AES-256-GCM in the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015).

The nonce is the writing's prefix (7 bytes), the chunk's number (4) and whether it is the last (1): no chunk opens at
another place, and no file ends before its last chunk without being found out. Computes; does no I/O.
"""

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from deskside.domain.sealed import CHUNK_BYTES, TAG_BYTES
from deskside.ports.sealing import FileKey, Tampered
from deskside.sealing.header import Header, Shape, chunk_key

CHUNKS_MOST = 1 << 32
LENGTH_BYTES = 4
"""Before each chunk of a log: of its plain bytes, big-endian. A wrong one leads to bytes that do not open."""


class ChunkCipher:
    """Seals and opens single chunks of one writing."""

    def __init__(self, key: FileKey, header: Header) -> None:
        self._prefix = header.prefix
        self._cipher = AESGCM(chunk_key(key, header))

    def _nonce(self, index: int, last: bool) -> bytes:  # noqa: FBT001 - private, and what the nonce ends with
        if not 0 <= index < CHUNKS_MOST:
            raise ValueError(f"a sealed file has no chunk {index}")
        return self._prefix + index.to_bytes(4, "big") + bytes((last,))

    def seal(self, index: int, plain: bytes, *, last: bool) -> bytes:
        """The chunk, 16 bytes longer. Each index is sealed once."""
        return self._cipher.encrypt(self._nonce(index, last), plain, None)

    def open(self, index: int, sealed: bytes, *, last: bool) -> bytes:
        """The plain bytes. Raises Tampered."""
        if TAG_BYTES <= len(sealed) <= CHUNK_BYTES + TAG_BYTES:
            try:
                return self._cipher.decrypt(self._nonce(index, last), sealed, None)
            except InvalidTag:
                pass
        raise Tampered(f"chunk {index} is not what was sealed there")


class ChunkSealer:
    """`Sealer`. What is not a whole chunk yet is held back: 64 KiB at most."""

    def __init__(self, key: FileKey, header: Header) -> None:
        self._cipher = ChunkCipher(key, header)
        self._header, self._log = header.encode(), header.shape is Shape.LOG
        self._held = bytearray()
        self._index = 0
        self._finished = False
        self.plain_bytes = 0

    @property
    def header(self) -> bytes:
        """What the file begins with."""
        return self._header

    def add(self, plain: bytes) -> bytes:
        """The chunks that are complete now. The last one of an even file is not known to be one before `finish`."""
        self._refuse_after_the_end()
        self._held += plain
        self.plain_bytes += len(plain)
        enough = CHUNK_BYTES if self._log else CHUNK_BYTES + 1
        sealed = bytearray()
        while len(self._held) >= enough:
            sealed += self._next(last=False)
        return bytes(sealed)

    def flush(self) -> bytes:
        """Of a log: what was held back, as a chunk of its own; nothing if nothing was. Raises ValueError for an even
        file, whose chunks are all alike."""
        self._refuse_after_the_end()
        if not self._log:
            raise ValueError("only a log can be sealed before a chunk is full")
        return self._next(last=False) if self._held else b""

    def finish(self) -> bytes:
        """The last chunk; it may be empty."""
        self._refuse_after_the_end()
        self._finished = True
        return self._next(last=True)

    def _next(self, *, last: bool) -> bytes:
        plain = bytes(memoryview(self._held)[:CHUNK_BYTES])
        del self._held[:CHUNK_BYTES]
        sealed = self._cipher.seal(self._index, plain, last=last)
        self._index += 1
        return len(plain).to_bytes(LENGTH_BYTES, "big") + sealed if self._log else sealed

    def _refuse_after_the_end(self) -> None:
        if self._finished:
            raise ValueError("the file is finished")
