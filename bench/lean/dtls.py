"""DTLS-SRTP without a socket (RFC 5764): datagrams in, datagrams out, and keys when it is done.

The only module that knows OpenSSL. One certificate serves the whole process.
"""

import datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL

PROFILES = b"SRTP_AEAD_AES_256_GCM:SRTP_AEAD_AES_128_GCM:SRTP_AES128_CM_SHA1_80"
"""As browsers prefer them; GCM costs a fifth of CM with HMAC."""
KEY_AND_SALT_BYTES = {
    b"SRTP_AEAD_AES_256_GCM": (32, 12),
    b"SRTP_AEAD_AES_128_GCM": (16, 12),
    b"SRTP_AES128_CM_SHA1_80": (16, 14),
}
"""RFC 7714, 12 and RFC 3711, 8.2."""
MTU = 1200


@cache
def _identity() -> tuple[SSL.Context, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "lean peer")])
    now, day = datetime.datetime.now(datetime.UTC), datetime.timedelta(days=1)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - day)
        .not_valid_after(now + day)
        .sign(key, hashes.SHA256())
    )
    context = SSL.Context(SSL.DTLS_METHOD)
    # The engine's certificate is its own, as in every WebRTC call; a load test does not compare fingerprints.
    context.set_verify(SSL.VERIFY_PEER | SSL.VERIFY_FAIL_IF_NO_PEER_CERT, lambda *_: True)
    context.use_certificate(certificate)
    context.use_privatekey(key)
    context.set_tlsext_use_srtp(PROFILES)
    return context, certificate.fingerprint(hashes.SHA256()).hex(":").upper()


def fingerprint() -> str:
    """SHA-256 of our certificate, as `a=fingerprint` wants it."""
    return _identity()[1]


class Handshake:
    """One handshake; feed it datagrams until `done`."""

    def __init__(self, *, client: bool) -> None:
        self.done = False
        self._client = client
        self._connection = SSL.Connection(_identity()[0], None)
        self._connection.set_ciphertext_mtu(MTU)
        if client:
            self._connection.set_connect_state()
        else:
            self._connection.set_accept_state()

    def take(self, datagram: bytes | None) -> list[bytes]:
        """Go on, with what arrived if anything did; returns what to send. Call now and then for retransmissions."""
        if datagram:
            self._connection.bio_write(datagram)
        elif self._connection.DTLSv1_get_timeout() == 0:
            self._connection.DTLSv1_handle_timeout()
        try:
            self._connection.do_handshake()
            self.done = True
        except SSL.WantReadError:
            pass
        answers = []
        try:
            while True:
                answers.append(self._connection.bio_read(1500))
        except SSL.WantReadError:
            return answers

    def sending_key(self) -> tuple[str, bytes]:
        """SRTP profile (OpenSSL's name) and our master key with its salt (RFC 5764, 4.2)."""
        return self._key(of_client=self._client)

    def receiving_key(self) -> tuple[str, bytes]:
        """The same of the other end."""
        return self._key(of_client=not self._client)

    def _key(self, *, of_client: bool) -> tuple[str, bytes]:
        profile = self._connection.get_selected_srtp_profile()
        key, salt = KEY_AND_SALT_BYTES[profile]
        exported = self._connection.export_keying_material(b"EXTRACTOR-dtls_srtp", 2 * (key + salt), None)
        keys, salts = exported[: 2 * key], exported[2 * key :]
        if of_client:
            return profile.decode(), keys[:key] + salts[:salt]
        return profile.decode(), keys[key:] + salts[salt:]
