"""Certificates: makes a self-signed one for a trial in a LAN, and reads any for the doctor.

Browsers give no camera to a page that came by plain http from another machine (W3C Secure Contexts 3.1).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from deskside.domain.ids import Millis
from deskside.settings import Settings

LIFETIME = timedelta(days=397)
"""Longest that browsers accept (CA/Browser Forum ballot SC31)."""
RENEW_BEFORE = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What a certificate says of itself."""

    names: frozenset[str]
    """DNS names and IP addresses that it is good for."""
    expires: datetime
    matches_key: bool


@dataclass(frozen=True, slots=True)
class CertificateFiles:
    """Where a certificate and its private key lie (PEM)."""

    certificate: Path
    key: Path


def read_certificate(files: CertificateFiles) -> Certificate:
    """Read a certificate and its key. Raises OSError, or ValueError if one of them is not unencrypted PEM."""
    certificate = x509.load_pem_x509_certificate(files.certificate.read_bytes())
    try:
        key = serialization.load_pem_private_key(files.key.read_bytes(), password=None)
    except TypeError as encrypted:
        raise ValueError("the key is encrypted") from encrypted
    return Certificate(
        names=_names(certificate),
        expires=certificate.not_valid_after_utc,
        matches_key=key.public_key() == certificate.public_key(),
    )


def where_certified(settings: Settings) -> CertificateFiles | None:
    """Where the files lie that the server serves with; `certificate_files` makes self-signed ones. None: no TLS."""
    if settings.tls_cert and settings.tls_key:
        return CertificateFiles(settings.tls_cert, settings.tls_key)
    return _self_signed_files(settings.var_dir / "tls") if settings.tls_self_signed else None


def certificate_files(settings: Settings, now: Millis) -> CertificateFiles | None:
    """The files to serve with: those set, or a self-signed pair in var that is made if need be. None: no TLS."""
    if settings.tls_self_signed:
        return self_signed(settings.var_dir / "tls", settings.public_address, now)
    return where_certified(settings)


def _self_signed_files(folder: Path) -> CertificateFiles:
    return CertificateFiles(folder / "self-signed.crt", folder / "self-signed.key")


def self_signed(folder: Path, addresses: Sequence[str], now: Millis) -> CertificateFiles:
    """A certificate in `folder` for localhost and `addresses`; one that is there and still good is kept.

    Keeping it spares everybody another warning of the browser.
    """
    files = _self_signed_files(folder)
    moment = datetime.fromtimestamp(now / 1000, UTC)
    wanted = ("localhost", "127.0.0.1", "::1", *addresses)
    if not _still_good(files, frozenset(wanted), moment):
        folder.mkdir(parents=True, exist_ok=True)
        _make(files, wanted, moment)
    return files


def _still_good(files: CertificateFiles, wanted: frozenset[str], moment: datetime) -> bool:
    try:
        found = read_certificate(files)
    except (OSError, ValueError):
        return False
    return found.matches_key and wanted <= found.names and moment + RENEW_BEFORE < found.expires


def _make(files: CertificateFiles, names: Sequence[str], moment: datetime) -> None:
    """Write a new key, readable by its owner only, and a certificate for it."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Deskside, self-signed")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(moment - timedelta(days=1))  # Clocks of tablets are wrong by hours.
        .not_valid_after(moment - timedelta(days=1) + LIFETIME)
        .add_extension(x509.SubjectAlternativeName([_general_name(name) for name in names]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    files.key.touch(mode=0o600)
    files.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    files.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))


def _general_name(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _names(certificate: x509.Certificate) -> frozenset[str]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    except x509.ExtensionNotFound:
        return frozenset()
    dns = found.get_values_for_type(x509.DNSName)
    return frozenset([*dns, *(str(address) for address in found.get_values_for_type(x509.IPAddress))])
