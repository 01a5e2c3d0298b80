"""`Sealing`: keys of 256 bits, wrapped by one another (AES key wrap, RFC 3394), and ciphers of even files."""

from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap, aes_key_wrap

from deskside.ports.sealing import FileKey, Tampered
from deskside.sealing.chunks import ChunkCipher, ChunkSealer
from deskside.sealing.header import KEY_BYTES, Entropy, Shape, new_header, read_header

_FINGERPRINT_BYTES = 16


def fingerprint(key: bytes) -> str:
    """128 bits of an HMAC in hexadecimal: the key itself cannot be found from it."""
    code = hmac.HMAC(key, hashes.SHA256())
    code.update(b"deskside key fingerprint")
    return code.finalize()[:_FINGERPRINT_BYTES].hex()


class AesSealing:
    """`Sealing` with chance from the system."""

    def __init__(self, entropy: Entropy) -> None:
        self._entropy = entropy

    def new_key(self) -> bytes:
        """256 random bits."""
        return self._entropy(KEY_BYTES)

    def wrap(self, wrapping: bytes, key: bytes) -> bytes:
        """40 bytes."""
        return aes_key_wrap(wrapping, key)

    def unwrap(self, wrapping: bytes, wrapped: bytes) -> bytes:
        """Raises Tampered."""
        try:
            return aes_key_unwrap(wrapping, wrapped)
        except InvalidUnwrap as wrong:
            raise Tampered("a key was not wrapped with this one, or was changed") from wrong

    def fingerprint(self, key: bytes) -> str:
        """32 hexadecimal digits."""
        return fingerprint(key)

    def sealer(self, key: FileKey) -> ChunkSealer:
        """Of an even file."""
        return ChunkSealer(key, new_header(Shape.EVEN, self._entropy))

    def unsealer(self, key: FileKey, header: bytes) -> ChunkCipher:
        """Raises Tampered if that is no header of an even file."""
        read = read_header(header)
        if read.shape is not Shape.EVEN:
            raise Tampered("a log is not read by ranges")
        return ChunkCipher(key, read)
