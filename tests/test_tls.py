"""The self-signed certificate: made once, kept while it is good, made anew when it is not."""

import ssl
from pathlib import Path

from deskside.domain.ids import Millis
from deskside.settings import Settings
from deskside.tls import CertificateFiles, certificate_files, read_certificate, self_signed

NOW = Millis(1_800_000_000_000)
DAY = 24 * 60 * 60 * 1000


def test_it_is_for_localhost_and_the_addresses_and_loads(tmp_path: Path) -> None:
    files = self_signed(tmp_path / "tls", ["192.0.2.7"], NOW)
    found = read_certificate(files)
    assert {"localhost", "127.0.0.1", "192.0.2.7"} <= found.names
    assert found.matches_key
    assert files.key.stat().st_mode & 0o077 == 0
    ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(files.certificate, files.key)


def test_a_good_one_is_kept_and_others_are_replaced(tmp_path: Path) -> None:
    files = self_signed(tmp_path, ["192.0.2.7"], NOW)
    first = files.certificate.read_bytes()
    self_signed(tmp_path, ["192.0.2.7"], Millis(NOW + 300 * DAY))
    assert files.certificate.read_bytes() == first
    self_signed(tmp_path, ["192.0.2.7"], Millis(NOW + 390 * DAY))
    renewed = files.certificate.read_bytes()
    assert renewed != first
    self_signed(tmp_path, ["192.0.2.8"], Millis(NOW + 390 * DAY))
    assert files.certificate.read_bytes() != renewed
    files.key.write_text("damaged")
    self_signed(tmp_path, ["192.0.2.8"], Millis(NOW + 390 * DAY))
    assert read_certificate(files).matches_key


def test_a_foreign_key_does_not_match(tmp_path: Path) -> None:
    one = self_signed(tmp_path / "one", [], NOW)
    other = self_signed(tmp_path / "other", [], NOW)
    assert not read_certificate(CertificateFiles(one.certificate, other.key)).matches_key


def test_the_files_that_are_set_go_first_and_without_tls_there_are_none(tmp_path: Path) -> None:
    mine = CertificateFiles(tmp_path / "a.pem", tmp_path / "a.key")
    assert certificate_files(Settings(tls_cert=mine.certificate, tls_key=mine.key), NOW) == mine
    assert certificate_files(Settings(var_dir=tmp_path), NOW) is None
    made = certificate_files(Settings(var_dir=tmp_path, tls_self_signed=True, public_address=("192.0.2.7",)), NOW)
    assert made is not None
    assert "192.0.2.7" in read_certificate(made).names
