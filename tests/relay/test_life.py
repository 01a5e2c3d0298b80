"""The embedded relay dies, is left to the next server, gets a new certificate, and cannot be had."""

import contextlib
import os
import signal
import socket
import ssl
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from deskside.children.process import Child
from deskside.domain.ids import Millis
from deskside.relay.config import RelaySettings
from deskside.relay.refusals import RelayRefused
from deskside.relay.running import Relay
from deskside.relay.urls import Transport
from deskside.tls import self_signed
from tests.relay.embedded import NOW, Running, free_port, relay_settings, running, until


@pytest.fixture
def settings(tmp_path: Path) -> RelaySettings:
    return relay_settings(tmp_path)


def lives(pid: int) -> bool:
    """False also for a zombie."""
    try:
        return ") Z " not in Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False


def relays(started: Running) -> bool:
    """Whether somebody gets an allocation now, with a credential of the same secret as ever."""
    with started.visiting() as client:
        return client().allocated == 0


async def comes_back(started: Running, former: int) -> None:
    def back() -> bool:
        with contextlib.suppress(OSError, ValueError):
            return started.pid != former and lives(started.pid)
        return False

    await until(back)
    assert relays(started)


async def test_one_that_is_killed_is_started_anew_and_former_credentials_are_good(settings: RelaySettings) -> None:
    async with running(settings) as started:
        secret = started.relay.secret
        for _ in range(2):
            former = started.pid
            os.kill(former, signal.SIGKILL)
            await comes_back(started, former)
        assert started.relay.secret == secret


async def test_what_nobody_thought_of_is_logged_and_it_is_tried_again(
    settings: RelaySettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with running(settings) as started:
        spawn, former, odd = Relay._spawn, started.pid, iter([RuntimeError("odd"), RuntimeError("odd")])

        async def hardly(self: Relay, program: Path) -> Child:
            for error in odd:
                raise error
            return await spawn(self, program)

        monkeypatch.setattr(Relay, "_spawn", hardly)
        with capture_logs() as logged:
            os.kill(former, signal.SIGKILL)
            await comes_back(started, former)
        assert sum("does not come back" in line["event"] for line in logged) == 2


async def test_one_that_hangs_is_replaced(settings: RelaySettings) -> None:
    async with running(settings) as started:
        hanging = started.pid
        os.kill(hanging, signal.SIGSTOP)
        await comes_back(started, hanging)
        assert not lives(hanging)


async def test_one_that_is_stopped_leaves_no_process_and_only_itself_is_ended(settings: RelaySettings) -> None:
    async with running(settings) as started, running(_beside(settings)) as other:
        pid = started.pid
        await started.relay.stop(keep=False)
        assert not lives(pid)
        assert not (settings.run_dir / "turnserver.json").exists()
        assert relays(other)


def _beside(settings: RelaySettings) -> RelaySettings:
    """Another one on the same machine."""
    first = settings.media_ports[1] + 1
    other = settings.run_dir.parent / "other"
    return replace(settings, run_dir=other, port=free_port(), tls_port=free_port(), media_ports=(first, first + 100))


async def test_the_next_server_takes_it_over(settings: RelaySettings) -> None:
    first = Relay(settings)
    await first.start()
    pid = Running(first, settings).pid
    await first.stop(keep=True)
    assert lives(pid)
    async with running(settings) as second:
        assert second.pid == pid
        assert relays(second)
        assert second.relay.secret == first.secret
    assert not lives(pid)


async def test_one_that_was_started_while_the_disk_was_full_is_taken_over_all_the_same(settings: RelaySettings) -> None:
    """Else it holds the ports, and the next server cannot start."""
    first = Relay(settings)
    await first.start()
    former, in_the_way = Running(first, settings).pid, settings.run_dir / "turnserver.new"
    in_the_way.mkdir()  # as far as writing goes, a full disk
    with capture_logs() as logged:
        os.kill(former, signal.SIGKILL)
        await until(lambda: any(line["event"] == "relay started" for line in logged))
    in_the_way.rmdir()
    await until(lambda: Running(first, settings).pid != former)
    pid = Running(first, settings).pid
    await first.stop(keep=True)
    async with running(settings) as second:
        assert second.pid == pid
        assert relays(second)


async def test_the_next_server_with_other_settings_starts_it_anew(settings: RelaySettings) -> None:
    first = Relay(settings)
    await first.start()
    pid = Running(first, settings).pid
    await first.stop(keep=True)
    async with running(replace(settings, tls_port=free_port())) as second:
        assert not lives(pid)
        assert relays(second)


def shown_certificate(settings: RelaySettings) -> bytes:
    """What it shows by TLS now; empty while it does not listen."""
    anybody = ssl.create_default_context()
    anybody.check_hostname, anybody.verify_mode = False, ssl.CERT_NONE
    with (
        contextlib.suppress(OSError),
        socket.create_connection(("127.0.0.1", settings.tls_port), 2) as line,
        anybody.wrap_socket(line) as wrapped,
    ):
        return wrapped.getpeercert(binary_form=True) or b""
    return b""


async def test_a_renewed_certificate_is_taken_and_a_broken_one_is_not(settings: RelaySettings) -> None:
    assert settings.certificate is not None
    folder = settings.certificate[0].parent
    async with running(settings):
        former = shown_certificate(settings)
        settings.certificate[0].write_text("nonsense")
        self_signed(folder, ("127.0.0.1", "192.0.2.7"), Millis(NOW + 1000))
        await until(lambda: shown_certificate(settings) not in (b"", former))
        renewed = shown_certificate(settings)
        with capture_logs() as logs:
            settings.certificate[1].write_text("nonsense")
            await until(lambda: any("former certificate" in line["event"] for line in logs))
        assert shown_certificate(settings) == renewed


@pytest.fixture
def taken() -> Iterator[int]:
    """A TCP port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield int(server.getsockname()[1])


async def refused(settings: RelaySettings) -> str:
    with pytest.raises(RelayRefused) as raised:
        await Relay(settings).start()
    assert raised.value.mend
    assert not (settings.run_dir / "turnserver.json").exists()
    return str(raised.value)


async def test_a_port_that_is_taken_is_refused_with_what_to_do(settings: RelaySettings, taken: int) -> None:
    for wrong in (replace(settings, port=taken), replace(settings, tls_port=taken)):
        said = await refused(wrong)
        assert f"TCP port {taken}" in said
        assert "DESKSIDE_TURN_PORT" in said
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagrams:
        datagrams.bind(("127.0.0.1", settings.port))
        assert f"UDP port {settings.port}" in await refused(settings)


async def test_a_program_that_is_missing_or_none_is_refused_with_what_to_do(
    settings: RelaySettings, tmp_path: Path
) -> None:
    assert "apt-get install coturn" in await refused(replace(settings, binary=None))
    (tmp_path / "text").touch()
    assert "cannot be run" in await refused(replace(settings, binary=tmp_path / "text"))
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\nexit 1\n")
    program.chmod(0o700)
    assert "does not come up" in await refused(replace(settings, binary=program))


async def test_a_certificate_of_no_use_is_refused_with_what_to_do(settings: RelaySettings, tmp_path: Path) -> None:
    assert settings.certificate is not None
    certificate, key = settings.certificate
    other = self_signed(tmp_path / "other", (), NOW)
    (tmp_path / "text").write_text("nonsense")
    for pair in ((tmp_path / "none.pem", key), (certificate, tmp_path / "text"), (certificate, other.key)):
        said = await refused(replace(settings, certificate=pair))
        assert "certificate" in said
        assert "DESKSIDE_TURN_CERT" in said


async def test_without_a_certificate_there_is_no_tls(settings: RelaySettings) -> None:
    async with running(replace(settings, certificate=None)) as started:
        assert relays(started)
        assert started.url(Transport.TLS).port == settings.tls_port
        assert shown_certificate(settings) == b""
