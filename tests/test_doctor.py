"""The doctor finds what is wrong, and says nothing bad of what is right."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskside import doctor
from deskside.doctor import Finding, Level
from deskside.domain.ids import Millis
from deskside.settings import PortRange, Settings
from deskside.tls import CertificateFiles, self_signed

NOW = Millis(1_800_000_000_000)
MOMENT = datetime.fromtimestamp(NOW / 1000, UTC)


def mended(finding: Finding) -> Level:
    """Level of a finding; whatever is a problem must say how to mend it."""
    assert finding.mend or finding.level is not Level.PROBLEM
    assert "\n" not in str(finding)
    return finding.level


def janus(folder: Path, text: str) -> Path:
    program = folder / "janus"
    program.write_text(f"#!/bin/sh\n{text}\n")
    program.chmod(0o755)
    return program


@pytest.mark.parametrize(
    ("script", "level"),
    [
        ("echo 'Janus version: 1401 (1.4.1)'", Level.OK),
        ("echo 'Janus version: 1500 (1.10.0)'", Level.OK),
        ("echo 'janus 1.1.2'", Level.NOTE),
        ("echo 'error while loading shared libraries' >&2; exit 127", Level.PROBLEM),
    ],
)
def test_the_engine_is_asked_for_its_version(script: str, level: Level, tmp_path: Path) -> None:
    assert mended(doctor.engine(janus(tmp_path, script))) is level


def test_an_engine_that_is_missing_or_no_program_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "text").touch()
    assert mended(doctor.engine(None)) is Level.PROBLEM
    assert mended(doctor.engine(tmp_path / "text")) is Level.PROBLEM


@pytest.fixture
def taken() -> Iterator[int]:
    """A TCP port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_page_port_in_use_is_told(taken: int) -> None:
    assert doctor.page_port(Settings(port=taken)).level is Level.NOTE


def test_a_range_without_free_ports_is_a_problem() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as used:
        used.bind(("0.0.0.0", 0))
        port = used.getsockname()[1]
        assert mended(doctor.media_ports(Settings(rtp_port_range=PortRange(port, port)))) is Level.PROBLEM
    assert mended(doctor.media_ports(Settings())) is Level.OK


def test_a_clock_before_the_installation_is_a_problem() -> None:
    assert mended(doctor.time_of_day(datetime(2001, 1, 1, tzinfo=UTC))) is Level.PROBLEM
    assert mended(doctor.time_of_day(datetime(2100, 1, 1, tzinfo=UTC))) is Level.OK


def test_an_old_python_and_an_unbuilt_client_are_problems(tmp_path: Path) -> None:
    assert mended(doctor.python((3, 10, 4))) is Level.PROBLEM
    assert mended(doctor.web_client(tmp_path)) is Level.PROBLEM
    (tmp_path / "manifest.json").touch()
    assert mended(doctor.web_client(tmp_path)) is Level.OK


def test_room_is_looked_for_where_the_folder_will_be(tmp_path: Path) -> None:
    assert str(tmp_path / "not" / "yet") in doctor.disk(tmp_path / "not" / "yet").detail


def test_the_database_must_answer_but_may_be_new(tmp_path: Path) -> None:
    assert mended(doctor.database(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")) is Level.NOTE
    assert mended(doctor.database("postgresql+asyncpg://user:hidden@127.0.0.1:1/none")) is Level.PROBLEM


def levels(settings: Settings) -> list[Level]:
    return [mended(finding) for finding in doctor.addresses(settings)]


def test_addresses_are_judged_by_who_is_meant_to_come() -> None:
    assert levels(Settings()) == [Level.OK]
    assert levels(Settings(host="0.0.0.0")) == [Level.PROBLEM]
    assert levels(Settings(public_address=("127.0.0.1",))) == [Level.PROBLEM]
    assert levels(Settings(public_address=("203.0.113.5",))) == [Level.NOTE]


def tls_level(settings: Settings) -> Level:
    return mended(doctor.tls(settings, MOMENT))


def test_pages_for_others_need_tls() -> None:
    assert tls_level(Settings()) is Level.OK
    assert tls_level(Settings(public_address=("203.0.113.5",))) is Level.PROBLEM
    assert tls_level(Settings(public_address=("203.0.113.5",), tls_self_signed=True)) is Level.NOTE
    assert tls_level(Settings(base_url="https://room.example.org")) is Level.OK


def test_a_certificate_must_be_readable_matching_valid_and_for_the_name(tmp_path: Path) -> None:
    files = self_signed(tmp_path / "a", ["*.example.org"], NOW)
    other = self_signed(tmp_path / "b", [], NOW)
    name = "room.example.org"
    assert mended(doctor.certificate(files, name, MOMENT)) is Level.OK
    assert mended(doctor.certificate(files, name, MOMENT + timedelta(days=390))) is Level.NOTE
    assert mended(doctor.certificate(files, name, MOMENT + timedelta(days=400))) is Level.PROBLEM
    assert mended(doctor.certificate(files, "room.example.com", MOMENT)) is Level.PROBLEM
    assert mended(doctor.certificate(CertificateFiles(files.certificate, other.key), name, MOMENT)) is Level.PROBLEM
    missing = Settings(tls_cert=tmp_path / "none.pem", tls_key=tmp_path / "none.key")
    assert tls_level(missing) is Level.PROBLEM
