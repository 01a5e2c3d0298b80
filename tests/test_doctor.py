"""The doctor finds what is wrong, and says nothing bad of what is right."""

import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from deskside.doctor import examine, machine, network
from deskside.doctor.findings import Finding, Level
from deskside.domain.ids import Millis
from deskside.settings import Settings
from deskside.spellings import PortRange
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
    assert mended(machine.engine(janus(tmp_path, script))) is level


def test_an_engine_that_is_missing_or_no_program_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "text").touch()
    assert mended(machine.engine(None)) is Level.PROBLEM
    assert mended(machine.engine(tmp_path / "text")) is Level.PROBLEM


@pytest.fixture
def taken() -> Iterator[int]:
    """A TCP port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_page_port_that_somebody_else_has_is_a_problem(taken: int) -> None:
    assert mended(network.page_port(Settings(port=taken))) is Level.PROBLEM


class Ailing(BaseHTTPRequestHandler):
    """Answers as Deskside does when something is wrong with it."""

    def do_GET(self) -> None:
        self.send_response(503 if self.path == "/api/health" else 404)
        self.end_headers()
        self.wfile.write(b'{"status": 503, "code": "unhealthy"}')

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


def test_a_page_port_that_deskside_has_is_right() -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Ailing) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings = Settings(port=server.server_address[1])
        found = network.page_port(settings)
        (site,) = network.site(Settings(base_url=f"http://127.0.0.1:{settings.port}"))
        server.shutdown()
        assert network.port_taken(settings)
    assert mended(found) is Level.OK
    assert mended(site) is Level.OK
    (gone,) = network.site(Settings(base_url=f"http://127.0.0.1:{settings.port}"))
    assert mended(gone) is Level.NOTE
    assert list(network.site(Settings())) == []
    assert network.port_taken(settings) is None


def test_a_range_without_free_ports_is_a_problem() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as used:
        used.bind(("0.0.0.0", 0))
        port = used.getsockname()[1]
        assert mended(network.media_ports(Settings(rtp_port_range=PortRange(port, port)))) is Level.PROBLEM
    assert mended(network.media_ports(Settings())) is Level.OK


def test_a_clock_before_the_installation_is_a_problem() -> None:
    assert mended(machine.time_of_day(datetime(2001, 1, 1, tzinfo=UTC))) is Level.PROBLEM
    assert mended(machine.time_of_day(datetime(2100, 1, 1, tzinfo=UTC))) is Level.OK


def test_an_old_python_and_an_unbuilt_client_are_problems(tmp_path: Path) -> None:
    assert mended(machine.python((3, 10, 4))) is Level.PROBLEM
    assert mended(machine.web_client(tmp_path)) is Level.PROBLEM
    (tmp_path / "manifest.json").touch()
    assert mended(machine.web_client(tmp_path)) is Level.OK


def test_room_is_looked_for_where_the_folder_will_be(tmp_path: Path) -> None:
    assert str(tmp_path / "not" / "yet") in machine.disk(tmp_path / "not" / "yet").detail


def test_the_database_must_answer_but_may_be_new(tmp_path: Path) -> None:
    assert mended(machine.database(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")) is Level.NOTE
    assert mended(machine.database("postgresql+asyncpg://user:hidden@127.0.0.1:1/none")) is Level.PROBLEM


def levels(settings: Settings) -> list[Level]:
    return [mended(finding) for finding in network.addresses(settings)]


def test_addresses_are_judged_by_who_is_meant_to_come() -> None:
    assert levels(Settings()) == [Level.OK]
    assert levels(Settings(host="0.0.0.0")) == [Level.PROBLEM]
    assert levels(Settings(public_address=("127.0.0.1",))) == [Level.PROBLEM]
    assert levels(Settings(public_address=("203.0.113.5",))) == [Level.NOTE]


def tls_level(settings: Settings) -> Level:
    return mended(network.tls(settings, MOMENT))


def test_pages_for_others_need_tls() -> None:
    assert tls_level(Settings()) is Level.OK
    assert tls_level(Settings(public_address=("203.0.113.5",))) is Level.PROBLEM
    assert tls_level(Settings(public_address=("203.0.113.5",), tls_self_signed=True)) is Level.NOTE
    assert tls_level(Settings(base_url="https://room.example.org")) is Level.OK


def test_a_certificate_must_be_readable_matching_valid_and_for_the_name(tmp_path: Path) -> None:
    files = self_signed(tmp_path / "a", ["*.example.org"], NOW)
    other = self_signed(tmp_path / "b", [], NOW)
    name = "room.example.org"
    assert mended(network.certificate(files, name, MOMENT)) is Level.OK
    assert mended(network.certificate(files, name, MOMENT + timedelta(days=390))) is Level.NOTE
    assert mended(network.certificate(files, name, MOMENT + timedelta(days=400))) is Level.PROBLEM
    assert mended(network.certificate(files, "room.example.com", MOMENT)) is Level.PROBLEM
    assert mended(network.certificate(CertificateFiles(files.certificate, other.key), name, MOMENT)) is Level.PROBLEM
    missing = Settings(tls_cert=tmp_path / "none.pem", tls_key=tmp_path / "none.key")
    assert tls_level(missing) is Level.PROBLEM


def test_everything_is_looked_at(tmp_path: Path) -> None:
    looked_at = {finding.about for finding in examine(Settings(var_dir=tmp_path), NOW)}
    assert looked_at == {
        *("python", "time", "web client", "page port", "disk", "database", "record", "recordings", "master key"),
        *("engine", "media ports", "recorder", "address", "tls"),
    }
    without = {finding.about for finding in examine(Settings(var_dir=tmp_path, engine="none"), NOW)}
    assert looked_at - without == {"engine", "media ports", "recorder"}
